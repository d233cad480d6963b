"""What may be done about breaches and recalls."""

from uuid import UUID

from encircle.common.errors import NotAllowed
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.roles import May


def may_recall(actor: Actor, area_id: UUID) -> bool:
    return actor.may(May.RELEASE, area_id=area_id)


def may_add_to_breach(actor: Actor, area_id: UUID) -> bool:
    return actor.may(May.KEEP_BREACHES) or actor.may(May.RELEASE, area_id=area_id)


def may_close_breach(actor: Actor) -> bool:
    return actor.may(May.KEEP_BREACHES)


def require_recalling(actor: Actor, area_id: UUID) -> None:
    if not may_recall(actor, area_id):
        raise NotAllowed("Releases are recalled by the coordinators of the area.")


def require_adding_to_breach(actor: Actor, area_id: UUID) -> None:
    if not may_add_to_breach(actor, area_id):
        raise NotAllowed("The breach log is kept by the coordinators of the area and the data-protection lead.")


def require_closing_breach(actor: Actor) -> None:
    if not may_close_breach(actor):
        raise NotAllowed("Breaches are closed by the data-protection lead.")
