"""What is typed at the sign-in door."""

from typing import Any

from allauth.account.forms import LoginForm
from django import forms

from encircle.design.forms import GovForm


class SignInForm(GovForm, LoginForm):
    """The library's form in our words and widgets."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login = self.fields["login"]
        login.label = "Email address"
        login.widget = forms.EmailInput(attrs={"autocomplete": "username"})
        login.error_messages["required"] = "Enter your email address"
        login.error_messages["invalid"] = "Enter an email address in the correct format, like name@example.org"
        password = self.fields["password"]
        password.help_text = ""
        password.widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
        password.error_messages["required"] = "Enter your password"
