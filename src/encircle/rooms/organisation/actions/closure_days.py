"""Days the charity is closed besides the bank holidays: working-day clocks stand still on them."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from encircle.common.errors import Invalid
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record

from ..clocks import bank_holiday
from ..models import ClosureDay
from ..rules import require_changing_settings

ITEM = "organisation.closureday"


@transaction.atomic
def add_closure_day(day: date, name: str, *, by: Actor, at: datetime) -> None:
    require_changing_settings(by)
    name = " ".join(name.split())
    if not name:
        raise Invalid({"name": "Enter why the charity is closed, for example Training day"})
    if holiday := bank_holiday(day):
        raise Invalid({"day": f"That day is a bank holiday already: {holiday}"})
    try:
        with transaction.atomic():
            ClosureDay.objects.bulk_create([ClosureDay(day=day, name=name)])
    except IntegrityError:
        raise Invalid({"day": "This day is in the list already"}) from None
    record(Verb.CREATED, ITEM, by=by.acting, detail=day.isoformat())


@transaction.atomic
def remove_closure_day(day: date, *, by: Actor, at: datetime) -> None:
    """A day that is not in the list any more stays so."""
    require_changing_settings(by)
    removed, _ = ClosureDay.objects.filter(pk=day).delete()
    if removed:
        record(Verb.ENDED, ITEM, by=by.acting, detail=day.isoformat())
