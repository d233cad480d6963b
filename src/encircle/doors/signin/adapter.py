"""Where django-allauth meets our house: whom it signs in, what it counts, and what it keeps secret."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from encircle.foundations.access.identity import Acting
from encircle.foundations.accounts import attempts
from encircle.foundations.accounts.afterwards import afterwards
from encircle.foundations.accounts.charity import charity_name
from encircle.foundations.accounts.models import User
from encircle.foundations.accounts.secrets import seal_text, unseal_text
from encircle.foundations.accounts.signing_in import begin_session, end_session
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record

from . import browsers
from .after import is_ours

FACTORS = "second factors"
FRESH = timedelta(minutes=5)  # after signing in, a password just given is not asked for again


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "The email address or the password is not right",
        "incorrect_password": "The password is not right",
        "incorrect_code": "The code is not right. Codes work for a short time, and once only",
        "too_many_login_attempts": "There were too many tries. Wait 15 minutes, then try again",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Invitation only."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Every failure looks alike and is counted alike, whether or not there is such a person."""
        email, password = credentials.get("email", ""), credentials.get("password", "")
        at = request.acting.at  # type: ignore[attr-defined]
        limits = attempts.password_limits(request, email, known_browser=browsers.known(request, email))
        if attempts.is_reached(limits, at):
            raise self.validation_error("too_many_login_attempts")
        user = authenticate(request, email=email, password=password)
        if not isinstance(user, User):
            afterwards(request, lambda acting: _note_failure(acting, limits, email))
            return None
        attempts.forget(limits[:1])
        return user

    def reauthenticate(self, user: User, password: str) -> bool:
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        row = self.request.session.row
        at = self.request.acting.at
        return bool(super().is_reauthentication_required(app=app)) and (row is None or at - row.created_at > FRESH)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The password is enough: the session has shown its second factor already."""
        if not (user.is_authenticated and user.has_usable_password()):
            return []
        url = reverse("account_reauthenticate")
        return [{"id": "reauthenticate", "description": "Use your password", "url": url}]

    def is_safe_url(self, url: str | None) -> bool:
        return is_ours(url or "")

    def get_login_stages(self) -> list[str]:
        return [*super().get_login_stages(), "encircle.doors.signin.stages.CodeListStage"]

    def login(self, request: HttpRequest, user: User) -> None:
        begin_session(request, user)

    def logout(self, request: HttpRequest) -> None:
        end_session(request)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        browsers.remember(request, response, user.email)
        return response

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        return redirect("account_login")

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Our own pages say what happened; the library keeps quiet."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        raise RuntimeError("Letters go by our own post.")


class FactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "cannot_delete_authenticator": "This is your only second factor. Add another before you remove it",
        "unverified_email": "Use the address we sent you by email before you set this up",
    }

    def encrypt(self, text: str) -> str:
        return seal_text(text, purpose=FACTORS)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal_text(encrypted_text, purpose=FACTORS)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """One second factor always stays."""
        factors = Authenticator.objects.filter(user_id=authenticator.user_id)
        others = factors.exclude(type=Authenticator.Type.RECOVERY_CODES).exclude(pk=authenticator.pk)
        return bool(others.exists())

    def build_totp_svg(self, url: str) -> str:
        picture = BytesIO()
        segno.make(url, error="m").save(picture, kind="svg", scale=5, border=4, light="white", xmldecl=False)
        return picture.getvalue().decode()

    def _get_site_name(self) -> str:
        return charity_name() or str(context.request.get_host())

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        had = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return "Passkey" if had == 0 else f"Passkey {had + 1}"


def _note_failure(acting: Acting, limits: list[attempts.Limit], email: str) -> None:
    attempts.count(limits, acting.at)
    user = User.objects.filter(email__iexact=email).first()
    record(Verb.FAILED, "accounts.user", user.pk if user else None, by=acting)
