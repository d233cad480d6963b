"""Who may deal with those who come forward: whoever may manage volunteers in their area."""

from encircle.common.errors import NotAllowed
from encircle.foundations.access.actor import Actor
from encircle.rooms.volunteers.rules import may_manage_volunteers

from .models import Applicant


def may_recruit(actor: Actor, applicant: Applicant) -> bool:
    return may_manage_volunteers(actor, applicant.area_id)


def require_recruiting(actor: Actor, applicant: Applicant) -> None:
    if not may_recruit(actor, applicant):
        raise NotAllowed("You can deal with people who come forward only in an area you coordinate.")
