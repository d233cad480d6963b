"""What is done to logins: invite, withdraw, suspend, restore, and the changes that take two named people."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.identity import Acting
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.foundations.post.models import NoticeKind
from encircle.foundations.post.notices import notify

from . import rules
from .charity import managers
from .doorkeeper import as_doorkeeper
from .invitations import make_invitation, pending, post_invitation
from .models import AccountChange, ChangeKind, CodeList, Purpose, User, WhyEnded, still_here
from .sessions import end_sessions

LOGIN = "accounts.user"
CHANGE = "accounts.accountchange"
UNUSABLE = "!invited"  # no password matches it


def invite(*, name: str, email: str, by: Actor, at: datetime) -> User:
    """Make a login and post its invitation. Raises NotAllowed, Invalid."""
    if not rules.may_invite(by):
        raise NotAllowed("You cannot invite people to sign in.")
    user = _new_login(name, email, at)
    token = make_invitation(user.pk, user.email, Purpose.JOIN, at=at, invited_by_id=by.user_id)
    post_invitation(user.pk, token, at=at)
    record(Verb.CREATED, LOGIN, user.pk, by=by.acting)
    return user


def invite_first(people: Sequence[tuple[str, str]], *, by: Acting, at: datetime) -> list[tuple[User, str]]:
    """The first logins of a new installation, (name, address) each, with the tokens to print (`encircle init`, run as
    the owner). Raises NotAllowed as soon as there is anybody.
    """
    if User.objects.exists():
        raise NotAllowed("There are people already: they invite the others.")
    users = [_new_login(name, email, at) for name, email in people]
    for user in users:
        record(Verb.CREATED, LOGIN, user.pk, by=by)
    return [(user, make_invitation(user.pk, user.email, Purpose.JOIN, at=at)) for user in users]


def invite_again(*, user_id: UUID, by: Actor, at: datetime) -> None:
    """A new address for somebody whose first was lost or expired. Raises NotAllowed, NotFound."""
    if not rules.may_invite(by):
        raise NotAllowed("You cannot invite people to sign in.")
    with as_doorkeeper():
        user = User.objects.filter(still_here(at), pk=user_id, suspended_at=None).first()
        last = user.invitations.order_by("-created_at").first() if user else None
    if user is None or not rules.may_see_invitations_of(by, last):
        raise NotFound
    if user.has_usable_password():
        raise NotAllowed("They can sign in already. Someone who cannot needs their sign-in reset.")
    purpose = Purpose(last.purpose) if last else Purpose.JOIN
    token = make_invitation(user.pk, user.email, purpose, at=at, invited_by_id=by.user_id)
    post_invitation(user.pk, token, at=at)
    record(Verb.CHANGED, LOGIN, user.pk, by=by.acting, fields=["invitation"])


def withdraw(*, user_id: UUID, by: Actor, at: datetime) -> None:
    """Unused invitations of a person stop working. Raises NotAllowed."""
    if not rules.may_invite(by):
        raise NotAllowed("You cannot withdraw invitations.")
    if not pending(user_id).update(withdrawn_at=at):
        raise NotFound
    record(Verb.ENDED, LOGIN, user_id, by=by.acting, fields=["invitation"])


def suspend(*, user_id: UUID, by: Actor, at: datetime) -> None:
    """Stop somebody signing in, and end every session at once. Raises NotAllowed, NotFound."""
    if user_id == by.user_id:
        raise NotAllowed("You cannot suspend your own account.")
    _manages(by)
    if not User.objects.filter(pk=user_id, suspended_at=None).update(suspended_at=at, suspended_by_id=by.user_id):
        raise NotFound
    end_sessions(user_id, WhyEnded.SUSPENDED, at=at)
    record(Verb.ENDED, LOGIN, user_id, by=by.acting, fields=["suspended_at"])


def restore(*, user_id: UUID, by: Actor, at: datetime) -> None:
    """Let somebody sign in again. Raises NotAllowed, NotFound."""
    if user_id == by.user_id:
        raise NotAllowed("You cannot restore your own account.")
    _manages(by)
    found = User.objects.filter(pk=user_id, suspended_at__isnull=False)
    if not found.update(suspended_at=None, suspended_by_id=None):
        raise NotFound
    record(Verb.CHANGED, LOGIN, user_id, by=by.acting, fields=["suspended_at"])


def ask_for_change(
    *, user_id: UUID, kind: ChangeKind, reason: str, by: Actor, at: datetime, new_email: str = ""
) -> UUID:
    """Ask for a reset of somebody's second factors or for another address. A second person decides."""
    if user_id == by.user_id:
        raise NotAllowed("You cannot ask for this for yourself.")
    rules.require_one_of_two(by)
    if kind == ChangeKind.CODE_LIST:
        raise NotAllowed("A person asks for a list of codes themselves.")
    if kind == ChangeKind.ADDRESS:
        new_email = _free_address(new_email, "new_email")
    if not User.objects.filter(still_here(at), pk=user_id).exists():
        raise NotFound
    return _ask(user_id, kind, reason, by_id=by.user_id, acting=by.acting, at=at, new_email=new_email)


def ask_for_code_list(*, user: User, reason: str, by: Acting, at: datetime) -> UUID:
    """A person with neither a phone nor a passkey asks for printed codes, at the sign-in door."""
    return _ask(user.pk, ChangeKind.CODE_LIST, reason, by_id=user.pk, acting=by, at=at)


def decide_change(*, change_id: UUID, approve: bool, by: Actor, at: datetime) -> None:
    """The second person's word. Raises NotAllowed, NotFound. An approved change takes hold at once."""
    rules.require_one_of_two(by)
    change = AccountChange.objects.filter(pk=change_id, decided_at=None).first()
    if change is None:
        raise NotFound
    if by.user_id in (change.asked_by_id, change.user_id):
        raise NotAllowed("Someone else must decide: not the person it is for, and not who asked.")
    decided = AccountChange.objects.filter(pk=change_id, decided_at=None)
    if not decided.update(decided_at=at, decided_by_id=by.user_id, approved=approve):
        raise NotFound
    record(Verb.DECIDED, CHANGE, change_id, by=by.acting, detail="approved" if approve else "refused")
    if approve and change.kind != ChangeKind.CODE_LIST:
        _start_again(change, by=by, at=at)


def _start_again(change: AccountChange, *, by: Actor, at: datetime) -> None:
    """Every session ends and every way in is closed; a letter opens a new one. The person and the managers are told.

    A new address replaces the old one when the letter to it is used: until then notices reach the person at the old.
    """
    notify(change.user_id, NoticeKind.ACCOUNT, at=at, item_id=change.pk)
    with as_doorkeeper(on_behalf=by.user_id):
        end_sessions(change.user_id, WhyEnded.RESET, at=at)
        Authenticator.objects.filter(user_id=change.user_id).delete()
        CodeList.objects.filter(user_id=change.user_id).delete()
        user = User.objects.get(pk=change.user_id)
        user.password = UNUSABLE
        user.save(update_fields=["password"])
        token = make_invitation(user.pk, change.new_email or user.email, Purpose.AGAIN, at=at, invited_by_id=by.user_id)
        post_invitation(user.pk, token, at=at)
        for manager_id in managers(at):
            notify(manager_id, NoticeKind.WAITING, at=at, item_id=change.pk)
        if change.kind == ChangeKind.FACTORS:
            AccountChange.objects.filter(pk=change.pk).update(done_at=at)


def _ask(
    user_id: UUID, kind: ChangeKind, reason: str, *, by_id: UUID, acting: Acting, at: datetime, new_email: str = ""
) -> UUID:
    if len(reason.strip()) < 10:
        raise Invalid({"reason": "Say why, and how you made sure who the person is, in 10 characters or more"})
    with as_doorkeeper():
        waiting = AccountChange.objects.filter(user_id=user_id, kind=kind, decided_at=None).exists()
    if waiting:
        raise Invalid("This has been asked for already and waits for a decision")
    change = AccountChange(
        user_id=user_id, kind=kind, reason=reason.strip(), asked_by_id=by_id, asked_at=at, new_email=new_email
    )
    AccountChange.objects.bulk_create([change])
    record(Verb.CREATED, CHANGE, change.pk, by=acting)
    for manager_id in managers(at):
        if manager_id not in (by_id, user_id):
            notify(manager_id, NoticeKind.WAITING, at=at, item_id=change.pk)
    return change.pk


def _new_login(name: str, email: str, at: datetime) -> User:
    if not name.strip():
        raise Invalid({"name": "Enter their name"})
    user = User(name=name.strip(), email=_free_address(email, "email"), created_at=at, password=UNUSABLE)
    User.objects.bulk_create([user])
    return user


def _free_address(email: str, field: str) -> str:
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise Invalid({field: "Enter an email address in the correct format, like name@example.org"}) from None
    with as_doorkeeper():
        taken = User.objects.filter(email__iexact=email).exists()
    if taken:
        raise Invalid({field: "Someone signs in with this address already"})
    return email


def _manages(by: Actor) -> None:
    if not rules.may_manage_accounts(by):
        raise NotAllowed("Only an administrator or an operations manager can do this.")
