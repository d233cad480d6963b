"""What a person changes about their own login."""

from datetime import datetime
from uuid import UUID

from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.foundations.post.models import NoticeKind
from encircle.foundations.post.notices import notify

from .doorkeeper import as_doorkeeper
from .models import NoticePace, User, WhyEnded
from .sessions import end_sessions


def change_password(*, user: User, password: str, here: UUID | None, at: datetime) -> None:
    """Every other session ends, and the person is told by letter."""
    with as_doorkeeper(on_behalf=user.pk) as acting:
        user.set_password(password)
        user.save(update_fields=["password"])
        end_sessions(user.pk, WhyEnded.RESET, at=at, but=here)
        record(Verb.CHANGED, "accounts.user", user.pk, by=acting, fields=["password"])
        notify(user.pk, NoticeKind.ACCOUNT, at=at)


def choose_pace(*, user: User, pace: NoticePace) -> None:
    with as_doorkeeper(on_behalf=user.pk):
        user.notice_pace = pace
        user.save(update_fields=["notice_pace"])
