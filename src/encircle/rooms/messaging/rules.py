"""Who may write to groups of volunteers, and take back what was written."""

from collections.abc import Collection
from uuid import UUID

from encircle.common.errors import NotAllowed
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.roles import May

from .models import Message


def may_send(actor: Actor, areas: Collection[UUID]) -> bool:
    return bool(areas) and all(actor.may(May.SEND_MESSAGES, area_id=area) for area in areas)


def require_sending(actor: Actor, areas: Collection[UUID]) -> None:
    if not may_send(actor, areas):
        raise NotAllowed("You can write only to volunteers of areas you hold.")


def may_withdraw(actor: Actor, message: Message) -> bool:
    """Whoever sent it, and those who look after all areas."""
    return message.sent_by_id == actor.user_id or (actor.all_areas and actor.may(May.SEND_MESSAGES))


def require_withdrawing(actor: Actor, message: Message) -> None:
    if not may_withdraw(actor, message):
        raise NotAllowed("A message is withdrawn by whoever sent it, or by a senior coordinator or operations manager.")
