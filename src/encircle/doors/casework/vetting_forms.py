"""What is asked about checks: days, codes and a number. The certificate itself is never asked for."""

from typing import Any
from uuid import UUID

from django import forms

from encircle.design.answering import OnceForm
from encircle.design.forms import DateField, LongTextField
from encircle.doors.answering.level_form import LevelForm
from encircle.rooms.organisation.vocabulary import CircleKind
from encircle.rooms.partners.models import Agency
from encircle.rooms.vetting.actions.checking import LONGEST_WORDS, Asked, Seen
from encircle.rooms.vetting.actions.clearing import Said
from encircle.rooms.vetting.vocabulary import (
    CheckOutcome,
    ClearanceOutcome,
    Shows,
    UpdateOutcome,
)

from .fields import offer


class AskedForm(LevelForm):
    kind = forms.ChoiceField(
        label="For which kind of Circle?",
        choices=CircleKind.choices,
        widget=forms.RadioSelect,
        help_text="What may be asked for depends on it.",
    )
    asked_on = DateField(label="When was it asked for?", called="the day it was asked for")
    field_order = ("kind", "level", "workforce", "asked_on", "once")
    called = {**LevelForm.called, "kind": "the kind of Circle"}

    @property
    def asked(self) -> Asked:
        return Asked(kind=self.cleaned_data["kind"], of=self.of, asked_on=self.cleaned_data["asked_on"])


class SeenForm(LevelForm):
    number = forms.CharField(
        label="Number of the certificate",
        max_length=20,
        help_text="Twelve digits.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off", "inputmode": "numeric"}),
    )
    issued_on = DateField(label="When was it issued?", called="the day it was issued")
    seen_on = DateField(label="When did you see the certificate itself?", called="the day you saw it")
    shows = forms.ChoiceField(
        label="Does it show anything?",
        choices=Shows.choices,
        widget=forms.RadioSelect,
        help_text="Write down nowhere what it shows. A senior coordinator decides whether it stands in the way.",
    )
    on_update_service = forms.BooleanField(
        label="They are on the Update Service, and have said that we may look", required=False
    )
    field_order = ("level", "workforce", "number", "issued_on", "seen_on", "shows", "on_update_service", "once")
    called = {**LevelForm.called, "shows": "whether it shows anything", "number": "the number of the certificate"}

    @property
    def seen(self) -> Seen:
        given = self.cleaned_data
        return Seen(
            of=self.of,
            number=given["number"],
            issued_on=given["issued_on"],
            seen_on=given["seen_on"],
            shows=Shows(given["shows"]),
            on_update_service=given["on_update_service"],
        )


class UpdateForm(OnceForm):
    outcome = forms.ChoiceField(
        label="What did the Update Service say?", choices=UpdateOutcome.choices, widget=forms.RadioSelect
    )
    checked_on = DateField(label="When did you look?", called="the day you looked")
    called = {"outcome": "what it said"}


class DecisionForm(OnceForm):
    outcome = forms.ChoiceField(label="What is decided?", choices=CheckOutcome.choices, widget=forms.RadioSelect)
    text = LongTextField(
        label="How was it weighed?",
        max_length=LONGEST_WORDS,
        rows=6,
        called="how it was weighed",
        help_text="How long ago, how relevant to the role, what has changed since, and what they said themselves. "
        "Do not copy the certificate.",
    )
    called = {"outcome": "what is decided"}


class PrisonForm(OnceForm):
    prison = forms.ChoiceField(label="Which prison?", help_text="A prison that is missing is added under Agencies.")
    outcome = forms.ChoiceField(label="What did it say?", choices=ClearanceOutcome.choices, widget=forms.RadioSelect)
    decided_on = DateField(label="When did it say so?", called="the day the prison decided")
    ends_on = DateField(label="Last day of the clearance", required=False, called="the last day of the clearance")
    called = {"prison": "the prison", "outcome": "what the prison said"}
    reveals = {"outcome": {ClearanceOutcome.GRANTED.value: ["ends_on"]}}

    def __init__(self, data: Any, *, prisons: list[Agency], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        offer(self, "prison", [("", "Select a prison"), *[(str(one.pk), one.name) for one in prisons]])

    @property
    def said(self) -> Said:
        given = self.cleaned_data
        return Said(
            prison_id=UUID(given["prison"]),
            outcome=ClearanceOutcome(given["outcome"]),
            decided_on=given["decided_on"],
            ends_on=given["ends_on"],
        )
