"""What may be done about a concern one sees."""

from uuid import UUID

from django.db.models import Q

from encircle.common.errors import NotAllowed
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.roles import May
from encircle.foundations.access.vocabulary import Role

from .models import Concern


def may_handle(actor: Actor, concern: Concern, *, on_call: bool = False) -> bool:
    """Take it on, decide, telephone, close. `on_call`: the person was on call for this imminent concern."""
    if concern.walled:
        return actor.may(May.HANDLE_WALLED_CONCERNS) and concern.about_user_id != actor.user_id
    return on_call or actor.may(May.TRIAGE_CONCERNS, area_id=concern.area_id)


def may_work_on_concerns(actor: Actor) -> bool:
    """Has a list of concerns at all."""
    return actor.may(May.TRIAGE_CONCERNS) or actor.may(May.HANDLE_WALLED_CONCERNS)


def may_raise_for_others(actor: Actor, area_id: UUID) -> bool:
    """Write down a concern that somebody rang about, or one's own."""
    return actor.may(May.TRIAGE_CONCERNS, area_id=area_id)


def handled_by(actor: Actor, *, within_circle: bool = False) -> Q:
    """Of the concerns this person sees, those they handle: what they only raised themselves is left out."""
    if within_circle or actor.all_areas:
        own = Q(walled=False)
    else:
        own = Q(walled=False, area__in=[area for role, area in actor.appointments if role is Role.COORDINATOR and area])
    if actor.may(May.HANDLE_WALLED_CONCERNS):
        return own | (Q(walled=True) & (Q(about_user__isnull=True) | ~Q(about_user=actor.user_id)))
    return own


def require_handling(actor: Actor, concern: Concern, *, on_call: bool) -> None:
    if not may_handle(actor, concern, on_call=on_call):
        raise NotAllowed("This concern is handled by others. If you are worried, ring the coordinator.")
