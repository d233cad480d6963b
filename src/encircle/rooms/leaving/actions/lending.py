"""Note what a volunteer was lent, and that it came back or does not."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from encircle.common.errors import Invalid, NotAllowed
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.volunteers.models import Volunteer

from ..models import Lent, LentOver
from ..queries import has_left
from ..rules import require_keeping
from ..vocabulary import Became, Thing
from .exits import not_to_come


@dataclass(frozen=True)
class NewLoan:
    kind: Thing
    which: str
    lent_on: date


@transaction.atomic
def lend(volunteer: Volunteer, new: NewLoan, *, id: UUID, by: Actor, at: datetime) -> None:
    """Also after they left: what they hold is noted when it is noticed. Raises NotAllowed or Invalid."""
    require_keeping(by, volunteer)
    not_to_come(new.lent_on, at, "lent_on")
    if new.kind is Thing.OTHER and not new.which.strip():
        raise Invalid({"which": "Enter what it is"})
    if volunteer.left_on is not None and new.lent_on > volunteer.left_on and has_left(volunteer, at):
        raise Invalid({"lent_on": "The day must be their last day or earlier"})
    row = Lent(
        id=id, volunteer=volunteer, area_id=volunteer.area_id, kind=new.kind, which=new.which.strip(),
        lent_on=new.lent_on, by_id=by.user_id, at=at,
    )  # fmt: skip
    Lent.objects.bulk_create([row])
    record(Verb.CREATED, "leaving.lent", id, by=by.acting, area_id=volunteer.area_id)


@transaction.atomic
def end_loan(lent: Lent, became: Became, on: date, *, id: UUID, by: Actor, at: datetime) -> None:
    """Given back, or written off with the reason; once. Raises NotAllowed or Invalid."""
    require_keeping(by, lent.volunteer)
    if LentOver.objects.filter(lent=lent).exists():
        raise NotAllowed("What became of it is noted.")
    not_to_come(on, at, "on")
    if on < lent.lent_on:
        raise Invalid({"on": "The day must be the day it was lent or later"})
    row = LentOver(
        id=id, lent=lent, volunteer_id=lent.volunteer_id, area_id=lent.area_id, became=became, on=on,
        by_id=by.user_id, at=at,
    )  # fmt: skip
    LentOver.objects.bulk_create([row])
    record(Verb.ENDED, "leaving.lent", lent.pk, by=by.acting, area_id=lent.area_id, detail=became)
