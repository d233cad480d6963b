"""Open a Circle with its first seats."""

from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from django.db import transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid
from encircle.common.ids import new_id, new_reference
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.organisation.clocks import start_of_day
from encircle.rooms.organisation.vocabulary import CircleKind
from encircle.rooms.volunteers.models import Volunteer

from ..gate import missing_for, not_ready
from ..models import Circle, Phase
from ..rules import require_opening
from ..vocabulary import PhaseName
from .establishment import keep_prison, required_prison
from .seating import seat_coordinator, seat_core_member, seat_professional, seat_volunteer


@dataclass(frozen=True)
class OuterSeat:
    professional_id: UUID
    position: str


@dataclass(frozen=True, kw_only=True)
class NewCircle:
    """What is decided about a Circle before it opens. `id` comes with the form, so that it opens once."""

    id: UUID
    name: str
    area_id: UUID
    kind: CircleKind
    core_member_id: UUID
    prison_id: UUID | None = None  # where it meets until the release: of a Circle that begins in prison, and no other
    volunteer_ids: tuple[UUID, ...] = ()
    outer_circle: tuple[OuterSeat, ...] = ()
    venue_id: UUID | None = None
    weekday: int | None = None
    slot_time: time | None = None
    meeting_minutes: int = 120


@transaction.atomic
def open_circle(new: NewCircle, *, by: Actor, at: datetime) -> Circle:
    """The Circle, forming, and its seats, the coordinator's own among them. Raises NotAllowed or Invalid."""
    require_opening(by, new.area_id)
    if not new.name.strip():
        raise Invalid({"name": "Enter a name for the Circle"})
    prison = required_prison(new.kind, new.prison_id)
    circle = _write(new, by, at)
    keep_prison(circle, prison, id=new_id(), by=by, at=at)
    Phase.objects.bulk_create(
        [Phase(circle=circle, area_id=circle.area_id, name=PhaseName.FORMING, starts_at=at, decided_by_id=by.user_id)]
    )
    record(Verb.CREATED, "circles.circle", circle.pk, by=by.acting, circle_id=circle.pk, area_id=circle.area_id)
    _seat_everybody(circle, new, by, at)
    return circle


def _write(new: NewCircle, by: Actor, at: datetime) -> Circle:
    circle = Circle(
        id=new.id,
        reference=new_reference("C"),
        name=new.name.strip(),
        area_id=new.area_id,
        kind=new.kind,
        opened_at=at,
        opened_by_id=by.user_id,
        venue_id=new.venue_id,
        weekday=new.weekday,
        slot_time=new.slot_time,
        meeting_minutes=new.meeting_minutes,
    )
    Circle.objects.bulk_create([circle])
    return circle


def _seat_everybody(circle: Circle, new: NewCircle, by: Actor, at: datetime) -> None:
    seat_coordinator(circle, by.user_id, name=by.name, starts_at=at, by=by, at=at)
    seat_core_member(circle, new.core_member_id, starts_at=at, by=by, at=at)
    _refuse_unready(circle, new.volunteer_ids, at)
    joining_day = start_of_day(in_london(at).date())
    for volunteer_id in new.volunteer_ids:
        seat_volunteer(circle, volunteer_id, starts_at=at, sees_from=joining_day, by=by, at=at)
    for outer in new.outer_circle:
        seat_professional(circle, outer.professional_id, position=outer.position, starts_at=at, by=by, at=at)


def _refuse_unready(circle: Circle, volunteer_ids: tuple[UUID, ...], at: datetime) -> None:
    """Everybody who is not ready, at once. Raises Invalid."""
    lacking = missing_for(circle, volunteer_ids, starts_at=at, at=at)
    if lacking:
        names = Volunteer.objects.in_bulk(list(lacking))
        raise Invalid({"volunteers": ". ".join(not_ready(names[who].full_name, lacking[who]) for who in lacking)})
