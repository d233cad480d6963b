"""Decide what a role is eligible for, from a day on. Never edited: what was asked before was asked under the old."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record

from ..models import Eligibility
from ..policy import Kind, workforce_fault
from ..rules import may_set_eligibility

SHORTEST_GROUNDS = 10


@dataclass(frozen=True, kw_only=True)
class NewEligibility:
    kind: str
    of: Kind
    grounds: str
    in_force_from: date


@transaction.atomic
def decide_eligibility(new: NewEligibility, *, id: UUID, by: Actor, at: datetime) -> None:
    """Raises NotAllowed, or Invalid with the field at fault. The same form sent twice decides once."""
    if not may_set_eligibility(by):
        raise NotAllowed("Only an operations manager decides what a role is eligible for.")
    if Eligibility.objects.filter(pk=id).exists():
        return
    _check(new, at)
    row = Eligibility(
        id=id,
        kind=new.kind,
        level=new.of.level,
        workforce=new.of.workforce,
        grounds=new.grounds.strip(),
        in_force_from=new.in_force_from,
        decided_by_id=by.user_id,
        decided_at=at,
    )
    try:
        with transaction.atomic():
            Eligibility.objects.bulk_create([row])
    except IntegrityError:
        raise Invalid({"in_force_from": "Something was decided for this kind from that day on already"}) from None
    record(Verb.DECIDED, "vetting.eligibility", id, by=by.acting, detail=f"{new.kind} {new.of.level}")


def _check(new: NewEligibility, at: datetime) -> None:
    errors = {}
    if fault := workforce_fault(new.of):
        errors["workforce"] = fault
    if len(new.grounds.strip()) < SHORTEST_GROUNDS:
        errors["grounds"] = "Say what law or guidance this rests on"
    if new.in_force_from < in_london(at).date():
        errors["in_force_from"] = "The first day must be today or later"
    if errors:
        raise Invalid(errors)
