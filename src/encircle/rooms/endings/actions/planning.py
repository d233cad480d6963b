"""Move the planned end of a Circle to another day."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.circles.actions.phases import going_on

from ..models import PlannedEnd
from ..queries import planned_ends
from ..vocabulary import MovedBecause


@transaction.atomic
def move_planned_end(
    circle_id: UUID, ends_on: date, because: MovedBecause, *, id: UUID, by: Actor, at: datetime
) -> None:
    """What was planned before stays on record. Raises NotFound, NotAllowed or Invalid."""
    circle = going_on(circle_id, by)
    if ends_on < in_london(at).date():
        raise Invalid({"ends_on": "The planned end must be today or later"})
    if planned_ends([circle_id], at).get(circle_id) == ends_on:
        raise Invalid({"ends_on": "That is the planned end already"})
    row = PlannedEnd(
        id=id, circle=circle, area_id=circle.area_id, ends_on=ends_on, because=because, recorded_at=at,
        recorded_by_id=by.user_id,
    )  # fmt: skip
    PlannedEnd.objects.bulk_create([row])
    record(
        Verb.DECIDED, "endings.plannedend", row.pk, by=by.acting, circle_id=circle.pk, area_id=circle.area_id,
        fields=["ends_on"], detail=because,
    )  # fmt: skip
