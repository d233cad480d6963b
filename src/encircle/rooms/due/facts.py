"""The facts the rules judge, as plain values: read by the reckoner, or written down by a test."""

import typing
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, cached_property
from typing import Any, TypeVar
from uuid import UUID

from encircle.common.clock import in_london
from encircle.rooms.organisation.clocks import WorkingCalendar, start_of_day
from encircle.rooms.organisation.models import KindStandard, PracticeStandard
from encircle.rooms.organisation.queries import in_force

from .clock import Still, merged
from .facts_looking_after import (
    AskedFact,
    ClaimFact,
    EndedSeatFact,
    KeepClearFact,
    LeavingFact,
    LentFact,
    RestFact,
    SupervisionFact,
    WishFact,
)
from .vocabulary import Owner, Rule

AHEAD = timedelta(days=8)  # what opens so far ahead is worked out already: a week's list, and a night to spare


@dataclass(frozen=True)
class Owed:
    """One obligation as a rule finds it. `turn` tells apart what is owed more than once about one item."""

    rule: Rule
    item_id: UUID
    opened_at: datetime
    due_at: datetime | None
    met_at: datetime | None = None
    closed_at: datetime | None = None
    stands_still_since: datetime | None = None
    paused: timedelta = timedelta(0)
    owner: Owner = Owner.COORDINATOR
    owner_user_id: UUID | None = None
    area_id: UUID | None = None  # where its subject stands in no area, or in several
    turn: str = ""


@dataclass(frozen=True)
class Practice:
    """Every standard there was, the newest first, the calendar, and the moment up to which is reckoned."""

    standards: tuple[PracticeStandard, ...]
    kinds: tuple[KindStandard, ...]
    calendar: WorkingCalendar
    at: datetime

    def on(self, moment: datetime) -> PracticeStandard:
        """The standard in force on the London day of a moment; before the first, the first."""
        return in_force(self.standards, in_london(moment).date())

    def of_kind(self, kind: str, moment: datetime) -> KindStandard | None:
        day = in_london(moment).date()
        return next((one for one in self.kinds if one.kind == kind and one.in_force_from <= day), None)

    @cached_property
    def until(self) -> datetime:
        """What opens before this is reckoned: the same all day long, so that reckoning twice finds the same."""
        return start_of_day(in_london(self.at).date() + AHEAD)


# --- a Circle ---


@dataclass(frozen=True)
class PhaseFact:
    name: str
    starts_at: datetime
    ends_at: datetime | None = None


@dataclass(frozen=True)
class PauseFact:
    id: UUID
    starts_at: datetime
    ends_at: datetime | None = None
    expected_back_on: date | None = None


@dataclass(frozen=True)
class ReturnFact:
    pause_id: UUID
    back_on: date | None
    recorded_at: datetime


@dataclass(frozen=True)
class ReleaseDateFact:
    id: UUID
    released_on: date | None
    recorded_at: datetime


@dataclass(frozen=True)
class MeetingFact:
    id: UUID
    starts_at: datetime
    ends_at: datetime
    held_until: datetime | None = None
    outcome: str = ""
    minutes_elsewhere: bool = False

    @property
    def over_at(self) -> datetime:
        """As recorded, else as planned."""
        return self.held_until or self.ends_at


@dataclass(frozen=True)
class VersionFact:
    id: UUID
    meeting_id: UUID
    number: int
    submitted_at: datetime
    returned_at: datetime | None = None


@dataclass(frozen=True)
class ApprovalFact:
    version_id: UUID
    meeting_id: UUID
    approved_at: datetime
    released_at: datetime | None = None


class Lasting:
    """What holds from a moment on, until it ends."""

    starts_at: datetime
    ends_at: datetime | None

    def holds(self, at: datetime) -> bool:
        return self.starts_at <= at and (self.ends_at is None or at < self.ends_at)


@dataclass(frozen=True)
class SeatFact(Lasting):
    part: str
    starts_at: datetime
    ends_at: datetime | None = None
    coordinator_id: UUID | None = None


@dataclass(frozen=True)
class ReviewFact:
    held_until: datetime
    number: int | None = None  # which of the Circle's quarters; empty: an extra one


@dataclass(frozen=True)
class PlannedEndFact:
    ends_on: date
    recorded_at: datetime


@dataclass(frozen=True)
class QuestionnaireFact:
    id: UUID
    asked_at: datetime
    returned_at: datetime | None = None


@dataclass(frozen=True)
class CheckFact:
    since: str
    months: int | None
    recorded_at: datetime


@dataclass(frozen=True)
class CircleFacts:
    id: UUID
    kind: str
    opened_at: datetime
    ended_at: datetime | None = None
    has_died: bool = False  # the core member: the Circle ended with it
    phases: tuple[PhaseFact, ...] = ()
    pauses: tuple[PauseFact, ...] = ()
    returns: tuple[ReturnFact, ...] = ()
    release_dates: tuple[ReleaseDateFact, ...] = ()
    meetings: tuple[MeetingFact, ...] = ()
    versions: tuple[VersionFact, ...] = ()
    approvals: tuple[ApprovalFact, ...] = ()
    seats: tuple[SeatFact, ...] = ()
    briefed_at: datetime | None = None
    excepted_at: datetime | None = None  # a named person decided that it starts without a briefing
    agreement_signed_at: datetime | None = None  # by everybody who is to
    reviews: tuple[ReviewFact, ...] = ()
    planned_ends: tuple[PlannedEndFact, ...] = ()
    reported_at: datetime | None = None
    questionnaires: tuple[QuestionnaireFact, ...] = ()
    checks: tuple[CheckFact, ...] = ()

    @cached_property
    def still(self) -> tuple[Still, ...]:
        """When its clocks stand still."""
        return merged(Still(one.starts_at, one.ends_at) for one in self.pauses)

    @cached_property
    def versions_of(self) -> Mapping[UUID, list[VersionFact]]:
        found: dict[UUID, list[VersionFact]] = {}
        for one in sorted(self.versions, key=lambda version: version.number):
            found.setdefault(one.meeting_id, []).append(one)
        return found

    @cached_property
    def approval_of(self) -> Mapping[UUID, ApprovalFact]:
        return {one.meeting_id: one for one in self.approvals}

    def is_paused(self, at: datetime) -> bool:
        return any(one.holds(at) for one in self.still)

    def run_by(self, at: datetime) -> UUID | None:
        """Who holds the coordinator's seat then; of several the newest."""
        held = [seat for seat in self.seats if seat.part == "coordinator" and seat.holds(at)]
        return max(held, key=lambda seat: (seat.starts_at, str(seat.coordinator_id))).coordinator_id if held else None


# --- coming in ---


@dataclass(frozen=True)
class DecisionFact:
    outcome: str
    decided_at: datetime
    put_off_until: date | None = None


@dataclass(frozen=True)
class PanelFact:
    id: UUID
    user_id: UUID
    asked_at: datetime
    wanted_by: date
    answered_at: datetime | None = None


@dataclass(frozen=True)
class ReferralFacts:
    id: UUID
    kind: str
    submitted_at: datetime | None = None
    on_paper: bool = False
    read_at: datetime | None = None
    assessed_at: datetime | None = None
    withdrawn_at: datetime | None = None
    decisions: tuple[DecisionFact, ...] = ()
    panel: tuple[PanelFact, ...] = ()


@dataclass(frozen=True)
class StepFact:
    id: UUID
    kind: str
    at: datetime
    call_back_on: date | None = None


@dataclass(frozen=True)
class EnquiryFacts:
    id: UUID
    steps: tuple[StepFact, ...] = ()


# --- the person at the centre ---


@dataclass(frozen=True)
class ConsentFact:
    id: UUID
    answer: str
    given_by: str
    agency_id: UUID
    starts_at: datetime
    recorded_at: datetime
    carer_id: UUID | None = None
    ends_at: datetime | None = None
    subjects: int = 0
    withdrawn: int = 0
    withdrawn_at: datetime | None = None


@dataclass(frozen=True)
class OwnSeatFact(Lasting):
    circle_id: UUID
    starts_at: datetime
    ends_at: datetime | None = None
    circle_started_at: datetime | None = None
    kind: str = ""  # of the Circle


@dataclass(frozen=True)
class CarerFact:
    """A parent or carer whose agreement is needed."""

    id: UUID
    starts_at: datetime
    ends_at: datetime | None = None


@dataclass(frozen=True)
class AgreedFact:
    """That the person, or one of their carers, agreed to the Circle, and when they said that they do no longer."""

    recorded_at: datetime
    carer_id: UUID | None = None
    withdrawn_at: datetime | None = None


@dataclass(frozen=True)
class MappaActionFact:
    id: UUID
    due_on: date
    recorded_at: datetime
    done_at: datetime | None = None


@dataclass(frozen=True)
class WaitingReviewFact:
    id: UUID
    review_on: date
    at: datetime


@dataclass(frozen=True)
class CoreMemberFacts:
    id: UUID
    consents: tuple[ConsentFact, ...] = ()
    seats: tuple[OwnSeatFact, ...] = ()
    waiting_reviews: tuple[WaitingReviewFact, ...] = ()
    born_on: date | None = None
    carers: tuple[CarerFact, ...] = ()
    agreed: tuple[AgreedFact, ...] = ()  # to take part
    mappa_actions: tuple[MappaActionFact, ...] = ()
    left_at: datetime | None = None


# --- agencies and concerns ---


@dataclass(frozen=True)
class AgreementFact:
    id: UUID
    starts_on: date
    review_on: date
    recorded_at: datetime
    ends_on: date | None = None
    replaced_at: datetime | None = None


@dataclass(frozen=True)
class ContactFact:
    """Of one area with the agency; `next_on`: the day somebody means to be in touch again."""

    id: UUID
    area_id: UUID
    contacted_on: date
    recorded_at: datetime
    next_on: date | None = None


@dataclass(frozen=True)
class AgencyFacts:
    id: UUID
    agreements: tuple[AgreementFact, ...] = ()
    contacts: tuple[ContactFact, ...] = ()


@dataclass(frozen=True)
class ConcernStepFact:
    kind: str
    at: datetime
    urgency: str = ""


@dataclass(frozen=True)
class ConcernFacts:
    id: UUID
    urgency: str
    raised_at: datetime
    walled: bool = False
    circle_id: UUID | None = None
    about_user_id: UUID | None = None
    steps: tuple[ConcernStepFact, ...] = ()


# --- volunteers ---


@dataclass(frozen=True)
class UpdateFact:
    """What the DBS Update Service answered about a certificate."""

    checked_on: date
    outcome: str
    at: datetime


@dataclass(frozen=True)
class CertificateFact:
    """A certificate somebody saw. `decided`: what a senior made of what it shows, each time."""

    id: UUID
    level: str
    workforce: str
    issued_on: date
    at: datetime
    shows: str
    updates: tuple[UpdateFact, ...] = ()
    decided: tuple["CertificateDecisionFact", ...] = ()


@dataclass(frozen=True)
class CertificateDecisionFact:
    outcome: str
    at: datetime


@dataclass(frozen=True)
class ClearanceFact:
    id: UUID
    prison_id: UUID
    outcome: str
    decided_on: date
    at: datetime
    ends_on: date | None = None


@dataclass(frozen=True)
class VolunteerSeatFact(Lasting):
    circle_id: UUID
    kind: str
    starts_at: datetime
    ends_at: datetime | None = None
    area_id: UUID | None = None  # of the Circle
    out_at: datetime | None = None  # since when the Circle has met outside prison, if it does


@dataclass(frozen=True)
class EstablishmentFact:
    """The prison in which a Circle meets, as it was said at a time."""

    circle_id: UUID
    prison_id: UUID
    at: datetime


@dataclass(frozen=True)
class CourseFact:
    """A course somebody did. `needed_for`: kinds of Circle that need it now; `ended_on`: the last day it was asked."""

    id: UUID
    course_id: UUID
    needed_for: tuple[str, ...]
    done_on: date
    at: datetime
    renew_on: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True)
class WordingFact:
    """A wording of the agreement with the charity, and when this volunteer signed it."""

    id: UUID
    in_force_from: date
    sign_by: date | None = None
    signed_at: datetime | None = None


@dataclass(frozen=True)
class ExceptionFact:
    id: UUID
    kind: str
    condition: str
    starts_on: date
    ends_on: date
    at: datetime


@dataclass(frozen=True)
class MetFact:
    """Something was written down that a condition asks for."""

    condition: str
    at: datetime


@dataclass(frozen=True)
class VolunteerFacts:
    """`joined_on` is empty for who has applied and is not accepted."""

    id: UUID
    joined_on: date | None = None
    left_on: date | None = None
    seats: tuple[VolunteerSeatFact, ...] = ()
    checks: tuple[CertificateFact, ...] = ()
    clearances: tuple[ClearanceFact, ...] = ()
    establishments: tuple[EstablishmentFact, ...] = ()  # of the Circles in which they sit or sat
    asks_clearance: bool = True  # whether prison Circles ask for one
    courses: tuple[CourseFact, ...] = ()
    wordings: tuple[WordingFact, ...] = ()
    exceptions: tuple[ExceptionFact, ...] = ()
    met: tuple[MetFact, ...] = ()
    ends_at: datetime | None = None  # the instant everything ends, where their leaving is kept
    ended_seats: tuple[EndedSeatFact, ...] = ()
    rests: tuple[RestFact, ...] = ()
    wishes: tuple[WishFact, ...] = ()
    keeps_clear: tuple[KeepClearFact, ...] = ()
    leavings: tuple[LeavingFact, ...] = ()
    asked: tuple[AskedFact, ...] = ()
    supervisions: tuple[SupervisionFact, ...] = ()
    claims: tuple[ClaimFact, ...] = ()
    lent: tuple[LentFact, ...] = ()


# --- those who come forward ---


@dataclass(frozen=True)
class ApplicantStepFact:
    stage: str
    at: datetime


@dataclass(frozen=True)
class LetterFact:
    made_at: datetime


@dataclass(frozen=True)
class ReferenceFact:
    id: UUID
    asked_at: datetime
    received_at: datetime | None = None
    taken_at: datetime | None = None
    letters: tuple[LetterFact, ...] = ()


@dataclass(frozen=True)
class ApplicantFacts:
    id: UUID
    asked_at: datetime
    steps: tuple[ApplicantStepFact, ...] = ()
    submitted_at: datetime | None = None
    interviewed_at: datetime | None = None  # written down for the first time
    references: tuple[ReferenceFact, ...] = ()


# --- from what the database answers ---

F = TypeVar("F")
Reader = Callable[[Any], Any]


def read_facts(kind: type[F], id: UUID, answer: Mapping[str, Any]) -> F:
    return _read(kind, {**answer, "id": str(id)})


def _read(kind: type[F], answer: Mapping[str, Any]) -> F:
    readers = _readers(typing.cast(Hashable, kind))
    known = {name: answer[name] for name, _ in readers if name in answer}
    return kind(**{name: reader(known[name]) for name, reader in readers if name in known})


@cache
def _readers(kind: Hashable) -> tuple[tuple[str, Reader], ...]:
    hints = typing.get_type_hints(kind)
    return tuple((name, _reader(hint)) for name, hint in hints.items())


def _reader(hint: Any) -> Reader:
    plain = next((one for one in typing.get_args(hint) if one not in (type(None), Ellipsis)), hint)
    if typing.get_origin(hint) is tuple and plain is str:
        return tuple
    if typing.get_origin(hint) is tuple:
        return lambda rows: tuple(_read(plain, row) for row in rows)
    known: dict[Any, Reader] = {datetime: datetime.fromisoformat, date: date.fromisoformat, UUID: UUID}
    written = known.get(plain)
    return lambda value: written(value) if written and value is not None else value
