"""What may be done about follow-ups."""

from uuid import UUID

from encircle.common.errors import NotAllowed
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.roles import May


def may_follow_up(actor: Actor, area_id: UUID) -> bool:
    return actor.may(May.OPEN_CIRCLES, area_id=area_id)


def require_following_up(actor: Actor, area_id: UUID) -> None:
    if not may_follow_up(actor, area_id):
        raise NotAllowed("You can record follow-ups only in an area you coordinate.")
