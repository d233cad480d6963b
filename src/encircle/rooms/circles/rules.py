"""What may be done with a Circle one sees."""

from uuid import UUID

from encircle.common.errors import NotAllowed
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.roles import May


def may_open_circle(actor: Actor, area_id: UUID) -> bool:
    return actor.may(May.OPEN_CIRCLES, area_id=area_id)


def may_change_circle(actor: Actor, area_id: UUID) -> bool:
    """Give and end seats, change the phase, pause and end the Circle."""
    return actor.may(May.OPEN_CIRCLES, area_id=area_id)


def require_opening(actor: Actor, area_id: UUID) -> None:
    if not may_open_circle(actor, area_id):
        raise NotAllowed("You can open Circles only in an area you coordinate.")


def require_changing(actor: Actor, area_id: UUID) -> None:
    if not may_change_circle(actor, area_id):
        raise NotAllowed("You can change Circles only in an area you coordinate.")
