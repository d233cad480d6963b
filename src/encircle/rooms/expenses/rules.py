"""What may be done about hours and claims one sees."""

from uuid import UUID

from encircle.common.errors import NotAllowed, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.roles import May

from .models import Claim, Submission


def may_set_terms(actor: Actor) -> bool:
    return actor.may(May.SET_STANDARD)


def require_setting_terms(actor: Actor) -> None:
    if not may_set_terms(actor):
        raise NotAllowed("Operations managers set the rates and limits.")


def require_own(actor: Actor, volunteer_id: UUID) -> None:
    """A volunteer's own. For anybody else there is no such thing."""
    if actor.volunteer_id is None or actor.volunteer_id != volunteer_id:
        raise NotFound()


def may_note_hours(actor: Actor, volunteer_id: UUID, area_id: UUID) -> bool:
    return actor.volunteer_id == volunteer_id or actor.may(May.APPROVE_EXPENSES, area_id=area_id)


def require_noting_hours(actor: Actor, volunteer_id: UUID, area_id: UUID) -> None:
    if not may_note_hours(actor, volunteer_id, area_id):
        raise NotFound()


def may_decide(actor: Actor, claim: Claim, sent: Submission, *, step: int, first_by: UUID | None = None) -> bool:
    """Never one's own claim, nor one that one sent; the second time somebody senior who did not approve it first."""
    if actor.user_id == sent.by_id or claim.volunteer_id == actor.volunteer_id:
        return False
    if step == 2:
        return actor.may(May.APPROVE_LARGE_EXPENSES, area_id=claim.area_id) and first_by != actor.user_id
    return actor.may(May.APPROVE_EXPENSES, area_id=claim.area_id)


def why_not(actor: Actor, claim: Claim, sent: Submission, *, step: int, first_by: UUID | None = None) -> str:
    """In words, where somebody who sees a claim may not decide it."""
    if may_decide(actor, claim, sent, step=step, first_by=first_by):
        return ""
    if actor.user_id == sent.by_id or claim.volunteer_id == actor.volunteer_id:
        return "You cannot decide about your own claim. Somebody else of the staff does."
    if step == 2 and first_by == actor.user_id:
        return "You approved it first. A second person approves it now."
    return "A senior coordinator or an operations manager approves it now, because of its amount."


def require_deciding(actor: Actor, claim: Claim, sent: Submission, *, step: int, first_by: UUID | None = None) -> None:
    if reason := why_not(actor, claim, sent, step=step, first_by=first_by):
        raise NotAllowed(reason)


def may_pay(actor: Actor, claim: Claim) -> bool:
    """Never one's own claim, whoever approved it."""
    return actor.may(May.PAY_EXPENSES) and claim.volunteer_id != actor.volunteer_id


def require_paying_another(actor: Actor, claim: Claim) -> None:
    require_paying(actor)
    if not may_pay(actor, claim):
        raise NotAllowed("Another operations manager pays your own claim, and says where a payment fell through.")


def require_paying(actor: Actor) -> None:
    if not actor.may(May.PAY_EXPENSES):
        raise NotAllowed("Operations managers make the payment file.")
