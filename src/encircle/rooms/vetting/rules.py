"""Who keeps the checks on volunteers. Nobody keeps their own."""

from encircle.common.errors import NotAllowed
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.roles import May
from encircle.rooms.volunteers.models import Volunteer


def may_keep_checks(actor: Actor, volunteer: Volunteer) -> bool:
    return actor.may(May.MANAGE_VOLUNTEERS, area_id=volunteer.area_id) and volunteer.user_id != actor.user_id


def may_decide_on_check(actor: Actor, volunteer: Volunteer) -> bool:
    """Whether what a certificate shows stands in the way: a senior's decision, and never about oneself."""
    return actor.may(May.DECIDE_CHECKS, area_id=volunteer.area_id) and volunteer.user_id != actor.user_id


def may_set_eligibility(actor: Actor) -> bool:
    return actor.may(May.SET_STANDARD)


def require_keeping(actor: Actor, volunteer: Volunteer) -> None:
    if volunteer.user_id == actor.user_id:
        raise NotAllowed("Somebody else keeps the checks on you.")
    if not may_keep_checks(actor, volunteer):
        raise NotAllowed("You can keep checks only on volunteers of an area you coordinate.")
    if volunteer.left_on is not None:
        raise NotAllowed("This volunteer has left, or is leaving. Nothing more is checked.")


def require_deciding(actor: Actor, volunteer: Volunteer) -> None:
    if not may_decide_on_check(actor, volunteer):
        raise NotAllowed("A senior coordinator or an operations manager decides this.")
