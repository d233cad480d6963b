"""Plan a briefing, invite to it, move it, cancel it, and answer an invitation."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.circles.models import Circle, Ending, Seat
from encircle.rooms.circles.queries import now
from encircle.rooms.circles.vocabulary import SeatPart

from ..models import Briefing, BriefingHeld, BriefingInvitation, BriefingMove, BriefingReply
from ..rules import require_keeping
from ..vocabulary import MoveReason
from .opening import close_with_briefing, move_with_briefing
from .telling import tell

ITEM = "briefings.briefing"
LONGEST = timedelta(hours=12)  # a longer "briefing" is a slip of the pen
FURTHEST = timedelta(days=730)
INVITED = (SeatPart.VOLUNTEER, SeatPart.OUTER_CIRCLE, SeatPart.COORDINATOR)


@dataclass(frozen=True)
class Time:
    """When and where a briefing is."""

    starts_at: datetime
    ends_at: datetime
    venue_id: UUID | None = None


@dataclass(frozen=True)
class NewBriefing:
    """`id` comes with the form, so that it is planned once."""

    id: UUID
    time: Time
    seat_ids: tuple[UUID, ...]


@transaction.atomic
def plan_briefing(circle: Circle, new: NewBriefing, *, by: Actor, at: datetime) -> Briefing:
    """Raises NotAllowed or Invalid."""
    require_keeping(by, circle.area_id)
    if Ending.objects.filter(circle=circle, ended_at__lte=at).exists():
        raise Invalid("This Circle has ended, so no briefing can be planned")
    _check(new.time, at)
    briefing = Briefing(
        id=new.id,
        circle=circle,
        area_id=circle.area_id,
        planned_starts_at=new.time.starts_at,
        starts_at=new.time.starts_at,
        ends_at=new.time.ends_at,
        venue_id=new.time.venue_id,
        planned_by_id=by.user_id,
        planned_at=at,
    )
    try:
        with transaction.atomic():
            Briefing.objects.bulk_create([briefing])
    except IntegrityError as error:
        if Briefing.objects.filter(pk=new.id).exists():
            raise  # the very same form: whoever called knows that it did this before
        raise Invalid({"starts": "There is a briefing at this time already"}) from error
    record_about(Verb.CREATED, briefing, by)
    _invite(briefing, new.seat_ids, by, at)
    return briefing


@transaction.atomic
def invite(briefing_id: UUID, seat_ids: Collection[UUID], *, by: Actor, at: datetime) -> int:
    """Those not yet invited; how many. Raises NotAllowed."""
    return _invite(still_open(briefing_id, by), seat_ids, by, at)


def _invite(briefing: Briefing, seat_ids: Collection[UUID], by: Actor, at: datetime) -> int:
    there = set(BriefingInvitation.objects.filter(briefing=briefing).values_list("seat_id", flat=True))
    seats = Seat.objects.filter(now(at), pk__in=set(seat_ids) - there, circle=briefing.circle_id, part__in=INVITED)
    rows = [
        BriefingInvitation(briefing=briefing, seat=seat, **_about(briefing), invited_by_id=by.user_id, invited_at=at)
        for seat in seats
    ]
    BriefingInvitation.objects.bulk_create(rows)
    if rows:
        record_about(Verb.CHANGED, briefing, by, fields=["invitations"], detail=str(len(rows)))
    tell(briefing.pk, [row.seat_id for row in rows], by=by, at=at)
    return len(rows)


@transaction.atomic
def move_briefing(briefing_id: UUID, time: Time, reason: MoveReason, *, by: Actor, at: datetime) -> None:
    """To another time or place; a pack that opens with its start moves along. Pressed twice, it moves once."""
    briefing = still_open(briefing_id, by)
    if (briefing.starts_at, briefing.ends_at, briefing.venue_id) == (time.starts_at, time.ends_at, time.venue_id):
        return
    _check(time, at)
    try:
        with transaction.atomic():
            changed = Briefing.objects.filter(pk=briefing.pk).update(
                starts_at=time.starts_at, ends_at=time.ends_at, venue_id=time.venue_id
            )
    except IntegrityError:
        raise Invalid({"starts": "There is a briefing at this time already"}) from None
    if not changed:
        raise NotFound()
    move = BriefingMove(
        briefing=briefing, **_about(briefing), moved_from=briefing.starts_at, moved_to=time.starts_at, reason=reason,
        moved_by_id=by.user_id, moved_at=at,
    )  # fmt: skip
    BriefingMove.objects.bulk_create([move])
    move_with_briefing(briefing, time.starts_at, at=at)
    record_about(Verb.CHANGED, briefing, by, fields=["starts_at", "ends_at", "venue"], detail=reason)
    tell(briefing.pk, invited_seats(briefing), by=by, at=at)


@transaction.atomic
def cancel_briefing(briefing_id: UUID, reason: MoveReason, *, by: Actor, at: datetime) -> None:
    """Its pack closes with it."""
    briefing = still_open(briefing_id, by)
    changed = Briefing.objects.filter(pk=briefing.pk, cancelled_at__isnull=True).update(
        cancelled_at=at, cancelled_by=by.user_id, cancel_reason=reason
    )
    if not changed:
        raise NotFound()
    close_with_briefing(briefing, by=by, at=at)
    record_about(Verb.CHANGED, briefing, by, fields=["cancelled_at"], detail=reason)
    tell(briefing.pk, invited_seats(briefing), by=by, at=at)


def reply(invitation_id: UUID, *, comes: bool, by: Actor, at: datetime) -> BriefingInvitation:
    """Whether somebody comes to a briefing they are invited to. The same answer again changes nothing."""
    found = BriefingInvitation.objects.filter(pk=invitation_id).select_related("briefing").first()
    own = {seat for _, seat in by.volunteer_seats} | set(by.outer_seats)
    if found is None or found.seat_id not in own:
        raise NotFound()
    if found.briefing.cancelled_at is not None or found.briefing.ends_at <= at:
        raise NotAllowed("This briefing is over, or was cancelled.")
    newest = BriefingReply.objects.filter(invitation=found).order_by("-at", "-pk").first()
    if newest is None or newest.comes != comes or newest.at < _asked_at(found):
        row = BriefingReply(
            briefing=found.briefing, invitation=found, seat_id=found.seat_id, **_about(found.briefing), comes=comes,
            by_id=by.user_id, at=at,
        )  # fmt: skip
        BriefingReply.objects.bulk_create([row])
        record_about(Verb.CHANGED, found.briefing, by, fields=["replies"], detail="yes" if comes else "no")
    return found


def _asked_at(invitation: BriefingInvitation) -> datetime:
    """A professional sees no moves: then the invitation alone counts."""
    moved = BriefingMove.objects.filter(briefing=invitation.briefing_id).order_by("-moved_at").first()
    return moved.moved_at if moved else invitation.invited_at


def still_open(briefing_id: UUID, by: Actor) -> Briefing:
    """The briefing, locked, if it can still be moved, cancelled or held."""
    briefing = Briefing.objects.select_for_update(of=("self",)).filter(pk=briefing_id).first()
    if briefing is None:
        raise NotFound()
    require_keeping(by, briefing.area_id)
    if briefing.cancelled_at is not None:
        raise NotAllowed("This briefing was cancelled already.")
    if BriefingHeld.objects.filter(briefing=briefing).exists():
        raise NotAllowed("This briefing was held, so it can no longer be changed.")
    return briefing


def invited_seats(briefing: Briefing) -> list[UUID]:
    return list(BriefingInvitation.objects.filter(briefing=briefing).values_list("seat_id", flat=True))


def _check(time: Time, at: datetime) -> None:
    if time.ends_at <= time.starts_at:
        raise Invalid({"ends": "The end must be after the start"})
    if time.ends_at - time.starts_at > LONGEST:
        raise Invalid({"ends": "A briefing cannot be longer than 12 hours"})
    if abs(time.starts_at - at) > FURTHEST:
        raise Invalid({"day": "The date must be within two years of today"})


def _about(briefing: Briefing) -> dict[str, UUID]:
    return {"circle_id": briefing.circle_id, "area_id": briefing.area_id}


def record_about(verb: Verb, briefing: Briefing, by: Actor, *, fields: Iterable[str] = (), detail: str = "") -> None:
    record(
        verb,
        ITEM,
        briefing.pk,
        by=by.acting,
        circle_id=briefing.circle_id,
        area_id=briefing.area_id,
        fields=fields,
        detail=detail,
    )
