"""What may be done with agencies, their agreements and the professionals who work there."""

from encircle.common.errors import NotAllowed
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.roles import May


def may_manage_partners(actor: Actor) -> bool:
    return actor.may(May.MANAGE_PARTNERS)


def require_managing(actor: Actor) -> None:
    if not may_manage_partners(actor):
        raise NotAllowed("You cannot change agencies, agreements or professionals.")
