"""Forms about meetings: planning ahead, one more, a move, a cancellation."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms

from encircle.design.answering import OnceForm
from encircle.design.forms import ClockChange, DateField, GovForm, TimeField, london_instant
from encircle.rooms.meetings.actions.planning import Time
from encircle.rooms.meetings.vocabulary import CancelReason
from encircle.rooms.organisation.models import Venue

from .fields import between, offer
from .opening_forms import BANK_HOLIDAYS, LEAVE_OUT
from .words import HOW_OFTEN, WEEKDAY_CHOICES

NARROW = {"class": "govuk-input--width-5"}


class PlanForm(GovForm):
    """Meetings ahead at the usual time."""

    weekday = forms.ChoiceField(label="Day", choices=WEEKDAY_CHOICES)
    at = TimeField(label="Time", called="the time", widget=forms.TextInput(attrs=NARROW))
    first_on = DateField(label="From", called="the first day", help_text="The first such day on or after this date")
    how_many = forms.IntegerField(
        label="How many",
        min_value=1,
        max_value=60,
        initial=12,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3"}),
    )
    every = forms.ChoiceField(
        label="How often",
        choices=HOW_OFTEN,
        widget=forms.RadioSelect,
        initial="1",
    )
    holidays = forms.ChoiceField(
        label="Meetings that would fall on a bank holiday",
        widget=forms.RadioSelect,
        choices=BANK_HOLIDAYS,
        initial=LEAVE_OUT,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        between(self, "first_on", earliest=today)


class MeetingForm(OnceForm):
    """A day, two times on the clocks of London, and a place."""

    day = DateField(label="Date", called="the date")
    starts = TimeField(
        label="Start", called="the start", widget=forms.TextInput(attrs=NARROW), help_text="For example, 6:30pm"
    )
    ends = TimeField(label="End", called="the end", widget=forms.TextInput(attrs=NARROW))
    venue = forms.ChoiceField(label="Venue", required=False)

    def __init__(self, *args: Any, venues: list[Venue], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "venue", [("", "Not known yet"), *[(str(one.pk), one.name) for one in venues]])

    def clean(self) -> dict[str, Any]:
        """The times become instants; one that the clocks skip or show twice is refused."""
        cleaned = super().clean() or self.cleaned_data
        for name in ("starts", "ends"):
            if cleaned.get("day") and cleaned.get(name):
                try:
                    cleaned[f"{name}_at"] = london_instant(cleaned["day"], cleaned[name])
                except ClockChange as refusal:
                    self.add_error(name, str(refusal))
        return cleaned

    @property
    def time(self) -> Time:
        given = self.cleaned_data
        starts_at: datetime = given["starts_at"]
        ends_at: datetime = given["ends_at"]
        return Time(starts_at, ends_at, UUID(given["venue"]) if given["venue"] else None)


class MoveForm(MeetingForm):
    called = {"reason": "why it is moved"}
    reason = forms.ChoiceField(label="Why is it moved?", choices=CancelReason.choices, widget=forms.RadioSelect)


class CancellationForm(GovForm):
    called = {"reason": "why it is cancelled"}
    reason = forms.ChoiceField(label="Why is it cancelled?", choices=CancelReason.choices, widget=forms.RadioSelect)
