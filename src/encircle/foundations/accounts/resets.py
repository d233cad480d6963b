"""A forgotten password: the page only notes what was typed; the answer is worked out in the background."""

from datetime import datetime
from uuid import UUID

from encircle.foundations.queue import queue_work

from .doorkeeper import as_doorkeeper
from .invitations import make_invitation, post_invitation
from .models import Invitation, Purpose, ResetRequest, User, still_here
from .secrets import seal, unseal

PURPOSE = "reset request"
ANSWER_RESET = "accounts.answer_reset"


def ask_for_reset(email: str, *, at: datetime) -> None:
    row = ResetRequest(asked_at=at)
    row.sealed_email = seal(email.strip().lower().encode(), purpose=PURPOSE, place=str(row.pk))
    with as_doorkeeper():
        ResetRequest.objects.bulk_create([row])
        queue_work(ANSWER_RESET, {"request_id": str(row.pk)}, queue="post")


def answer_reset(request_id: UUID, *, at: datetime) -> None:
    """A letter to somebody who signs in with that address and has accepted their invitation; nothing to others."""
    with as_doorkeeper():
        row = ResetRequest.objects.filter(pk=request_id).first()
        if row is None:
            return
        email = unseal(bytes(row.sealed_email), purpose=PURPOSE, place=str(row.pk)).decode()
        row.delete()
        user = User.objects.filter(still_here(at), email__iexact=email, suspended_at=None).first()
        if user is None:
            return
        if user.has_usable_password():
            post_invitation(user.pk, make_invitation(user.pk, user.email, Purpose.PASSWORD, at=at), at=at)
        elif _was_invited(user, at):
            post_invitation(user.pk, make_invitation(user.pk, user.email, _last_purpose(user), at=at), at=at)


def _was_invited(user: User, at: datetime) -> bool:
    """Their invitation still holds: they lost the letter and get another."""
    return user.invitations.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=at).exists()


def _last_purpose(user: User) -> Purpose:
    last: Invitation | None = user.invitations.order_by("-created_at").first()
    return Purpose(last.purpose) if last else Purpose.JOIN
