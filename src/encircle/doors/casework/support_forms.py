"""What is asked about looking after volunteers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms

from encircle.design.answering import OnceForm
from encircle.design.forms import DateField, DateTimeLondon, GovForm, LongTextField
from encircle.rooms.support.actions.after_meetings import LONGEST_WORDS, Called
from encircle.rooms.support.actions.supervising import LONGEST_NOTE, NewSupervision
from encircle.rooms.support.models import SupervisionPlace
from encircle.rooms.support.vocabulary import CallOutcome, CounsellingOutcome, Presence, SupervisionKind
from encircle.rooms.volunteers.models import Volunteer

from .concern_forms import within_minute
from .fields import offer


class CallBackForm(OnceForm):
    called_at = DateTimeLondon(label="When did you ring?", called="when you rang")
    outcome = forms.ChoiceField(label="What came of it?", choices=CallOutcome.choices, widget=forms.RadioSelect)
    words = LongTextField(
        label="What was said", max_length=LONGEST_WORDS, required=False, rows=4,
        help_text="They can read it too. Their Circle and the agencies never do.",
    )  # fmt: skip
    called = {"outcome": "what came of it"}

    def __init__(self, data: Any, *, now: datetime) -> None:
        self.now = now
        super().__init__(data, initial={"called_at": now})

    @property
    def call(self) -> Called:
        given = self.cleaned_data
        return Called(CallOutcome(given["outcome"]), within_minute(given["called_at"], self.now), given["words"])


class SupervisionForm(OnceForm):
    kind = forms.ChoiceField(label="What kind?", choices=SupervisionKind.choices, widget=forms.RadioSelect)
    volunteers = forms.MultipleChoiceField(label="Who takes part?", widget=forms.CheckboxSelectMultiple)
    supervisor = forms.ChoiceField(
        label="Who supervises?", help_text="They and whoever takes part read the notes, and nobody else."
    )
    starts_at = DateTimeLondon(label="When?", called="when it is")
    place = forms.CharField(label="Where?", max_length=120, required=False)
    called = {"kind": "what kind it is", "volunteers": "who takes part", "supervisor": "who supervises"}

    def __init__(
        self, data: Any, *, area_id: UUID, volunteers: Sequence[Volunteer], supervisors: Sequence[tuple[str, str]],
        initial: dict[str, Any],
    ) -> None:  # fmt: skip
        self.area_id, self.known = area_id, {str(one.pk): one for one in volunteers}
        super().__init__(data, initial=initial)
        offer(self, "volunteers", [(pk, one.full_name) for pk, one in self.known.items()])
        offer(self, "supervisor", list(supervisors))

    @property
    def new(self) -> NewSupervision:
        given = self.cleaned_data
        return NewSupervision(
            kind=SupervisionKind(given["kind"]),
            area_id=self.area_id,
            starts_at=given["starts_at"],
            supervisor_id=UUID(given["supervisor"]),
            volunteers=[self.known[pk] for pk in given["volunteers"]],
            place=given["place"],
        )


class PresenceForm(GovForm):
    """One question for each who was to take part."""

    def __init__(self, data: Any, *, places: Sequence[SupervisionPlace]) -> None:
        super().__init__(data)
        for place in places:
            self.fields[f"place_{place.pk.hex}"] = forms.ChoiceField(
                label=place.volunteer.full_name,
                choices=Presence.choices,
                initial=place.presence or None,
                widget=forms.RadioSelect,
                error_messages={"required": f"Select whether {place.volunteer.full_name} took part"},
            )

    @property
    def came(self) -> dict[UUID, Presence]:
        return {UUID(name.removeprefix("place_")): Presence(value) for name, value in self.cleaned_data.items()}


class NoteForm(OnceForm):
    text = LongTextField(
        label="Note", max_length=LONGEST_NOTE, rows=8, called="the note",
        help_text="You and whoever took part read it, and nobody else. It cannot be changed later.",
    )  # fmt: skip


class OfferForm(OnceForm):
    offered_on = DateField(label="When was counselling offered?", called="the day it was offered")


class CounsellingForm(OnceForm):
    outcome = forms.ChoiceField(
        label="What came of the offer?", choices=CounsellingOutcome.choices, widget=forms.RadioSelect
    )
    on = DateField(label="When?", called="the day")
    called = {"outcome": "what came of it"}
