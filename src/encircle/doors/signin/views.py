"""Sign in, show a second factor, forget a password, sign out."""

from typing import Any

from allauth.account.internal.decorators import login_stage_required
from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import LoginView
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.webauthn.internal import auth as webauthn
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from encircle.foundations.accounts import attempts
from encircle.foundations.accounts.afterwards import afterwards
from encircle.foundations.accounts.models import User
from encircle.foundations.accounts.requests import AccountRequest
from encircle.foundations.accounts.resets import ask_for_reset
from encircle.foundations.accounts.signing_in import end_session

from .after import next_address
from .cast import CAST
from .forms import CodeListForm, ForgottenForm
from .stages import CodeListStage


class StartsOver:
    """Somebody who has only given a password, perhaps another's, may begin again."""

    def _redirect_to_pending_stage(self, request: AccountRequest, stage: Any) -> None:
        return None


class PasskeySignInView(StartsOver, LoginWebAuthnView):
    pass


class SignInView(StartsOver, LoginView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"cast": standing_cast(), "next_address": next_address(self.request)}


def standing_cast() -> list[dict[str, str]]:
    """Whom a visitor of the demonstration can be; nobody anywhere else."""
    if not settings.DEMO:
        return []
    found = {user.persona: user for user in User.objects.filter(persona__in=CAST, suspended_at__isnull=True)}
    return [{"persona": key, "name": found[key].name, "is": what} for key, what in CAST.items() if key in found]


@require_GET
@login_stage_required(stage=AuthenticateStage.key, redirect_urlname="account_login")
def passkey_options(request: AccountRequest) -> HttpResponse:
    """What the browser needs to ask for the passkey of the person who is signing in."""
    user = request._login_stage.login.user
    return JsonResponse({"request_options": webauthn.begin_authentication(user)})


@require_http_methods(["GET", "POST"])
@login_stage_required(stage=CodeListStage.key, redirect_urlname="account_login")
def code_from_list(request: AccountRequest) -> HttpResponse:
    stage: CodeListStage = request._login_stage
    form = CodeListForm(request.POST or None, user=stage.login.user)
    if form.is_valid():
        record_authentication(request, stage.login.user, "mfa", type=CodeListStage.key)
        response: HttpResponse = stage.exit()
        return response
    return render(request, "signin/code_from_list.html", {"form": form})


@require_http_methods(["GET", "POST"])
def forgotten(request: AccountRequest) -> HttpResponse:
    """The same answer, after the same work, whoever's address it is."""
    form = ForgottenForm(request.POST or None)
    if not form.is_valid():
        return render(request, "signin/forgotten.html", {"form": form})
    email, at = form.cleaned_data["email"], request.acting.at
    limits = attempts.reset_limits(request, email)
    if not attempts.is_reached(limits, at):
        ask_for_reset(email, at=at)
        afterwards(request, lambda acting: attempts.count(limits, acting.at))
    return redirect("account_reset_password_done")


@require_GET
def forgotten_sent(request: AccountRequest) -> HttpResponse:
    return render(request, "signin/forgotten_sent.html")


@require_POST
def sign_out(request: AccountRequest) -> HttpResponse:
    end_session(request)
    return redirect("/")
