"""Set what a kind of Circle asks of its volunteers, and the words of the agreement, from a day on."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.organisation.vocabulary import CircleKind

from ..models import Requirement, Wording
from ..rules import require_setting
from ..vocabulary import Condition

TAKEN = "Something is set from that day on already"
PAST = "The first day must be today or later"


@dataclass(frozen=True, kw_only=True)
class NewWording:
    title: str
    lines: str
    in_force_from: date
    sign_by: date | None = None  # empty: who signed an earlier one need not sign again


@transaction.atomic
def set_conditions(
    kind: CircleKind, conditions: list[Condition], *, in_force_from: date, id: UUID, by: Actor, at: datetime
) -> None:
    """Raises NotAllowed, or Invalid with the field at fault. Nobody's seat ends by it."""
    require_setting(by)
    if Requirement.objects.filter(pk=id).exists():
        return
    if in_force_from < in_london(at).date():
        raise Invalid({"in_force_from": PAST})
    row = Requirement(
        id=id, kind=kind, conditions=[one for one in Condition if one in conditions], in_force_from=in_force_from,
        set_by_id=by.user_id, set_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            Requirement.objects.bulk_create([row])
    except IntegrityError:
        raise Invalid({"in_force_from": TAKEN}) from None
    record(Verb.DECIDED, "readiness.requirement", id, by=by.acting, detail=kind)


@transaction.atomic
def set_wording(new: NewWording, *, id: UUID, by: Actor, at: datetime) -> None:
    """Raises NotAllowed, or Invalid with the fields at fault. What was signed stays signed in the words it had."""
    require_setting(by)
    if Wording.objects.filter(pk=id).exists():
        return
    _check(new, in_london(at).date())
    row = Wording(
        id=id, title=new.title.strip(), lines=new.lines.strip(), in_force_from=new.in_force_from, sign_by=new.sign_by,
        set_by_id=by.user_id, set_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            Wording.objects.bulk_create([row])
    except IntegrityError:
        raise Invalid({"in_force_from": TAKEN}) from None
    record(Verb.DECIDED, "readiness.wording", id, by=by.acting)


def _check(new: NewWording, today: date) -> None:
    errors = {}
    if not new.title.strip():
        errors["title"] = "Enter a title"
    if not new.lines.strip():
        errors["lines"] = "Enter what volunteers agree to"
    if new.in_force_from < today:
        errors["in_force_from"] = PAST
    if new.sign_by is not None and new.sign_by < new.in_force_from:
        errors["sign_by"] = "The last day must not be before the first day of these words"
    if errors:
        raise Invalid(errors)
