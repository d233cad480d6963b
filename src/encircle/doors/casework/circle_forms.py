"""Forms about Circles."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.urls import reverse

from encircle.design.answering import OnceForm
from encircle.design.forms import DateField, GovForm, LongTextField, Option, TimeField
from encircle.rooms.circles.actions.phases import LONGEST_WORDS, Grounds
from encircle.rooms.circles.course_queries import Meets
from encircle.rooms.circles.vocabulary import (
    CircleState,
    EndingDecision,
    EndingReason,
    PauseReason,
    PhaseName,
    ReleaseDateSource,
    Side,
)
from encircle.rooms.organisation.models import Area, Venue
from encircle.rooms.organisation.vocabulary import CircleKind

from .fields import offer
from .words import HOW_OFTEN
from .words import WEEKDAY_CHOICES as WEEKDAYS


class CirclesFilter(GovForm):
    """Coded choices only: they stand in the address."""

    area = forms.ChoiceField(label="Area", required=False)
    kind = forms.ChoiceField(label="Kind", required=False, choices=[("", "All kinds"), *CircleKind.choices])
    state = forms.ChoiceField(label="State", required=False, choices=[("", "All but ended"), *CircleState.choices])

    def __init__(self, data: Any, *, areas: list[Area]) -> None:
        super().__init__(data)
        if len(areas) > 1:
            offer(self, "area", [("", "All areas"), *[(area.code, area.name) for area in areas]])
        else:
            del self.fields["area"]
        self.is_valid()

    def chosen(self, name: str) -> str:
        """What was chosen; nothing for what no list offers."""
        return str(self.cleaned_data.get(name) or "")

    def address(self) -> str:
        """The list's address up to the number of the page."""
        given = {name: self.chosen(name) for name in self.fields if self.chosen(name)}
        return f"{reverse('casework:circles')}?{urlencode({**given, 'page': ''})}"


NEW_VENUE = "new"
NARROW = {"class": "govuk-input--width-5"}
NO_MEETINGS = [("", "None are planned"), *WEEKDAYS]
AFTER_PRISON = [(phase.value, phase.label) for phase in PhaseName if phase not in (PhaseName.FORMING, PhaseName.PRISON)]


class DetailsForm(OnceForm):
    called = {"name": "the name of the Circle"}
    name = forms.CharField(
        label="Name of the Circle",
        max_length=60,
        help_text="The Circle’s name inside the charity. Never the name of a person.",
    )
    venue = forms.ChoiceField(label="Venue", required=False)
    new_venue = forms.CharField(label="Name of the new venue", required=False, max_length=120)
    new_address = forms.CharField(label="Address of the new venue", required=False, max_length=250)
    new_place = forms.CharField(
        label="Grid reference of the new venue",
        required=False,
        max_length=16,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off"}),
        help_text="For example SX 918 925. Every map prints it; journeys are reckoned from it.",
    )
    weekday = forms.ChoiceField(label="Usual day", required=False, choices=[("", "Not known yet"), *WEEKDAYS])
    slot_time = TimeField(
        label="Usual time",
        required=False,
        help_text="For example, 6:30pm",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )
    meeting_minutes = forms.IntegerField(
        label="Usual length",
        min_value=15,
        max_value=720,
        widget=forms.TextInput(attrs={"suffix": "minutes", "class": "govuk-input--width-4"}),
        help_text="With the volunteers’ preparation and debrief",
    )
    why = forms.CharField(
        label="Why is this changed?", max_length=400, required=False, help_text="Kept with what it said before"
    )

    def __init__(self, *args: Any, venues: list[Venue], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(str(one.pk), one.name) for one in venues]
        offer(self, "venue", [("", "Not known yet"), *known, (NEW_VENUE, "A new venue, named below")])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("venue") == NEW_VENUE and not cleaned.get("new_venue"):
            self.add_error("new_venue", "Enter the name of the new venue")
        return cleaned


class PhaseForm(GovForm):
    phase = forms.ChoiceField(label="Phase from now on", choices=PhaseName.choices, widget=forms.RadioSelect)
    review = forms.ChoiceField(
        label="Which review decided it?",
        required=False,
        help_text="To meet less often is decided at a review. Held reviews of this Circle are listed.",
    )
    why = LongTextField(
        label="Why does the Circle meet less often?",
        required=False,
        max_length=LONGEST_WORDS,
        rows=3,
        help_text="Only where it is to meet less often and no review decided it. For you and your colleagues.",
    )
    said_by = forms.CharField(
        label="Who decided it?",
        required=False,
        max_length=120,
        help_text="For example, the senior coordinator, or the Circle with the probation officer",
    )

    def __init__(self, *args: Any, reviews: list[tuple[str, str]], is_forming: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "review", [("", "No review"), *reviews])
        if not is_forming:  # a Circle is formed once
            offer(self, "phase", [one for one in PhaseName.choices if one[0] != PhaseName.FORMING])

    @property
    def review_id(self) -> UUID | None:
        return UUID(self.cleaned_data["review"]) if self.cleaned_data["review"] else None

    @property
    def grounds(self) -> Grounds:
        if self.review_id is not None:
            return Grounds(of_a_review=True)
        return Grounds(said_by=self.cleaned_data["said_by"], text=self.cleaned_data["why"])


class PauseForm(GovForm):
    called = {"reason": "why the Circle pauses"}
    reason = forms.ChoiceField(
        label="Why does the Circle pause?", choices=PauseReason.choices, widget=forms.RadioSelect
    )
    words = LongTextField(
        label="More about it",
        required=False,
        max_length=LONGEST_WORDS,
        rows=3,
        help_text="For you and your colleagues. The volunteers do not see it.",
    )
    back_on = DateField(
        label="When is it expected to go on?",
        required=False,
        called="the day it is expected to go on",
        help_text="Leave empty if you do not know. The Circle goes on when you say so, not by itself.",
    )
    cancels = forms.BooleanField(label="Cancel the meetings planned until then", required=False, initial=True)


class ReturnForm(OnceForm):
    back_on = DateField(
        label="When is it expected to go on now?",
        required=False,
        called="the day it is expected to go on",
        help_text="Leave empty if nobody knows any more. What was said before is kept.",
    )


class ReleaseDateForm(OnceForm):
    released_on = DateField(
        label="When is the core member to leave prison?",
        required=False,
        called="the planned day",
        help_text="Leave empty if no day is known any more. What was known before is kept.",
    )
    leads_to = forms.ChoiceField(label="What comes then?", choices=AFTER_PRISON, widget=forms.RadioSelect)
    source = forms.ChoiceField(label="Who says so?", choices=ReleaseDateSource.choices, widget=forms.RadioSelect)
    called = {"source": "who says so", "leads_to": "what comes then"}
    inside_weekday = forms.ChoiceField(label="Meetings in prison: day", required=False, choices=NO_MEETINGS)
    inside_at = TimeField(label="Meetings in prison: time", required=False, widget=forms.TextInput(attrs=NARROW))
    inside_every = forms.ChoiceField(label="Meetings in prison: how often", required=False, choices=HOW_OFTEN)
    inside_venue = forms.ChoiceField(label="Meetings in prison: where", required=False)
    outside_weekday = forms.ChoiceField(label="Meetings after the release: day", required=False, choices=NO_MEETINGS)
    outside_at = TimeField(
        label="Meetings after the release: time", required=False, widget=forms.TextInput(attrs=NARROW)
    )
    outside_every = forms.ChoiceField(label="Meetings after the release: how often", required=False, choices=HOW_OFTEN)
    outside_venue = forms.ChoiceField(label="Meetings after the release: where", required=False)

    def __init__(self, *args: Any, venues: list[Venue], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for side in Side:
            offer(self, f"{side}_venue", [("", "Not known yet"), *[(str(one.pk), one.name) for one in venues]])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for side in Side:
            if cleaned.get(f"{side}_weekday") and not cleaned.get(f"{side}_at") and f"{side}_at" not in self.errors:
                self.add_error(f"{side}_at", "Enter the time of these meetings")
        return cleaned

    @property
    def meets(self) -> list[Meets]:
        return [self._meets(side) for side in Side if self.cleaned_data[f"{side}_weekday"]]

    def _meets(self, side: Side) -> Meets:
        given = {name: self.cleaned_data[f"{side}_{name}"] for name in ("weekday", "at", "every", "venue")}
        return Meets(
            side=side, weekday=int(given["weekday"]), at=given["at"], every_weeks=int(given["every"] or 1),
            venue_id=UUID(given["venue"]) if given["venue"] else None,
        )  # fmt: skip


def rhythm_fields(known: dict[Side, Meets]) -> dict[str, Any]:
    """What the form shows at first of how the Circle meets on either side of the gate."""
    return {
        f"{side}_{name}": value
        for side, one in known.items()
        for name, value in (
            ("weekday", one.weekday), ("at", one.at), ("every", one.every_weeks), ("venue", one.venue_id)
        )
    }  # fmt: skip


class EndingForm(GovForm):
    called = {"reason": "why the Circle ends", "decision_of": "whose decision it was"}
    reason = forms.ChoiceField(label="Why does the Circle end?", choices=EndingReason.choices, widget=forms.RadioSelect)
    decision_of = forms.ChoiceField(
        label="Whose decision was it?", choices=EndingDecision.choices, widget=forms.RadioSelect
    )
    words = LongTextField(
        label="What more is to be said",
        required=False,
        max_length=LONGEST_WORDS,
        rows=4,
        help_text="For the staff alone. First names only.",
    )
    sure = forms.BooleanField(
        label="I have checked that the last minutes are in and released",
        error_messages={"required": "Confirm that the last minutes are in and released"},
    )


AREA_HINT = "People and venues of this area can be chosen on the next page"


class WhereForm(GovForm):
    """The first page of opening a Circle."""

    area = forms.ChoiceField(label="Area", help_text=AREA_HINT)
    kind = forms.ChoiceField(label="Kind of Circle", widget=forms.RadioSelect)

    def __init__(self, *args: Any, areas: list[Area], sizes: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "area", [(area.code, area.name) for area in areas])
        kinds = [(kind.value, Option(kind.label, hint=sizes.get(kind.value, ""))) for kind in CircleKind]
        offer(self, "kind", kinds)
