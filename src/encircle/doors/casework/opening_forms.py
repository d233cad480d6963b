"""The form that opens a Circle: the person at its centre, those round them, and when it meets."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from encircle.design.answering import OnceForm
from encircle.design.forms import DateField, Option, TimeField
from encircle.rooms.circles.actions.seating import apart_words
from encircle.rooms.organisation.models import Venue
from encircle.rooms.partners.models import Agency, Professional
from encircle.rooms.people.models import CoreMember
from encircle.rooms.readiness.queries import Missing
from encircle.rooms.volunteers.models import Volunteer

from .fields import between, offer
from .seat_forms import KEEPS_CLEAR, by_agency
from .words import WEEKDAY_CHOICES

ADD_NEW = "new"
OUTER_PLACES = 4
LEAVE_OUT, KEEP = "leave_out", "keep"
BANK_HOLIDAYS = [(LEAVE_OUT, "Leave them out"), (KEEP, "Plan them all the same")]


@dataclass(frozen=True)
class OnOffer:
    """Who and what of the area can be chosen."""

    core_members: Sequence[CoreMember]
    volunteers: Sequence[Volunteer]
    professionals: Sequence[Professional]
    venues: Sequence[Venue]
    lacking: Mapping[UUID, Sequence[Missing]]  # what keeps volunteers from a seat in this kind of Circle
    prisons: Sequence[Agency] | None  # of a Circle that begins in prison; no other names one
    apart: Mapping[tuple[UUID, UUID], str]  # a volunteer and a core member who must not meet, and whom to ask
    said: Container[UUID]  # volunteers who said whom or what they must keep clear of

    def kept_apart(self, core_member: str, chosen: Sequence[str]) -> list[str]:
        """A sentence for each who was chosen and must not meet the person."""
        asked = {str(volunteer): ask for (volunteer, person), ask in self.apart.items() if str(person) == core_member}
        return [
            apart_words(one.full_name, asked[str(one.pk)])
            for one in self.volunteers
            if str(one.pk) in chosen and str(one.pk) in asked
        ]

    def who_said(self, chosen: Sequence[str]) -> list[tuple[UUID, str]]:
        """Of those chosen, who said whom or what they keep clear of."""
        return [(one.pk, one.full_name) for one in self.volunteers if one.pk in self.said and str(one.pk) in chosen]

    def said_of(self, volunteer: Volunteer) -> str:
        """Their reference, that there is something they keep clear of, and exactly what they need to be ready."""
        needed = "; ".join(one.words for one in self.lacking.get(volunteer.pk, ()))
        facts = [
            volunteer.reference,
            *([KEEPS_CLEAR.capitalize()] if volunteer.pk in self.said else []),
            *([f"Not ready. Needed: {needed}"] if needed else []),
        ]
        return ". ".join(facts)


class OpeningForm(OnceForm):
    called = {"name": "the name of the Circle", "prison": "the prison where the Circle meets"}
    core_once = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(
        label="Name of the Circle",
        max_length=60,
        help_text="The Circle’s name inside the charity. Never the name of a person.",
    )
    core_member = forms.ChoiceField(label="Core member")
    given_name = forms.CharField(label="Given name", required=False, max_length=80)
    family_name = forms.CharField(label="Family name", required=False, max_length=80)
    known_as = forms.CharField(
        label="Name used in the Circle",
        required=False,
        max_length=80,
        help_text="Left empty, the given name is used.",
    )
    born_on = DateField(label="Date of birth", required=False, called="the date of birth")
    prison = forms.ChoiceField(
        label="Prison where the Circle meets",
        help_text="Exactly this one has to clear the volunteers. A prison that is missing is added under Agencies.",
    )
    volunteers = forms.MultipleChoiceField(label="Volunteers", required=False, widget=forms.CheckboxSelectMultiple)
    venue = forms.ChoiceField(label="Venue", required=False)
    weekday = forms.ChoiceField(label="Usual day", required=False, choices=[("", "Not known yet"), *WEEKDAY_CHOICES])
    slot_time = TimeField(
        label="Usual time",
        required=False,
        help_text="For example, 6:30pm",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )
    meeting_minutes = forms.IntegerField(
        label="Usual length",
        initial=120,
        min_value=15,
        max_value=720,
        widget=forms.TextInput(attrs={"suffix": "minutes", "class": "govuk-input--width-4"}),
        help_text="With the volunteers’ preparation and debrief",
    )
    first_on = DateField(
        label="First meeting",
        required=False,
        called="the day of the first meeting",
        help_text="The first usual day on or after this date",
    )
    how_many = forms.IntegerField(
        label="How many meetings to plan",
        required=False,
        min_value=0,
        max_value=60,
        initial=12,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3"}),
    )
    holidays = forms.ChoiceField(
        label="Meetings that would fall on a bank holiday",
        widget=forms.RadioSelect,
        choices=BANK_HOLIDAYS,
        initial=LEAVE_OUT,
    )

    def __init__(self, *args: Any, offers: OnOffer, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["core_once"].initial = self.fields["once"].initial
        for number in range(1, OUTER_PLACES + 1):
            self.fields[f"outer_{number}"] = forms.ChoiceField(label=f"Professional {number}", required=False)
            self.fields[f"position_{number}"] = forms.CharField(
                label=f"Part of professional {number} in the outer circle", required=False, max_length=80
            )
        between(self, "first_on", earliest=today)
        self._offer(offers)

    def _offer(self, offers: OnOffer) -> None:
        self._kept_apart = offers.kept_apart
        known = [(str(one.pk), f"{one.given_name} {one.family_name} ({one.reference})") for one in offers.core_members]
        offer(self, "core_member", [("", "Choose a core member"), (ADD_NEW, "A new person, named below"), *known])
        offer(
            self,
            "volunteers",
            [(str(one.pk), Option(one.full_name, hint=offers.said_of(one))) for one in offers.volunteers],
        )
        offer(self, "venue", [("", "Not known yet"), *[(str(one.pk), one.name) for one in offers.venues]])
        if offers.prisons is None:
            del self.fields["prison"]
        else:
            offer(self, "prison", [("", "Select a prison"), *[(str(one.pk), one.name) for one in offers.prisons]])
        for number in range(1, OUTER_PLACES + 1):
            offer(self, f"outer_{number}", [("", "Nobody"), *by_agency(offers.professionals)])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.adds_new:
            for name, words in (("given_name", "given name"), ("family_name", "family name")):
                if not cleaned.get(name):
                    self.add_error(name, f"Enter the {words} of the core member")
        if cleaned.get("how_many") and cleaned.get("first_on"):
            for name, words in (("weekday", "Select the usual day"), ("slot_time", "Enter the usual time")):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, f"{words}, so that meetings can be planned")
        if apart := self._kept_apart(cleaned.get("core_member", ""), cleaned.get("volunteers", ())):
            self.add_error("volunteers", ". ".join(apart))
        chosen = [self.cleaned_data.get(f"outer_{number}") for number in range(1, OUTER_PLACES + 1)]
        for number, one in enumerate(chosen, 1):
            if one and one in chosen[: number - 1]:
                self.add_error(f"outer_{number}", "This professional is chosen twice")
        return cleaned

    @property
    def adds_new(self) -> bool:
        return self.cleaned_data.get("core_member") == ADD_NEW

    @property
    def core_member_id(self) -> UUID:
        chosen: str = self.cleaned_data["core_member"]
        return UUID(str(self.cleaned_data["core_once"])) if self.adds_new else UUID(chosen)

    @property
    def outer_places(self) -> list[tuple[UUID, str]]:
        """Professionals chosen, each with their part."""
        given = self.cleaned_data
        return [
            (UUID(given[f"outer_{number}"]), given[f"position_{number}"])
            for number in range(1, OUTER_PLACES + 1)
            if given[f"outer_{number}"]
        ]
