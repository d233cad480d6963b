"""Where django-allauth meets our house: whom it signs in, how, and what it keeps secret."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from encircle.foundations.accounts.models import User
from encircle.foundations.accounts.secrets import seal_text, unseal_text
from encircle.foundations.accounts.signing_in import begin_session, end_session

FACTORS = "second factors"


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "The email address or the password is not right",
        "incorrect_password": "The password is not right",
        "incorrect_code": "The code is not right. Codes work for a short time and once only",
        "too_many_login_attempts": "There were too many tries. Wait 15 minutes, then try again",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Invitation only."""
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        begin_session(request, user)

    def logout(self, request: HttpRequest) -> None:
        end_session(request)

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Our own pages say what happened; the library keeps quiet."""


class FactorAdapter(DefaultMFAAdapter):
    def encrypt(self, text: str) -> str:
        return seal_text(text, purpose=FACTORS)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal_text(encrypted_text, purpose=FACTORS)
