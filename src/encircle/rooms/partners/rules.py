"""What may be done with agencies, their agreements and the professionals who work there."""

from uuid import UUID

from encircle.common.errors import NotAllowed
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.roles import May


def may_manage_partners(actor: Actor) -> bool:
    return actor.may(May.MANAGE_PARTNERS)


def may_contact(actor: Actor, area_id: UUID) -> bool:
    """A coordinator keeps the contacts of their own areas."""
    return actor.may(May.MANAGE_PARTNERS, area_id=area_id)


def require_contacting(actor: Actor, area_id: UUID) -> None:
    if not may_contact(actor, area_id):
        raise NotAllowed("Contacts are recorded by the coordinators of the area.")


def require_managing(actor: Actor) -> None:
    if not may_manage_partners(actor):
        raise NotAllowed("You cannot change agencies, agreements or professionals.")
