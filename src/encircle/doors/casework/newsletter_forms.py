"""What is asked about somebody who wants the newsletter. Nothing is ticked beforehand."""

from collections.abc import Sequence
from typing import Any

from django import forms

from encircle.design.answering import OnceForm
from encircle.design.forms import GovForm
from encircle.rooms.messaging.models import Supporter
from encircle.rooms.messaging.vocabulary import REASONS_TO_REMOVE, Said, WhyRemoved
from encircle.rooms.organisation.models import Area

from .fields import offer


def _said() -> forms.ChoiceField:
    choices = [(one.value, one.label) for one in (Said.SPOKEN, Said.PAPER)]
    return forms.ChoiceField(label="How did they say it?", choices=choices, widget=forms.RadioSelect)


class WordForm(OnceForm):
    wants = forms.ChoiceField(
        label="Do they want the newsletter?", choices=[("yes", "Yes"), ("no", "No")], widget=forms.RadioSelect
    )
    said = _said()
    called = {"wants": "whether they want the newsletter", "said": "how they said it"}


def _name() -> forms.CharField:
    return forms.CharField(label="Name", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))


def _email() -> forms.EmailField:
    return forms.EmailField(
        label="Email address", max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )


class SupporterForm(OnceForm):
    name = _name()
    email = _email()
    area = forms.ChoiceField(label="Area", widget=forms.RadioSelect)
    said = _said()
    asked_again = forms.BooleanField(
        label="They asked for it again", required=False,
        help_text="Only if they wanted no newsletter before, and have now asked for it.",
    )  # fmt: skip
    called = {"name": "their name", "email": "their email address", "area": "the area", "said": "how they said it"}

    def __init__(self, data: Any, *, areas: Sequence[Area]) -> None:
        initial = {"area": str(areas[0].pk)} if len(areas) == 1 else {}
        super().__init__(data, initial=initial)
        self.fields["said"].label = "How did they say that they want it?"
        offer(self, "area", [(str(one.pk), one.name) for one in areas])


class CorrectionForm(GovForm):
    name = _name()
    email = _email()
    called = {"name": "their name", "email": "their email address"}

    def __init__(self, data: Any, *, one: Supporter) -> None:
        super().__init__(data, initial={"name": one.name, "email": one.email})


class RemovalForm(GovForm):
    why = forms.ChoiceField(
        label="Why do you remove them?", choices=[(one.value, one.label) for one in REASONS_TO_REMOVE],
        widget=forms.RadioSelect, error_messages={"required": "Select why you remove them"},
    )  # fmt: skip

    @property
    def reason(self) -> WhyRemoved:
        return WhyRemoved(self.cleaned_data["why"])
