"""Tell a person that something is waiting. The notice is a row of the same transaction; the post carries it later."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from encircle.foundations.accounts.secrets import seal

from .models import Letter, LetterKind, Notice, NoticeKind
from .queue import carry_later, send_later
from .words import LINK


def notify(
    user_id: UUID, kind: NoticeKind, *, at: datetime, item_id: UUID | None = None, area_id: UUID | None = None
) -> None:
    """Queue a notice to `user_id`. It carries no name and no content; `item_id` is for us, never for the mail.

    The job is queued in the same transaction: no notice without its fact, no fact without its notice.
    """
    notify_each([(user_id, item_id)], kind, at=at, area_id=area_id)


def notify_each(
    whom: Sequence[tuple[UUID, UUID | None]], kind: NoticeKind, *, at: datetime, area_id: UUID | None = None
) -> None:
    """The same for several people, each with an item of their own: two statements, however many there are."""
    if not whom:
        return
    notices = [
        Notice(user_id=user_id, kind=kind, item_id=item_id, area_id=area_id, created_at=at) for user_id, item_id in whom
    ]
    Notice.objects.bulk_create(notices)
    carry_later(*(notice.pk for notice in notices))


def send_link(user_id: UUID, path: str, *, at: datetime, area_id: UUID | None = None) -> None:
    """Write an invitation that carries one single-use address of ours; it is kept encrypted, and only until sent."""
    letter = Letter(user_id=user_id, kind=LetterKind.LINK, area_id=area_id, written_at=at)
    letter.link = seal(path.encode(), purpose=LINK, place=str(letter.pk))
    Letter.objects.bulk_create([letter])
    send_later(letter.pk)


def write_to_each(whom: Sequence[tuple[UUID | None, UUID, UUID]], kind: LetterKind, *, at: datetime) -> None:
    """A letter of its own to each: who it is if they sign in, what it carries, whose staff learn if it does not arrive.

    What it says is asked of the room that writes letters of this kind, as each is handed over.
    """
    letters = [
        Letter(user_id=user_id, kind=kind, item_id=item_id, area_id=area_id, written_at=at)
        for user_id, item_id, area_id in whom
    ]
    if letters:
        Letter.objects.bulk_create(letters)
        send_later(*(letter.pk for letter in letters))
