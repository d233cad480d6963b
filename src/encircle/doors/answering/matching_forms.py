"""When a volunteer is free, and what else a Circle is put together by: the same questions on both sides of the desk."""

from collections.abc import Collection
from typing import Any

from django import forms

from encircle.design.answering import OnceForm
from encircle.design.forms import GovForm
from encircle.rooms.organisation.grid import spaced
from encircle.rooms.volunteers.matching import MOST_MILES, ForMatching, WhenFree
from encircle.rooms.volunteers.models import Availability, Matching
from encircle.rooms.volunteers.vocabulary import DAYS, AgeBand, DayPart, Sex

USUAL_MILES = 15


def _days(part: DayPart) -> forms.MultipleChoiceField:
    choices = [(f"{number}_{part}", day) for number, day in enumerate(DAYS)]
    return forms.MultipleChoiceField(
        label=str(part.label), choices=choices, required=False, widget=forms.CheckboxSelectMultiple
    )


class SlotsForm(OnceForm):
    evening = _days(DayPart.EVENING)
    afternoon = _days(DayPart.AFTERNOON)
    morning = _days(DayPart.MORNING)

    @property
    def slots(self) -> tuple[str, ...]:
        given = self.cleaned_data
        return (*given["morning"], *given["afternoon"], *given["evening"])


class WhenFreeForm(SlotsForm):
    """No day ticked means: not free at present."""

    called = {"miles": "how many miles"}
    miles = forms.IntegerField(
        label="How far would you travel to a meeting, one way?",
        min_value=0,
        max_value=MOST_MILES,
        widget=forms.NumberInput(attrs={"suffix": "miles"}),
    )

    @property
    def when_free(self) -> WhenFree:
        return WhenFree(self.slots, self.cleaned_data["miles"])


class WhoTheyAreForm(GovForm):
    """What a mix of people in a Circle is made by, asked for that alone."""

    called = {"sex": "an answer", "age_band": "an age"}
    sex = forms.ChoiceField(
        label="Are they a woman or a man?",
        choices=Sex.choices,
        widget=forms.RadioSelect,
        help_text="Asked only so that a Circle is a mix. Ask them; never guess.",
    )
    age_band = forms.ChoiceField(label="How old are they?", choices=AgeBand.choices, widget=forms.RadioSelect)
    place = forms.CharField(
        label="Where do they set out from?",
        required=False,
        max_length=20,
        help_text="A grid reference from any map, for example SX 91 92. It is kept to a kilometre. Without it they are "
        "not proposed for a Circle.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off"}),
    )


class MatchingForm(WhenFreeForm, WhoTheyAreForm):
    called = {**WhenFreeForm.called, **WhoTheyAreForm.called, "circles_before": "how many Circles"}
    languages = forms.CharField(label="Languages besides English", required=False, max_length=200)
    circles_before = forms.IntegerField(
        label="How many Circles were they in before they came to us?", min_value=0, max_value=99
    )
    field_order = (
        "evening",
        "afternoon",
        "morning",
        "miles",
        "place",
        "sex",
        "age_band",
        "languages",
        "circles_before",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["miles"].label = "How far would they travel to a meeting, one way?"

    @property
    def for_matching(self) -> ForMatching:
        given = self.cleaned_data
        return ForMatching(
            sex=Sex(given["sex"]),
            age_band=AgeBand(given["age_band"]),
            place=given["place"],
            languages=given["languages"],
            circles_before=given["circles_before"],
        )


def free_before(said: Availability | None) -> dict[str, Any]:
    """What was said last, for a form to begin with."""
    return {**slots_before(said.slots if said else ()), "miles": said.miles if said else USUAL_MILES}


def slots_before(slots: Collection[str]) -> dict[str, Any]:
    return {part.value: [slot for slot in slots if slot.endswith(part)] for part in DayPart}


def said_before(said: Matching | None) -> dict[str, Any]:
    if said is None:
        return {"circles_before": 0}
    names = ("sex", "age_band", "languages", "circles_before")
    return {"place": spaced(said.place), **{name: getattr(said, name) for name in names}}
