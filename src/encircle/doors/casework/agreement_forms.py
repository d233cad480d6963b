"""Forms about agreements and the permission that volunteers may read a document."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from encircle.design.answering import OnceForm
from encircle.design.forms import DateField, GovForm, LongTextField, Option
from encircle.rooms.briefings.actions.agreeing import LONGEST, NewAgreement, SignedFor
from encircle.rooms.briefings.vocabulary import HowSigned
from encircle.rooms.circles.seat_queries import SeatLine
from encircle.rooms.people.models import PersonDocument

from .briefing_forms import document_words, said_of
from .fields import offer


class AgreementForm(OnceForm):
    own_points = LongTextField(
        label="What this Circle adds",
        required=False,
        max_length=LONGEST,
        rows=6,
        called="what this Circle adds",
        help_text="One point a line, in short sentences. Nothing about what happened.",
    )
    seats = forms.MultipleChoiceField(
        label="Who of the outer circle is asked to sign too?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="The core member, the volunteers and the coordinator are always asked, and whoever signed an earlier "
        "version.",
    )

    def __init__(self, *args: Any, seats: Sequence[SeatLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "seats", [(str(line.seat.pk), Option(line.name, hint=said_of(line))) for line in seats])

    @property
    def new(self) -> NewAgreement:
        given = self.cleaned_data
        return NewAgreement(self.id, given["own_points"], tuple(UUID(seat) for seat in given["seats"]))


class SignatureForm(GovForm):
    called = {"name": "the name they signed with", "how": "how they signed", "document": "the scanned page"}
    name = forms.CharField(label="Name they signed with", max_length=120)
    how = forms.ChoiceField(
        label="How did they sign?",
        widget=forms.RadioSelect,
        choices=[
            (HowSigned.COORDINATOR_SCREEN.value, Option("Now, on your screen", hint="They read it here and agree")),
            (HowSigned.PAPER.value, Option("On paper", hint="Scan the page and add it to the documents first")),
        ],
    )
    signed_on = DateField(label="Day on the page", required=False, called="the day on the page")
    document = forms.ChoiceField(label="The scanned page", required=False)
    reveals = {"how": {HowSigned.PAPER.value: ["signed_on", "document"]}}

    def __init__(self, *args: Any, documents: Sequence[PersonDocument], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "document", [("", "None"), *((str(one.pk), document_words(one)) for one in documents)])

    def signed(self, seat_id: UUID) -> SignedFor:
        given = self.cleaned_data
        document = UUID(given["document"]) if given["document"] else None
        return SignedFor(seat_id, given["name"], HowSigned(given["how"]), given["signed_on"], document)


class PermissionForm(OnceForm):
    given_by = forms.CharField(
        label="Who at the agency gave the permission?",
        max_length=120,
        help_text="Name and post",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Enter who gave the permission at the agency"},
    )
    given_on = DateField(label="When?", called="the day it was given")
