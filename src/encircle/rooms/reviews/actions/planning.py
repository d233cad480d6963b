"""Plan a review, move it, cancel it; tell those invited in good time that something is waiting."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.foundations.corrections.keeping import Record, keep_correction
from encircle.foundations.post.models import NoticeKind
from encircle.foundations.post.notices import notify_each
from encircle.rooms.circles.models import Circle, Ending, Seat
from encircle.rooms.organisation.models import Venue
from encircle.rooms.organisation.queries import standard_on

from ..models import Holding, Invitation, Review
from ..queries.planned import review_row
from ..rules import refuse_cancelled, require_keeping
from ..vocabulary import CancelReason, ReviewKind

ITEM = "reviews.review"
LONGEST = timedelta(hours=8)


@dataclass(frozen=True)
class Time:
    """Day, hours and place."""

    starts_at: datetime
    ends_at: datetime
    venue_id: UUID | None = None
    online: bool = False


@dataclass(frozen=True)
class NewReview:
    id: UUID  # made when the form was opened: sent twice, it plans one review
    kind: ReviewKind
    time: Time
    seats: frozenset[UUID]  # who is invited


@transaction.atomic
def plan_review(circle: Circle, new: NewReview, *, by: Actor, at: datetime) -> Review:
    """Raises NotAllowed or Invalid. Those invited are told so many days before as the practice standard says."""
    require_keeping(by, circle.area_id)
    if Review.objects.filter(pk=new.id, circle=circle).exists():
        return review_row(new.id)
    _refuse_ended(circle, new.time)
    _check(new.time)
    review = _row(circle, new, by, at)
    try:
        with transaction.atomic():
            Review.objects.bulk_create([review])
    except IntegrityError:
        raise Invalid("Open this page again: it was sent before.") from None
    _invite(review, new.seats, by, at)
    _record(Verb.CREATED, review, by, detail=new.kind)
    return review


@transaction.atomic
def move_review(review_id: UUID, time: Time, why: str, *, by: Actor, at: datetime) -> Review:
    """To another time or place: everybody invited is told anew, and it is kept when it was to be and why it moved.

    Sent twice, it moves once. Raises NotAllowed, NotFound or Invalid.
    """
    review = _open(review_id, by)
    if (review.starts_at, review.ends_at, review.venue_id, review.online) == (
        time.starts_at, time.ends_at, time.venue_id, time.online,
    ):  # fmt: skip
        return review
    _check(time)
    place = _place(review.area_id, time)
    keep_correction(
        Record(item_type=ITEM, item_id=review.pk, circle_id=review.circle_id, area_id=review.area_id),
        {"time": _hours(review), "venue": "Online" if review.online else review.place},
        {"time": _hours(time), "venue": "Online" if time.online else place},
        why,
        by=by,
        at=at,
    )
    changed = Review.objects.filter(pk=review.pk).update(
        starts_at=time.starts_at,
        ends_at=time.ends_at,
        venue_id=time.venue_id,
        online=time.online,
        place=place,
    )
    if not changed:
        raise NotFound()
    _record(Verb.CHANGED, review, by, fields=["starts_at", "ends_at", "venue", "online"])
    moved = review_row(review_id)
    Invitation.objects.filter(review=moved).update(notified_at=None)
    tell_if_due(moved, at=at)
    return moved


@transaction.atomic
def cancel_review(review_id: UUID, reason: CancelReason, *, by: Actor, at: datetime) -> None:
    review = _open(review_id, by)
    changed = Review.objects.filter(pk=review.pk).update(
        cancelled_at=at, cancelled_by_id=by.user_id, cancel_reason=reason
    )
    if not changed:
        raise NotFound()
    _record(Verb.CHANGED, review, by, fields=["cancelled_at"], detail=reason)
    told = Invitation.objects.filter(review=review, notified_at__isnull=False)
    notify_each(_users(told, review), NoticeKind.WAITING, at=at, area_id=review.area_id)


@transaction.atomic
def invite_also(review_id: UUID, seat_ids: Iterable[UUID], *, by: Actor, at: datetime) -> int:
    """Whoever took a seat since, or was forgotten. How many were new."""
    review = _open(review_id, by)
    there = set(Invitation.objects.filter(review=review).values_list("seat_id", flat=True))
    return _invite(review, set(seat_ids) - there, by, at)


def tell_if_due(review: Review, *, at: datetime) -> int:
    """Tell those invited who have not been told, once the day is as near as the practice standard says."""
    if not is_time_to_tell(review, at):
        return 0
    waiting = Invitation.objects.filter(review=review, notified_at__isnull=True)
    users = _users(waiting, review)
    told = waiting.update(notified_at=at)
    notify_each(users, NoticeKind.WAITING, at=at, area_id=review.area_id)
    return told


def is_time_to_tell(review: Review, at: datetime) -> bool:
    before = timedelta(days=standard_on(in_london(at).date()).review_invite_days)
    return review.cancelled_at is None and at < review.ends_at and review.starts_at <= at + before


def _invite(review: Review, seat_ids: Iterable[UUID], by: Actor, at: datetime) -> int:
    present = Q(ends_at__isnull=True) | Q(ends_at__gt=at)
    seats = list(Seat.objects.filter(present, circle=review.circle_id, pk__in=set(seat_ids)))
    rows = [
        Invitation(
            review_id=review.pk,
            circle_id=review.circle_id,
            area_id=review.area_id,
            seat_id=seat.pk,
            invited_by_id=by.user_id,
            invited_at=at,
        )
        for seat in seats
    ]
    Invitation.objects.bulk_create(rows, ignore_conflicts=True)
    tell_if_due(review, at=at)
    return len(rows)


def _users(invitations: object, review: Review) -> list[tuple[UUID, UUID | None]]:
    """Logins of those invited; the coordinator who plans it, and the core member, are told in person."""
    rows = invitations.values_list("seat__volunteer__user_id", "seat__professional__user_id")  # type: ignore[attr-defined]
    found = {volunteer or professional for volunteer, professional in rows}
    return [(user, review.pk) for user in sorted(filter(None, found))]


def _open(review_id: UUID, by: Actor) -> Review:
    review = review_row(review_id)
    require_keeping(by, review.area_id)
    refuse_cancelled(review)
    if Holding.objects.filter(pk=review.pk).exists():
        raise NotAllowed("This review was held. What was planned stays as it was.")
    return review


def _refuse_ended(circle: Circle, time: Time) -> None:
    """Of a Circle that has ended, what was held before can still be added."""
    if Ending.objects.filter(circle=circle, ended_at__lte=time.starts_at).exists():
        raise NotAllowed("This Circle had ended by then.")


def _check(time: Time) -> None:
    if time.ends_at <= time.starts_at:
        raise Invalid({"ends": "The end must be after the start"})
    if time.ends_at - time.starts_at > LONGEST:
        raise Invalid({"ends": "A review lasts 8 hours at most"})
    if time.online and time.venue_id:
        raise Invalid({"place": "Select one place, or online"})


def _hours(time: Time | Review) -> str:
    start, end = in_london(time.starts_at), in_london(time.ends_at)
    return f"{start.day} {start:%B %Y}, {start:%H:%M} to {end:%H:%M}"


def _row(circle: Circle, new: NewReview, by: Actor, at: datetime) -> Review:
    return Review(
        id=new.id,
        circle_id=circle.pk,
        area_id=circle.area_id,
        kind=new.kind,
        circle_reference=circle.reference,
        starts_at=new.time.starts_at,
        ends_at=new.time.ends_at,
        venue_id=new.time.venue_id,
        place=_place(circle.area_id, new.time),
        online=new.time.online,
        planned_by_id=by.user_id,
        planned_at=at,
    )


def _place(area_id: UUID, time: Time) -> str:
    """As it stands in invitations: those invited from outside cannot look a venue up."""
    if time.venue_id is None:
        return ""
    venue = Venue.objects.filter(pk=time.venue_id, area=area_id).first()
    if venue is None:
        raise Invalid({"place": "Select a place from the list"})
    return ", ".join(filter(None, [venue.name, venue.address]))


def _record(verb: Verb, review: Review, by: Actor, *, fields: Iterable[str] = (), detail: str = "") -> None:
    record(
        verb,
        "reviews.review",
        review.pk,
        by=by.acting,
        circle_id=review.circle_id,
        area_id=review.area_id,
        fields=fields,
        detail=detail,
    )
