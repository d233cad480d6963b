"""Asks for a DBS level and, of an enhanced one, the workforce: of a certificate, and of what a role is eligible for."""

from collections.abc import Mapping
from typing import Any

from django import forms

from encircle.design.answering import OnceForm
from encircle.rooms.vetting.policy import Kind, has_workforce
from encircle.rooms.vetting.vocabulary import Level, Workforce


class LevelForm(OnceForm):
    """A level and, of an enhanced one, the workforce."""

    level = forms.ChoiceField(label="Level", choices=Level.choices, widget=forms.RadioSelect)
    workforce = forms.ChoiceField(
        label="Workforce",
        choices=Workforce.choices,
        widget=forms.RadioSelect,
        required=False,
        help_text="Only of an enhanced certificate.",
    )
    called = {"level": "the level", "workforce": "the workforce"}

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if _has_workforce(given) and not given.get("workforce") and "workforce" not in self.errors:
            self.add_error("workforce", "Select the workforce")
        return given

    @property
    def of(self) -> Kind:
        """A workforce left over from another level counts for nothing."""
        given = self.cleaned_data
        return Kind(given["level"], given["workforce"] if _has_workforce(given) else "")


def _has_workforce(given: Mapping[str, Any]) -> bool:
    return bool(given.get("level")) and has_workforce(given["level"])
