"""What the charity asks, looks for or offers from one day to another: ended, never reworded.

What was answered under earlier words stays answered under them: other words are another row from a day on.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Max

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record

PAST = "The first day must be today or later"


def is_over(ends_on: date | None, today: date, *, starts_on: date | None = None) -> bool:
    """Its last day is behind us, or lies before its first: then it never began."""
    return ends_on is not None and ends_on < max(today, starts_on or today)


def last_position(model: Any) -> int:
    """The place after all others."""
    last = model.objects.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def end_lasting(model: Any, pk: UUID, last_day: date, *, item: str, by: Actor, at: datetime) -> None:
    """The last day of a row. The caller has asked the rule. Raises NotFound, or Invalid with `ends_on`."""
    found, today = model.objects.select_for_update().filter(pk=pk).first(), in_london(at).date()
    if found is None:
        raise NotFound()
    if is_over(found.ends_on, today, starts_on=getattr(found, "starts_on", None)):
        raise Invalid({"ends_on": "It has ended already"})
    if last_day < today:
        raise Invalid({"ends_on": "The last day must be today or later"})
    if found.ends_on == last_day:
        return
    if not model.objects.filter(pk=pk).update(ends_on=last_day):
        raise NotFound()
    record(Verb.CHANGED, item, pk, by=by.acting, fields=["ends_on"], detail=last_day.isoformat())
