"""What is asked of a coordinator whom an agency rang with news, and how far the agency lets it go."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms

from encircle.design.answering import OnceForm
from encircle.design.forms import DateField, DateTimeLondon, LongTextField, Option
from encircle.rooms.circles.models import Seat
from encircle.rooms.partners.models import Agency
from encircle.rooms.received.actions import LONGEST, NewDevelopment, Rang
from encircle.rooms.received.onward import LONGEST_WORDS
from encircle.rooms.received.vocabulary import DevelopmentKind, KnownTo, OnwardPermission

from .concern_forms import ELSE, people_of, within_minute
from .fields import offer

WORDS_HINT = "What they agree that the volunteers read. Never what the agency told you in its own words."


class OnwardForm(OnceForm):
    onward = forms.ChoiceField(
        label="How far may it go?", choices=OnwardPermission.choices, widget=forms.RadioSelect,
        initial=OnwardPermission.COORDINATOR_ONLY,
    )  # fmt: skip
    volunteer_words = LongTextField(
        label="Words for the volunteers", help_text=WORDS_HINT, max_length=LONGEST_WORDS, rows=3, required=False
    )
    called = {"onward": "how far it may go"}
    reveals = {"onward": {OnwardPermission.VOLUNTEERS.value: ["volunteer_words"]}}

    @property
    def level(self) -> OnwardPermission:
        return OnwardPermission(self.cleaned_data["onward"])


class PermissionForm(OnwardForm):
    agreed_by = forms.CharField(
        label="Who at the agency agreed?", max_length=120, help_text="By telephone or face to face"
    )
    field_order = ("agreed_by", "onward", "volunteer_words", "once")
    called = {**OnwardForm.called, "agreed_by": "who at the agency agreed"}


class PhonedForm(OnwardForm):
    who = forms.ChoiceField(label="Who rang?", widget=forms.RadioSelect)
    name = forms.CharField(label="Their name", max_length=120, required=False)
    agency = forms.ChoiceField(label="Their agency", required=False)
    rang_at = DateTimeLondon(label="When?", called="when they rang")
    kind = forms.ChoiceField(label="What is it about?", choices=DevelopmentKind.choices, widget=forms.RadioSelect)
    happened_on = DateField(
        label="When did it happen?", required=False, called="the day it happened",
        help_text="Leave empty where it is no one day.",
    )  # fmt: skip
    text = LongTextField(label="What did they say?", max_length=LONGEST, rows=6, called="what they said")
    known_to = forms.MultipleChoiceField(
        label="Who knows this already?", choices=KnownTo.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    urgent = forms.BooleanField(
        label="This is urgent", required=False,
        help_text="It rings like a concern: whoever is on call is asked, and it climbs until somebody has taken it",
    )  # fmt: skip
    field_order = (
        "who", "name", "agency", "rang_at", "kind", "happened_on", "text", "known_to", "urgent", "onward",
        "volunteer_words", "once",
    )  # fmt: skip
    called = {**OnwardForm.called, "who": "who rang", "kind": "what it is about"}
    reveals = {**OnwardForm.reveals, "who": {ELSE: ["name", "agency"]}}

    def __init__(self, data: Any, *, seats: Sequence[Seat], agencies: Sequence[Agency], now: datetime) -> None:
        self.now = now
        self.agency_of = {str(one.professional_id): one.professional.agency_id for one in seats if one.professional}
        super().__init__(data, initial={"rang_at": now, "who": None if seats else ELSE})
        offer(self, "who", [*people_of(seats), (ELSE, Option("Somebody else"))])
        offer(self, "agency", [("", "Select an agency"), *[(str(one.pk), one.name) for one in agencies]])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("who") == ELSE:
            if not given.get("name"):
                self.add_error("name", "Enter who rang")
            if not given.get("agency"):
                self.add_error("agency", "Select the agency whose news it is")
        return given

    def rang(self) -> Rang:
        given = self.cleaned_data
        is_else = given["who"] == ELSE
        return Rang(
            agency_id=UUID(given["agency"]) if is_else else self.agency_of[given["who"]],
            rang_at=within_minute(given["rang_at"], self.now),
            professional_id=None if is_else else UUID(given["who"]),
            name=given["name"] if is_else else "",
        )

    def news(self) -> NewDevelopment:
        given = self.cleaned_data
        return NewDevelopment(
            id=self.id,
            kind=DevelopmentKind(given["kind"]),
            text=given["text"],
            urgent=given["urgent"],
            onward=self.level,
            volunteer_words=given["volunteer_words"],
            happened_on=given["happened_on"],
            known_to=tuple(KnownTo(one) for one in given["known_to"]),
        )
