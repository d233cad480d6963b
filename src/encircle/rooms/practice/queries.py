"""What waits for those who work with cases, worked out from the facts of every room; nobody ticks anything off.

All lists together are one read, oldest first, with how many there are of each. No narrative: names, codes, times.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from encircle.common.clock import in_london
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.vocabulary import Role
from encircle.rooms.circles.models import Seat
from encircle.rooms.circles.queries import now
from encircle.rooms.circles.vocabulary import SeatPart
from encircle.rooms.meetings.policy import MeetingFacts, minutes_due
from encircle.rooms.meetings.queries import standard_from
from encircle.rooms.organisation.clocks import WorkingCalendar, add_working_days
from encircle.rooms.organisation.models import PracticeStandard
from encircle.rooms.partners.models import Professional
from encircle.rooms.partners.policy import AgreementState
from encircle.rooms.partners.queries import AgencyLine, agencies_of
from encircle.rooms.referrals.queries import EnquiryLine, ReferralLine, enquiries_due, referrals_waiting
from encircle.rooms.referrals.standard import decision_clock
from encircle.rooms.risk.queries import ConcernLine, open_concerns
from encircle.rooms.risk.queries import Wanted as ConcernsWanted
from encircle.rooms.risk.standing import Clockwork, clockwork

from .sql_waiting import AGED, AGES_SQL, LISTS_SQL, Kind

A_LIST = 10
DID_NOT_COME_FOR = timedelta(days=7)  # how long a missed meeting stands on the home page
ENDS_SOON = timedelta(days=28)
CHASED_FOR = timedelta(days=60)  # older releases nobody opened are a matter for the ledger

T = TypeVar("T")


@dataclass(frozen=True)
class Some(Generic[T]):
    """The first of a list, and how many there are."""

    items: list[T] = field(default_factory=list)
    total: int = 0

    def __bool__(self) -> bool:
        return self.total > 0


@dataclass(frozen=True)
class Waiting:
    """One thing that waits. `at` is the moment by which it is old: sent, submitted, approved, released, or its end."""

    kind: Kind
    item_id: UUID
    area_id: UUID
    area_name: str
    circle_id: UUID | None
    circle_name: str
    agency_name: str
    about_id: UUID | None  # a professional; of a consent, its core member
    about_name: str
    at: datetime
    met_at: datetime | None
    held_until: datetime | None
    code: str
    flag: bool  # urgent; opened by the asker; returned
    due: datetime | None = None  # where its list has a clock

    def is_overdue(self, at: datetime) -> bool:
        return self.due is not None and self.due < at


@dataclass(frozen=True)
class Clocks:
    """The standard in force and the calendar it counts by."""

    standard: PracticeStandard
    work: Clockwork  # every standard there was: a concern keeps the clocks of its day

    @property
    def calendar(self) -> WorkingCalendar:
        return self.work.calendar


@dataclass(frozen=True)
class Wanted:
    """Whose lists, at which moment, for which area (none: every one the asker sees), how long."""

    by: Actor
    area_id: UUID | None = None
    count: int = A_LIST

    @property
    def at(self) -> datetime:
        return self.by.now

    @property
    def areas(self) -> list[UUID] | None:
        """None: all of them."""
        if self.area_id:
            return [self.area_id]
        if self.by.all_areas:
            return None
        return [area for role, area in self.by.appointments if role is Role.COORDINATOR and area]

    def in_area(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The area chosen, else those the person works in: a record opened in an emergency is nobody's work."""
        return rows if self.areas is None else rows.filter(area__in=self.areas)


def clocks(at: datetime) -> Clocks:
    """Two reads."""
    work = clockwork()
    return Clocks(work.on(in_london(at).date()), work)


# --- the lists ---


def lists(wanted: Wanted, clocks: Clocks, kinds: Collection[Kind] = tuple(Kind)) -> dict[Kind, Some[Waiting]]:
    """Several lists in one read, each oldest first."""
    found: dict[Kind, list[Waiting]] = {kind: [] for kind in kinds}
    totals = dict.fromkeys(kinds, 0)
    with connection.cursor() as cursor:
        cursor.execute(LISTS_SQL, _bound(wanted, clocks) | {"kinds": [kind.value for kind in kinds]})
        for kind, *values, total in cursor.fetchall():
            line = Waiting(Kind(kind), *values)
            found[line.kind].append(replace(line, due=_due(line, clocks)))
            totals[line.kind] = total
    return {kind: Some(found[kind], totals[kind]) for kind in kinds}


def _bound(wanted: Wanted, clocks: Clocks) -> dict[str, Any]:
    return {
        "now": wanted.at,
        "user": wanted.by.user_id,
        "areas": wanted.areas,
        "count": wanted.count,
        "missed_since": wanted.at - DID_NOT_COME_FOR,
        "unopened_before": wanted.at - timedelta(days=clocks.standard.chase_unopened_after_days),
        "unopened_since": wanted.at - CHASED_FOR,
        "ends_until": wanted.at + ENDS_SOON,
    }


def _due(line: Waiting, clocks: Clocks) -> datetime | None:
    standard = clocks.standard
    if line.kind is Kind.TO_READ:
        return add_working_days(line.at, standard.read_within_working_days, clocks.calendar)
    if line.kind is Kind.TO_RELEASE:
        return add_working_days(line.at, standard.release_within_working_days, clocks.calendar)
    if line.kind is Kind.MISSING:
        return minutes_due(MeetingFacts(line.at, line.held_until), standard_from(standard))
    return None


def agreements_wanting(wanted: Wanted, clocks: Clocks) -> Some[AgencyLine]:
    """Agencies in an outer circle now whose agreement has lapsed, ends soon, is to be reviewed, or does not exist."""
    seats = wanted.in_area(Seat.objects.filter(now(wanted.at), part=SeatPart.OUTER_CIRCLE))
    needed = Professional.objects.filter(pk__in=seats.values("professional")).values("agency")
    warning = timedelta(days=clocks.standard.agreement_warning_days)
    lines = agencies_of(needed, in_london(wanted.at).date(), warning)
    found = [line for line in lines if line.state is not AgreementState.IN_FORCE]
    return Some(found[: wanted.count], len(found))


def concerns_open(wanted: Wanted, clocks: Clocks) -> Some[ConcernLine]:
    """Concerns that are not closed: most urgent first, then by age."""
    narrowed = ConcernsWanted(area_id=wanted.area_id)
    page = open_concerns(narrowed, by=wanted.by, at=wanted.at, size=wanted.count, clocks=clocks.work)
    return Some(page.lines, page.total)


def enquiries_to_do(wanted: Wanted) -> Some[EnquiryLine]:
    """Enquiries to ring back or to invite by today, the longest waiting first."""
    lines, total = enquiries_due(in_london(wanted.at).date(), areas=wanted.areas, count=wanted.count)
    return Some(lines, total)


def referrals_to_decide(wanted: Wanted, clocks: Clocks) -> Some[ReferralLine]:
    """Submitted and not decided on, the oldest first."""
    clock = decision_clock(clocks.calendar)
    lines, total = referrals_waiting(areas=wanted.areas, count=wanted.count, clock=clock)
    return Some(lines, total)


# --- ages ---


@dataclass(frozen=True)
class Age:
    """How many of one kind wait in an area, and since when the oldest does."""

    waiting: int = 0
    oldest: datetime | None = None


@dataclass(frozen=True)
class AreaAges:
    area_id: UUID
    concerns: Age
    news: Age
    to_read: Age
    to_release: Age
    missing: Age


def ages_by_area(wanted: Wanted, clocks: Clocks, area_ids: Iterable[UUID]) -> list[AreaAges]:
    """For those who look after several areas: what waits in each. One read, however many areas there are."""
    with connection.cursor() as cursor:
        cursor.execute(AGES_SQL, _bound(wanted, clocks))
        ages = {(kind, area_id): Age(waiting, oldest) for kind, area_id, waiting, oldest in cursor.fetchall()}
    kinds = ("concerns", *AGED)
    return [AreaAges(area_id, *(ages.get((kind, area_id), Age()) for kind in kinds)) for area_id in area_ids]
