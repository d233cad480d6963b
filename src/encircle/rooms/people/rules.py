"""What may be done with core members one sees."""

from uuid import UUID

from encircle.common.errors import NotAllowed
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.roles import May


def may_keep_core_members(actor: Actor, area_id: UUID) -> bool:
    """Whoever opens Circles in an area keeps the details of those at their centre."""
    return actor.may(May.OPEN_CIRCLES, area_id=area_id)


def require_keeping(actor: Actor, area_id: UUID) -> None:
    if not may_keep_core_members(actor, area_id):
        raise NotAllowed("You can keep the details of core members only in an area you coordinate.")
