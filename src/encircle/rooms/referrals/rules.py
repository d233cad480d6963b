"""Who takes enquiries and looks after referrals, and when a referral may still be withdrawn."""

from uuid import UUID

from encircle.common.errors import NotAllowed
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.roles import May

from .vocabulary import State


def may_take_referrals(actor: Actor, area_id: UUID) -> bool:
    return actor.may(May.TAKE_REFERRALS, area_id=area_id)


def require_taking(actor: Actor, area_id: UUID) -> None:
    if not may_take_referrals(actor, area_id):
        raise NotAllowed("You cannot take enquiries and referrals in this area.")


def require_open(state: State) -> None:
    if state is State.WITHDRAWN:
        raise NotAllowed("This referral was withdrawn already.")
    if state in (State.ACCEPTED, State.DECLINED):
        raise NotAllowed("This referral is decided already.")


def require_unsent(state: State) -> None:
    """Only a form that somebody still holds goes from hand to hand."""
    require_open(state)
    if state is State.SUBMITTED:
        raise NotAllowed("This referral is submitted: nobody holds its form any more.")
