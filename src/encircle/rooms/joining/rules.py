"""Who takes an agreement, and when somebody can give one."""

from datetime import date
from uuid import UUID

from encircle.common.errors import Invalid, NotAllowed
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.roles import May

from .models import CapacityRecord

FIRST_CAPACITY = "Look first at whether they can decide this, and record it. It may be done on the same day"
NOT_ABLE = "They could not decide this when it was last looked at. Nobody else can agree to a Circle for them"


def may_take_agreements(actor: Actor, area_id: UUID) -> bool:
    return actor.may(May.RECORD_CONSENT, area_id=area_id)


def require_taking(actor: Actor, area_id: UUID) -> None:
    if not may_take_agreements(actor, area_id):
        raise NotAllowed("You can take agreements only in an area you coordinate.")


def require_able(newest: CapacityRecord | None, agreed_on: date) -> None:
    """For kinds that ask it. What was seen after the agreement says nothing of the day it was given."""
    if newest is None or newest.assessed_on > agreed_on:
        raise Invalid(FIRST_CAPACITY)
    if not newest.can_decide:
        raise Invalid(NOT_ABLE)
