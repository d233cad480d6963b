"""Recall a release, which opens a breach; add to its account; close it. Nothing written is ever edited."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.common.ids import new_reference
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.models import Appointment
from encircle.foundations.access.vocabulary import Role
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import leave_receipt, record
from encircle.foundations.post.models import NoticeKind
from encircle.foundations.post.notices import notify
from encircle.rooms.sharing.facts import centre_of, hold
from encircle.rooms.sharing.models import Recall, Release, ReleaseEvent
from encircle.rooms.sharing.vocabulary import Channel, EventKind, RecallReason

from .models import Breach, BreachAccount
from .rules import require_adding_to_breach, require_closing_breach, require_recalling

LEAST_ACCOUNT = 20  # characters: what happened is a sentence, not a word
LONGEST = 5_000


@transaction.atomic
def recall_release(release_id: UUID, *, reason: RecallReason, account: str, by: Actor, at: datetime) -> Breach:
    """Closed for its recipient as soon as this is written; a breach is opened and every data-protection lead told.

    Sending it twice recalls once. Raises NotFound, NotAllowed, or Invalid with the field at fault.
    """
    release = _release(release_id, at)
    require_recalling(by, release.area_id)
    if release.channel == Channel.PHONE:
        raise NotAllowed("What was said on the telephone cannot be called back.")
    _check(account)
    before = Breach.objects.filter(release=release).first()
    if before is not None:
        return before
    was_opened = ReleaseEvent.objects.filter(release=release, kind=EventKind.OPENED).exists()
    _write_recall(release, reason, was_opened, by, at)
    breach = _open_breach(release, account, by, at)
    for user_id in data_protection_leads(at):
        notify(user_id, NoticeKind.CONCERN, at=at, item_id=breach.pk)
    return breach


def open_breach(breach_id: UUID, *, by: Actor) -> Breach:
    """Against a receipt. Raises NotFound. Call at the top of the request."""
    breach = _breach(breach_id)
    walled = _is_walled(breach)
    leave_receipt(
        "records.breach",
        breach.pk,
        by=by.acting,
        circle_id=None if walled else breach.circle_id,
        area_id=None if walled else breach.area_id,
    )
    return breach


@transaction.atomic
def add_account(breach_id: UUID, text: str, *, by: Actor, at: datetime) -> None:
    """What was found out or done since. Raises NotFound, NotAllowed or Invalid."""
    breach = _breach(breach_id)
    require_adding_to_breach(by, breach.area_id)
    if breach.closed_at is not None:
        raise NotAllowed("This breach is closed.")
    _check(text)
    _write_account(breach, text, by, at)
    record(
        Verb.CHANGED, "records.breach", breach.pk, by=by.acting, area_id=None if _is_walled(breach) else breach.area_id
    )


@transaction.atomic
def close_breach(breach_id: UUID, *, by: Actor, at: datetime) -> None:
    """By the data-protection lead. One that is closed stays as it is."""
    require_closing_breach(by)
    breach = _breach(breach_id)
    if breach.closed_at is not None:
        return
    if not Breach.objects.filter(pk=breach_id, closed_at__isnull=True).update(closed_by_id=by.user_id, closed_at=at):
        raise NotFound()
    record(Verb.ENDED, "records.breach", breach_id, by=by.acting)


def data_protection_leads(at: datetime) -> list[UUID]:
    """Logins of everyone who is data-protection lead now; while there is none, of the operations managers."""
    present = Appointment.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at), starts_at__lte=at)
    for role in (Role.DATA_PROTECTION_LEAD, Role.OPERATIONS_MANAGER):
        found = list(present.filter(role=role).values_list("user_id", flat=True).distinct())
        if found:
            return found
    return []


def _release(release_id: UUID, at: datetime) -> Release:
    """Held by the core member's row, so that two people who press at once open one breach."""
    found = Release.objects.filter(pk=release_id).select_related("version", "concern").first()
    if found is None:
        raise NotFound()
    if (core_member_id := centre_of(found.circle_id, at)) is not None:
        hold(core_member_id)
    return found


def _check(account: str) -> None:
    if len(account.strip()) < LEAST_ACCOUNT:
        raise Invalid({"account": f"What happened must be {LEAST_ACCOUNT} characters or more"})
    if len(account) > LONGEST:
        raise Invalid({"account": f"What happened must be {LONGEST:,} characters or fewer"})


def _write_recall(release: Release, reason: RecallReason, was_opened: bool, by: Actor, at: datetime) -> None:
    recall = Recall(
        release_id=release.pk,
        seat_id=release.seat_id,
        circle_id=release.circle_id,
        area_id=release.area_id,
        reason=reason,
        was_opened=was_opened,
        recalled_by_id=by.user_id,
        recalled_at=at,
    )
    Recall.objects.bulk_create([recall])
    walled = release.concern is not None and release.concern.walled
    record(
        Verb.ENDED,
        "sharing.release",
        release.pk,
        by=by.acting,
        circle_id=None if walled else release.circle_id,
        area_id=None if walled else release.area_id,
        detail=reason,
    )


def _open_breach(release: Release, account: str, by: Actor, at: datetime) -> Breach:
    breach = Breach(
        reference=new_reference("B"),
        release_id=release.pk,
        circle_id=release.circle_id,
        area_id=release.area_id,
        opened_by_id=by.user_id,
        opened_at=at,
    )
    Breach.objects.bulk_create([breach])
    _write_account(breach, account, by, at)
    walled = release.concern is not None and release.concern.walled
    record(Verb.CREATED, "records.breach", breach.pk, by=by.acting, area_id=None if walled else release.area_id)
    return breach


def _write_account(breach: Breach, text: str, by: Actor, at: datetime) -> None:
    account = BreachAccount(
        breach_id=breach.pk, area_id=breach.area_id, text=text.strip(), written_by_id=by.user_id, written_at=at
    )
    BreachAccount.objects.bulk_create([account])


def _breach(breach_id: UUID) -> Breach:
    found = Breach.objects.filter(pk=breach_id).first()
    if found is None:
        raise NotFound()
    return found


def _is_walled(breach: Breach) -> bool:
    """For the trace: a line about a walled item names no area. Whoever sees no release (the lead) names none either."""
    if breach.release_id is None:
        return False
    release = Release.objects.filter(pk=breach.release_id).select_related("concern").first()
    return release is None or (release.concern is not None and release.concern.walled)
