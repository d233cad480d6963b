"""What is asked about somebody who wants the newsletter. Nothing is ticked beforehand."""

from collections.abc import Sequence
from typing import Any

from django import forms

from encircle.design.answering import OnceForm
from encircle.rooms.messaging.vocabulary import Said
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


class SupporterForm(OnceForm):
    name = forms.CharField(label="Name", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    email = forms.EmailField(
        label="Email address", max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    area = forms.ChoiceField(label="Area", widget=forms.RadioSelect)
    said = _said()
    called = {"name": "their name", "email": "their email address", "area": "the area", "said": "how they said it"}

    def __init__(self, data: Any, *, areas: Sequence[Area]) -> None:
        initial = {"area": str(areas[0].pk)} if len(areas) == 1 else {}
        super().__init__(data, initial=initial)
        self.fields["said"].label = "How did they say that they want it?"
        offer(self, "area", [(str(one.pk), one.name) for one in areas])
