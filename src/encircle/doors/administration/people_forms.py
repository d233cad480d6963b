"""Forms about people who sign in."""

from typing import Any

from django import forms

from encircle.design.forms import GovForm, LongTextField, Option
from encircle.foundations.accounts.models import ChangeKind

from .queries import Standing
from .words import STANDINGS


class FindForm(GovForm):
    words = forms.CharField(
        label="Name or email address", required=False, max_length=100, help_text="Part of it is enough."
    )
    standing = forms.ChoiceField(
        label="Sign-in", required=False, choices=[("", "Any"), *((one.value, STANDINGS[one][0]) for one in Standing)]
    )


class InviteForm(GovForm):
    name = forms.CharField(label="Full name", max_length=120, help_text="As colleagues will see it.")
    email = forms.EmailField(
        label="Email address",
        max_length=254,
        help_text="A letter with an address that works once goes here.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class ChangeForm(GovForm):
    """What takes two people: asked for here, decided by another."""

    kind = forms.ChoiceField(
        label="What do they need?",
        widget=forms.RadioSelect,
        choices=[
            (
                ChangeKind.FACTORS.value,
                Option("To set up signing in again", hint="They lost their phone, passkey, or password and codes."),
            ),
            (ChangeKind.ADDRESS.value, Option("Another email address", hint="They sign in with a new address.")),
        ],
    )
    new_email = forms.EmailField(label="New email address", required=False, max_length=254)
    reason = LongTextField(
        label="Why, and how did you make sure who is asking?",
        max_length=500,
        rows=3,
        help_text="For example: rang on the number we have for her, and she named her start date.",
    )
    reveals = {"kind": {ChangeKind.ADDRESS.value: ["new_email"]}}
    called = {"kind": "what they need", "reason": "why, and how you made sure who is asking"}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (
            cleaned.get("kind") == ChangeKind.ADDRESS
            and not cleaned.get("new_email")
            and "new_email" not in self.errors
        ):
            self.add_error("new_email", "Enter the new email address")
        return cleaned

    @property
    def new_address(self) -> str:
        """Only what was asked for counts."""
        return self.cleaned_data["new_email"] if self.cleaned_data["kind"] == ChangeKind.ADDRESS else ""
