"""Forms of forming Circles: for whom, what changes in a proposal, who never meets, where venues are."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from encircle.design.answering import OnceForm
from encircle.design.forms import GovForm, LongTextField
from encircle.rooms.forming.actions.asking import Asked, Decided
from encircle.rooms.forming.models import Proposal
from encircle.rooms.forming.queries import Circle
from encircle.rooms.forming.vocabulary import Because
from encircle.rooms.organisation.models import Area
from encircle.rooms.organisation.vocabulary import CircleKind
from encircle.rooms.suitability.waiting import PlaceLine

from .fields import offer

AS_IT_FALLS, STAYS, OUT = "falls", "stays", "out"
WHAT_OF_A_SEAT = [(AS_IT_FALLS, "As it falls"), (STAYS, "Keep in this Circle"), (OUT, "Not in this Circle")]


class FormingForm(OnceForm):
    areas = forms.MultipleChoiceField(
        label="In which areas?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select at least one area"},
    )
    person = forms.ChoiceField(label="For whom?", required=False)
    kind = forms.ChoiceField(
        label="Which kind of Circle?", required=False, choices=[("", "Every kind"), *CircleKind.choices]
    )
    one_sex = forms.BooleanField(
        label="Circles of women only, or of men only, will do",
        required=False,
        help_text="Otherwise each has at least one woman and one man.",
    )
    called = {"areas": "in which areas"}

    def __init__(self, *args: Any, areas: Sequence[Area], waiting: Sequence[PlaceLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held = areas
        self.area_of = {str(line.place.pk): line.place.area_id for line in waiting}
        names = [(str(line.place.pk), _waits(line)) for line in waiting]
        offer(self, "person", [("", "Everybody who waits"), *names])
        offer(self, "areas", [(str(area.pk), area.name) for area in areas])
        self.fields["areas"].initial = [str(area.pk) for area in areas]
        if len(areas) == 1:
            del self.fields["areas"]

    @property
    def asked(self) -> Asked:
        given = self.cleaned_data
        chosen: list[str] = given.get("areas") or [str(area.pk) for area in self.held]
        person: str = given["person"]
        return Asked(
            areas=(self.area_of[person],) if person else tuple(sorted(UUID(one) for one in chosen)),
            kind="" if person else given["kind"],
            core_member_id=UUID(person) if person else None,
            may_be_one_sex=given["one_sex"],
        )


def _waits(line: PlaceLine) -> str:
    return f"{line.place.core_member.given_name} {line.place.core_member.family_name} ({line.place.area.name})"


class ChangeForm(OnceForm):
    """One question for each who is proposed, and who else could come in."""

    put_in = forms.ChoiceField(label="Put somebody else in", required=False)
    keep_others = forms.BooleanField(
        label="Leave the other proposed Circles as they are",
        required=False,
        initial=True,
        help_text="Unless somebody moves here from one of them.",
    )

    def __init__(self, *args: Any, circle: Circle, others: Sequence[tuple[UUID, str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.circle = circle
        for number, line in enumerate(circle.seats, 1):
            self.fields[f"seat_{number}"] = forms.ChoiceField(
                label=line.name,
                required=False,
                choices=WHAT_OF_A_SEAT,
                widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
                initial=STAYS if line.is_kept else AS_IT_FALLS,
            )
        names = [(str(id), f"{name} (now with {whose})" if whose else name) for id, name, whose in others]
        offer(self, "put_in", [("", "Nobody in particular"), *names])
        self.seats = [f"seat_{number}" for number in range(1, len(circle.seats) + 1)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        said = {cleaned.get(name) for name in self.seats}
        if not said & {STAYS, OUT} and not cleaned.get("put_in"):
            self.add_error(None, "Say what is to be different: keep somebody, take somebody out or put somebody in")
        return cleaned

    @property
    def decided(self) -> list[Decided]:
        proposal: Proposal = self.circle.proposal
        said = [
            (line.seat.volunteer_id, self.cleaned_data[name])
            for name, line in zip(self.seats, self.circle.seats, strict=True)
        ]
        chosen = [(UUID(self.cleaned_data["put_in"]), STAYS)] if self.cleaned_data["put_in"] else []
        return [
            Decided(volunteer, proposal.core_member_id, proposal.area_id, what == STAYS)
            for volunteer, what in (*said, *chosen)
            if what in (STAYS, OUT)
        ]


class ExclusionForm(OnceForm):
    volunteer = forms.ChoiceField(label="Which volunteer?", error_messages={"required": "Select the volunteer"})
    because = forms.ChoiceField(label="Why not?", choices=Because.choices, widget=forms.RadioSelect)
    text = LongTextField(
        label="What is known?",
        max_length=1000,
        rows=4,
        help_text="For you and your colleagues. Neither the volunteer nor the person is told.",
    )
    called = {"volunteer": "the volunteer", "because": "why not", "text": "what is known"}

    def __init__(self, *args: Any, volunteers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "volunteer", [("", "Choose a volunteer"), *volunteers])


class VenueForm(GovForm):
    name = forms.CharField(label="Name", max_length=120)
    address = forms.CharField(label="Address", max_length=250, required=False)
    place = forms.CharField(
        label="Grid reference",
        max_length=16,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off"}),
        help_text="For example SX 918 925. Every map prints it. Without it no Circle can be proposed here.",
    )
    called = {"name": "the name of the venue"}
