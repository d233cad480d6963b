"""What may be done with briefings, packs and agreements one sees."""

from uuid import UUID

from encircle.common.errors import NotAllowed
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.roles import May


def may_keep_briefings(actor: Actor, area_id: UUID) -> bool:
    """Plan and hold briefings, write packs and agreements."""
    return actor.may(May.PLAN_MEETINGS, area_id=area_id)


def may_start_unbriefed(actor: Actor, area_id: UUID) -> bool:
    return actor.may(May.START_UNBRIEFED, area_id=area_id)


def require_keeping(actor: Actor, area_id: UUID) -> None:
    if not may_keep_briefings(actor, area_id):
        raise NotAllowed("You can keep briefings and agreements only in an area you coordinate.")


def require_starting_unbriefed(actor: Actor, area_id: UUID) -> None:
    if not may_start_unbriefed(actor, area_id):
        raise NotAllowed("A senior coordinator or an operations manager decides that a Circle may start unbriefed.")
