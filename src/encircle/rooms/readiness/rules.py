"""Who decides and notes what about the readiness of volunteers. Nobody about their own."""

from encircle.common.errors import NotAllowed
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.roles import May
from encircle.rooms.volunteers.models import Volunteer


def may_note(actor: Actor, volunteer: Volunteer) -> bool:
    """Papers that were seen, and an agreement signed on paper."""
    return actor.may(May.MANAGE_VOLUNTEERS, area_id=volunteer.area_id) and volunteer.user_id != actor.user_id


def may_except(actor: Actor, volunteer: Volunteer) -> bool:
    return actor.may(May.EXCEPT_FROM_GATE, area_id=volunteer.area_id) and volunteer.user_id != actor.user_id


def may_set_conditions(actor: Actor) -> bool:
    return actor.may(May.SET_STANDARD)


def require_noting(actor: Actor, volunteer: Volunteer) -> None:
    if volunteer.user_id == actor.user_id:
        raise NotAllowed("Somebody else notes this of you.")
    if not may_note(actor, volunteer):
        raise NotAllowed("You can note this only of volunteers of an area you coordinate.")


def require_excepting(actor: Actor, volunteer: Volunteer) -> None:
    if not may_except(actor, volunteer):
        raise NotAllowed("A senior coordinator or an operations manager decides on exceptions, never on their own.")


def require_setting(actor: Actor) -> None:
    if not may_set_conditions(actor):
        raise NotAllowed("Only an operations manager sets what is asked of volunteers.")
