"""What is asked of those who handle a concern. Each form brings its own id, so that pressing twice does it once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms

from encircle.design.answering import OnceForm
from encircle.design.forms import DateTimeLondon, GovForm, LongTextField, Option
from encircle.rooms.circles.models import Seat
from encircle.rooms.organisation.models import Area
from encircle.rooms.risk.actions.phoning import Call
from encircle.rooms.risk.actions.raising import LONGEST_ACCOUNT
from encircle.rooms.risk.actions.steps import LONGEST_REASON
from encircle.rooms.risk.actions.triage import Triage
from encircle.rooms.risk.standing import Where
from encircle.rooms.risk.vocabulary import ConcernKind, Decision, Urgency

from .fields import offer

ELSE = "else"
ANSWERED, NO_ANSWER, NOBODY = "answered", "no_answer", "nobody"
OPEN, CLOSED = "open", "closed"


class ConcernsFilter(GovForm):
    """Coded choices only: they stand in the address."""

    state = forms.ChoiceField(
        label="State", required=False, choices=[("", "Open first"), (OPEN, "Open"), (CLOSED, "Closed")]
    )
    urgency = forms.ChoiceField(label="Urgency", required=False, choices=[("", "All"), *Urgency.choices])
    kind = forms.ChoiceField(label="Kind", required=False, choices=[("", "All"), *ConcernKind.choices])
    area = forms.ChoiceField(label="Area", required=False)

    def __init__(self, data: Any, *, areas: Sequence[Area]) -> None:
        super().__init__(data)
        if len(areas) > 1:
            offer(self, "area", [("", "All areas"), *[(area.code, area.name) for area in areas]])
        else:
            del self.fields["area"]
        self.is_valid()

    def chosen(self, name: str) -> str:
        """What was chosen; nothing for what no list offers."""
        return str(self.cleaned_data.get(name) or "")

    def query(self, **more: str) -> str:
        """The choices as they stand in the address."""
        given = {name: self.chosen(name) for name in self.fields if self.chosen(name)}
        return f"?{urlencode({**given, **more})}"


class TriageForm(OnceForm):
    decision = forms.ChoiceField(
        label="What will be done?",
        choices=[
            (Decision.TELL_AGENCIES, Option(Decision.TELL_AGENCIES.label, hint="You choose whom and how next.")),
            (Decision.WATCH, Option(Decision.WATCH.label, hint="It stays open until you close it.")),
            (Decision.NO_ACTION, Option(Decision.NO_ACTION.label)),
        ],
        widget=forms.RadioSelect,
    )
    urgency = forms.ChoiceField(
        label="How urgent is it?", help_text="As it was raised, unless you change it.", choices=Urgency.choices,
        widget=forms.RadioSelect,
    )  # fmt: skip
    reason = LongTextField(
        label="Why?", help_text="At least 10 characters. It is kept with the decision and cannot be changed later.",
        max_length=LONGEST_REASON, called="why",
    )  # fmt: skip
    after = forms.UUIDField(widget=forms.HiddenInput, required=False)
    called = {"decision": "what will be done", "urgency": "how urgent it is"}

    def __init__(self, data: Any, *, where: Where) -> None:
        super().__init__(data, initial={"urgency": where.urgency.value, "after": where.last_turn})

    def triage(self) -> Triage:
        given = self.cleaned_data
        return Triage(
            id=self.id,
            decision=Decision(given["decision"]),
            urgency=Urgency(given["urgency"]),
            reason=given["reason"],
            after=given["after"],
        )


class CallForm(OnceForm):
    whom = forms.ChoiceField(label="Whom did you ring?", widget=forms.RadioSelect)
    name = forms.CharField(label="Their name, or the number you rang", max_length=120, required=False)
    called_at = DateTimeLondon(label="When?", called="when you rang")
    outcome = forms.ChoiceField(
        label="Did they answer?",
        choices=[
            (ANSWERED, "Yes"),
            (NO_ANSWER, Option("No", hint="You or somebody else will try again.")),
            (NOBODY, Option("No, and I can reach nobody who can act", hint="It is passed up at once.")),
        ],
        widget=forms.RadioSelect,
    )
    note = LongTextField(label="What was said", max_length=LONGEST_REASON, required=False, rows=3)
    called = {"whom": "whom you rang", "outcome": "whether they answered"}
    reveals = {"whom": {ELSE: ["name"]}}

    def __init__(self, data: Any, *, seats: Sequence[Seat], now: datetime) -> None:
        self.now = now
        super().__init__(data, initial={"called_at": now, "whom": None if seats else ELSE})
        offer(self, "whom", [*people_of(seats), (ELSE, "Somebody else")])

    def call(self) -> Call:
        given = self.cleaned_data
        is_else = given["whom"] == ELSE
        return Call(
            id=self.id,
            called_at=within_minute(given["called_at"], self.now),
            answered=given["outcome"] == ANSWERED,
            professional_id=None if is_else else UUID(given["whom"]),
            name=given["name"] if is_else else "",
            note=given["note"],
            reaches_nobody=given["outcome"] == NOBODY,
        )


class ClosingForm(OnceForm):
    reason = LongTextField(
        label="Why can it be closed?", help_text="At least 10 characters. It is kept and cannot be changed later.",
        max_length=LONGEST_REASON, called="why it can be closed",
    )  # fmt: skip


class ReopeningForm(OnceForm):
    reason = LongTextField(
        label="Why is it opened again?", help_text="At least 10 characters. Its clocks start afresh.",
        max_length=LONGEST_REASON, called="why it is opened again",
    )  # fmt: skip


class AdditionForm(OnceForm):
    text = LongTextField(
        label="What have you learned since?", max_length=LONGEST_ACCOUNT, rows=8, called="what you want to add"
    )


def people_of(seats: Sequence[Seat], *, by_seat: bool = False) -> list[tuple[str, Option]]:
    """Professionals of the outer circle, with their agency and where to ring."""
    return [
        (str(seat.pk if by_seat else seat.professional_id), Option(seat.professional.name, hint=_hint(seat)))
        for seat in seats
        if seat.professional is not None
    ]


def _hint(seat: Seat) -> str:
    professional = seat.professional
    assert professional is not None  # noqa: S101 (an outer-circle seat has one, by constraint)
    unsigned = "" if professional.user_id else "has not signed up yet"
    return ", ".join(part for part in (professional.agency.name, seat.position, professional.phone, unsigned) if part)


def within_minute(typed: datetime, now: datetime) -> datetime:
    """A time is typed to the minute. Its last instant counts, so that nothing done in that minute comes after it."""
    return min(max(typed, typed.replace(second=59, microsecond=999_999)), max(typed, now))
