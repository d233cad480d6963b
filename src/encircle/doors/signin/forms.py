"""What is typed at the sign-in door."""

from datetime import timedelta
from typing import Any

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm, DeactivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
)
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from encircle.design.forms import GovForm, LongTextField
from encircle.foundations.accounts import attempts
from encircle.foundations.accounts.afterwards import afterwards
from encircle.foundations.accounts.code_lists import use_code
from encircle.foundations.accounts.models import NoticePace, User

from .browsers import known

CODE_LASTS = timedelta(minutes=2)  # longer than a code from an app is ever accepted
TOO_MANY = "There were too many wrong codes. Wait 15 minutes, then try again"
NO_PASSKEY = "That passkey does not work here"
UNREADABLE = (TypeError, ValueError, KeyError, AttributeError, IndexError)
WRONG = "The code is not right. Codes work for a short time, and once only"
LONGEST_PASSWORD = 200


def email_field() -> forms.EmailField:
    return forms.EmailField(
        label="Email address", max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )


def password_field(label: str, autocomplete: str, hint: str = "") -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, max_length=LONGEST_PASSWORD, strip=False, help_text=hint, widget=widget)


def code_field(label: str, hint: str = "") -> forms.CharField:
    widget = forms.TextInput(
        attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "govuk-input--width-10"}
    )
    return forms.CharField(label=label, max_length=40, help_text=hint, widget=widget)


class SignInForm(GovForm, LoginForm):
    """The library's form in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = email_field()
        self.fields["password"] = password_field("Password", "current-password")
        self.fields["login"].error_messages |= {
            "required": "Enter your email address",
            "invalid": "Enter an email address in the correct format, like name@example.org",
        }
        self.fields["password"].error_messages["required"] = "Enter your password"


class ConfirmPasswordForm(GovForm, ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"] = password_field("Password", "current-password")
        self.fields["password"].error_messages["required"] = "Enter your password"


class CodeForm(GovForm, AuthenticateForm):
    """A code from the person's app, or one of their recovery codes. Wrong ones are counted; none works twice."""

    code = code_field("Code", "The 6 digits your app shows now, or one of your recovery codes")
    called = {"code": "the code"}

    def clean_code(self) -> str:
        self.cleaned_data["code"] = "".join(self.cleaned_data["code"].split())
        return limited_code(self.user, super().clean_code, self._is_new)

    def _is_new(self, code: str) -> bool:
        if self.authenticator.type != Authenticator.Type.TOTP:
            return True  # recovery codes are crossed off by the library
        at = context.request.acting.at
        return attempts.is_first_use(str(self.user.pk), code, at=at, lasts=CODE_LASTS)


class CodeListForm(GovForm):
    code = code_field("Code from your list", "Any code you have not used yet. Cross it off afterwards.")
    called = {"code": "a code from your list"}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_code(self) -> str:
        return limited_code(
            self.user, lambda: str(self.cleaned_data["code"]), lambda code: use_code(self.user.pk, code)
        )


def limited_code(user: User, checked: Any, is_good: Any) -> str:
    """`checked()` gives the code or raises ValidationError. Counts what is wrong, also when the request fails."""
    request = context.request
    at, limits = request.acting.at, attempts.code_limits(user.pk, known_browser=known(request, user.email))
    if attempts.is_reached(limits, at):
        raise ValidationError(TOO_MANY)
    try:
        code: str = checked()
    except ValidationError:
        code = ""
    if not code or not is_good(code):
        afterwards(request, lambda acting: attempts.count(limits, acting.at))
        raise ValidationError(WRONG)
    attempts.forget(limits)
    return code


class SetUpAppForm(GovForm, ActivateTOTPForm):
    code = code_field("Code", "The 6 digits your app shows now")
    called = {"code": "the code your app shows"}

    def clean_code(self) -> str:
        """The code used for the set-up is not good for a sign-in as well."""
        self.cleaned_data["code"] = "".join(self.cleaned_data["code"].split())
        code: str = super().clean_code()
        at = context.request.acting.at
        attempts.is_first_use(str(self.user.pk), code, at=at, lasts=CODE_LASTS)
        return code


class RemoveAppForm(GovForm, DeactivateTOTPForm):
    pass


class PasskeyAnswer:
    """Whatever a script sends as the answer of a passkey: what cannot be read is refused, and breaks nothing."""

    def clean_credential(self) -> Any:
        answer = self.cleaned_data["credential"]  # type: ignore[attr-defined]
        if not isinstance(answer, dict) or not isinstance(answer.get("response"), dict):
            raise ValidationError(NO_PASSKEY)
        try:
            return super().clean_credential()  # type: ignore[misc]
        except UNREADABLE as error:
            raise ValidationError(NO_PASSKEY) from error


class PasskeySignInForm(PasskeyAnswer, LoginWebAuthnForm):
    pass


class PasskeySecondFactorForm(PasskeyAnswer, AuthenticateWebAuthnForm):
    pass


class AddPasskeyForm(GovForm, AddWebAuthnForm):
    """Always a passkey proper: it unlocks with a fingerprint, face or PIN, and so is enough on its own."""

    name = forms.CharField(
        label="What do you call this passkey?",
        max_length=60,
        required=False,
        help_text="For example the device it is on: “My phone”",
    )
    passwordless = forms.BooleanField(required=False, widget=forms.HiddenInput)
    credential = forms.JSONField(
        widget=forms.HiddenInput, error_messages={"required": "No passkey was made. Try again"}
    )

    def clean_passwordless(self) -> bool:
        return True

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean() or {}
        except UNREADABLE as error:
            raise ValidationError(NO_PASSKEY) from error


class RenamePasskeyForm(GovForm, EditWebAuthnForm):
    name = forms.CharField(label="What do you call this passkey?", max_length=60)
    called = {"name": "a name for the passkey"}


class ForgottenForm(GovForm):
    email = email_field()
    called = {"email": "your email address"}


class NewPasswordForm(GovForm):
    """One box, which can be shown: typing a password twice helps nobody."""

    password = password_field(
        "New password",
        "new-password",
        "12 characters or more. Three or four words that have nothing to do with you are easiest.",
    )
    called = {"password": "a new password"}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password


class ChangePasswordForm(NewPasswordForm):
    field_order = ["present", "password"]
    present = password_field("Password you have now", "current-password")
    called = {"present": "the password you have now", "password": "a new password"}


class NoticesForm(GovForm):
    called = {"pace": "how often we may write to you"}
    pace = forms.ChoiceField(
        label="How often may we write to you?",
        choices=NoticePace.choices,
        widget=forms.RadioSelect,
        help_text="Anything urgent, and changes to your account, always reach you at once.",
    )


class CodeListRequestForm(GovForm):
    reason = LongTextField(
        label="Why do you need a printed list?",
        max_length=500,
        help_text="For example: I have no mobile phone, and share a computer.",
    )
    called = {"reason": "why you need a printed list"}
