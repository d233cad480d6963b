"""Forms about reviews: planning one, what was held, what was decided, a view taken down, a pack corrected."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms

from encircle.common.clock import in_london
from encircle.design.answering import OnceForm
from encircle.design.forms import ClockChange, DateField, GovForm, LongTextField, Option, TimeField, london_instant
from encircle.rooms.circles.models import Seat
from encircle.rooms.circles.vocabulary import SeatPart
from encircle.rooms.organisation.models import Topic, Venue
from encircle.rooms.reviews.actions.answering import Said
from encircle.rooms.reviews.actions.deciding import LONGEST as LONGEST_DECISION
from encircle.rooms.reviews.actions.deciding import Held, NewDecision
from encircle.rooms.reviews.actions.packing import LONGEST as LONGEST_PASSAGE
from encircle.rooms.reviews.actions.packing import Added, Corrected
from encircle.rooms.reviews.actions.planning import NewReview, Time
from encircle.rooms.reviews.models import PackPassage, Review
from encircle.rooms.reviews.vocabulary import Came, CancelReason, Coming, DecisionKind, ReviewKind

from .fields import offer
from .meeting_forms import NARROW

ONLINE = "online"
KIND_HINTS = {
    ReviewKind.QUARTERLY: "Counts in the calendar of the Circle",
    ReviewKind.ENDING: "When the Circle comes to its end",
    ReviewKind.EXTRA: "Besides the calendar, because something calls for it",
}


class TimeAndPlaceForm(OnceForm):
    day = DateField(label="Date", called="the date")
    starts = TimeField(
        label="Start", called="the start", widget=forms.TextInput(attrs=NARROW), help_text="For example, 2pm"
    )
    ends = TimeField(label="End", called="the end", widget=forms.TextInput(attrs=NARROW))
    place = forms.ChoiceField(label="Where", required=False)

    def __init__(self, *args: Any, venues: Iterable[Venue], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "place", [("", "Not known yet"), (ONLINE, "Online"), *((str(one.pk), one.name) for one in venues)])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        _to_instants(self, cleaned)
        return cleaned

    @property
    def time(self) -> Time:
        given = self.cleaned_data
        place = given["place"]
        return Time(
            given["starts_at"],
            given["ends_at"],
            venue_id=UUID(place) if place and place != ONLINE else None,
            online=place == ONLINE,
        )


class MoveForm(TimeAndPlaceForm):
    why = forms.CharField(label="Why is it moved?", max_length=400, help_text="Kept with when it was to be before")
    called = {"why": "why it is moved"}


class PlanForm(TimeAndPlaceForm):
    kind = forms.ChoiceField(
        label="Which review is it?",
        choices=[(one.value, Option(one.label, hint=KIND_HINTS[one])) for one in ReviewKind],
        widget=forms.RadioSelect,
        initial=ReviewKind.QUARTERLY,
    )
    seats = forms.MultipleChoiceField(
        label="Who is invited?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select who is invited"},
    )
    field_order = ("once", "kind", "day", "starts", "ends", "place", "seats")
    called = {"kind": "which review it is"}

    def __init__(self, *args: Any, seats: Sequence[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "seats", [(str(seat.pk), seat_option(seat)) for seat in seats])

    @property
    def new(self) -> NewReview:
        given = self.cleaned_data
        return NewReview(
            id=self.id,
            kind=ReviewKind(given["kind"]),
            time=self.time,
            seats=frozenset(UUID(one) for one in given["seats"]),
        )


# As somebody else tells it; on one's own page it says "I".
THEIR_ANSWERS = [
    (Coming.COMING.value, "They will come"),
    (Coming.SENDS.value, "Somebody else will come for them"),
    (Coming.NOT_COMING.value, "They cannot come"),
]


class InvitationsForm(GovForm):
    seats = forms.MultipleChoiceField(
        label="Who is invited as well?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select who is invited"},
    )

    def __init__(self, *args: Any, seats: Sequence[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "seats", [(str(seat.pk), seat_option(seat)) for seat in seats])

    @property
    def chosen(self) -> list[UUID]:
        return [UUID(one) for one in self.cleaned_data["seats"]]


class SaidForm(GovForm):
    """An answer that the coordinator was told and keys."""

    coming = forms.ChoiceField(label="Are they coming?", choices=THEIR_ANSWERS, widget=forms.RadioSelect)
    said_by = forms.CharField(
        label="Who told you?",
        max_length=120,
        help_text="For example, the person themselves, or a colleague with their name",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Enter who told you"},
    )
    said_on = DateField(label="When?", called="the day they told you")
    called = {"coming": "whether they are coming"}

    @property
    def said(self) -> Said:
        return Said(self.cleaned_data["said_by"], self.cleaned_data["said_on"])


class CancellationForm(GovForm):
    called = {"reason": "why it is cancelled"}
    reason = forms.ChoiceField(label="Why is it cancelled?", choices=CancelReason.choices, widget=forms.RadioSelect)


class HoldingForm(OnceForm):
    """When it was held, who came, and when the next one is."""

    day = DateField(label="Date", called="the date")
    starts = TimeField(label="From", called="the start", widget=forms.TextInput(attrs=NARROW))
    ends = TimeField(label="To", called="the end", widget=forms.TextInput(attrs=NARROW))
    next_on = DateField(label="Next review, if you agreed a day", required=False)

    def __init__(self, *args: Any, review: Review, seats: Sequence[Seat], **kwargs: Any) -> None:
        starts, ends = in_london(review.starts_at), in_london(review.ends_at)
        kwargs["initial"] = {"day": starts.date(), "starts": starts.time(), "ends": ends.time()}
        super().__init__(*args, **kwargs)
        self.seats = seats
        for seat in seats:
            self.fields[f"came_{seat.pk}"] = forms.ChoiceField(
                label=seat.display_name,
                choices=[(one.value, one.label) for one in Came if _can_send(seat) or one is not Came.SENT],
                widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
                help_text=_where(seat),
                error_messages={"required": f"Select whether {seat.display_name} came"},
            )
        self.order_fields(["once", "day", "starts", "ends", *(f"came_{seat.pk}" for seat in seats), "next_on"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        _to_instants(self, cleaned)
        return cleaned

    @property
    def held(self) -> Held:
        given = self.cleaned_data
        return Held(
            held_from=given["starts_at"],
            held_until=given["ends_at"],
            came={seat.pk: Came(given[f"came_{seat.pk}"]) for seat in self.seats},
            next_on=given["next_on"],
        )


class DecisionForm(OnceForm):
    kind = forms.ChoiceField(
        label="What is it?", choices=DecisionKind.choices, widget=forms.RadioSelect, initial=DecisionKind.ACTION
    )
    text = LongTextField(
        label="What was decided, or left open",
        max_length=LONGEST_DECISION,
        rows=4,
        called="what was decided or left open",
        help_text="The Circle’s volunteers read it too. First names only.",
    )
    seat = forms.ChoiceField(label="Who does it", required=False)
    due_on = DateField(label="By when", required=False)
    called = {"kind": "what it is"}

    def __init__(self, *args: Any, seats: Sequence[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "seat", [("", "Nobody in particular"), *((str(seat.pk), seat.display_name) for seat in seats)])

    @property
    def new(self) -> NewDecision:
        given = self.cleaned_data
        return NewDecision(
            id=self.id,
            kind=DecisionKind(given["kind"]),
            text=given["text"],
            seat_id=UUID(given["seat"]) if given["seat"] else None,
            due_on=given["due_on"],
        )


class CorrectionForm(OnceForm):
    """The words of each passage, what it is asked for, and one passage more."""

    def __init__(self, *args: Any, passages: Sequence[PackPassage], topics: Sequence[Topic], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.passages = passages
        subjects = [(topic.pk, topic.name) for topic in topics]
        for one in passages:
            self.fields[f"text_{one.position}"] = LongTextField(
                label=one.heading, required=False, max_length=LONGEST_PASSAGE, rows=5, initial=one.text
            )
            self._subject(f"topic_{one.position}", subjects, one.topic_id)
        self.fields["new_heading"] = forms.CharField(label="Heading", required=False, max_length=120)
        self.fields["new_text"] = LongTextField(label="Text", required=False, max_length=LONGEST_PASSAGE, rows=4)
        self._subject("new_topic", subjects, subjects[0][0])

    def of(self, one: PackPassage) -> list[Any]:
        return [self[f"text_{one.position}"], self[f"topic_{one.position}"]]

    def more(self) -> list[Any]:
        return [self[name] for name in ("new_heading", "new_text", "new_topic")]

    @property
    def texts(self) -> list[Corrected]:
        given = self.cleaned_data
        return [
            Corrected(one.position, given[f"text_{one.position}"], given[f"topic_{one.position}"])
            for one in self.passages
        ]

    @property
    def added(self) -> Added | None:
        given = self.cleaned_data
        return Added(given["new_heading"], given["new_text"], given["new_topic"]) if given["new_text"] else None

    def _subject(self, name: str, subjects: list[tuple[str, str]], chosen: str) -> None:
        self.fields[name] = forms.ChoiceField(
            label="Consent asked for", choices=subjects, initial=chosen,
            error_messages={"required": "Select what consent is asked for"},
        )  # fmt: skip


def seat_option(seat: Seat) -> Option:
    return Option(seat.display_name, hint=_where(seat))


def _can_send(seat: Seat) -> bool:
    """An agency may send somebody else; a core member, a volunteer or a coordinator comes or does not."""
    return seat.professional_id is not None


def _where(seat: Seat) -> str:
    if seat.professional is not None:
        return ", ".join(filter(None, [seat.position, seat.professional.agency.name]))
    return SeatPart(seat.part).label


def _to_instants(form: GovForm, cleaned: dict[str, Any]) -> None:
    """The times become instants; one that the clocks skip or show twice is refused."""
    for name in ("starts", "ends"):
        if cleaned.get("day") and cleaned.get(name):
            try:
                cleaned[f"{name}_at"] = london_instant(cleaned["day"], cleaned[name])
            except ClockChange as refusal:
                form.add_error(name, str(refusal))


def as_initial(review: Review) -> dict[str, date | datetime | object]:
    starts, ends = in_london(review.starts_at), in_london(review.ends_at)
    place = ONLINE if review.online else str(review.venue_id or "")
    return {"day": starts.date(), "starts": starts.time(), "ends": ends.time(), "place": place}
