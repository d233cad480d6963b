"""What may be done about a volunteer's leaving and staying."""

from encircle.common.errors import NotAllowed
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.roles import May
from encircle.rooms.volunteers.models import Volunteer


def may_keep_leaving(actor: Actor, volunteer: Volunteer) -> bool:
    """Note that they leave, call it off, let them come back. Nobody notes their own."""
    is_own = volunteer.user_id is not None and volunteer.user_id == actor.acting.user_id
    return not is_own and actor.may(May.MANAGE_VOLUNTEERS, area_id=volunteer.area_id)


def require_keeping(actor: Actor, volunteer: Volunteer) -> None:
    if not may_keep_leaving(actor, volunteer):
        raise NotAllowed("The staff of their area note that a volunteer leaves, and never for themselves.")


def require_own_or_keeping(actor: Actor, volunteer: Volunteer) -> None:
    """What a volunteer answers themselves while they are here, or staff key for them."""
    if actor.volunteer_id != volunteer.pk:
        require_keeping(actor, volunteer)


def require_figures(actor: Actor) -> None:
    """Of the areas whose volunteers they keep; the rows show them no others."""
    if not actor.may(May.MANAGE_VOLUNTEERS):
        raise NotAllowed("The staff who keep volunteers see these figures.")
