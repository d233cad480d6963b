"""Record that somebody who was asked said no: apart from never asked, and stronger than any yes before it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from encircle.common.errors import Invalid, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.organisation.models import Topic
from encircle.rooms.people.models import Carer, CoreMember

from ..facts import hold
from ..models import Consent, ConsentSubject, Withdrawal
from ..rules import require_recording_consent
from ..vocabulary import Answer, Evidence, GivenBy
from .closing import close_what_rested_on


@dataclass(frozen=True, kw_only=True)
class NewRefusal:
    """`id` comes with the form, so that sending it twice records it once."""

    id: UUID
    core_member_id: UUID
    agency_id: UUID
    subjects: Collection[str] | None  # None: everything, whatever topics there are
    evidence: Evidence
    said_at: datetime
    carer_id: UUID | None = None  # None: the core member said it
    asked_by: UUID | None = None


@transaction.atomic
def record_refusal(new: NewRefusal, *, by: Actor, at: datetime) -> UUID:
    """Nothing new goes from that moment, and what rests only on an older yes closes: as when consent is withdrawn.

    Raises NotFound, NotAllowed, or Invalid with the field at fault. The same id again changes nothing.
    """
    core_member = _core_member(new.core_member_id)
    require_recording_consent(by, core_member.area_id)
    if Consent.objects.filter(pk=new.id).exists():
        return new.id
    _check(new, core_member, at)
    hold(core_member.pk)  # waits for a release in flight
    refusal = _refusal(new, core_member, by, at)
    Consent.objects.bulk_create([refusal])
    close_what_rested_on(refusal, _write_subjects(refusal, new.subjects), at=at)
    record(
        Verb.CREATED,
        "sharing.consent",
        new.id,
        by=by.acting,
        area_id=core_member.area_id,
        person_id=core_member.pk,
        detail=Answer.NO,
    )
    return new.id


def _core_member(core_member_id: UUID) -> CoreMember:
    found = CoreMember.objects.filter(pk=core_member_id).first()
    if found is None:
        raise NotFound()
    return found


def _check(new: NewRefusal, core_member: CoreMember, at: datetime) -> None:
    if new.subjects is not None and not new.subjects:
        raise Invalid({"subjects": "Select what they said no to"})
    if new.said_at > at:
        raise Invalid({"moment": "The moment they said no must not be in the future"})
    if new.carer_id and not Carer.objects.filter(pk=new.carer_id, core_member=core_member).exists():
        raise Invalid({"given_by": "Select who said no from the list"})


def _refusal(new: NewRefusal, core_member: CoreMember, by: Actor, at: datetime) -> Consent:
    return Consent(
        id=new.id,
        answer=Answer.NO,
        core_member=core_member,
        area_id=core_member.area_id,
        given_by=GivenBy.CARER if new.carer_id else GivenBy.CORE_MEMBER,
        carer_id=new.carer_id,
        agency_id=new.agency_id,
        starts_at=new.said_at,
        evidence=new.evidence,
        taken_by_id=new.asked_by or by.user_id,
        recorded_by_id=by.user_id,
        recorded_at=at,
    )


def _write_subjects(refusal: Consent, topics: Collection[str] | None) -> list[ConsentSubject]:
    """A no to everything names every topic there is, retired ones too: an older yes may rest on those."""
    codes = sorted(Topic.objects.values_list("code", flat=True) if topics is None else topics)
    subjects = [ConsentSubject(consent=refusal, area_id=refusal.area_id, topic_id=code) for code in codes]
    ConsentSubject.objects.bulk_create(subjects)
    Withdrawal.objects.bulk_create(
        Withdrawal(
            subject_id=subject.pk,
            area_id=refusal.area_id,
            withdrawn_at=refusal.starts_at,
            evidence=refusal.evidence,
            recorded_by_id=refusal.recorded_by_id,
            recorded_at=refusal.recorded_at,
        )
        for subject in subjects
    )
    return subjects
