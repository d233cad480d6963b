"""Withdraw consent: from that second nothing new goes, and what rests only on it can no longer be read."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from encircle.common.errors import Invalid, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record

from ..facts import hold
from ..models import Consent, ConsentSubject, Withdrawal
from ..rules import require_recording_consent
from ..vocabulary import Answer, Evidence
from .closing import close_what_rested_on


@transaction.atomic
def withdraw_consent(
    consent_id: UUID, topics: Collection[str], *, moment: datetime, evidence: Evidence, by: Actor, at: datetime
) -> list[str]:
    """The topics withdrawn now; those withdrawn before stay as they were, so sending it twice changes nothing.

    Takes the lock a release takes, on the core member's row. Raises NotFound, NotAllowed or Invalid.
    """
    consent = _consent(consent_id)
    require_recording_consent(by, consent.area_id)
    _check(consent, topics, moment, at)
    hold(consent.core_member_id)  # waits for a release in flight
    subjects = ConsentSubject.objects.filter(consent=consent, topic__in=topics, withdrawal__isnull=True)
    standing = list(subjects.order_by("topic__position"))
    Withdrawal.objects.bulk_create(_withdrawal(subject, moment, evidence, by, at) for subject in standing)
    close_what_rested_on(consent, standing, at=at)
    for subject in standing:
        record(
            Verb.ENDED,
            "sharing.consentsubject",
            subject.pk,
            by=by.acting,
            area_id=consent.area_id,
            person_id=consent.core_member_id,
            detail=subject.topic_id,
        )
    return [subject.topic_id for subject in standing]


def _consent(consent_id: UUID) -> Consent:
    found = Consent.objects.filter(pk=consent_id, answer=Answer.YES).first()
    if found is None:
        raise NotFound()
    return found


def _check(consent: Consent, topics: Collection[str], moment: datetime, at: datetime) -> None:
    if not topics:
        raise Invalid({"topics": "Select what is withdrawn"})
    if moment > at:
        raise Invalid({"moment": "The moment of the withdrawal must not be in the future"})
    if moment < consent.starts_at:
        raise Invalid({"moment": "The moment of the withdrawal must be after the consent began"})


def _withdrawal(subject: ConsentSubject, moment: datetime, evidence: Evidence, by: Actor, at: datetime) -> Withdrawal:
    return Withdrawal(
        subject_id=subject.pk,
        area_id=subject.area_id,
        withdrawn_at=moment,
        evidence=evidence,
        recorded_by_id=by.user_id,
        recorded_at=at,
    )
