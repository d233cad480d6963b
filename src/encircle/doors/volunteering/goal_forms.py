"""What a volunteer records of a goal on a phone: which way it goes, in a minute; and a next step."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms

from encircle.design.answering import OnceForm
from encircle.design.dates import long_date
from encircle.design.forms import DateField, LongTextField
from encircle.rooms.circles.actions.goals import LONGEST_NOTE, LONGEST_STEP, NewProgress, NewStep
from encircle.rooms.circles.vocabulary import ON_THE_WAY, ProgressKind

BETWEEN = "between"


class ProgressForm(OnceForm):
    kind = forms.ChoiceField(
        label="How is it going?", choices=[(kind.value, kind.label) for kind in ON_THE_WAY], widget=forms.RadioSelect
    )
    note = LongTextField(
        label="What you saw",
        required=False,
        max_length=LONGEST_NOTE,
        rows=3,
        help_text="A few words. First names only.",
    )
    meeting = forms.ChoiceField(label="When did you see it?")
    called = {"kind": "how it is going", "meeting": "when you saw it"}

    def __init__(self, *args: Any, meetings: Mapping[UUID, datetime], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["meeting"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (declared above)
        at_meetings = [(str(pk), f"At the meeting of {long_date(starts)}") for pk, starts in meetings.items()]
        field.choices = [*at_meetings, (BETWEEN, "Between meetings")]

    @property
    def new(self) -> NewProgress:
        given = self.cleaned_data
        meeting_id = None if given["meeting"] == BETWEEN else UUID(given["meeting"])
        return NewProgress(id=self.id, kind=ProgressKind(given["kind"]), meeting_id=meeting_id, note=given["note"])


class StepForm(OnceForm):
    text = LongTextField(label="The step", max_length=LONGEST_STEP, rows=2, called="the step")
    due_on = DateField(label="By when?", required=False, help_text="Leave empty if there is no day for it.")

    @property
    def new(self) -> NewStep:
        return NewStep(id=self.id, text=self.cleaned_data["text"], due_on=self.cleaned_data["due_on"])
