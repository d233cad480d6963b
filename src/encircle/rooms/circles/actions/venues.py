"""Say where a venue is, and what it is called."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from encircle.common.errors import Invalid, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.organisation.grid import NotOnTheGrid, tidy_reference
from encircle.rooms.organisation.models import Area, Venue

from ..rules import require_changing

ITEM = "organisation.venue"


@dataclass(frozen=True)
class Where:
    name: str
    address: str = ""
    place: str = ""  # a National Grid reference


def venues_of(areas: Iterable[UUID]) -> list[Venue]:
    """Those in use."""
    found = Venue.objects.filter(area__in=list(areas), retired_at__isnull=True).select_related("area")
    return list(found.order_by("area__name", "name"))


def venue(venue_id: UUID, areas: Iterable[Area]) -> Venue:
    """One in use in these areas. Raises NotFound: venues are readable by all, and changed by those of their area."""
    found = Venue.objects.filter(pk=venue_id, area__in=list(areas), retired_at__isnull=True).select_related("area")
    if (one := found.first()) is None:
        raise NotFound()
    return one


@transaction.atomic
def add_venue(area_id: UUID, where: Where, *, id: UUID, by: Actor, at: datetime) -> UUID:
    """A place to meet in an area. One that is known by that name already is the one meant."""
    require_changing(by, area_id)
    name = where.name.strip()
    known = Venue.objects.filter(area=area_id, name=name, retired_at__isnull=True).first()
    if known is not None:
        return known.pk
    place = tidy_place(where.place, field="new_place")
    try:
        with transaction.atomic():
            row = Venue(id=id, area_id=area_id, name=name, address=where.address.strip(), place=place)
            Venue.objects.bulk_create([row])
    except IntegrityError:
        raise Invalid({"new_venue": "A venue of this name is known and no longer used"}) from None
    record(Verb.CREATED, ITEM, id, by=by.acting, area_id=area_id)
    return id


@transaction.atomic
def change_venue(one: Venue, where: Where, *, by: Actor, at: datetime) -> None:
    """Raises NotAllowed, or Invalid with the field at fault."""
    require_changing(by, one.area_id)
    wanted = asdict(Where(" ".join(where.name.split()), where.address.strip(), tidy_place(where.place)))
    changed = [name for name, value in wanted.items() if getattr(one, name) != value]
    if not changed:
        return
    try:
        with transaction.atomic():
            if not Venue.objects.filter(pk=one.pk).update(**{name: wanted[name] for name in changed}):
                raise NotFound()
    except IntegrityError:
        raise Invalid({"name": "There is a venue of this name in the area already"}) from None
    record(Verb.CHANGED, ITEM, one.pk, by=by.acting, area_id=one.area_id, fields=changed)


def tidy_place(place: str, *, field: str = "place") -> str:
    if not place.strip():
        return ""
    try:
        return tidy_reference(place)
    except NotOnTheGrid:
        raise Invalid({field: "Enter a grid reference like SX 918 925"}) from None
