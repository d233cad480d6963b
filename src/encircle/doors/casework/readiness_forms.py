"""What is asked about the readiness of a volunteer: an exception, a paper that was seen, a signature on paper."""

from datetime import date
from typing import Any

from django import forms

from encircle.design.answering import OnceForm
from encircle.design.forms import DateField, GovForm, LongTextField
from encircle.rooms.organisation.vocabulary import CircleKind
from encircle.rooms.readiness.actions.excepting import LONGEST_WORDS, NewException
from encircle.rooms.readiness.vocabulary import ON_PAPER, Condition, Mistaken
from encircle.rooms.readiness.words import said

from .fields import between


class ExceptionForm(OnceForm):
    kind = forms.ChoiceField(label="For which kind of Circle?", choices=CircleKind.choices, widget=forms.RadioSelect)
    condition = forms.ChoiceField(label="Without what?", choices=Condition.choices, widget=forms.RadioSelect)
    ends_on = DateField(label="Last day of the exception", called="the last day of the exception")
    why = LongTextField(
        label="Why?",
        rows=5,
        max_length=LONGEST_WORDS,
        called="why",
        help_text="What makes it safe meanwhile, and what is being done. The volunteer does not read it.",
    )
    called = {"kind": "the kind of Circle", "condition": "what they are without"}

    def __init__(self, *args: Any, today: date, latest: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        between(self, "ends_on", earliest=today, latest=latest)
        self.fields["ends_on"].help_text = f"Not after {said(latest)}."

    @property
    def new(self) -> NewException:
        given = self.cleaned_data
        return NewException(
            kind=CircleKind(given["kind"]),
            condition=Condition(given["condition"]),
            ends_on=given["ends_on"],
            why=given["why"],
        )


class EndingForm(GovForm):
    """Nothing is asked: the button says it."""


class PaperForm(OnceForm):
    condition = forms.ChoiceField(
        label="What does the paper show?",
        choices=[(one.value, one.label) for one in ON_PAPER],
        widget=forms.RadioSelect,
    )
    dated_on = DateField(label="The day on the paper", called="the day on the paper")
    called = {"condition": "what the paper shows"}


class SignedForm(OnceForm):
    signed_on = DateField(
        label="When did they sign?",
        called="the day they signed",
        help_text="The day beside the signature. That you note it today is kept too.",
    )


class MistakenForm(OnceForm):
    called = {"because": "why it was a mistake"}
    because = forms.ChoiceField(label="Why is it taken back?", choices=Mistaken.choices, widget=forms.RadioSelect)
