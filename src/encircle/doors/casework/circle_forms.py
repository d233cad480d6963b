"""Forms about Circles."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.urls import reverse

from encircle.design.answering import OnceForm
from encircle.design.forms import DateField, GovForm, LongTextField, Option, TimeField
from encircle.rooms.circles.actions.phases import LONGEST_WORDS
from encircle.rooms.circles.vocabulary import CircleState, EndingReason, PauseReason, PhaseName, ReleaseDateSource
from encircle.rooms.organisation.models import Area, Venue
from encircle.rooms.organisation.vocabulary import CircleKind

from .fields import offer
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
AFTER_PRISON = [(phase.value, phase.label) for phase in PhaseName if phase not in (PhaseName.FORMING, PhaseName.PRISON)]


class DetailsForm(OnceForm):
    name = forms.CharField(
        label="Name of the Circle",
        max_length=60,
        help_text="The Circle’s name inside the charity. Never the name of a person.",
    )
    venue = forms.ChoiceField(label="Venue", required=False)
    new_venue = forms.CharField(label="Name of the new venue", required=False, max_length=120)
    new_address = forms.CharField(label="Address of the new venue", required=False, max_length=250)
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


class PauseForm(GovForm):
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


class EndingForm(GovForm):
    reason = forms.ChoiceField(label="Why does the Circle end?", choices=EndingReason.choices, widget=forms.RadioSelect)
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
