"""A step of signing in that the library does not know: a code from a printed list."""

from typing import Any

from allauth.account.stages import LoginStage
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.shortcuts import redirect

from encircle.foundations.accounts.code_lists import codes_left


class CodeListStage(LoginStage):
    """For people whose only second factor is the printed list."""

    key = "code_list"
    urlname = "code_list_authenticate"

    def handle(self) -> tuple[Any, bool]:
        user = self.login.user
        if is_mfa_enabled(user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]):
            return None, True
        return (None if codes_left(user.pk) is None else redirect(self.urlname)), True
