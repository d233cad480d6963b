"""Tell a person that something is waiting. The notice is a row of the same transaction; the post carries it later."""

from datetime import datetime
from uuid import UUID

from .models import Notice, NoticeKind


def notify(user_id: UUID, kind: NoticeKind, *, at: datetime, item_id: UUID | None = None) -> None:
    """Queue a notice to `user_id`. It carries no name and no content; `item_id` is for us, never for the mail."""
    Notice.objects.bulk_create([Notice(user_id=user_id, kind=kind, item_id=item_id, created_at=at)])
