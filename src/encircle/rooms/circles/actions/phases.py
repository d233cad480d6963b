"""Change a Circle's phase, pause it, let it go on, and end it."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from encircle.common.errors import Invalid, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.organisation.clocks import end_of_day, start_of_day

from ..models import Circle, Ending, Pause, Phase, Seat
from ..queries import now
from ..rules import require_changing
from ..vocabulary import EndingReason, PhaseName
from .seating import A_MOMENT


@transaction.atomic
def begin_phase(circle_id: UUID, name: PhaseName, *, by: Actor, at: datetime) -> None:
    """The next phase begins now and the one before it ends. The present phase again changes nothing."""
    circle = going_on(circle_id, by)
    present = Phase.objects.filter(now(at), circle=circle).first()
    if present is not None and present.name == name:
        return
    Phase.objects.filter(now(at), circle=circle).update(ends_at=at)
    Phase.objects.bulk_create(
        [Phase(circle=circle, area_id=circle.area_id, name=name, starts_at=at, decided_by_id=by.user_id)]
    )
    _decided("circles.phase", circle, by)


@transaction.atomic
def pause_circle(circle_id: UUID, *, back_on: date | None, by: Actor, at: datetime) -> None:
    circle = going_on(circle_id, by)
    if Pause.objects.filter(now(at), circle=circle).exists():
        raise Invalid("This Circle is paused already")
    if back_on is not None and start_of_day(back_on) <= at:
        raise Invalid({"back_on": "The day it is expected to go on must be after today"})
    Pause.objects.bulk_create(
        [
            Pause(
                circle=circle,
                area_id=circle.area_id,
                starts_at=at,
                expected_back_on=back_on,
                decided_by_id=by.user_id,
            )
        ]
    )
    _decided("circles.pause", circle, by)


@transaction.atomic
def resume_circle(circle_id: UUID, *, by: Actor, at: datetime) -> None:
    """A Circle that is not paused stays as it is."""
    circle = going_on(circle_id, by)
    if Pause.objects.filter(now(at), circle=circle).update(ends_at=at):
        _decided("circles.pause", circle, by)


@transaction.atomic
def end_circle(circle_id: UUID, reason: EndingReason, *, by: Actor, at: datetime) -> None:
    """The Circle ends now; its seats end with the London day, so that today's work can still be written up."""
    circle = going_on(circle_id, by)
    try:
        with transaction.atomic():
            Ending.objects.bulk_create(
                [Ending(circle=circle, area_id=circle.area_id, ended_at=at, reason=reason, decided_by_id=by.user_id)]
            )
    except IntegrityError:
        raise Invalid("This Circle has ended") from None
    Phase.objects.filter(now(at), circle=circle).update(ends_at=at)
    Pause.objects.filter(now(at), circle=circle).update(ends_at=at)
    _end_seats(circle, end_of_day(at))
    _decided("circles.ending", circle, by)


def _end_seats(circle: Circle, until: datetime) -> None:
    longer = Seat.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=until), circle=circle)
    longer.filter(starts_at__lt=until).update(ends_at=until)
    longer.filter(starts_at__gte=until).update(ends_at=F("starts_at") + A_MOMENT)  # over as soon as they begin


def going_on(circle_id: UUID, by: Actor) -> Circle:
    """The Circle, locked until the transaction ends so that two decisions follow one another."""
    circle = Circle.objects.select_for_update(of=("self",)).filter(pk=circle_id).first()
    if circle is None:
        raise NotFound()
    require_changing(by, circle.area_id)
    if Ending.objects.filter(circle=circle).exists():
        raise Invalid("This Circle has ended")
    return circle


def _decided(item_type: str, circle: Circle, by: Actor) -> None:
    record(Verb.DECIDED, item_type, circle.pk, by=by.acting, circle_id=circle.pk, area_id=circle.area_id)
