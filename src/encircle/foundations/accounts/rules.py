"""Who may do what to logins."""

from django.db import connection

from encircle.common.errors import NotAllowed
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


def require_one_of_two(actor: Actor) -> None:
    """What takes two people takes two whom an operations manager chose: the database knows (`encircle.one_of_two`)."""
    if not may_manage_accounts(actor):
        raise NotAllowed("Only an administrator or an operations manager can do this.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT encircle.one_of_two()")
        (is_one,) = cursor.fetchone()
    if not is_one:
        raise NotAllowed("This takes an administrator whom an operations manager appointed.")
