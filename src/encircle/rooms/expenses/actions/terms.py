"""Rates and limits from a day on. Never edited: what was claimed under earlier ones stays as it was."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record

from ..models import Terms
from ..rules import require_setting_terms


@dataclass(frozen=True, kw_only=True)
class NewTerms:
    starts_on: date
    source: str
    car: int
    car_beyond: int
    car_threshold: int
    motorcycle: int
    bicycle: int
    passenger: int
    receipt_transport: int
    receipt_parking: int
    receipt_care: int
    receipt_meal: int
    receipt_other: int
    oldest_days: int
    second_above: int
    decide_days: int
    supervision_minutes: int


@transaction.atomic
def set_terms(new: NewTerms, *, id: UUID, by: Actor, at: datetime) -> None:
    """From today or a later day. Raises NotAllowed, or Invalid with the field at fault."""
    require_setting_terms(by)
    if new.starts_on < in_london(at).date():
        raise Invalid({"starts_on": "The first day must be today or later"})
    if Terms.objects.filter(starts_on=new.starts_on).exists():
        raise Invalid({"starts_on": "There are rates from that day already"})
    if new.car_beyond > new.car:
        raise Invalid({"car_beyond": "This must not be more than the first rate"})
    Terms.objects.bulk_create([Terms(id=id, set_by_id=by.user_id, set_at=at, **asdict(new))])
    record(Verb.CREATED, "expenses.terms", id, by=by.acting, detail=new.starts_on.isoformat())
