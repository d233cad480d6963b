"""Who may ask for proposals, say who must not meet, and set what counts for how much."""

from collections.abc import Iterable
from uuid import UUID

from encircle.common.errors import NotAllowed
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.roles import May
from encircle.rooms.volunteers.models import Volunteer


def may_form(actor: Actor, areas: Iterable[UUID]) -> bool:
    """In areas one holds; across areas, whoever holds them all."""
    wanted = list(areas)
    return bool(wanted) and all(actor.may(May.OPEN_CIRCLES, area_id=area) for area in wanted)


def may_exclude(actor: Actor, area_id: UUID) -> bool:
    return actor.may(May.OPEN_CIRCLES, area_id=area_id)


def may_look_at_clear(actor: Actor, volunteer: Volunteer) -> bool:
    """What somebody must keep clear of. Nobody looks at their own."""
    is_own = volunteer.user_id is not None and volunteer.user_id == actor.acting.user_id
    return not is_own and actor.may(May.MANAGE_VOLUNTEERS, area_id=volunteer.area_id)


def may_weigh(actor: Actor) -> bool:
    return actor.may(May.SET_STANDARD)


def require_forming(actor: Actor, areas: Iterable[UUID]) -> None:
    if not may_form(actor, areas):
        raise NotAllowed("You can form Circles only in areas you coordinate.")


def require_excluding(actor: Actor, area_id: UUID) -> None:
    if not may_exclude(actor, area_id):
        raise NotAllowed("You can say who must not meet only for people of areas you coordinate.")


def require_looking_at_clear(actor: Actor, volunteer: Volunteer) -> None:
    if not may_look_at_clear(actor, volunteer):
        raise NotAllowed("The staff of their area look at what a volunteer must keep clear of, and never at their own.")


def require_weighing(actor: Actor) -> None:
    if not may_weigh(actor):
        raise NotAllowed("Only an operations manager sets what counts for how much.")
