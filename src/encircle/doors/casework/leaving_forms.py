"""What is asked as a volunteer leaves."""

from typing import Any

from django import forms

from encircle.design.answering import OnceForm
from encircle.design.forms import DateField, LongTextField
from encircle.rooms.leaving.actions.leaving import LONGEST_WORDS, Going
from encircle.rooms.leaving.vocabulary import Decided, Reason

NOW, ON_A_DAY = "now", "day"


class LeavingForm(OnceForm):
    when = forms.ChoiceField(
        label="When do they leave?",
        choices=[(ON_A_DAY, "At the end of a day"), (NOW, "Today, now")],
        widget=forms.RadioSelect,
        help_text="Now: where the charity ends it, or somebody’s safety asks for it. Everything ends at once.",
    )
    last_day = DateField(
        label="Their last day", called="their last day", required=False, help_text="Access ends at the end of that day"
    )
    reason = forms.ChoiceField(label="Why?", choices=Reason.choices, widget=forms.RadioSelect)
    decided = forms.ChoiceField(label="Who decided?", choices=Decided.choices, widget=forms.RadioSelect)
    words = LongTextField(
        label="What should be known about it?", max_length=LONGEST_WORDS, required=False, rows=4,
        help_text="Only the staff of the area read it. Their Circle is told nothing but that the seat has ended.",
    )  # fmt: skip
    called = {"when": "when they leave", "reason": "why they leave", "decided": "who decided"}
    reveals = {"when": {ON_A_DAY: ["last_day"]}}

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("when") == ON_A_DAY and not given.get("last_day") and "last_day" not in self.errors:
            self.add_error("last_day", "Enter their last day")
        return given

    @property
    def going(self) -> Going:
        given = self.cleaned_data
        last_day = given["last_day"] if given["when"] == ON_A_DAY else None
        return Going(last_day, Reason(given["reason"]), Decided(given["decided"]), given["words"])
