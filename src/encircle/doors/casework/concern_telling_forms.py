"""What is asked of those who tell agencies of a concern, and of what the agencies answered."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django import forms

from encircle.design.answering import OnceForm
from encircle.design.forms import DateTimeLondon, GovForm, LongTextField, Option
from encircle.rooms.circles.models import Seat
from encircle.rooms.organisation.models import Topic
from encircle.rooms.partners.models import Professional
from encircle.rooms.risk.actions.phoning import Telling
from encircle.rooms.risk.actions.steps import LONGEST_REASON
from encircle.rooms.sharing.actions.disclosing import Disclosure
from encircle.rooms.sharing.queries.ledger import LedgerLine
from encircle.rooms.sharing.vocabulary import Channel, GroundKind

from .concern_forms import people_of, within_minute
from .fields import offer
from .seat_forms import by_agency

CONSENT, GROUND = "consent", "ground"
LONGEST_TOLD = 10_000


class GroundedForm(OnceForm):
    """A ground other than consent, with its reason."""

    ground = forms.ChoiceField(
        label="On which ground?", choices=GroundKind.choices, widget=forms.RadioSelect, required=False
    )
    reason = LongTextField(
        label="Why does this ground apply?", help_text="At least 10 characters.", max_length=LONGEST_REASON,
        required=False, called="why this ground applies", rows=3,
    )  # fmt: skip
    called = {"ground": "the ground"}


class GroundDisclosureForm(GroundedForm):
    """The outer circle is told on a ground other than consent; for a walled concern nothing else counts."""

    seats = forms.MultipleChoiceField(label="Whom do you tell?", widget=forms.CheckboxSelectMultiple)
    text = LongTextField(
        label="What are they told?", max_length=LONGEST_TOLD, rows=8, called="what they are told",
        help_text="Only what they need. No volunteer’s surname, and nothing about anybody else.",
    )  # fmt: skip
    channel = forms.ChoiceField(
        label="How?",
        choices=[
            (Channel.ONLINE, Option("Online", hint="They get a notice without any content, and read it here.")),
            (Channel.PHONE, Option("I have told them by telephone", hint="One person at a time.")),
        ],
        initial=Channel.ONLINE,
        widget=forms.RadioSelect,
    )
    spoke_to = forms.CharField(label="Who did you speak to?", max_length=120, required=False)
    told_at = DateTimeLondon(label="When was the call?", called="when the call was", required=False)
    field_order = ("seats", "text", "channel", "spoke_to", "told_at", "basis", "topic", "ground", "reason", "once")
    called = {
        "seats": "whom you tell",
        "channel": "how they are told",
        "ground": "the ground",
        "spoke_to": "the name of the person you spoke to",
    }
    reveals: ClassVar[Mapping[str, Mapping[str, Sequence[str]]]] = {
        "channel": {Channel.PHONE.value: ["spoke_to", "told_at"]}
    }
    needs_ground = True

    def __init__(self, data: Any, *, seats: Sequence[Seat], now: datetime) -> None:
        self.now = now
        super().__init__(data, initial={"told_at": now})
        offer(self, "seats", people_of(seats, by_seat=True))
        self.fields["ground"].required = self.fields["reason"].required = self.needs_ground

    def disclosure(self) -> Disclosure:
        given = self.cleaned_data
        on_consent = given.get("basis") == CONSENT
        by_phone = given["channel"] == Channel.PHONE
        return Disclosure(
            id=self.id,
            seat_ids=[UUID(seat) for seat in given["seats"]],
            text=given["text"],
            topic=given["topic"] if on_consent else "",
            ground=None if on_consent else GroundKind(given["ground"]),
            reason="" if on_consent else given["reason"],
            channel=Channel(given["channel"]),
            spoke_to=given["spoke_to"] if by_phone else "",
            told_at=within_minute(given["told_at"], self.now) if by_phone and given["told_at"] else None,
        )


class DisclosureForm(GroundDisclosureForm):
    """The outer circle is told, on consent or on another ground."""

    basis = forms.ChoiceField(
        label="What does it rest on?",
        choices=[
            (CONSENT, Option("Consent", hint="Where consent for the subject reaches the agency.")),
            (GROUND, Option("Another ground", hint="Prevention of serious harm, safeguarding or a court order.")),
        ],
        widget=forms.RadioSelect,
    )
    topic = forms.ChoiceField(label="What is it about?", required=False)
    called = GroundDisclosureForm.called | {"basis": "what it rests on", "topic": "what it is about"}
    reveals = {**GroundDisclosureForm.reveals, "basis": {CONSENT: ["topic"], GROUND: ["ground", "reason"]}}
    needs_ground = False

    def __init__(self, data: Any, *, topics: Sequence[Topic], **more: Any) -> None:
        super().__init__(data, **more)
        offer(self, "topic", [("", "Select a subject"), *[(topic.code, topic.name) for topic in topics]])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("basis") == GROUND and not given.get("ground"):
            self.add_error("ground", "Select the ground")
        return given


class OutsideForm(GroundedForm):
    """Told by telephone, and not in the Circle's outer circle."""

    whom = forms.ChoiceField(label="Somebody you know already", required=False)
    spoke_to = forms.CharField(
        label="Who did you speak to?", max_length=120,
        help_text="Their name and where they work, for example the duty officer of the council.",
    )  # fmt: skip
    called_at = DateTimeLondon(label="When was the call?", called="when the call was")
    told = LongTextField(label="What were they told?", max_length=LONGEST_REASON, rows=6, called="what they were told")
    field_order = ("whom", "spoke_to", "called_at", "told", "ground", "reason", "once")
    called = {"ground": "the ground", "spoke_to": "the name of the person you spoke to"}

    def __init__(self, data: Any, *, professionals: Sequence[Professional], now: datetime) -> None:
        self.now = now
        super().__init__(data, initial={"called_at": now})
        if professionals:
            offer(self, "whom", [("", "Nobody in the list"), *by_agency(list(professionals))])
        else:
            del self.fields["whom"]
        self.fields["ground"].required = self.fields["reason"].required = True

    def telling(self) -> Telling:
        given = self.cleaned_data
        return Telling(
            id=self.id,
            called_at=within_minute(given["called_at"], self.now),
            ground=given["ground"],
            reason=given["reason"],
            told=given["told"],
            spoke_to=given["spoke_to"],
            professional_id=UUID(given["whom"]) if given.get("whom") else None,
        )


class AcknowledgementForm(GovForm):
    release = forms.ChoiceField(label="Who has acknowledged?", widget=forms.RadioSelect)
    spoke_to = forms.CharField(label="Who did you speak to?", max_length=120)
    moment = DateTimeLondon(label="When was the call?", called="when the call was")
    called = {"release": "who has acknowledged", "spoke_to": "the name of the person you spoke to"}

    def __init__(self, data: Any, *, waiting: Sequence[LedgerLine], now: datetime) -> None:
        super().__init__(data, initial={"moment": now, "release": waiting[0].release.pk if len(waiting) == 1 else None})
        choices = [(str(line.release.pk), Option(line.recipient, hint=line.release.agency.name)) for line in waiting]
        offer(self, "release", choices)
