"""The one page of the minutes as a form: what stands in a draft, checked only when its answers are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorDict

from encircle.common.clock import in_london
from encircle.design.forms import ClockChange, GovForm, LongTextField, TimeField, london_instant
from encircle.rooms.circles.models import Seat
from encircle.rooms.circles.vocabulary import SeatPart
from encircle.rooms.meetings.actions.attendance import Came
from encircle.rooms.meetings.actions.drafting import Held
from encircle.rooms.meetings.actions.submitting import LONGEST_PASSAGE, Minutes
from encircle.rooms.meetings.drafts import hours_key, passage_key, presence_key, seats_at, topics_for, travel_key
from encircle.rooms.meetings.models import Meeting
from encircle.rooms.meetings.policy import MeetingFacts, MeetingWarning, MinutesStandard, meeting_warnings
from encircle.rooms.meetings.vocabulary import Outcome, Presence
from encircle.rooms.organisation.models import Topic
from encircle.rooms.organisation.vocabulary import Part

IN_A_LINE = {"class": "encircle-in-a-line"}
NARROW = {"class": "govuk-input--width-5"}


@dataclass(frozen=True)
class Headed:
    """One part of the meeting with its passages."""

    part: Part
    passages: Sequence[BoundField]


@dataclass(frozen=True)
class Seated:
    """One seat's questions: whether they came, and for a volunteer the time they gave."""

    seat: Seat
    came: BoundField
    time: Sequence[BoundField]


class MinutesForm(GovForm):
    """Bound to what a draft holds, so that everything typed is shown again as it was typed."""

    def __init__(
        self, body: Mapping[str, str], *, meeting: Meeting, seats: Sequence[Seat], topics: Sequence[Topic], at: datetime
    ) -> None:
        self.meeting, self.seats, self.topics, self.at = meeting, seats, topics, at
        fields = {**_time_fields(), **_fields_of_seats(seats), **_fields_of_topics(topics)}
        self.base_fields = fields  # type: ignore[misc]  # Django copies them from here; ours are this meeting's own
        super().__init__(dict(body))

    def without_errors(self) -> "MinutesForm":
        """A draft is not wrong, only unfinished."""
        self._errors = ErrorDict()
        return self

    # --- what the page shows ---

    def seated(self) -> list[Seated]:
        return [
            Seated(seat, self[presence_key(seat.pk)], [self[name] for name in _time_of(seat)]) for seat in self.seats
        ]

    def parts(self) -> list[Headed]:
        """The parts in the order of a meeting; one without a topic is not asked about."""
        by_part = {part: [self[passage_key(one.code)] for one in self.topics if one.part == part] for part in Part}
        return [Headed(part, passages) for part, passages in by_part.items() if passages]

    def warnings(self, standard: MinutesStandard) -> tuple[MeetingWarning, ...]:
        """What the volunteers should see before they submit; none of it stops them. Nothing while nobody answered."""
        answers = self._presences()
        if not answers:
            return ()
        found = meeting_warnings(_facts(self.meeting, self.seats, answers, self.held()), standard)
        return tuple(one for one in found if one is not MeetingWarning.ATTENDANCE_NOT_RECORDED)

    @property
    def leaves_somebody_out(self) -> bool:
        """The draft says of somebody whether they came who has no seat any more."""
        asked = {presence_key(seat.pk) for seat in self.seats}
        return any(key.startswith("presence_") and key not in asked for key in self.data)

    # --- what was answered ---

    def held(self) -> Held | None:
        """How the meeting went, where that much is answered and makes sense."""
        answers = self._cleaned()
        started, ended, outcome = (answers.get(name) for name in ("started", "ended", "outcome"))
        if not (started and ended and outcome):
            return None
        return Held(Outcome(outcome), self._instant(started), self._instant(ended))

    def minutes(self) -> Minutes:
        """Call when the form is valid."""
        held = self.held()
        assert held is not None  # noqa: S101 (a valid form says so)
        return Minutes(
            held=held,
            attendance={seat.pk: self._came(seat) for seat in self.seats if self.cleaned_data[presence_key(seat.pk)]},
            passages=[(one.code, self.cleaned_data[passage_key(one.code)]) for one in self.topics],
        )

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or self.cleaned_data
        self._check_times(answers)
        if not any(name.startswith("passage_") for name in [*self.errors, *(key for key in answers if answers[key])]):
            self.add_error(self._first_passage(), "Write something under at least one heading")
        return answers

    def _check_times(self, answers: Mapping[str, Any]) -> None:
        instants = {name: self._checked_instant(name, answers.get(name)) for name in ("started", "ended")}
        started, ended = instants["started"], instants["ended"]
        if started and started > self.at:
            self.add_error("started", "The start must be in the past")
        elif ended and ended > self.at:
            self.add_error("ended", "The end must be in the past")
        elif started and ended and ended <= started:
            self.add_error("ended", "The end must be after the start")

    def _checked_instant(self, name: str, wall: time | None) -> datetime | None:
        try:
            return self._instant(wall) if wall is not None else None
        except ClockChange as refusal:
            self.add_error(name, str(refusal))
            return None

    def _instant(self, wall: time) -> datetime:
        return london_instant(in_london(self.meeting.starts_at).date(), wall)

    def _first_passage(self) -> str | None:
        with_core_member = [topic for topic in self.topics if topic.part == Part.WITH_CORE_MEMBER]
        first = next(iter([*with_core_member, *self.topics]), None)
        return passage_key(first.code) if first else None

    def _came(self, seat: Seat) -> Came:
        hours: Decimal | None = self.cleaned_data.get(hours_key(seat.pk))
        return Came(
            presence=Presence(self.cleaned_data[presence_key(seat.pk)]),
            minutes_given=None if hours is None else round(hours * 60),
            travel_minutes=self.cleaned_data.get(travel_key(seat.pk)),
        )

    def _presences(self) -> dict[UUID, Presence]:
        answers = self._cleaned()
        told = {seat.pk: answers.get(presence_key(seat.pk)) for seat in self.seats}
        return {seat_id: Presence(came) for seat_id, came in told.items() if came}

    def _cleaned(self) -> Mapping[str, Any]:
        """What could be read, whatever else is wrong; a start or end that was refused is not among it."""
        if not hasattr(self, "cleaned_data"):
            kept = self._errors
            self.full_clean()
            self._errors = kept if kept is not None else self._errors
        return self.cleaned_data


def minutes_form(body: Mapping[str, str], meeting: Meeting, at: datetime) -> MinutesForm:
    return MinutesForm(body, meeting=meeting, seats=seats_at(meeting), topics=topics_for(body), at=at)


def _facts(
    meeting: Meeting, seats: Sequence[Seat], answers: Mapping[UUID, Presence], held: Held | None
) -> MeetingFacts:
    there = [seat.part for seat in seats if answers.get(seat.pk) is Presence.PRESENT]
    centre = next((seat for seat in seats if seat.part == SeatPart.CORE_MEMBER and seat.pk in answers), None)
    return MeetingFacts(
        planned_end=meeting.ends_at,
        recorded_end=held.held_until if held else None,
        core_member_present=SeatPart.CORE_MEMBER in there if centre else None,
        volunteers_present=there.count(SeatPart.VOLUNTEER),
        staff_present=SeatPart.COORDINATOR in there,
        said_to_have_stopped_early=held is not None and held.outcome is Outcome.STOPPED_EARLY,
    )


# --- the fields ---


def _time_fields() -> dict[str, forms.Field]:
    return {
        "started": TimeField(label="Started at", called="the start", widget=forms.TextInput(attrs=NARROW)),
        "ended": TimeField(label="Ended at", called="the end", widget=forms.TextInput(attrs=NARROW)),
        "outcome": forms.ChoiceField(
            label="How did it go?",
            help_text="If it was not held as planned, your coordinator is told as soon as you save.",
            choices=Outcome.choices,
            widget=forms.RadioSelect,
            error_messages={"required": "Select how the meeting went"},
        ),
    }


def _fields_of_seats(seats: Sequence[Seat]) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {}
    for seat in seats:
        fields[presence_key(seat.pk)] = _presence_field(seat)
        if seat.part == SeatPart.VOLUNTEER:
            fields |= _given_time_fields(seat)
    return fields


def _presence_field(seat: Seat) -> forms.Field:
    is_coordinator = seat.part == SeatPart.COORDINATOR
    return forms.ChoiceField(
        label=f"{seat.display_name}, {seat.get_part_display().lower()}",
        choices=Presence.choices,
        widget=forms.RadioSelect(attrs=IN_A_LINE),
        required=not is_coordinator,
        error_messages={"required": f"Select whether {seat.display_name} came"},
    )


def _given_time_fields(seat: Seat) -> dict[str, forms.Field]:
    name = seat.display_name
    return {
        hours_key(seat.pk): forms.DecimalField(
            label=f"Hours {name} gave",
            required=False,
            min_value=0,
            max_value=24,
            max_digits=4,
            decimal_places=2,
            error_messages={"invalid": f"Hours {name} gave must be a number, like 2 or 1.5"},
            widget=forms.NumberInput(attrs={"class": "govuk-input--width-4", "suffix": "hours"}),
        ),
        travel_key(seat.pk): forms.IntegerField(
            label=f"{name}’s travel, there and back",
            required=False,
            min_value=0,
            max_value=1440,
            error_messages={"invalid": f"{name}’s travel must be a whole number of minutes, like 40"},
            widget=forms.NumberInput(attrs={"class": "govuk-input--width-4", "suffix": "minutes"}),
        ),
    }


def _time_of(seat: Seat) -> tuple[str, ...]:
    return (hours_key(seat.pk), travel_key(seat.pk)) if seat.part == SeatPart.VOLUNTEER else ()


def _fields_of_topics(topics: Sequence[Topic]) -> dict[str, forms.Field]:
    return {passage_key(topic.code): _passage_field(topic) for topic in topics}


def _passage_field(topic: Topic) -> forms.Field:
    return LongTextField(
        label=topic.name, help_text=topic.hint, max_length=LONGEST_PASSAGE, required=False, strip=False, rows=4
    )
