"""Say in which prison a Circle meets until the release: exactly that one has to clear its volunteers."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from encircle.common.errors import Invalid, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.foundations.corrections.keeping import Record, keep_correction
from encircle.rooms.organisation.vocabulary import CircleKind
from encircle.rooms.partners.models import Agency, AgencyKind

from ..course_queries import prison_of
from ..models import Circle, Establishment
from .phases import going_on

ITEM = "circles.establishment"


@transaction.atomic
def name_prison(circle_id: UUID, prison_id: UUID | None, *, id: UUID, why: str = "", by: Actor, at: datetime) -> None:
    """The first time, or another than before: that one is kept, with the reason. It ends no seat.

    Raises NotFound for a kind that meets in none, NotAllowed, or Invalid with the field at fault.
    """
    circle = going_on(circle_id, by)
    if circle.kind != CircleKind.PRISON:
        raise NotFound()
    prison, before = required_prison(circle.kind, prison_id), prison_of(circle)
    if before is not None:
        if before == prison:
            raise Invalid({"prison": "That is the prison already"})
        of = Record(item_type="circles.circle", item_id=circle.pk, circle_id=circle.pk, area_id=circle.area_id)
        keep_correction(of, {"prison": before.name}, {"prison": prison.name if prison else ""}, why, by=by, at=at)
    keep_prison(circle, prison, id=id, by=by, at=at)


def required_prison(kind: str, prison_id: UUID | None) -> Agency | None:
    """The prison of a Circle of this kind: one of that kind names it, any other none. Raises Invalid."""
    if kind != CircleKind.PRISON:
        if prison_id is not None:
            raise Invalid({"prison": "Only a Circle that begins in prison names one"})
        return None
    found = Agency.objects.filter(pk=prison_id, kind=AgencyKind.PRISON).first() if prison_id else None
    if found is None:
        raise Invalid({"prison": "Select the prison where the Circle meets"})
    return found


def keep_prison(circle: Circle, prison: Agency | None, *, id: UUID, by: Actor, at: datetime) -> None:
    if prison is None:
        return
    row = Establishment(
        id=id, circle=circle, area_id=circle.area_id, prison=prison, recorded_at=at, recorded_by_id=by.user_id
    )
    Establishment.objects.bulk_create([row])
    record(Verb.DECIDED, ITEM, circle.pk, by=by.acting, circle_id=circle.pk, area_id=circle.area_id)
