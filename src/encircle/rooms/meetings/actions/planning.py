"""Plan a Circle's meetings ahead, add one, move one, cancel one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.foundations.post.models import NoticeKind
from encircle.foundations.post.notices import notify
from encircle.rooms.circles.models import Circle, Ending, Seat
from encircle.rooms.circles.queries import now
from encircle.rooms.circles.vocabulary import SeatPart
from encircle.rooms.volunteers.models import Volunteer

from ..models import Meeting, MeetingMove, MinutesVersion
from ..replanning import Change, Place, Planned, What
from ..rules import refuse_unless_open, require_planning
from ..vocabulary import CancelReason

LONGEST = timedelta(hours=12)  # a longer "meeting" is a slip of the pen
FURTHEST = timedelta(days=730)


@dataclass(frozen=True)
class Time:
    """When and where a meeting is."""

    starts_at: datetime
    ends_at: datetime
    venue_id: UUID | None = None


@transaction.atomic
def plan_meetings(circle: Circle, starts: Iterable[datetime], *, by: Actor, at: datetime) -> int:
    """Plan a meeting of the Circle's usual length at each of these instants; ones already planned stay. How many new.

    Raises NotAllowed, or Invalid when the Circle has ended.
    """
    require_planning(by, circle.area_id)
    _refuse_ended(circle.pk, at)
    wanted = sorted(set(starts))
    there = set(Meeting.objects.filter(circle=circle, starts_at__in=wanted).values_list("starts_at", flat=True))
    length = timedelta(minutes=circle.meeting_minutes)
    new = [_meeting(circle, Time(start, start + length, circle.venue_id)) for start in wanted if start not in there]
    try:
        with transaction.atomic():
            Meeting.objects.bulk_create(new)
    except IntegrityError:
        raise Invalid("Somebody planned one of these meetings at this moment. Look at the list and try again") from None
    record(
        Verb.CREATED,
        "meetings.meeting",
        by=by.acting,
        circle_id=circle.pk,
        area_id=circle.area_id,
        detail=str(len(new)),
    )
    return len(new)


@transaction.atomic
def add_meeting(circle: Circle, time: Time, *, by: Actor, at: datetime, id: UUID | None = None) -> Meeting:
    """One meeting outside the usual slot, or one that took place and was never planned."""
    require_planning(by, circle.area_id)
    _refuse_ended(circle.pk, time.starts_at)
    _check(time, at)
    meeting = _meeting(circle, time)
    meeting.id = id or meeting.id
    try:
        with transaction.atomic():
            Meeting.objects.bulk_create([meeting])
    except IntegrityError:
        raise Invalid({"starts": "There is a meeting at this time already"}) from None
    _record(Verb.CREATED, meeting, by)
    _tell_volunteers(meeting, at)
    return meeting


@transaction.atomic
def move_meeting(meeting_id: UUID, time: Time, reason: CancelReason, *, by: Actor, at: datetime) -> Meeting:
    """To another time or place, with the reason as a code. Pressed twice, it moves once."""
    meeting = _open(meeting_id, by)
    if (meeting.starts_at, meeting.ends_at, meeting.venue_id) == (time.starts_at, time.ends_at, time.venue_id):
        return meeting
    _check(time, at)
    _write_move(meeting, time)
    if meeting.starts_at != time.starts_at:
        MeetingMove.objects.bulk_create([_move(meeting, time, reason, by, at)])
    _record(Verb.CHANGED, meeting, by, fields=["starts_at", "ends_at", "venue"], detail=reason)
    _tell_volunteers(meeting, at)
    return meeting


@transaction.atomic
def cancel_meeting(meeting_id: UUID, reason: CancelReason, *, by: Actor, at: datetime) -> None:
    meeting = _open(meeting_id, by)
    _cancel([meeting], reason, by, at)
    _tell_volunteers(meeting, at)


@transaction.atomic
def wait_for_no_minutes(meeting_id: UUID, *, by: Actor, at: datetime) -> None:
    """Nobody is asked for this meeting's minutes any more: they are kept elsewhere, or will never be written."""
    meeting = _open(meeting_id, by)
    if meeting.ends_at > at:
        raise NotAllowed("This meeting is not over yet.")
    if not Meeting.objects.filter(pk=meeting.pk).update(minutes_elsewhere=True):
        raise NotFound()
    _record(Verb.DECIDED, meeting, by, fields=["minutes_elsewhere"])


@transaction.atomic
def cancel_planned(
    circle: Circle, reason: CancelReason, *, by: Actor, at: datetime, until: datetime | None = None
) -> int:
    """Cancel what is planned from now (until an instant): the Circle is paused or has ended. How many."""
    require_planning(by, circle.area_id)
    coming = Meeting.objects.filter(circle=circle, starts_at__gt=at, cancelled_at__isnull=True)
    meetings = list(coming.filter(starts_at__lt=until) if until else coming)
    _cancel(meetings, reason, by, at)
    return len(meetings)


@transaction.atomic
def replan_meetings(
    circle: Circle, changes: Sequence[Change], reason: CancelReason, *, by: Actor, at: datetime
) -> None:
    """Cancel, move and add together what `replanning` said; what is written about a meeting meanwhile keeps it.

    Cancelled first, so that their times are free. The people of the Circle are told once that something waits.
    """
    require_planning(by, circle.area_id)
    there = {one.pk: one for one in _of(change.before for change in changes)}
    _cancel([there[c.before.id] for c in changes if c.before and c.what is What.CANCELLED], reason, by, at)
    for change in changes:
        if change.before is not None and change.after is not None and change.what is What.MOVED:
            meeting, time = there[change.before.id], _time(change.after)
            _write_move(meeting, time)
            if meeting.starts_at != time.starts_at:
                MeetingMove.objects.bulk_create([_move(meeting, time, reason, by, at)])
            _record(Verb.CHANGED, meeting, by, fields=["starts_at", "ends_at", "venue"], detail=reason)
    new = [_meeting(circle, _time(c.after)) for c in changes if c.after and c.what is What.ADDED]
    Meeting.objects.bulk_create(new)
    for meeting in new:
        _record(Verb.CREATED, meeting, by, detail=reason)
    if changes:
        tell_circle(circle.pk, circle.pk, at=at, but=by.user_id)


def _of(planned: Iterable[Planned | None]) -> list[Meeting]:
    """The rows, locked. Raises NotFound when one of them is no longer as it was."""
    ids = [one.id for one in planned if one is not None]
    rows = Meeting.objects.select_for_update(of=("self",)).filter(pk__in=ids, cancelled_at__isnull=True)
    found = list(rows.order_by("pk"))
    if len(found) != len(ids):
        raise NotFound()
    return found


def _time(place: Place) -> Time:
    return Time(place.starts_at, place.ends_at, place.venue_id)


def _cancel(meetings: list[Meeting], reason: CancelReason, by: Actor, at: datetime) -> None:
    changed = Meeting.objects.filter(pk__in=[meeting.pk for meeting in meetings], cancelled_at__isnull=True).update(
        cancelled_at=at, cancelled_by=by.user_id, cancel_reason=reason
    )
    if changed != len(meetings):
        raise NotFound()
    for meeting in meetings:
        _record(Verb.CHANGED, meeting, by, fields=["cancelled_at"], detail=reason)


def _open(meeting_id: UUID, by: Actor) -> Meeting:
    """The meeting, locked, if it can still be moved or cancelled."""
    meeting = Meeting.objects.select_for_update(of=("self",)).filter(pk=meeting_id).first()
    if meeting is None:
        raise NotFound()
    require_planning(by, meeting.area_id)
    refuse_unless_open(meeting, has_minutes=MinutesVersion.objects.filter(meeting=meeting).exists())
    return meeting


def _refuse_ended(circle_id: UUID, at: datetime) -> None:
    if Ending.objects.filter(circle=circle_id, ended_at__lte=at).exists():
        raise Invalid("This Circle has ended, so no meetings can be planned")


def _check(time: Time, at: datetime) -> None:
    if time.ends_at <= time.starts_at:
        raise Invalid({"ends": "The end must be after the start"})
    if time.ends_at - time.starts_at > LONGEST:
        raise Invalid({"ends": "A meeting cannot be longer than 12 hours"})
    if abs(time.starts_at - at) > FURTHEST:
        raise Invalid({"starts": "The date must be within two years of today"})


def _meeting(circle: Circle, time: Time) -> Meeting:
    return Meeting(
        circle=circle,
        area_id=circle.area_id,
        planned_starts_at=time.starts_at,
        starts_at=time.starts_at,
        ends_at=time.ends_at,
        venue_id=time.venue_id,
    )


def _write_move(meeting: Meeting, time: Time) -> None:
    try:
        with transaction.atomic():
            changed = Meeting.objects.filter(pk=meeting.pk).update(
                starts_at=time.starts_at, ends_at=time.ends_at, venue_id=time.venue_id
            )
    except IntegrityError:
        raise Invalid({"starts": "There is a meeting at this time already"}) from None
    if not changed:
        raise NotFound()


def _move(meeting: Meeting, time: Time, reason: CancelReason, by: Actor, at: datetime) -> MeetingMove:
    return MeetingMove(
        meeting=meeting,
        circle_id=meeting.circle_id,
        area_id=meeting.area_id,
        moved_from=meeting.starts_at,
        moved_to=time.starts_at,
        reason=reason,
        moved_by_id=by.user_id,
        moved_at=at,
    )


def _tell_volunteers(meeting: Meeting, at: datetime) -> None:
    tell_circle(meeting.circle_id, meeting.pk, at=at, parts=(SeatPart.VOLUNTEER,))


def tell_circle(
    circle_id: UUID,
    item_id: UUID,
    *,
    at: datetime,
    parts: Sequence[SeatPart] = (SeatPart.VOLUNTEER, SeatPart.COORDINATOR),
    but: UUID | None = None,
) -> None:
    """A notice to those of the Circle who sign in and plan by it: that something is waiting, never what.

    The outer circle is told through releases, as a consent allows, and never of a meeting's time.
    """
    seats = Seat.objects.filter(now(at), circle=circle_id, part__in=parts)
    people = set(seats.filter(coordinator__isnull=False).values_list("coordinator", flat=True))
    volunteers = Volunteer.objects.filter(pk__in=seats.filter(volunteer__isnull=False).values("volunteer"))
    people |= set(volunteers.filter(user__isnull=False).values_list("user", flat=True))
    for user_id in sorted(one for one in people if one is not None and one != but):
        notify(user_id, NoticeKind.WAITING, at=at, item_id=item_id)


def _record(verb: Verb, meeting: Meeting, by: Actor, *, fields: Iterable[str] = (), detail: str = "") -> None:
    record(
        verb,
        "meetings.meeting",
        meeting.pk,
        by=by.acting,
        circle_id=meeting.circle_id,
        area_id=meeting.area_id,
        fields=fields,
        detail=detail,
    )
