"""What may be done with volunteers one sees."""

from uuid import UUID

from encircle.common.errors import NotAllowed
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.roles import May


def may_manage_volunteers(actor: Actor, area_id: UUID) -> bool:
    return actor.may(May.MANAGE_VOLUNTEERS, area_id=area_id)


def require_managing(actor: Actor, area_id: UUID) -> None:
    if not may_manage_volunteers(actor, area_id):
        raise NotAllowed("You can add and change volunteers only in an area you coordinate.")
