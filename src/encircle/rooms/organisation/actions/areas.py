"""Add an area the charity works in, and rename one."""

from collections.abc import Callable, Collection
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from encircle.common.errors import Invalid, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record

from ..models import Area
from ..rules import require_changing_settings

ITEM = "organisation.area"
LONGEST_COST_CODE = 20


@transaction.atomic
def add_area(*, id: UUID, name: str, by: Actor, at: datetime) -> UUID:
    require_changing_settings(by)
    if Area.objects.filter(pk=id).exists():
        return id
    name = _named(name)
    _unless_named_alike(lambda: Area.objects.bulk_create([Area(id=id, name=name, code=free_code(name, _codes()))]))
    record(Verb.CREATED, ITEM, id, by=by.acting)
    return id


@transaction.atomic
def rename_area(area_id: UUID, *, name: str, by: Actor, at: datetime) -> None:
    require_changing_settings(by)
    found = Area.objects.filter(pk=area_id)
    if not found.exists():
        raise NotFound()
    name = _named(name)
    _unless_named_alike(lambda: found.update(name=name))
    record(Verb.CHANGED, ITEM, area_id, by=by.acting, fields=["name"])


@transaction.atomic
def book_area_under(area_id: UUID, cost_code: str, *, by: Actor, at: datetime) -> None:
    """The bookkeeper's code for what is paid back to volunteers of the area. The same again changes nothing."""
    require_changing_settings(by)
    found, tidy = Area.objects.filter(pk=area_id), " ".join(cost_code.split())
    if len(tidy) > LONGEST_COST_CODE:
        raise Invalid({"cost_code": f"This must be {LONGEST_COST_CODE} characters or fewer"})
    if not found.exists():
        raise NotFound()
    if found.exclude(cost_code=tidy).update(cost_code=tidy):
        record(Verb.CHANGED, ITEM, area_id, by=by.acting, fields=["cost_code"])


def free_code(name: str, taken: Collection[str]) -> str:
    """A short code that no area has: devon-cornwall, then devon-cornwall-2."""
    code = slugify(name)[:17].strip("-") or "area"
    return next(one for one in (code, *(f"{code}-{number}" for number in range(2, 100))) if one not in taken)


def _codes() -> set[str]:
    return set(Area.objects.values_list("code", flat=True))


def _named(name: str) -> str:
    tidy = " ".join(name.split())
    if not tidy:
        raise Invalid({"name": "Enter the name of the area"})
    return tidy


def _unless_named_alike(write: Callable[[], object]) -> None:
    try:
        with transaction.atomic():
            write()
    except IntegrityError:
        raise Invalid({"name": "There is an area of this name already"}) from None
