"""A referral goes no further: by the referrer's wish or the coordinator's, before any decision."""

from datetime import datetime

from django.db import IntegrityError, connection, transaction

from encircle.common.errors import NotAllowed
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record

from ..models import Decision, Referral, ReferralWithdrawn
from ..rules import require_taking
from ..vocabulary import Outcome, WithdrawalReason

ALREADY = "This referral was withdrawn already."
DECIDED = "This referral is decided already. Ring the coordinator if the person no longer wants to take part."


@transaction.atomic
def withdraw_referral(referral: Referral, reason: WithdrawalReason, *, by: Actor, at: datetime) -> None:
    """By staff of the area. What was submitted stays; a draft nobody may read any more is cleared."""
    require_taking(by, referral.area_id)
    _write(referral, reason, by, at)


@transaction.atomic
def withdraw_own_referral(referral: Referral, reason: WithdrawalReason, *, by: Actor, at: datetime) -> None:
    """By the referrer who holds or submitted it: the row policy lets nobody else. Not once it is decided for good."""
    if Decision.objects.filter(referral=referral).exclude(outcome=Outcome.DEFER).exists():
        raise NotAllowed(DECIDED)
    _write(referral, reason, by, at)


def _write(referral: Referral, reason: WithdrawalReason, by: Actor, at: datetime) -> None:
    row = ReferralWithdrawn(referral=referral, area_id=referral.area_id, by_id=by.user_id, at=at, reason=reason)
    try:
        with transaction.atomic():
            ReferralWithdrawn.objects.bulk_create([row])
    except IntegrityError:
        raise NotAllowed(ALREADY) from None
    with connection.cursor() as cursor:
        cursor.execute("SELECT encircle.clear_withdrawn_drafts(%s)", [referral.pk])
    record(
        Verb.ENDED,
        "referrals.referral",
        referral.pk,
        by=by.acting,
        area_id=referral.area_id,
        person_id=referral.subject_id,
        detail=reason,
    )
