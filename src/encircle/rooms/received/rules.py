"""Who writes down what agencies tell, and keeps the MAPPA register."""

from uuid import UUID

from encircle.common.errors import NotAllowed
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.roles import May


def may_record(actor: Actor, area_id: UUID) -> bool:
    """Those who keep the papers of the people in their areas."""
    return actor.may(May.KEEP_DOCUMENTS, area_id=area_id)


def require_recording(actor: Actor, area_id: UUID) -> None:
    if not may_record(actor, area_id):
        raise NotAllowed("What agencies tell is written down by the coordinators of the area.")
