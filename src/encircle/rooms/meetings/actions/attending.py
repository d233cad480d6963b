"""Correct who came to a meeting, once that is recorded: what stood there before is kept, with who, when and why."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from encircle.common.errors import NotAllowed
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.foundations.corrections.keeping import Record, keep_correction

from ..queries import CameLine, attendance_of
from ..rules import require_work_on_minutes
from ..vocabulary import Presence
from .approving import locked_meeting
from .attendance import Came, write_attendance

ITEM = "meetings.meeting"


@transaction.atomic
def correct_attendance(meeting_id: UUID, attendance: Mapping[UUID, Came], why: str, *, by: Actor, at: datetime) -> None:
    """`attendance` by seat, of those that were recorded; time is kept of who was there. The same again changes nothing.

    Raises NotFound, NotAllowed, or Invalid where something changed and no reason is given.
    """
    meeting = locked_meeting(meeting_id)
    require_work_on_minutes(by, meeting.area_id)
    lines = attendance_of(meeting_id)
    refuse_unless_recorded(lines)
    changes = [(line, new) for line in lines if (new := _changed(line, attendance.get(line.seat.seat.pk))) is not None]
    if not changes:
        return
    keep_correction(
        Record(item_type=ITEM, item_id=meeting.pk, circle_id=meeting.circle_id, area_id=meeting.area_id),
        {"came": "; ".join(_said(line, line.presence, line.minutes_given) for line, _ in changes)},
        {"came": "; ".join(_said(line, new.presence, new.minutes_given) for line, new in changes)},
        why,
        by=by,
        at=at,
    )
    write_attendance(meeting, {line.seat.seat.pk: new for line, new in changes}, by=by, at=at)
    record(
        Verb.CHANGED,
        ITEM,
        meeting.pk,
        by=by.acting,
        circle_id=meeting.circle_id,
        area_id=meeting.area_id,
        fields=["attendance"],
    )


def refuse_unless_recorded(attendance: Collection[CameLine]) -> None:
    """Raises NotAllowed while nobody has said who came: then there is nothing to correct."""
    if not attendance:
        raise NotAllowed("Nobody has recorded who came to this meeting yet.")


def _changed(line: CameLine, wanted: Came | None) -> Came | None:
    """What is to stand instead; None where nothing changes. Only who was there gave time, or travelled."""
    if wanted is None:
        return None
    was_there = wanted.presence == Presence.PRESENT
    new = Came(wanted.presence, wanted.minutes_given, line.travel_minutes) if was_there else Came(wanted.presence)
    return None if (new.presence, new.minutes_given) == (line.presence, line.minutes_given) else new


def _said(line: CameLine, presence: str, minutes: int | None) -> str:
    time = "" if minutes is None else f", {minutes} minutes"
    return f"{line.seat.seat.display_name}: {Presence(presence).label.lower()}{time}"
