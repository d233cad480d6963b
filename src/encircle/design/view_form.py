"""The form in which a view for a review is given: the same headings for everybody, in plainer words where needed."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms

from .answering import OnceForm
from .fields import DateField, LongTextField, Option

LONGEST = 10_000
# heading -> (label, hint); what may be said of a Circle in the words of the people in it
HEADINGS: Mapping[str, tuple[str, str]] = {
    "progress": ("Progress", "What has gone well or been reached since the last review"),
    "risk": ("Risk", "What raises or lowers it"),
    "needs": ("Needs", "Housing, work, health, company, or anything else"),
    "change": ("What should change", "In the Circle, in the plan, or in what somebody does"),
}
# One idea a line, no words of our trade: for those whose kind of Circle has easy-read papers.
EASY_HEADINGS: Mapping[str, tuple[str, str]] = {
    "progress": ("What is going well?", ""),
    "risk": ("What is hard? What worries you?", ""),
    "needs": ("What do you need?", ""),
    "change": ("What should be different?", ""),
}


class ViewForm(OnceForm):
    """`asked`: the headings. `onward`: how far an agency lets it go. `dated`: said on another day than today."""

    def __init__(
        self,
        *args: Any,
        asked: Mapping[str, tuple[str, str]] = HEADINGS,
        onward: Iterable[tuple[str, Option]] = (),
        today: date,
        dated: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, hint) in asked.items():
            self.fields[name] = LongTextField(
                label=label, help_text=hint, required=False, max_length=LONGEST, rows=4, called=label
            )
        if dated:
            self.fields["given_on"] = DateField(
                label="When was it said?", called="when it was said", latest=today, initial=today
            )
        choices = list(onward)
        if choices:
            self.fields["onward"] = forms.ChoiceField(
                label="Who may know this view?",
                choices=choices,
                widget=forms.RadioSelect,
                initial=choices[0][0],
                error_messages={"required": "Select who may know this view"},
            )
        self.asked = asked
        self.today = today

    @property
    def words(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.asked}

    @property
    def given_on(self) -> date:
        day: date = self.cleaned_data.get("given_on") or self.today
        return day
