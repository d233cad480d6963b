"""The page behind a single-use address. Opening it changes nothing: mail servers open links too. The button does."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from encircle.foundations.accounts.invitations import NoLongerWorks, accept, find
from encircle.foundations.accounts.models import Purpose
from encircle.foundations.accounts.requests import AccountRequest
from encircle.foundations.accounts.signing_in import begin_session, end_session

from .forms import NewPasswordForm


@require_http_methods(["GET", "POST"])
def invitation(request: AccountRequest, token: str) -> HttpResponse:
    at = request.acting.at
    try:
        found = find(token, at=at)
    except NoLongerWorks:
        return render(request, "signin/no_longer_works.html", status=404)
    form = NewPasswordForm(request.POST or None, user=found.user)
    if not form.is_valid():
        return render(request, "signin/invitation.html", {"form": form, "invitation": found})
    return _accepted(request, token, form.cleaned_data["password"])


def _accepted(request: AccountRequest, token: str, password: str) -> HttpResponse:
    at = request.acting.at
    end_session(request)  # whoever else was signed in here
    try:
        used = accept(token=token, password=password, at=at)
    except NoLongerWorks:
        return render(request, "signin/no_longer_works.html", status=404)
    if used.purpose == Purpose.PASSWORD:
        messages.success(request, "Your password is changed. Sign in with it.")
        return redirect("account_login")
    begin_session(request, used.user)
    return redirect("second_factor")
