"""Who may do what to logins."""

from encircle.foundations.access.actor import Actor
from encircle.foundations.access.roles import May

from .models import Invitation


def may_invite(actor: Actor) -> bool:
    return any(actor.may(what) for what in (May.MANAGE_ACCOUNTS, May.MANAGE_VOLUNTEERS, May.MANAGE_PARTNERS))


def may_manage_accounts(actor: Actor) -> bool:
    """Suspend, restore, and ask for or decide what takes two people."""
    return actor.may(May.MANAGE_ACCOUNTS)


def may_see_invitations_of(actor: Actor, last: Invitation | None) -> bool:
    """Those who manage accounts see all; others the people they invited."""
    return may_manage_accounts(actor) or (last is not None and last.invited_by_id == actor.user_id)
