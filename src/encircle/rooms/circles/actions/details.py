"""Change what a Circle is called and when and where it usually meets. Meetings already planned stay as they are."""

from calendar import day_name
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from django.db import transaction

from encircle.common.errors import Invalid, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.foundations.corrections.keeping import Record, keep_correction
from encircle.rooms.organisation.models import Venue

from ..models import Circle
from ..rules import require_changing


@dataclass(frozen=True)
class Details:
    name: str
    venue_id: UUID | None
    weekday: int | None
    slot_time: time | None
    meeting_minutes: int


@transaction.atomic
def change_details(circle: Circle, details: Details, *, why: str = "", by: Actor, at: datetime) -> None:
    """A correction: what it said before is kept, with the reason. Raises Invalid without one."""
    require_changing(by, circle.area_id)
    if not details.name.strip():
        raise Invalid({"name": "Enter a name for the Circle"})
    if details.venue_id and not Venue.objects.filter(pk=details.venue_id, area=circle.area_id).exists():
        raise Invalid({"venue": "Select a venue of the Circle’s area"})
    new = {
        "name": details.name.strip(),
        "venue_id": details.venue_id,
        "weekday": details.weekday,
        "slot_time": details.slot_time,
        "meeting_minutes": details.meeting_minutes,
    }
    of = Record(item_type="circles.circle", item_id=circle.pk, circle_id=circle.pk, area_id=circle.area_id)
    changed = keep_correction(of, _said(circle), _said(Circle(**new)), why, by=by, at=at)
    if not Circle.objects.filter(pk=circle.pk).update(**new):
        raise NotFound()
    record(
        Verb.CHANGED,
        "circles.circle",
        circle.pk,
        by=by.acting,
        circle_id=circle.pk,
        area_id=circle.area_id,
        fields=changed,
    )


def _said(circle: Circle) -> dict[str, object]:
    """As people read it: the place and the day by name."""
    venue = Venue.objects.filter(pk=circle.venue_id).values_list("name", flat=True).first() if circle.venue_id else ""
    return {
        "name": circle.name,
        "venue": venue,
        "weekday": day_name[circle.weekday] if circle.weekday is not None else "",
        "slot_time": circle.slot_time,
        "meeting_minutes": circle.meeting_minutes,
    }
