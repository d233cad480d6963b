"""The end of somebody's access: an instant the database knows by its own clock, and what is shut once it has come.

Called by the room that knows why somebody leaves, which has asked whether they may.
"""

from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator

from encircle.common.errors import NotAllowed, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record

from .doorkeeper import as_doorkeeper
from .invitations import make_invitation, pending, post_invitation
from .models import CodeList, HeldForm, Purpose, User, WhyEnded
from .sessions import end_sessions

LOGIN = "accounts.user"
UNUSABLE = "!gone"  # no password matches it


def set_end(user_id: UUID, ends_at: datetime | None, *, by: Actor) -> None:
    """From this instant the login answers nothing; None takes a planned end back. Raises NotAllowed for oneself."""
    if user_id == by.user_id:
        raise NotAllowed("Somebody else must end your access.")
    with as_doorkeeper(on_behalf=by.user_id):
        if not User.objects.filter(pk=user_id).update(ends_at=ends_at):
            raise NotFound
    record(Verb.ENDED if ends_at else Verb.CHANGED, LOGIN, user_id, by=by.acting, fields=["ends_at"])


def shut(user_id: UUID, *, at: datetime) -> bool:
    """Every session ends, every letter on its way in is dead, password and second factors are gone. False: not yet.

    The database refuses them already; this leaves nothing that could be used later. Doing it twice changes nothing.
    """
    with as_doorkeeper():
        user = User.objects.filter(pk=user_id, ends_at__lte=at).first()
        if user is None:
            return False
        end_sessions(user_id, WhyEnded.LEFT, at=at)
        pending(user_id).update(withdrawn_at=at)
        _forget_ways_in(user)
        HeldForm.objects.filter(user_id=user_id).delete()
    return True


def begin_again(user_id: UUID, *, by: Actor, at: datetime) -> None:
    """They come back: nothing of the earlier way in works; a letter opens a new one."""
    if user_id == by.user_id:
        raise NotAllowed("Somebody else must invite you.")
    with as_doorkeeper(on_behalf=by.user_id):
        user = User.objects.filter(pk=user_id).first()
        if user is None:
            raise NotFound
        end_sessions(user_id, WhyEnded.LEFT, at=at)
        _forget_ways_in(user)
        User.objects.filter(pk=user_id).update(ends_at=None)
        token = make_invitation(user_id, user.email, Purpose.JOIN, at=at, invited_by_id=by.user_id)
        post_invitation(user_id, token, at=at)
    record(Verb.CHANGED, LOGIN, user_id, by=by.acting, fields=["ends_at", "invitation"])


def _forget_ways_in(user: User) -> None:
    Authenticator.objects.filter(user_id=user.pk).delete()
    CodeList.objects.filter(user_id=user.pk).delete()
    user.password = UNUSABLE
    user.save(update_fields=["password"])
