"""What may be done about reviews one sees."""

from uuid import UUID

from encircle.common.errors import NotAllowed
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.roles import May

from .models import Review


def may_keep_reviews(actor: Actor, area_id: UUID) -> bool:
    """Plan, move and cancel reviews, record what was held, write the pack: whoever plans the Circle's meetings."""
    return actor.may(May.PLAN_MEETINGS, area_id=area_id)


def may_approve_packs(actor: Actor, area_id: UUID) -> bool:
    return actor.may(May.APPROVE_MINUTES, area_id=area_id)


def require_keeping(actor: Actor, area_id: UUID) -> None:
    if not may_keep_reviews(actor, area_id):
        raise NotAllowed("Reviews are kept by the coordinators of the area.")


def require_approving(actor: Actor, area_id: UUID) -> None:
    if not may_approve_packs(actor, area_id):
        raise NotAllowed("Review packs are approved by the coordinators of the area.")


def refuse_cancelled(review: Review) -> None:
    if review.cancelled_at is not None:
        raise NotAllowed("This review was cancelled.")
