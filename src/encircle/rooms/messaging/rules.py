"""Who may write to groups of volunteers, send a newsletter, and take back what was written."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from encircle.common.clock import in_london
from encircle.common.errors import NotAllowed
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.roles import May

from .models import Message
from .vocabulary import Kind


def may_send(actor: Actor, areas: Collection[UUID]) -> bool:
    return bool(areas) and all(actor.may(May.SEND_MESSAGES, area_id=area) for area in areas)


def require_sending(actor: Actor, areas: Collection[UUID]) -> None:
    if not may_send(actor, areas):
        raise NotAllowed("You can write only to volunteers of areas you hold.")


def may_send_newsletter(actor: Actor) -> bool:
    """Only who sees every core member and every Circle: the names it must not carry are looked for among all."""
    return actor.all_areas and actor.may(May.SEND_MESSAGES)


def require_kind(actor: Actor, kind: str) -> None:
    if kind == Kind.NEWSLETTER and not may_send_newsletter(actor):
        raise NotAllowed("A newsletter is sent by a senior coordinator or an operations manager.")


def may_note_words(actor: Actor, area_id: UUID) -> bool:
    """Whether somebody wants the newsletter, as they said it to the staff of their area."""
    return actor.may(May.SEND_MESSAGES, area_id=area_id)


def require_noting(actor: Actor, area_id: UUID) -> None:
    if not may_note_words(actor, area_id):
        raise NotAllowed("This is noted by staff of their area.")


def may_ask_again(newest_asked_at: datetime | None, at: datetime) -> bool:
    """Nobody is asked twice in a London day."""
    return newest_asked_at is None or in_london(newest_asked_at).date() < in_london(at).date()


def may_withdraw(actor: Actor, message: Message) -> bool:
    """Whoever sent it, and those who look after all areas."""
    return message.sent_by_id == actor.user_id or (actor.all_areas and actor.may(May.SEND_MESSAGES))


def require_withdrawing(actor: Actor, message: Message) -> None:
    if not may_withdraw(actor, message):
        raise NotAllowed("A message is withdrawn by whoever sent it, or by a senior coordinator or operations manager.")
