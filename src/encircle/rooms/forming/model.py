"""Forming Circles, in plain values: who waits, who is free, when and where, and what may not be.

No framework and no clock. Places are points in miles east and north of one origin; distances are straight lines.
"""

from collections.abc import Hashable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from math import hypot
from typing import NamedTuple

Id = Hashable


class Sex(StrEnum):
    """Asked for matching alone. Who would rather not say makes a Circle neither more nor less mixed."""

    WOMAN = "woman"
    MAN = "man"
    UNSAID = "unsaid"


class AgeBand(StrEnum):
    YOUNG = "18_34"
    MIDDLE = "35_54"
    OLDER = "55"
    UNSAID = "unsaid"


class DayPart(StrEnum):
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


class Urgency(StrEnum):
    """As the waiting list says it."""

    FIRST = "first"
    HIGH = "high"
    USUAL = "usual"


class Slot(NamedTuple):
    weekday: int  # 0 is Monday
    part: DayPart


class Point(NamedTuple):
    east: float
    north: float


def miles_between(here: Point, there: Point) -> float:
    return hypot(here.east - there.east, here.north - there.north)


@dataclass(frozen=True)
class Venue:
    id: Id
    area: Id
    point: Point


@dataclass(frozen=True)
class SizeForKind:
    least: int
    most: int


@dataclass(frozen=True)
class Candidate:
    """A volunteer who is ready, with what they said for matching. `room`: Circles they can still take."""

    id: Id
    area: Id
    point: Point
    reach: float  # miles they travel, one way
    slots: frozenset[Slot]
    sex: Sex = Sex.UNSAID
    age: AgeBand = AgeBand.UNSAID
    is_experienced: bool = False
    room: int = 1
    months_waited: int = 0
    known_venues: frozenset[Id] = frozenset()  # where they have met before


@dataclass(frozen=True)
class Waiting:
    """A core member on the waiting list. `slots` None: any slot of the week suits them."""

    id: Id
    area: Id
    size: SizeForKind
    urgency: Urgency = Urgency.USUAL
    months_waited: int = 0
    slots: frozenset[Slot] | None = None
    may_be_one_sex: bool = False  # allowed by the coordinator


class Exclusion(NamedTuple):
    """These two never sit in one Circle: they know each other, a victim, a workplace or an estate."""

    volunteer: Id
    waiting: Id


class Lock(NamedTuple):
    """What the coordinator decided: in whichever Circle this person gets, the volunteer is, or is not."""

    volunteer: Id
    waiting: Id
    stays: bool = True


@dataclass(frozen=True)
class Weights:
    """What counts for how much. The first three count Circles; the rest are weighed only among equally many."""

    circle_first: int = 4
    circle_high: int = 3
    circle_usual: int = 2
    mile: int = 2  # against, for each mile a volunteer travels
    volunteer_month: int = 3  # for each month a volunteer has waited, up to twelve
    core_member_month: int = 6  # for each month a core member has waited, up to twenty-four
    age_band: int = 15  # for each age band in a Circle
    mix: int = 15  # where new and experienced volunteers sit together
    known_venue: int = 8  # for each volunteer who meets where they have met before
    fairness: int = 2  # for each percent of those who wait that get a Circle, in the area that gets the fewest

    def of_circle(self, urgency: Urgency) -> int:
        return {
            Urgency.FIRST: self.circle_first,
            Urgency.HIGH: self.circle_high,
            Urgency.USUAL: self.circle_usual,
        }[urgency]


class Option(NamedTuple):
    """One weekly slot at one venue, for one who waits."""

    waiting: Id
    slot: Slot
    venue: Id


@dataclass(frozen=True)
class Formed:
    """One Circle as proposed. Volunteers stand in the order of the problem."""

    waiting: Id
    slot: Slot
    venue: Id
    volunteers: tuple[Id, ...]


@dataclass(frozen=True)
class Proposal:
    """Circles, and how good they are proven to be: nothing is better than `worth_bound` and `value_bound`."""

    circles: tuple[Formed, ...]
    worth: int = 0  # Circles by urgency
    worth_bound: int = 0
    value: int = 0  # everything else
    value_bound: int = 0
    seconds: float = 0.0

    @property
    def has_most_circles(self) -> bool:
        return self.worth == self.worth_bound

    @property
    def is_best(self) -> bool:
        return self.has_most_circles and self.value == self.value_bound

    @property
    def gap(self) -> float:
        """How far the rest may be from the best, as a share of the best that could be; 0 is proven best."""
        return (self.value_bound - self.value) / max(1, abs(self.value_bound))


@dataclass(frozen=True)
class Problem:
    waiting: tuple[Waiting, ...]
    candidates: tuple[Candidate, ...]
    venues: tuple[Venue, ...]
    exclusions: frozenset[Exclusion] = frozenset()
    locks: tuple[Lock, ...] = ()
    weights: Weights = field(default_factory=Weights)

    @cached_property
    def waiting_by_id(self) -> dict[Id, Waiting]:
        return {one.id: one for one in self.waiting}

    @cached_property
    def candidate_by_id(self) -> dict[Id, Candidate]:
        return {one.id: one for one in self.candidates}

    @cached_property
    def venue_by_id(self) -> dict[Id, Venue]:
        return {one.id: one for one in self.venues}

    @cached_property
    def kept_out(self) -> frozenset[Exclusion]:
        """Exclusions, and those whom the coordinator does not want in a Circle."""
        return self.exclusions | {Exclusion(lock.volunteer, lock.waiting) for lock in self.locks if not lock.stays}

    @cached_property
    def kept_in(self) -> frozenset[Exclusion]:
        return frozenset(Exclusion(lock.volunteer, lock.waiting) for lock in self.locks if lock.stays)
