"""Who may give and end roles."""

from uuid import UUID

from encircle.common.errors import NotAllowed

from .actor import Actor
from .models import Appointment
from .roles import May
from .vocabulary import CASE_BEARING, Role


def may_appoint_to(actor: Actor, role: Role) -> bool:
    """Roles that see cases come from the operations manager; the others from the administrator too."""
    return actor.may(May.APPOINT_TO_CASES if role in CASE_BEARING else May.APPOINT_OTHERS)


def may_cover(actor: Actor) -> bool:
    return actor.may(May.APPOINT_TO_CASES)


def may_end(actor: Actor, appointment: Appointment) -> bool:
    return appointment.user_id != actor.user_id and may_appoint_to(actor, Role(appointment.role))


def require_appointing(actor: Actor, user_id: UUID, role: Role) -> None:
    if user_id == actor.user_id:
        raise NotAllowed("Nobody appoints themselves. Someone else must do it.")
    if not may_appoint_to(actor, role):
        raise NotAllowed("Only an operations manager appoints people who work with cases.")


def require_ending(actor: Actor, appointment: Appointment) -> None:
    if appointment.user_id == actor.user_id:
        raise NotAllowed("Someone else must end your own appointment.")
    if not may_end(actor, appointment):
        raise NotAllowed("Only an operations manager ends the appointments of people who work with cases.")
