"""Correct who came to a meeting, once that is recorded: what stood there before is kept, with who, when and why."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from encircle.common.errors import NotAllowed
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.foundations.corrections.keeping import Record, keep_correction

from ..queries import attendance_of
from ..rules import require_work_on_minutes
from ..vocabulary import Presence
from .approving import Came, locked_meeting, write_attendance

ITEM = "meetings.meeting"


@transaction.atomic
def correct_attendance(meeting_id: UUID, attendance: Mapping[UUID, Came], why: str, *, by: Actor, at: datetime) -> None:
    """`attendance` by seat, of those that were recorded; time is kept of who was there. The same again changes nothing.

    Raises NotFound, NotAllowed, or Invalid where something changed and no reason is given.
    """
    meeting = locked_meeting(meeting_id)
    require_work_on_minutes(by, meeting.area_id)
    before = {line.seat.seat.pk: line for line in attendance_of(meeting_id)}
    refuse_unless_recorded(before)
    wanted = {seat_id: _timed(came) for seat_id, came in attendance.items() if seat_id in before}
    names = {seat_id: line.seat.seat.display_name for seat_id, line in before.items()}
    stood = {seat_id: Came(line.presence, line.minutes_given, line.travel_minutes) for seat_id, line in before.items()}
    changed = {
        seat_id: Came(came.presence, came.minutes_given, stood[seat_id].travel_minutes if _was_there(came) else None)
        for seat_id, came in wanted.items()
        if (came.presence, came.minutes_given) != (stood[seat_id].presence, stood[seat_id].minutes_given)
    }
    if not changed:
        return
    keep_correction(
        Record(item_type=ITEM, item_id=meeting.pk, circle_id=meeting.circle_id, area_id=meeting.area_id),
        {"came": "; ".join(_said(names[one], stood[one]) for one in changed)},
        {"came": "; ".join(_said(names[one], came) for one, came in changed.items())},
        why,
        by=by,
        at=at,
    )
    write_attendance(meeting, changed)
    record(
        Verb.CHANGED,
        ITEM,
        meeting.pk,
        by=by.acting,
        circle_id=meeting.circle_id,
        area_id=meeting.area_id,
        fields=["attendance"],
    )


def refuse_unless_recorded(attendance: object) -> None:
    """Raises NotAllowed while nobody has said who came: then there is nothing to correct."""
    if not attendance:
        raise NotAllowed("Nobody has recorded who came to this meeting yet.")


def _was_there(came: Came) -> bool:
    return came.presence == Presence.PRESENT


def _timed(came: Came) -> Came:
    return came if _was_there(came) else Came(came.presence)


def _said(name: str, came: Came) -> str:
    time = "" if came.minutes_given is None else f", {came.minutes_given} minutes"
    return f"{name}: {Presence(came.presence).label.lower()}{time}"
