"""Single-use addresses: made by whoever invites, used by the person who holds the letter."""

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import transaction

from encircle.common.errors import Refusal
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.foundations.post.models import NoticeKind
from encircle.foundations.post.notices import notify, send_link

from .doorkeeper import as_doorkeeper
from .models import AccountChange, ChangeKind, Invitation, Purpose, User, WhyEnded, still_here
from .sessions import end_sessions

LASTS = {Purpose.JOIN: timedelta(days=7), Purpose.AGAIN: timedelta(days=7), Purpose.PASSWORD: timedelta(hours=1)}


class NoLongerWorks(Refusal):
    """Used, withdrawn, expired, or never made: all four look the same."""


def make_invitation(
    user_id: UUID, email: str, purpose: Purpose, *, at: datetime, invited_by_id: UUID | None = None
) -> str:
    """The token. Earlier unused ones of the person stop working. Callers have asked whether the inviter may."""
    token = secrets.token_urlsafe(32)
    made = Invitation(
        user_id=user_id,
        purpose=purpose,
        token_hash=hashed(token),
        email=email,
        invited_by_id=invited_by_id,
        created_at=at,
        expires_at=at + LASTS[purpose],
    )
    with as_doorkeeper():
        pending(user_id).update(withdrawn_at=at)
        Invitation.objects.bulk_create([made])
    return token


def path_of(token: str) -> str:
    return f"/invitation/{token}"


def post_invitation(user_id: UUID, token: str, *, at: datetime) -> None:
    send_link(user_id, path_of(token), at=at)


def find(token: str, *, at: datetime) -> Invitation:
    """Raises NoLongerWorks."""
    with as_doorkeeper():
        found = (
            Invitation.objects.select_related("user")
            .filter(token_hash=hashed(token), accepted_at=None, withdrawn_at=None, expires_at__gt=at)
            .filter(still_here(at, "user__"), user__suspended_at=None)
            .first()
        )
    if found is None:
        raise NoLongerWorks
    return found


def accept(*, token: str, password: str, at: datetime) -> Invitation:
    """Use the invitation up: the address is proved and the password chosen. Raises NoLongerWorks.

    Whoever else had a session of this person loses it, and the person is told.
    """
    with as_doorkeeper() as acting, transaction.atomic():
        invitation = find(token, at=at)
        if not Invitation.objects.filter(pk=invitation.pk, accepted_at=None).update(accepted_at=at):
            raise NoLongerWorks
        user = invitation.user
        user.set_password(password)
        user.save(update_fields=["password"])
        _prove_address(user, invitation.email, at=at)
        end_sessions(user.pk, WhyEnded.RESET, at=at)
        record(Verb.CHANGED, "accounts.user", user.pk, by=acting, fields=["password"], detail=invitation.purpose)
        if invitation.purpose != Purpose.JOIN:
            notify(user.pk, NoticeKind.ACCOUNT, at=at, item_id=invitation.pk)
    return invitation


def _prove_address(user: User, email: str, *, at: datetime) -> None:
    """The person has read a letter at this address. An approved new address replaces the old one now."""
    if email.lower() != user.email.lower():
        if User.objects.filter(email__iexact=email).exists():
            raise NoLongerWorks
        user.email = email
        user.save(update_fields=["email"])
        AccountChange.objects.filter(user=user, kind=ChangeKind.ADDRESS, approved=True, done_at=None).update(done_at=at)
    EmailAddress.objects.filter(user=user).exclude(email__iexact=email).delete()
    EmailAddress.objects.update_or_create(user=user, email=email.lower(), defaults={"verified": True, "primary": True})


def pending(user_id: UUID):  # type: ignore[no-untyped-def]  # a queryset, whose stub type needs four arguments
    return Invitation.objects.filter(user_id=user_id, accepted_at=None, withdrawn_at=None)


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
