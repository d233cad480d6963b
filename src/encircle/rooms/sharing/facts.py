"""Rows turned into the plain facts the sieve judges. A constant number of reads, whatever there is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from encircle.common.clock import in_london
from encircle.common.errors import NotFound
from encircle.rooms.circles.models import Circle, Seat
from encircle.rooms.circles.vocabulary import SeatPart
from encircle.rooms.organisation.models import Charity
from encircle.rooms.organisation.queries import present_charity
from encircle.rooms.organisation.vocabulary import CircleKind
from encircle.rooms.partners.models import Agency, AgencyAgreement, Professional
from encircle.rooms.people.models import Carer, CoreMember

from .answers import answers_about
from .models import GroundSubject
from .policy import (
    CaseFacts,
    ConsentFacts,
    GiverId,
    GroundFacts,
    GroundKind,
    Part,
    PassageFacts,
    RecipientFacts,
    SharingStandard,
    Stop,
    Verdict,
    sieve,
)
from .signing_up import who_cannot_open


@dataclass(frozen=True)
class Papers:
    """Everything agreed or decided about one core member, at one moment."""

    core_member: CoreMember
    case: CaseFacts
    consents: tuple[ConsentFacts, ...]
    grounds: tuple[GroundFacts, ...]
    standard: SharingStandard
    at: datetime

    def verdicts(self, passages: Iterable[PassageFacts], recipient: RecipientFacts) -> tuple[Verdict, ...]:
        return sieve(
            passages=tuple(passages),
            recipient=recipient,
            consents=self.consents,
            grounds=self.grounds,
            case=self.case,
            standard=self.standard,
            at=self.at,
        )


@dataclass(frozen=True)
class Recipient:
    """A professional in the outer circle, through the seat they hold, held or will hold."""

    seat: Seat
    facts: RecipientFacts
    agreement_to_review: bool = False
    has_signed_up: bool = True

    @property
    def professional(self) -> Professional:
        assert self.seat.professional is not None  # noqa: S101 (an outer-circle seat has one, by constraint)
        return self.seat.professional

    @property
    def agency(self) -> Agency:
        return self.professional.agency


def papers_of(core_member_id: UUID, kind: str, *, at: datetime, lock: bool = False) -> Papers:
    """What the sieve needs about the core member. `lock` holds the core member's row until the transaction ends.

    A release and a no lock that same row, so one of them sees what the other did. A withdrawal (or outright no) that
    was recorded while a release waited counts although its moment is after the release began: `at` moves on to it.
    """
    core_member = hold(core_member_id) if lock else _core_member(core_member_id)
    answers = answers_about([core_member.pk])[core_member.pk]
    return Papers(
        core_member=core_member,
        case=_case(core_member, kind, answers.noes, at),
        consents=tuple(answers.consents),
        grounds=_grounds(core_member),
        standard=sharing_standard(),
        at=max([at, *answers.stopped_at]),
    )


def hold(core_member_id: UUID) -> CoreMember:
    """The core member's row, held until the transaction ends: releases and withdrawals follow one another."""
    found = CoreMember.objects.select_for_update().filter(pk=core_member_id).first()
    if found is None:
        raise NotFound()
    return found


def kind_for(core_member_id: UUID) -> str:
    """The kind of Circle that decides whose consent counts where no date of birth is known: a young person's first."""
    young = Seat.objects.filter(core_member=core_member_id, circle__kind=CircleKind.YOUNG).exists()
    return CircleKind.YOUNG if young else CircleKind.ADULT


def centre_of(circle_id: UUID, moment: datetime) -> UUID | None:
    """The core member of a Circle at a moment, or the last one before it."""
    seats = Seat.objects.filter(circle_id=circle_id, part=SeatPart.CORE_MEMBER)
    begun = seats.filter(starts_at__lte=moment).order_by("-starts_at").values_list("core_member_id", flat=True)
    return begun.first() or seats.order_by("starts_at").values_list("core_member_id", flat=True).first()


def recipients_of(circle: Circle, *, since: datetime, at: datetime) -> list[Recipient]:
    """Everybody with a seat in the outer circle that has not ended by `since`, in the order they came."""
    seats = list(
        Seat.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=since), circle=circle, part=SeatPart.OUTER_CIRCLE)
        .select_related("professional__agency")
        .order_by("starts_at", "display_name", "pk")
    )
    return recipients_in(seats, at=at)


def recipients_at_the_end(circle: Circle, *, ended_at: datetime, until: datetime, at: datetime) -> list[Recipient]:
    """Everybody who sat in the outer circle when the Circle ended. What is written of it may reach them `until`."""
    seats = list(
        Seat.objects.filter(
            Q(ends_at__isnull=True) | Q(ends_at__gte=ended_at),
            circle=circle,
            part=SeatPart.OUTER_CIRCLE,
            starts_at__lte=ended_at,
        )
        .select_related("professional__agency")
        .order_by("starts_at", "display_name", "pk")
    )
    return recipients_in(seats, at=at, until=until)


def recipients_in(seats: list[Seat], *, at: datetime, until: datetime | None = None) -> list[Recipient]:
    """The same for seats already read with their professional and agency. `until`: in place of the seats' own end."""
    in_force, to_review = _agreements([seat.professional.agency_id for seat in seats if seat.professional], at)
    cannot = who_cannot_open([seat.professional_id for seat in seats if seat.professional_id])
    return [
        Recipient(
            seat,
            _recipient_facts(seat, in_force, cannot.suspended, at, until or seat.ends_at),
            agreement_to_review=bool(seat.professional and seat.professional.agency_id in to_review),
            has_signed_up=seat.professional_id not in cannot.unjoined,
        )
        for seat in seats
    ]


def sharing_standard() -> SharingStandard:
    charity = present_charity() or Charity()
    return SharingStandard(
        parts_that_may_go=frozenset({*(Part(part) for part in charity.shared_parts), Part.ATTENDANCE}),
        lapsed_agreement_blocks=charity.blocks_without_agreement,
    )


def _core_member(core_member_id: UUID) -> CoreMember:
    found = CoreMember.objects.filter(pk=core_member_id).first()
    if found is None:
        raise NotFound()
    return found


def _case(core_member: CoreMember, kind: str, noes: Iterable[Stop], at: datetime) -> CaseFacts:
    carers = list(Carer.objects.filter(core_member=core_member))
    required = {
        GiverId(carer.pk)
        for carer in carers
        if carer.consent_required and carer.starts_at <= at and (carer.ends_at is None or at < carer.ends_at)
    }
    return CaseFacts(
        core_member_id=GiverId(core_member.pk),
        is_young_person=kind == CircleKind.YOUNG,
        born_on=core_member.born_on,
        required_carers=frozenset(required) if carers else None,
        stops=frozenset(noes),
    )


def _grounds(core_member: CoreMember) -> tuple[GroundFacts, ...]:
    """Grounds decided for one concern are left out: they carry that disclosure and never minutes."""
    rows = GroundSubject.objects.filter(ground__core_member=core_member, ground__concern__isnull=True)
    subjects: dict[UUID, set[str]] = {}
    grounds = {}
    for row in rows.select_related("ground"):
        grounds[row.ground_id] = row.ground
        subjects.setdefault(row.ground_id, set()).add(row.topic_id)
    return tuple(
        GroundFacts(
            id=ground.pk,
            kind=GroundKind(ground.kind),
            agency_id=ground.agency_id,
            professional_ids=frozenset({ground.professional_id} if ground.professional_id else ()),
            subjects=frozenset(subjects[ground.pk]),
            starts_at=ground.starts_at,
            ends_at=ground.ends_at,
        )
        for ground in sorted(grounds.values(), key=lambda ground: ground.pk)
    )


def _agreements(agency_ids: Iterable[UUID], at: datetime) -> tuple[set[UUID], set[UUID]]:
    """Agencies with an agreement in force on this London day, and those whose agreement is past its review."""
    day = in_london(at).date()
    in_force = AgencyAgreement.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day), agency_id__in=set(agency_ids), starts_on__lte=day
    )
    rows = list(in_force.values_list("agency_id", "review_on"))
    fresh = {agency for agency, review_on in rows if review_on >= day}
    agencies = {agency for agency, _ in rows}
    return agencies, agencies - fresh


def _recipient_facts(
    seat: Seat, in_force: set[UUID], suspended: frozenset[UUID], at: datetime, ends_at: datetime | None
) -> RecipientFacts:
    professional = seat.professional
    assert professional is not None  # noqa: S101 (an outer-circle seat has one, by constraint)
    works_there = professional.starts_at <= at and (professional.ends_at is None or at < professional.ends_at)
    return RecipientFacts(
        seat_id=seat.pk,
        professional_id=professional.pk,
        agency_id=professional.agency_id,
        seat_starts_at=seat.starts_at,
        seat_ends_at=ends_at,
        agreement_in_force=professional.agency_id in in_force,
        may_receive=works_there and professional.pk not in suspended,
    )
