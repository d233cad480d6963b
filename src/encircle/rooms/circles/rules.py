"""What may be done with a Circle one sees."""

from uuid import UUID

from encircle.common.errors import NotAllowed
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.roles import May

from .models import Goal


def may_open_circle(actor: Actor, area_id: UUID) -> bool:
    return actor.may(May.OPEN_CIRCLES, area_id=area_id)


def may_change_circle(actor: Actor, area_id: UUID) -> bool:
    """Give and end seats, change the phase, pause and end the Circle."""
    return actor.may(May.OPEN_CIRCLES, area_id=area_id)


def require_opening(actor: Actor, area_id: UUID) -> None:
    if not may_open_circle(actor, area_id):
        raise NotAllowed("You can open Circles only in an area you coordinate.")


def require_changing(actor: Actor, area_id: UUID) -> None:
    if not may_change_circle(actor, area_id):
        raise NotAllowed("You can change Circles only in an area you coordinate.")


def may_set_goals(actor: Actor, area_id: UUID) -> bool:
    """Set, reword and end goals: the coordinator's part, with the core member."""
    return actor.may(May.OPEN_CIRCLES, area_id=area_id)


def may_record_progress(actor: Actor, goal: Goal) -> bool:
    """Record progress and add steps: the Circle's volunteers too, who see it happen."""
    return may_set_goals(actor, goal.area_id) or goal.circle_id in actor.volunteer_circles


def require_setting_goals(actor: Actor, area_id: UUID) -> None:
    if not may_set_goals(actor, area_id):
        raise NotAllowed("You can set goals only with the Circles of an area you coordinate.")


def require_recording_progress(actor: Actor, goal: Goal) -> None:
    if not may_record_progress(actor, goal):
        raise NotAllowed("You can record progress only of the Circles you work with.")
