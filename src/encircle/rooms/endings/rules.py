"""What may be done about an ending."""

from uuid import UUID

from encircle.common.errors import NotAllowed
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.roles import May


def may_end_well(actor: Actor, area_id: UUID) -> bool:
    """Move the planned end, ask everybody, key paper, screen answers, and write the report."""
    return actor.may(May.OPEN_CIRCLES, area_id=area_id)


def require_ending_well(actor: Actor, area_id: UUID) -> None:
    if not may_end_well(actor, area_id):
        raise NotAllowed("You can do this only with the Circles of an area you coordinate.")


def may_approve_report(actor: Actor, area_id: UUID) -> bool:
    return actor.may(May.APPROVE_MINUTES, area_id=area_id)


def require_approving_report(actor: Actor, area_id: UUID) -> None:
    if not may_approve_report(actor, area_id):
        raise NotAllowed("You can approve reports only in an area you coordinate.")


def require_setting_questions(actor: Actor) -> None:
    if not actor.may(May.SET_STANDARD):
        raise NotAllowed("Only the operations manager changes what is asked.")
