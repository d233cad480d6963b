"""When the pack is there for volunteers: from the briefing's start or another moment, for a set number of days."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.circles.models import Circle, Seat
from encircle.rooms.circles.queries import now
from encircle.rooms.circles.vocabulary import SeatPart
from encircle.rooms.organisation.queries import kind_standard

from ..models import Briefing, PackOpening, PackVersion
from ..rules import require_keeping
from ..vocabulary import ReopenReason
from .telling import tell, volunteer_seats

ITEM = "briefings.packopening"
USUAL_DAYS = 14  # where the charity has no standard for this kind of Circle


@transaction.atomic
def open_for_all(briefing_id: UUID, *, id: UUID, opens_at: datetime | None, by: Actor, at: datetime) -> PackOpening:
    """For the Circle's volunteers, from the briefing's start or from `opens_at`. Raises NotAllowed or Invalid."""
    briefing = _with_pack(briefing_id, by)
    if PackOpening.objects.filter(briefing=briefing, seat__isnull=True, closes_at__gt=at).exists():
        raise Invalid("The volunteers can read this pack already, or from a day that is set. Close that first")
    if opens_at is not None and opens_at < at - timedelta(minutes=10):
        raise Invalid({"opens_at": "The moment must not be in the past"})
    return _open(briefing, id, opens_at or briefing.starts_at, by=by, at=at, follows_start=opens_at is None)


@transaction.atomic
def open_for_one(
    briefing_id: UUID, seat_id: UUID, reason: ReopenReason, *, id: UUID, by: Actor, at: datetime
) -> PackOpening:
    """Again, for one volunteer, from now. Raises NotAllowed or Invalid."""
    briefing = _with_pack(briefing_id, by)
    volunteers = Seat.objects.filter(now(at), circle=briefing.circle_id, part=SeatPart.VOLUNTEER)
    if not volunteers.filter(pk=seat_id).exists():
        raise Invalid({"seat": "Select a volunteer of this Circle"})
    if PackOpening.objects.filter(briefing=briefing, seat=seat_id, closes_at__gt=at).exists():
        raise Invalid({"seat": "This volunteer can read it already"})
    return _open(briefing, id, at, by=by, at=at, follows_start=False, seat_id=seat_id, reason=reason)


@transaction.atomic
def close_opening(opening_id: UUID, *, by: Actor, at: datetime) -> PackOpening:
    """At once. What is over already stays as it was."""
    opening = PackOpening.objects.filter(pk=opening_id).first()
    if opening is None:
        raise NotFound()
    require_keeping(by, opening.area_id)
    if opening.closes_at > at:
        _close(opening, by, at)
        _record(Verb.ENDED, opening, by)
    return opening


def move_with_briefing(briefing: Briefing, starts_at: datetime, *, at: datetime) -> None:
    """What follows the briefing's start follows it to another day, and keeps its length."""
    following = PackOpening.objects.filter(briefing=briefing, follows_start=True, closed_by__isnull=True)
    for opening in following.filter(closes_at__gt=at):
        length = opening.closes_at - opening.opens_at
        PackOpening.objects.filter(pk=opening.pk).update(opens_at=starts_at, closes_at=starts_at + length)


def close_with_briefing(briefing: Briefing, *, by: Actor, at: datetime) -> None:
    for opening in PackOpening.objects.filter(briefing=briefing, closes_at__gt=at):
        _close(opening, by, at)


def _close(opening: PackOpening, by: Actor, at: datetime) -> None:
    ends = max(at, opening.opens_at)  # of one that has not begun nothing is left
    changed = PackOpening.objects.filter(pk=opening.pk).update(
        opens_at=min(opening.opens_at, ends), closes_at=ends, closed_by=by.user_id
    )
    if not changed:
        raise NotFound()


def _with_pack(briefing_id: UUID, by: Actor) -> Briefing:
    """Locked, so that two who open it at once follow one another."""
    briefing = Briefing.objects.select_for_update(of=("self",)).filter(pk=briefing_id).first()
    if briefing is None:
        raise NotFound()
    require_keeping(by, briefing.area_id)
    if briefing.cancelled_at is not None:
        raise Invalid("This briefing was cancelled")
    if not PackVersion.objects.filter(briefing=briefing).exists():
        raise Invalid("Write the pack first")
    return briefing


def _open(
    briefing: Briefing,
    id: UUID,
    opens_at: datetime,
    *,
    by: Actor,
    at: datetime,
    follows_start: bool,
    seat_id: UUID | None = None,
    reason: str = "",
) -> PackOpening:
    days = open_days(briefing.circle_id, at)
    opening = PackOpening(
        id=id, briefing=briefing, circle_id=briefing.circle_id, area_id=briefing.area_id, seat_id=seat_id,
        follows_start=follows_start, opens_at=opens_at, closes_at=max(opens_at, at) + timedelta(days=days),
        reason=reason, opened_by_id=by.user_id, opened_at=at,
    )  # fmt: skip
    PackOpening.objects.bulk_create([opening])
    _record(Verb.DECIDED, opening, by)
    tell(briefing.pk, [seat_id] if seat_id else volunteer_seats(briefing.circle_id, at), by=by, at=at)
    return opening


def open_days(circle_id: UUID, at: datetime) -> int:
    """How many days a pack is there: the practice standard of the Circle's kind says so."""
    kind = Circle.objects.values_list("kind", flat=True).get(pk=circle_id)
    standard = kind_standard(kind, on=in_london(at).date())
    return standard.briefing_open_days if standard else USUAL_DAYS


def _record(verb: Verb, opening: PackOpening, by: Actor) -> None:
    record(verb, ITEM, opening.pk, by=by.acting, circle_id=opening.circle_id, area_id=opening.area_id)
