"""What is asked about a message to volunteers."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from encircle.design.answering import OnceForm
from encircle.design.forms import GovForm, LongTextField
from encircle.rooms.messaging.actions.writing import Written
from encircle.rooms.messaging.group import Reader
from encircle.rooms.messaging.models import Draft
from encircle.rooms.messaging.models.writing import LONGEST_SUBJECT, LONGEST_TEXT
from encircle.rooms.messaging.vocabulary import NARROWING, STANDINGS, Condition, Kind, WhyWithdrawn
from encircle.rooms.organisation.models import Area

from .fields import offer


def _choices(conditions: Sequence[Condition]) -> list[tuple[str, str]]:
    return [(one.value, one.label) for one in conditions]


class MessageForm(OnceForm):
    kind = forms.ChoiceField(
        label="What do you write?", choices=Kind.choices, widget=forms.RadioSelect,
        help_text="Volunteers read a message once they have signed in. A newsletter stands in the email itself and "
        "goes to everybody of the areas who asked for it: volunteers, people who have applied, and supporters.",
    )  # fmt: skip
    areas = forms.MultipleChoiceField(label="People of which areas?", widget=forms.CheckboxSelectMultiple)
    standings = forms.MultipleChoiceField(
        label="Which of them?", required=False, choices=_choices(STANDINGS), widget=forms.CheckboxSelectMultiple,
        help_text="Tick all that apply. Tick none to write to everybody.",
    )  # fmt: skip
    narrowing = forms.MultipleChoiceField(
        label="Fewer than that?", required=False, choices=_choices(NARROWING), widget=forms.CheckboxSelectMultiple
    )
    subject = forms.CharField(label="Subject", max_length=LONGEST_SUBJECT)
    text = LongTextField(
        label="Message", max_length=LONGEST_TEXT, rows=12, called="the message",
        help_text="Volunteers read it once they have signed in. Say nothing about a core member or a Circle.",
    )  # fmt: skip
    not_about_anybody = forms.BooleanField(
        label="A name, number, address or date in it is not about a person the charity works with", required=False,
        help_text="Tick this if you are asked to.",
    )  # fmt: skip
    called = {"kind": "what you write", "areas": "at least one area", "subject": "the subject"}

    def __init__(
        self, data: Any, *, areas: Sequence[Area], may_send_newsletter: bool, draft: Draft | None = None
    ) -> None:
        initial = _initial(draft) if draft else _blank(areas)
        super().__init__(data, initial=initial)
        offer(self, "areas", [(str(one.pk), one.name) for one in areas])
        if may_send_newsletter:
            self.fields["standings"].help_text = "Only of a message. Tick none to write to everybody."
            self.fields["text"].label = "What it says"
            self.fields["text"].help_text = "Say nothing about a core member or a Circle."
        else:
            del self.fields["kind"]
            self.fields["areas"].label = "Volunteers of which areas?"

    @property
    def written(self) -> Written:
        given = self.cleaned_data
        return Written(
            subject=given["subject"],
            text=given["text"],
            areas=tuple(UUID(one) for one in given["areas"]),
            kind=Kind(given.get("kind", Kind.MESSAGE)),
            conditions=tuple(Condition(one) for one in (*given["standings"], *given["narrowing"])),
            not_about_anybody=given["not_about_anybody"],
        )


def _blank(areas: Sequence[Area]) -> dict[str, Any]:
    return {"areas": [str(one.pk) for one in areas] if len(areas) == 1 else []}


def _initial(draft: Draft) -> dict[str, Any]:
    chosen = [Condition(one) for one in draft.conditions]
    return {
        "kind": draft.kind,
        "areas": [str(one) for one in draft.areas],
        "standings": [one.value for one in chosen if one in STANDINGS],
        "narrowing": [one.value for one in chosen if one in NARROWING],
        "subject": draft.subject,
        "text": draft.text,
        "not_about_anybody": draft.not_about_anybody,
    }


class GroupForm(GovForm):
    """One page of the list, with those ticked who are left out."""

    left_out = forms.MultipleChoiceField(
        label="Leave out", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Tick whoever is not to get this message.",
    )  # fmt: skip

    def __init__(self, data: Any, *, people: Sequence[Reader], left_out: Sequence[UUID]) -> None:
        super().__init__(data, initial={"left_out": [str(one) for one in left_out]})
        offer(self, "left_out", [(str(one.pk), one.full_name) for one in people])

    @property
    def ticked(self) -> list[UUID]:
        return [UUID(one) for one in self.cleaned_data["left_out"]]


class SendForm(GovForm):
    """The number the sender was shown goes with it, so that nobody writes to a group they did not look at."""

    expected = forms.IntegerField(widget=forms.HiddenInput)
    confirmed = forms.BooleanField(required=False)

    def __init__(self, data: Any, *, count: int, asks_twice: bool, called: str) -> None:
        super().__init__(data, initial={"expected": count})
        self.fields["confirmed"].label = f"{count} people are to get this {called}"
        if not asks_twice:
            del self.fields["confirmed"]


class WithdrawForm(GovForm):
    why = forms.ChoiceField(label="Why?", choices=WhyWithdrawn.choices, widget=forms.RadioSelect)
    called = {"why": "why it is withdrawn"}
