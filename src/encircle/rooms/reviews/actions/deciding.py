"""What is recorded of a review that was held: who came, what was decided, what stayed open, when the next one is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.circles.models import Circle, Phase, Seat
from encircle.rooms.circles.rules import require_changing

from ..models import Attendance, Decision, DecisionDone, DecisionWords, Holding, PhaseDecision, Review
from ..policy import nearest
from ..queries.calendar import courses_of
from ..queries.planned import review_row
from ..rules import refuse_cancelled, require_keeping
from ..vocabulary import OF_THE_CALENDAR, Came, DecisionKind

LONGEST = 2_000


@dataclass(frozen=True)
class Held:
    held_from: datetime
    held_until: datetime
    came: Mapping[UUID, Came]  # by seat
    next_on: date | None = None


@dataclass(frozen=True)
class NewDecision:
    id: UUID  # made when the form was opened
    kind: DecisionKind
    text: str
    seat_id: UUID | None = None
    due_on: date | None = None


@transaction.atomic
def hold_review(review_id: UUID, held: Held, *, by: Actor, at: datetime) -> Holding:
    """Recorded once. Raises NotFound, NotAllowed or Invalid."""
    review = _mine(review_id, by)
    refuse_cancelled(review)
    there = Holding.objects.filter(pk=review.pk).first()
    if there is not None:
        return there
    _check(held, at)
    holding = _holding(review, held, by, at)
    try:
        with transaction.atomic():
            Holding.objects.bulk_create([holding])
    except IntegrityError:
        raise NotAllowed("Somebody has recorded this review at this moment.") from None
    Attendance.objects.bulk_create(_attendance(review, held, by))
    _record(Verb.CREATED, "reviews.holding", review.pk, review, by, detail=str(len(held.came)))
    return holding


@transaction.atomic
def add_decision(review_id: UUID, new: NewDecision, *, by: Actor, at: datetime) -> UUID:
    """Something to do, a change of rhythm, or a question left open: who, what, by when."""
    review = _mine(review_id, by)
    if not Holding.objects.filter(pk=review.pk).exists():
        raise NotAllowed("Record that the review was held first.")
    if Decision.objects.filter(pk=new.id).exists():
        return new.id
    _check_decision(review, new)
    last = Decision.objects.filter(review=review).aggregate(last=Max("position"))["last"] or 0
    of_review = {"review_id": review.pk, "circle_id": review.circle_id, "area_id": review.area_id}
    decision = Decision(
        id=new.id,
        position=last + 1,
        kind=new.kind,
        seat_id=new.seat_id,
        due_on=new.due_on,
        recorded_by_id=by.user_id,
        recorded_at=at,
        **of_review,
    )
    Decision.objects.bulk_create([decision])
    DecisionWords.objects.bulk_create([DecisionWords(decision_id=new.id, text=new.text.strip(), **of_review)])
    _record(Verb.DECIDED, "reviews.decision", new.id, review, by, detail=new.kind)
    return new.id


@transaction.atomic
def note_done(decision_id: UUID, *, by: Actor, at: datetime) -> Decision:
    """What was to be done is done, or the question answered. Pressed twice, it is noted once."""
    decision = Decision.objects.select_related("review").filter(pk=decision_id).first()
    if decision is None:
        raise NotFound()
    require_keeping(by, decision.area_id)
    if DecisionDone.objects.filter(pk=decision.pk).exists():
        return decision
    row = DecisionDone(
        decision_id=decision.pk,
        review_id=decision.review_id,
        circle_id=decision.circle_id,
        area_id=decision.area_id,
        recorded_by_id=by.user_id,
        recorded_at=at,
    )
    DecisionDone.objects.bulk_create([row], ignore_conflicts=True)
    _record(Verb.CHANGED, "reviews.decision", decision.pk, decision.review, by, detail="done")
    return decision


@transaction.atomic
def decide_phase(phase_id: UUID, review_id: UUID, *, by: Actor, at: datetime) -> None:
    """This phase was decided at this review: the move to a lower rhythm belongs to one. Once for each phase."""
    review = _mine(review_id, by)
    require_changing(by, review.area_id)
    phase = Phase.objects.filter(pk=phase_id, circle=review.circle_id).first()
    if phase is None:
        raise NotFound()
    if not Holding.objects.filter(pk=review.pk).exists():
        raise NotAllowed("A review decides once it has been held.")
    row = PhaseDecision(
        phase_id=phase.pk,
        review_id=review.pk,
        circle_id=review.circle_id,
        area_id=review.area_id,
        recorded_by_id=by.user_id,
        recorded_at=at,
    )
    PhaseDecision.objects.bulk_create([row], ignore_conflicts=True)
    _record(Verb.DECIDED, "reviews.phasedecision", phase.pk, review, by, detail=phase.name)


def _mine(review_id: UUID, by: Actor) -> Review:
    review = review_row(review_id)
    require_keeping(by, review.area_id)
    return review


def _check(held: Held, at: datetime) -> None:
    if held.held_from > at:
        raise Invalid({"starts": "The review must have begun"})
    if held.held_until <= held.held_from:
        raise Invalid({"ends": "The end must be after the start"})
    if held.next_on is not None and held.next_on <= in_london(held.held_from).date():
        raise Invalid({"next_on": "The next review must be after this one"})


def _check_decision(review: Review, new: NewDecision) -> None:
    if not new.text.strip():
        raise Invalid({"text": "Enter what was decided or left open"})
    if len(new.text) > LONGEST:
        raise Invalid({"text": f"This must be {LONGEST:,} characters or fewer"})
    if new.seat_id and not Seat.objects.filter(pk=new.seat_id, circle=review.circle_id).exists():
        raise Invalid({"seat": "Select who is to do it from the list"})


def _holding(review: Review, held: Held, by: Actor, at: datetime) -> Holding:
    return Holding(
        review_id=review.pk,
        circle_id=review.circle_id,
        area_id=review.area_id,
        held_from=held.held_from,
        held_until=held.held_until,
        number=_number(review, held, at),
        next_on=held.next_on,
        recorded_by_id=by.user_id,
        recorded_at=at,
    )


def _number(review: Review, held: Held, at: datetime) -> int | None:
    """Which of the Circle's reviews it was by the calendar: the one whose day is nearest to the day it was held."""
    if review.kind not in OF_THE_CALENDAR:
        return None
    circle = Circle.objects.get(pk=review.circle_id)
    course = courses_of([circle]).get(circle.pk)
    if course is None:
        return None
    return nearest(course, in_london(held.held_from).date(), today=in_london(at).date())


def _attendance(review: Review, held: Held, by: Actor) -> list[Attendance]:
    seats = Seat.objects.filter(circle=review.circle_id, pk__in=list(held.came)).select_related("professional")
    return [
        Attendance(
            review_id=review.pk,
            circle_id=review.circle_id,
            area_id=review.area_id,
            seat_id=seat.pk,
            agency_id=seat.professional.agency_id if seat.professional else None,
            came=held.came[seat.pk],
            held_from=held.held_from,
            recorded_by_id=by.user_id,
        )
        for seat in seats
    ]


def _record(verb: Verb, item_type: str, item_id: UUID, review: Review, by: Actor, *, detail: str) -> None:
    record(
        verb,
        item_type,
        item_id,
        by=by.acting,
        circle_id=review.circle_id,
        area_id=review.area_id,
        detail=detail,
    )
