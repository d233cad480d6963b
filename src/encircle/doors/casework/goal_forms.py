"""Forms about the goals of a Circle."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms

from encircle.design.answering import OnceForm
from encircle.design.dates import long_date
from encircle.design.forms import DateField, LongTextField
from encircle.rooms.circles.actions.goals import LONGEST_GOAL, LONGEST_NOTE, LONGEST_STEP
from encircle.rooms.circles.vocabulary import ENDINGS, ON_THE_WAY, LifeArea

from .fields import offer

BETWEEN = "between"
IN_OWN_WORDS = "Write what the core member says, as they say it. First names only."


class GoalForm(OnceForm):
    text = LongTextField(label="The goal", help_text=IN_OWN_WORDS, max_length=LONGEST_GOAL, rows=3, called="the goal")
    life_area = forms.ChoiceField(
        label="Which area of life is it mostly about?", choices=LifeArea.choices, widget=forms.RadioSelect
    )
    called = {"life_area": "the area of life"}


class WordingForm(OnceForm):
    text = LongTextField(
        label="The goal, as it is put now", help_text=IN_OWN_WORDS, max_length=LONGEST_GOAL, rows=3, called="the goal"
    )


class StepForm(OnceForm):
    text = LongTextField(label="The step", max_length=LONGEST_STEP, rows=2, called="the step")
    due_on = DateField(label="By when?", required=False, help_text="Leave empty if there is no day for it.")


class ProgressForm(OnceForm):
    kind = forms.ChoiceField(
        label="How is it going?", choices=[(kind.value, kind.label) for kind in ON_THE_WAY], widget=forms.RadioSelect
    )
    meeting = forms.ChoiceField(label="When was it seen?")
    note = LongTextField(
        label="What was seen",
        required=False,
        max_length=LONGEST_NOTE,
        rows=3,
        help_text="A few words. First names only.",
    )
    called = {"kind": "how it is going", "meeting": "when it was seen"}

    def __init__(self, *args: Any, meetings: Mapping[UUID, datetime], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        at_meetings = [(str(pk), f"At the meeting of {long_date(starts)}") for pk, starts in meetings.items()]
        offer(self, "meeting", [*at_meetings, (BETWEEN, "Between meetings")])

    @property
    def meeting_id(self) -> UUID | None:
        chosen = self.cleaned_data["meeting"]
        return None if chosen == BETWEEN else UUID(chosen)


class GoalEndingForm(OnceForm):
    kind = forms.ChoiceField(
        label="How does the goal end?", choices=[(kind.value, kind.label) for kind in ENDINGS], widget=forms.RadioSelect
    )
    note = LongTextField(label="Why, in a few words", required=False, max_length=LONGEST_NOTE, rows=3)
    called = {"kind": "how the goal ends"}
