"""What is asked about references we give, and in the conversation after a Circle."""

from typing import Any

from django import forms

from encircle.design.answering import OnceForm
from encircle.design.forms import DateField, LongTextField, Option
from encircle.rooms.leaving.actions.references import LONGEST_LETTER
from encircle.rooms.leaving.actions.resting import ComingBack
from encircle.rooms.leaving.actions.talking import LONGEST_WORDS, Talk
from encircle.rooms.leaving.vocabulary import AfterRest, Next, SentBy, Thanked

YES, NO = "yes", "no"


class ReferenceAskedForm(OnceForm):
    asker = forms.CharField(label="Who asks for a reference?", max_length=120, help_text="An organisation or a person")
    asked_on = DateField(label="When did they ask?", called="the day they asked")
    called = {"asker": "who asks"}


class ReferenceAgreedForm(OnceForm):
    """As the volunteer told staff."""

    agrees = forms.ChoiceField(
        label="Does the volunteer agree?", choices=[(YES, "Yes"), (NO, "No")], widget=forms.RadioSelect
    )
    called = {"agrees": "whether the volunteer agrees"}


class ReferenceSentForm(OnceForm):
    text = LongTextField(
        label="What the reference says", max_length=LONGEST_LETTER, rows=10, called="what the reference says",
        help_text="Name no core member and no Circle. It cannot be changed later.",
    )  # fmt: skip
    channel = forms.ChoiceField(label="How was it sent?", choices=SentBy.choices, widget=forms.RadioSelect)
    sent_on = DateField(label="When was it sent?", called="the day it was sent")
    called = {"channel": "how it was sent"}


class ThanksForm(OnceForm):
    how = forms.ChoiceField(label="How were they thanked?", choices=Thanked.choices, widget=forms.RadioSelect)
    on = DateField(label="When?", called="the day")
    years = forms.IntegerField(
        label="For how many years of service?", min_value=1, max_value=60, required=False,
        widget=forms.NumberInput(attrs={"suffix": "years", "class": "govuk-input--width-3"}),
        help_text="Leave it empty if they were thanked for something else.",
    )  # fmt: skip
    called = {"how": "how they were thanked", "years": "the years of service"}


def _option(one: Next) -> Option | str:
    hint = (
        "They stand under “Would like to stop” until a last day is noted, or they stay. They see it on their own page."
    )
    return Option(one.label, hint=hint) if one is Next.STOP else str(one.label)


class RestTalkForm(OnceForm):
    on = DateField(label="When did you talk?", called="the day you talked")
    outcome = forms.ChoiceField(
        label="What do they want?",
        choices=[
            (
                AfterRest.BACK.value,
                Option(AfterRest.BACK.label, hint="After the last day of their rest; without one, from today."),
            ),
            (AfterRest.LONGER.value, AfterRest.LONGER.label),
            (AfterRest.STOP.value, Option(AfterRest.STOP.label, hint="It is noted as what they asked for.")),
        ],
        widget=forms.RadioSelect,
    )
    rests_until = DateField(
        label="Until which day do they rest?", called="the last day of the rest", required=False,
        help_text="The last day. Leave it empty if they do not know yet.",
    )  # fmt: skip
    words = LongTextField(
        label="What did they say?", max_length=LONGEST_WORDS, required=False, rows=6,
        help_text="Only the staff of the area read it. It cannot be changed later.",
    )  # fmt: skip
    called = {"outcome": "what they want"}
    reveals = {"outcome": {AfterRest.LONGER.value: ["rests_until"]}}

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("outcome") != AfterRest.LONGER:
            given["rests_until"] = None  # asked of a longer rest alone
        return given

    @property
    def talk(self) -> ComingBack:
        given = self.cleaned_data
        return ComingBack(given["on"], AfterRest(given["outcome"]), given["rests_until"], given["words"])


class TalkForm(OnceForm):
    on = DateField(label="When did you talk?", called="the day you talked")
    next = forms.ChoiceField(
        label="What would they like to do next?",
        choices=[(one.value, _option(one)) for one in Next],
        widget=forms.RadioSelect,
    )
    free_from = DateField(
        label="From when are they free for a next Circle?", called="the day they are free from", required=False,
        help_text="For a next Circle or a rest. Leave it empty if they did not say. "
        "Where they rest, they stand as away until the day before.",
    )  # fmt: skip
    words = LongTextField(
        label="How was it for them?", max_length=LONGEST_WORDS, required=False, rows=6,
        help_text="Only the staff of the area read it. It cannot be changed later.",
    )  # fmt: skip
    called = {"next": "what they would like to do next"}

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("next") not in (Next.CIRCLE, Next.REST):
            given["free_from"] = None  # asked of a next Circle and of a rest alone
        return given

    @property
    def talk(self) -> Talk:
        given = self.cleaned_data
        return Talk(given["on"], Next(given["next"]), given["free_from"], given["words"])
