"""The plain facts the sieve judges. Periods begin at `starts_at` and end just before `ends_at`; no end: still open."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NewType
from uuid import UUID

from .words import BasisKind, GroundKind, Part, Reason

GiverId = NewType("GiverId", UUID)  # the core member, or one of their carers


@dataclass(frozen=True)
class PassageFacts:
    id: UUID
    part: Part
    subject: str  # code of a topic the charity defined
    held_back: bool = False


@dataclass(frozen=True)
class RecipientFacts:
    seat_id: UUID
    professional_id: UUID
    agency_id: UUID
    seat_starts_at: datetime
    seat_ends_at: datetime | None
    agreement_in_force: bool
    may_receive: bool = True  # no while the person is suspended or has left the agency


@dataclass(frozen=True)
class ConsentFacts:
    id: UUID
    given_by: GiverId
    agency_id: UUID
    professional_ids: frozenset[UUID]  # empty: every professional of that agency
    subjects: frozenset[str]
    starts_at: datetime
    ends_at: datetime | None = None
    withdrawn_at: datetime | None = None


@dataclass(frozen=True)
class Stop:
    """One giver's outright no to some subjects for one agency. A withdrawal stands with its consent."""

    given_by: GiverId
    agency_id: UUID
    subjects: frozenset[str]
    at: datetime


@dataclass(frozen=True)
class GroundFacts:
    id: UUID
    kind: GroundKind
    agency_id: UUID
    professional_ids: frozenset[UUID]  # empty: every professional of that agency
    subjects: frozenset[str]
    starts_at: datetime
    ends_at: datetime | None = None


@dataclass(frozen=True)
class CaseFacts:
    core_member_id: GiverId
    is_young_person: bool
    born_on: date | None
    required_carers: frozenset[GiverId] | None = None  # None: nobody has recorded who is required
    stops: frozenset[Stop] = frozenset()


@dataclass(frozen=True)
class SharingStandard:
    """What the charity has settled about sharing. The defaults keep the volunteers' own talk inside."""

    parts_that_may_go: frozenset[Part] = frozenset({Part.WITH_CORE_MEMBER, Part.CONTACT, Part.ATTENDANCE})
    lapsed_agreement_blocks: bool = False  # other grounds than consent pass all the same


@dataclass(frozen=True, order=True)
class Basis:
    kind: BasisKind
    id: UUID


@dataclass(frozen=True)
class Verdict:
    passage_id: UUID
    goes: bool
    reason: Reason
    basis: tuple[Basis, ...] = ()

    @property
    def rests_only_on_consent(self) -> bool:
        return self.goes and all(basis.kind is BasisKind.CONSENT for basis in self.basis)


@dataclass(frozen=True)
class ReleasedPassage:
    """A passage as it was released: to which agency, about what, resting on what."""

    agency_id: UUID
    subject: str
    basis: tuple[Basis, ...]


def is_running(period: ConsentFacts | GroundFacts, at: datetime) -> bool:
    return period.starts_at <= at and (period.ends_at is None or at < period.ends_at)


def is_addressed_to(paper: ConsentFacts | GroundFacts, seat: RecipientFacts) -> bool:
    names = paper.professional_ids
    return paper.agency_id == seat.agency_id and (not names or seat.professional_id in names)
