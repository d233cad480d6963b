"""Record a consent, and decide that another ground applies."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from encircle.common.errors import Invalid, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import leave_receipt, record
from encircle.rooms.partners.models import Professional
from encircle.rooms.people.models import Carer, CoreMember

from ..models import Consent, ConsentNarrowing, ConsentSubject, GroundReason, GroundSubject, OtherGround
from ..rules import require_deciding_grounds, require_recording_consent
from ..vocabulary import Evidence, GivenBy, GroundKind

LEAST_REASON = 20  # characters: a reason is a sentence, not a word


@dataclass(frozen=True, kw_only=True)
class NewConsent:
    """`id` comes with the form, so that sending it twice records it once."""

    id: UUID
    core_member_id: UUID
    agency_id: UUID
    subjects: Collection[str]
    evidence: Evidence
    starts_at: datetime
    ends_at: datetime | None = None
    carer_id: UUID | None = None  # None: the core member gave it
    only_professionals: Collection[UUID] = ()
    taken_by: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class NewGround:
    id: UUID
    core_member_id: UUID
    kind: GroundKind
    agency_id: UUID
    subjects: Collection[str]
    reason: str
    starts_at: datetime
    ends_at: datetime | None = None
    professional_id: UUID | None = None


@transaction.atomic
def record_consent(new: NewConsent, *, by: Actor, at: datetime) -> UUID:
    """Raises NotFound, NotAllowed, or Invalid with the field at fault. The same id again changes nothing."""
    core_member = _core_member(new.core_member_id)
    require_recording_consent(by, core_member.area_id)
    if Consent.objects.filter(pk=new.id).exists():
        return new.id
    _check_consent(new, core_member, at)
    _write_consent(new, core_member, by, at)
    _recorded(Verb.CREATED, "sharing.consent", new.id, core_member, by)
    return new.id


@transaction.atomic
def decide_ground(new: NewGround, *, by: Actor, at: datetime) -> UUID:
    """A ground other than consent, with its reason. Raises NotFound, NotAllowed or Invalid."""
    core_member = _core_member(new.core_member_id)
    require_deciding_grounds(by, core_member.area_id)
    if OtherGround.objects.filter(pk=new.id).exists():
        return new.id
    _check_ground(new)
    ground = OtherGround(
        id=new.id,
        core_member=core_member,
        area_id=core_member.area_id,
        kind=new.kind,
        agency_id=new.agency_id,
        professional_id=new.professional_id,
        starts_at=new.starts_at,
        ends_at=new.ends_at,
        decided_by_id=by.user_id,
        decided_at=at,
    )
    OtherGround.objects.bulk_create([ground])
    GroundSubject.objects.bulk_create(
        GroundSubject(ground_id=new.id, area_id=core_member.area_id, topic_id=topic) for topic in new.subjects
    )
    write_reason(ground, new.reason)
    _recorded(Verb.DECIDED, "sharing.otherground", new.id, core_member, by)
    return new.id


@transaction.atomic
def end_ground(ground_id: UUID, *, by: Actor, at: datetime) -> None:
    """From now on nothing new goes on this ground; what went stays. One that has ended stays as it is."""
    ground = OtherGround.objects.filter(pk=ground_id).select_related("core_member").first()
    if ground is None:
        raise NotFound()
    require_deciding_grounds(by, ground.area_id)
    if ground.ends_at is not None and ground.ends_at <= at:
        return
    if at <= ground.starts_at:
        raise Invalid("This ground has not started yet.")
    if not OtherGround.objects.filter(pk=ground_id).update(ends_at=at):
        raise NotFound()
    _recorded(Verb.ENDED, "sharing.otherground", ground_id, ground.core_member, by)


def open_ground(ground_id: UUID, *, by: Actor) -> OtherGround:
    """The ground with its reason, against a receipt. Raises NotFound. Call at the top of the request."""
    ground = OtherGround.objects.filter(pk=ground_id).select_related("agency", "professional", "concern").first()
    if ground is None:
        raise NotFound()
    walled = ground.concern is not None and ground.concern.walled
    leave_receipt(
        "sharing.otherground",
        ground.pk,
        by=by.acting,
        area_id=None if walled else ground.area_id,
        person_id=None if walled else ground.core_member_id,
    )
    return ground


def write_reason(ground: OtherGround, reason: str) -> None:
    GroundReason.objects.bulk_create([GroundReason(ground_id=ground.pk, area_id=ground.area_id, text=reason.strip())])


def require_reason(reason: str) -> None:
    if len(reason.strip()) < LEAST_REASON:
        raise Invalid({"reason": f"The reason must be {LEAST_REASON} characters or more"})


def _core_member(core_member_id: UUID) -> CoreMember:
    found = CoreMember.objects.filter(pk=core_member_id).first()
    if found is None:
        raise NotFound()
    return found


def _check_consent(new: NewConsent, core_member: CoreMember, at: datetime) -> None:
    if not new.subjects:
        raise Invalid({"subjects": "Select what may be shared"})
    if new.starts_at > at:
        raise Invalid({"starts_on": "The day the consent starts must be today or in the past"})
    _check_period(new.starts_at, new.ends_at)
    if new.carer_id and not Carer.objects.filter(pk=new.carer_id, core_member=core_member).exists():
        raise Invalid({"given_by": "Select who gave the consent from the list"})
    works_there = Professional.objects.filter(pk__in=new.only_professionals, agency_id=new.agency_id).count()
    if works_there != len(set(new.only_professionals)):
        raise Invalid({"only": "Select only professionals who work at the agency you selected"})


def _check_ground(new: NewGround) -> None:
    require_reason(new.reason)
    if not new.subjects:
        raise Invalid({"subjects": "Select what may be shared"})
    _check_period(new.starts_at, new.ends_at)
    if (
        new.professional_id
        and not Professional.objects.filter(pk=new.professional_id, agency_id=new.agency_id).exists()
    ):
        raise Invalid({"professional": "Select a professional who works at the agency you selected"})


def _check_period(starts_at: datetime, ends_at: datetime | None) -> None:
    if ends_at is not None and ends_at <= starts_at:
        raise Invalid({"ends_on": "The last day must be on or after the first"})


def _write_consent(new: NewConsent, core_member: CoreMember, by: Actor, at: datetime) -> None:
    consent = Consent(
        id=new.id,
        core_member=core_member,
        area_id=core_member.area_id,
        given_by=GivenBy.CARER if new.carer_id else GivenBy.CORE_MEMBER,
        carer_id=new.carer_id,
        agency_id=new.agency_id,
        starts_at=new.starts_at,
        ends_at=new.ends_at,
        evidence=new.evidence,
        taken_by_id=new.taken_by or by.user_id,
        recorded_by_id=by.user_id,
        recorded_at=at,
    )
    Consent.objects.bulk_create([consent])
    ConsentSubject.objects.bulk_create(
        ConsentSubject(consent=consent, area_id=core_member.area_id, topic_id=topic) for topic in new.subjects
    )
    ConsentNarrowing.objects.bulk_create(
        ConsentNarrowing(consent=consent, area_id=core_member.area_id, professional_id=professional)
        for professional in set(new.only_professionals)
    )


def _recorded(verb: Verb, item: str, item_id: UUID, core_member: CoreMember, by: Actor) -> None:
    record(verb, item, item_id, by=by.acting, area_id=core_member.area_id, person_id=core_member.pk)
