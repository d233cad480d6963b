"""Hours given elsewhere: noted by the volunteer or for them, and taken back where they were wrong."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.volunteers.models import Volunteer

from ..models import HoursTakenBack, OtherHours
from ..rules import require_noting_hours
from ..vocabulary import HoursKind

ITEM = "expenses.otherhours"
LONGEST = 24 * 60  # minutes of a day
OLDEST_DAYS = 366


@dataclass(frozen=True)
class NewHours:
    on: date
    minutes: int
    kind: HoursKind
    circle_id: UUID | None = None


@transaction.atomic
def note_hours(volunteer: Volunteer, new: NewHours, *, id: UUID, by: Actor, at: datetime) -> None:
    """Raises NotFound, or Invalid with the field at fault."""
    require_noting_hours(by, volunteer.pk, volunteer.area_id)
    today = in_london(at).date()
    if new.on > today:
        raise Invalid({"on": "The day must be today or in the past"})
    if (today - new.on).days > OLDEST_DAYS:
        raise Invalid({"on": "The day must be within the last year"})
    if not 1 <= new.minutes <= LONGEST:
        raise Invalid({"minutes": "The time must be between 1 minute and 24 hours"})
    if new.circle_id is not None and new.circle_id not in by.volunteer_circles:
        raise Invalid({"circle": "Select one of your Circles"})
    row = OtherHours(
        id=id, volunteer=volunteer, area_id=volunteer.area_id, on=new.on, minutes=new.minutes, kind=new.kind,
        circle_id=new.circle_id, by_id=by.user_id, at=at,
    )  # fmt: skip
    OtherHours.objects.bulk_create([row])
    record(Verb.CREATED, ITEM, id, by=by.acting, area_id=volunteer.area_id, detail=new.kind)


@transaction.atomic
def take_back_hours(hours: OtherHours, *, by: Actor, at: datetime) -> None:
    """It was wrong, and counts no more. Twice changes nothing."""
    require_noting_hours(by, hours.volunteer_id, hours.area_id)
    if HoursTakenBack.objects.filter(hours=hours).exists():
        return
    HoursTakenBack.objects.bulk_create(
        [HoursTakenBack(hours=hours, volunteer_id=hours.volunteer_id, area_id=hours.area_id, by_id=by.user_id, at=at)]
    )
    record(Verb.ENDED, ITEM, hours.pk, by=by.acting, area_id=hours.area_id)
