"""Who keeps the training of an area, and who scores."""

from uuid import UUID

from encircle.common.errors import NotAllowed
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.roles import May
from encircle.rooms.volunteers.models import Volunteer


def may_keep_training(actor: Actor, area_id: UUID) -> bool:
    return actor.may(May.MANAGE_VOLUNTEERS, area_id=area_id)


def require_keeping(actor: Actor, area_id: UUID, volunteer: Volunteer | None = None) -> None:
    if not may_keep_training(actor, area_id):
        raise NotAllowed("You can keep the training only of an area you coordinate.")
    if volunteer is not None and volunteer.user_id == actor.user_id:
        raise NotAllowed("Somebody else keeps your training.")


def may_set_training(actor: Actor) -> bool:
    """The exercises, the criteria and the courses are the charity's practice standard."""
    return actor.may(May.SET_STANDARD)


def require_setting_training(actor: Actor) -> None:
    if not may_set_training(actor):
        raise NotAllowed("Only an operations manager sets the courses, the exercises and what assessors look for.")
