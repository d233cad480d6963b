"""What the staff are asked about volunteers’ hours and expenses."""

from typing import Any

from django import forms

from encircle.design.answering import OnceForm
from encircle.design.forms import DateField, GovForm, LongTextField
from encircle.rooms.expenses.actions.deciding import LONGEST_WORDS
from encircle.rooms.expenses.actions.hours import NewHours
from encircle.rooms.expenses.totals import Period, Span
from encircle.rooms.expenses.vocabulary import FellThrough, HoursKind


class ReturnForm(OnceForm):
    words = LongTextField(
        label="What should be changed?", max_length=LONGEST_WORDS, rows=4, called="what should be changed",
        help_text="The volunteer and the staff of the area read it. Write no address.",
    )  # fmt: skip


class HoursForForm(OnceForm):
    on = DateField(label="Which day?", called="the day")
    minutes = forms.IntegerField(
        label="How many minutes?", min_value=1, max_value=24 * 60, help_text="For an hour and a half enter 90."
    )
    kind = forms.ChoiceField(label="What for?", choices=HoursKind.choices, widget=forms.RadioSelect)
    called = {"kind": "what it was for", "minutes": "how many minutes"}

    @property
    def new(self) -> NewHours:
        given = self.cleaned_data
        return NewHours(given["on"], given["minutes"], HoursKind(given["kind"]))


class RunForm(OnceForm):
    """What was shown: the run is made of that and nothing else."""

    claims = forms.IntegerField(widget=forms.HiddenInput)
    pence = forms.IntegerField(widget=forms.HiddenInput)


class FileForm(OnceForm):
    """One press builds one file."""


class FellThroughForm(OnceForm):
    reason = forms.ChoiceField(label="Why?", choices=FellThrough.choices, widget=forms.RadioSelect)
    called = {"reason": "why it fell through"}


class PeriodForm(GovForm):
    since = DateField(label="From which day?", called="the first day")
    until = DateField(label="Until which day?", called="the last day")
    span = forms.ChoiceField(
        label="By month or quarter?", choices=[(Span.MONTH, "By month"), (Span.QUARTER, "By quarter")],
        widget=forms.RadioSelect,
    )  # fmt: skip
    called = {"span": "month or quarter"}

    @property
    def period(self) -> Period:
        given: dict[str, Any] = self.cleaned_data
        return Period(given["since"], given["until"], Span(given["span"]))
