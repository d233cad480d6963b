"""Settle whether somebody is known already, and hold a decision until a day, or no longer."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.roles import May
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.referrals.models import Referral
from encircle.rooms.referrals.queries import ReferralLine
from encircle.rooms.referrals.rules import may_take_referrals

from ..known import ITEM, Hold
from ..models import DecisionHold, HoldLifted, Resemblance, Settlement, SettlementWords
from ..rules import require_judging
from ..vocabulary import Settled

LEAST = 10  # characters of a reason
HOLD = "suitability.decisionhold"


@transaction.atomic
def settle(found: Resemblance, outcome: Settled, words: str, *, id: UUID, by: Actor, at: datetime) -> None:
    """By whoever may see it. Who finds out more settles it again; what was said before stays.

    Raises NotAllowed or Invalid. The same form sent twice is kept once.
    """
    if Settlement.objects.filter(pk=id).exists():
        return
    if not may_settle(by, found):
        raise NotAllowed("You cannot settle this.")
    if len(words.strip()) < LEAST:
        raise Invalid({"words": f"Say how you know, in at least {LEAST} characters"})
    row = Settlement(id=id, resemblance=found, area_id=found.area_id, outcome=outcome, by_id=by.user_id, at=at)
    Settlement.objects.bulk_create([row])
    SettlementWords.objects.bulk_create(
        [SettlementWords(settlement=row, resemblance=found, area_id=found.area_id, text=words.strip())]
    )
    # Of a conflict the trace names no area: whoever may not know of it finds no line either.
    record(Verb.DECIDED, ITEM, found.pk, by=by.acting, area_id=None if found.walled else found.area_id)


def may_settle(by: Actor, found: Resemblance) -> bool:
    """A conflict that somebody sees at all is theirs to settle; the rest is for those who judge referrals there."""
    return found.walled or may_take_referrals(by, found.area_id)


@transaction.atomic
def hold_decision(line: ReferralLine, not_before: date, *, id: UUID, by: Actor, at: datetime) -> None:
    """Nobody is accepted before that day. Whoever judges sees the day and whom to ask, and no more."""
    if DecisionHold.objects.filter(pk=id).exists():
        return
    require_holding(by)
    require_judging(by, line)
    if not_before <= in_london(at).date():
        raise Invalid({"not_before": "Enter a day after today"})
    one = line.referral
    row = DecisionHold(id=id, referral=one, area_id=one.area_id, not_before=not_before, by_id=by.user_id, at=at)
    DecisionHold.objects.bulk_create([row])
    _record(Verb.CREATED, one, id, by)


@transaction.atomic
def lift_hold(referral: Referral, hold: Hold, *, by: Actor, at: datetime) -> None:
    """Before its day. Lifting twice lifts once."""
    require_holding(by)
    row = HoldLifted(hold=hold.row, area_id=hold.row.area_id, by_id=by.user_id, at=at)
    try:
        with transaction.atomic():
            HoldLifted.objects.bulk_create([row])
    except IntegrityError:
        return
    _record(Verb.ENDED, referral, hold.row.pk, by)


def may_hold(by: Actor) -> bool:
    return by.may(May.KNOW_CONFLICTS)


def require_holding(by: Actor) -> None:
    if not may_hold(by):
        raise NotAllowed("A senior coordinator or an operations manager can hold a decision.")


def _record(verb: Verb, one: Referral, hold_id: UUID, by: Actor) -> None:
    record(verb, HOLD, hold_id, by=by.acting, area_id=one.area_id, person_id=one.subject_id)
