"""A person's own login: where they are signed in, their password, how often they are written to."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from encircle.common.errors import NotFound
from encircle.foundations.accounts.held import kept_form, kept_forms, let_go
from encircle.foundations.accounts.models import NoticePace, WhyEnded
from encircle.foundations.accounts.own import change_password, choose_pace
from encircle.foundations.accounts.requests import AccountRequest
from encircle.foundations.accounts.sessions import KEPT_KEY, end_sessions, live_sessions

from .adapter import AccountAdapter
from .forms import ChangePasswordForm, NoticesForm


@require_GET
def account(request: AccountRequest) -> HttpResponse:
    user, at = request.user, request.acting.at
    context = {
        "sessions": live_sessions(user.pk, at),
        "here": request.session.row_id,
        "kept": kept_forms(user.pk, at=at),
        "pace": NoticePace(user.notice_pace).label,
    }
    return render(request, "signin/account.html", context)


@require_POST
def stay(request: AccountRequest) -> HttpResponse:
    """The person is still there. Coming here was the input; the answer says how long the page may wait again."""
    if "json" in request.headers.get("Accept", ""):
        return JsonResponse({"seconds": request.session.idle_seconds})
    return redirect("/home/")


@require_POST
def end_one(request: AccountRequest, session_id: UUID) -> HttpResponse:
    """End one of the person's own sessions elsewhere."""
    if not end_sessions(request.user.pk, WhyEnded.FROM_ELSEWHERE, at=request.acting.at, only=session_id):
        raise NotFound
    messages.success(request, "That device is signed out.")
    return redirect("account")


@require_POST
def end_others(request: AccountRequest) -> HttpResponse:
    here = request.session.row_id
    end_sessions(request.user.pk, WhyEnded.FROM_ELSEWHERE, at=request.acting.at, but=here)
    messages.success(request, "You are now signed in here only.")
    return redirect("account")


@require_POST
def end_all(request: AccountRequest) -> HttpResponse:
    end_sessions(request.user.pk, WhyEnded.FROM_ELSEWHERE, at=request.acting.at)
    request.session.flush()
    return redirect("account_login")


@require_http_methods(["GET", "POST"])
def password(request: AccountRequest) -> HttpResponse:
    user = request.user
    form = ChangePasswordForm(request.POST or None, user=user)
    if form.is_valid() and not AccountAdapter(request).reauthenticate(user, form.cleaned_data["present"]):
        form.add_error("present", AccountAdapter.error_messages["incorrect_password"])
    if not form.is_valid():
        return render(request, "signin/password.html", {"form": form})
    here = request.session.row_id
    change_password(user=user, password=form.cleaned_data["password"], here=here, at=request.acting.at)
    update_session_auth_hash(request, user)
    messages.success(request, "Your password is changed. You are signed out everywhere else.")
    return redirect("account")


@require_http_methods(["GET", "POST"])
def notices(request: AccountRequest) -> HttpResponse:
    user = request.user
    form = NoticesForm(request.POST or None, initial={"pace": user.notice_pace})
    if not form.is_valid():
        return render(request, "signin/notices.html", {"form": form})
    choose_pace(user=user, pace=NoticePace(form.cleaned_data["pace"]))
    messages.success(request, "Your choice is saved.")
    return redirect("account")


@require_GET
def kept(request: AccountRequest, form_id: UUID) -> HttpResponse:
    """What was typed when the session had ended: to read, and to send on with one button. Nobody else's, ever."""
    found = kept_form(form_id, request.user.pk, at=request.acting.at)
    if found is None:
        return redirect("/home/")
    _no_longer_waiting(request, form_id)
    return render(request, "signin/kept.html", {"kept": found})


@require_POST
def throw_away(request: AccountRequest, form_id: UUID) -> HttpResponse:
    let_go(form_id, request.user.pk)
    _no_longer_waiting(request, form_id)
    messages.success(request, "What you typed has been thrown away.")
    return redirect("/home/")


def _no_longer_waiting(request: AccountRequest, form_id: UUID) -> None:
    """It has been offered; its address shows its own page again."""
    if waiting := request.session.get(KEPT_KEY):
        request.session[KEPT_KEY] = {path: kept for path, kept in waiting.items() if kept != str(form_id)}
