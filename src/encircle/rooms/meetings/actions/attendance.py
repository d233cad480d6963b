"""Write who came to a meeting. What stood there before is kept, with who replaced it and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from encircle.common.errors import NotFound
from encircle.foundations.access.actor import Actor
from encircle.rooms.circles.models import Seat
from encircle.rooms.circles.vocabulary import SeatPart

from ..models import Attendance, EarlierAttendance, Meeting
from ..vocabulary import Presence

VALUES = ("presence", "minutes_given", "travel_minutes")


@dataclass(frozen=True)
class Came:
    """Whether the holder of a seat came, and the time a volunteer gave, in minutes."""

    presence: Presence
    minutes_given: int | None = None
    travel_minutes: int | None = None


def write_attendance(meeting: Meeting, attendance: Mapping[UUID, Came], *, by: Actor, at: datetime) -> None:
    """One row a seat of this Circle; seats of others are left out. Only volunteers who were there gave time."""
    parts = dict(Seat.objects.filter(pk__in=attendance, circle=meeting.circle_id).values_list("pk", "part"))
    there = {row.seat_id: row for row in Attendance.objects.filter(meeting=meeting, seat__in=parts)}
    rows = [_row(meeting, seat_id, attendance[seat_id], part) for seat_id, part in parts.items()]
    changed = [row for row in rows if row.seat_id in there and _values(row) != _values(there[row.seat_id])]
    EarlierAttendance.objects.bulk_create(_kept(there[row.seat_id], by, at) for row in changed)
    for row in changed:
        if not Attendance.objects.filter(meeting=meeting, seat=row.seat_id).update(**_values(row)):
            raise NotFound()
    Attendance.objects.bulk_create(row for row in rows if row.seat_id not in there)


def _row(meeting: Meeting, seat_id: UUID, came: Came, part: str) -> Attendance:
    gave_time = part == SeatPart.VOLUNTEER and came.presence == Presence.PRESENT
    return Attendance(
        meeting=meeting,
        circle_id=meeting.circle_id,
        area_id=meeting.area_id,
        seat_id=seat_id,
        presence=came.presence,
        minutes_given=came.minutes_given if gave_time else None,
        travel_minutes=came.travel_minutes if gave_time else None,
    )


def _kept(row: Attendance, by: Actor, at: datetime) -> EarlierAttendance:
    return EarlierAttendance(
        meeting_id=row.meeting_id,
        circle_id=row.circle_id,
        area_id=row.area_id,
        seat_id=row.seat_id,
        replaced_by_id=by.user_id,
        replaced_at=at,
        **_values(row),
    )


def _values(row: Attendance) -> dict[str, object]:
    return {name: getattr(row, name) for name in VALUES}
