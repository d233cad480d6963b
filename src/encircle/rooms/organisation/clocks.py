"""Clocks of practice: elapsed hours, working days of England and Wales, and weekly slots on the London wall.

Every instant that goes in carries its zone; every instant that comes out is in UTC. A day ends at the London
midnight that follows it, so a deadline "by the end of Friday" is the first instant of Saturday: show
`last_day(due)`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

import holidays

from encircle.common.clock import LONDON, in_london

ONE_DAY = timedelta(days=1)
NEVER_WORKS = 366  # a year without a working day is a mistake in the settings, not a calendar


class ClockKind(StrEnum):
    AT_ONCE = "at_once"
    MINUTES = "minutes"
    HOURS = "hours"  # elapsed, day and night
    SAME_DAY = "same_day"
    WORKING_HOURS = "working_hours"
    WORKING_DAYS = "working_days"


class State(StrEnum):
    DUE = "due"
    OVERDUE = "overdue"
    DONE_IN_TIME = "done_in_time"
    DONE_LATE = "done_late"


@dataclass(frozen=True)
class Clock:
    """How long something may take: `amount` counts minutes, hours or days.

    With `same_day` it is the wall hour by which, for example 18; started later than that, or with 0, the day
    itself is the limit.
    """

    kind: ClockKind
    amount: int = 0


@dataclass(frozen=True)
class WorkingCalendar:
    """When the charity works: its week, its hours, and the days it closes beside the bank holidays."""

    closure_days: frozenset[date] = frozenset()
    weekdays: frozenset[int] = frozenset(range(5))  # Monday is 0
    opens: time = time(9)
    closes: time = time(17)

    def __post_init__(self) -> None:
        if self.closes <= self.opens:
            raise ValueError("The charity closes after it opens.")

    def is_working_day(self, day: date) -> bool:
        return day.weekday() in self.weekdays and day not in self.closure_days and bank_holiday(day) is None


ORDINARY = WorkingCalendar()


@dataclass(frozen=True)
class Slot:
    """One planned meeting: the London day it is for, the instant it starts, and what is odd about it."""

    day: date
    starts_at: datetime
    bank_holiday: str | None = None
    closed: bool = False  # one of the charity's closure days
    moved_on: bool = False  # the wall time does not exist on that day: the clocks go forward over it


def bank_holiday(day: date) -> str | None:
    """The name of the bank holiday in England and Wales, substitute days included."""
    return _bank_holidays(day.year).get(day)


def start_of_day(day: date) -> datetime:
    return datetime.combine(day, time(0), tzinfo=LONDON).astimezone(UTC)


def end_of_day(instant: datetime) -> datetime:
    """The London midnight that ends the day of this instant."""
    return start_of_day(_london_day(instant) + ONE_DAY)


def last_day(due: datetime) -> date:
    """The London day to show for a deadline: the day just before a midnight, else the day itself."""
    return _london_day(due - timedelta(microseconds=1))


def add_elapsed_hours(start: datetime, hours: float) -> datetime:
    """Hours that really pass: 48 are 48 when the clocks change in between, whatever the wall says."""
    return _aware(start).astimezone(UTC) + timedelta(hours=hours)


def add_working_days(start: datetime, days: int, calendar: WorkingCalendar = ORDINARY) -> datetime:
    """The end of the working day that many working days after the day of the start.

    The day of the start is not counted; none at all means the end of that day, or of the next working day.
    """
    first = _london_day(start)
    if days == 0:
        return start_of_day(next(_working_days(first, calendar)) + ONE_DAY)
    working = _working_days(first + ONE_DAY, calendar)
    return start_of_day([next(working) for _ in range(days)][-1] + ONE_DAY)


def add_working_hours(start: datetime, hours: float, calendar: WorkingCalendar = ORDINARY) -> datetime:
    """The instant after that many opening hours; a start outside them counts from the next opening."""
    left, now = timedelta(hours=hours), _aware(start).astimezone(UTC)
    for day in _working_days(_london_day(start), calendar):
        opens, closes = (_on_the_wall(day, wall) for wall in (calendar.opens, calendar.closes))
        begins = max(now, opens)
        if begins < closes and begins + left <= closes:
            return begins + left
        left -= max(closes - begins, timedelta(0))
    raise AssertionError("unreachable: working days never run out")


def due_at(clock: Clock, start: datetime, calendar: WorkingCalendar = ORDINARY) -> datetime:
    match clock.kind:
        case ClockKind.AT_ONCE:
            return _aware(start).astimezone(UTC)
        case ClockKind.MINUTES:
            return add_elapsed_hours(start, clock.amount / 60)
        case ClockKind.HOURS:
            return add_elapsed_hours(start, clock.amount)
        case ClockKind.SAME_DAY:
            return _same_day(clock.amount, start)
        case ClockKind.WORKING_HOURS:
            return add_working_hours(start, clock.amount, calendar)
        case ClockKind.WORKING_DAYS:
            return add_working_days(start, clock.amount, calendar)


def _same_day(hour: int, start: datetime) -> datetime:
    by = _on_the_wall(_london_day(start), time(hour)) if hour else end_of_day(start)
    return by if by > start else end_of_day(start)


def state(due: datetime, now: datetime, done_at: datetime | None = None) -> State:
    """At the very instant it is still in time."""
    if done_at is not None:
        return State.DONE_IN_TIME if done_at <= due else State.DONE_LATE
    return State.DUE if now <= due else State.OVERDUE


def weekly_slots(
    weekday: int,
    wall_time: time,
    first: date,
    count: int,
    *,
    every_weeks: int = 1,
    skip: frozenset[date] = frozenset(),
    skip_bank_holidays: bool = False,
    calendar: WorkingCalendar = ORDINARY,
) -> tuple[Slot, ...]:
    """That many meetings, from the first such weekday on or after `first`; skipped days are not counted."""
    if every_weeks < 1:
        raise ValueError("Meetings are at least a week apart.")
    day = first + timedelta(days=(weekday - first.weekday()) % 7)
    slots: list[Slot] = []
    while len(slots) < count:
        if day not in skip and not (skip_bank_holidays and bank_holiday(day)):
            slots.append(_slot(day, wall_time, calendar))
        day += timedelta(weeks=every_weeks)
    return tuple(slots)


def _slot(day: date, wall_time: time, calendar: WorkingCalendar) -> Slot:
    starts_at = _on_the_wall(day, wall_time)
    moved_on = in_london(starts_at).time() != wall_time
    return Slot(day, starts_at, bank_holiday(day), day in calendar.closure_days, moved_on)


def _on_the_wall(day: date, wall_time: time) -> datetime:
    """A time the clocks skip moves on by the hour they skip; one that comes twice is the first of the two."""
    return datetime.combine(day, wall_time.replace(fold=0), tzinfo=LONDON).astimezone(UTC)


def _working_days(day: date, calendar: WorkingCalendar) -> Iterator[date]:
    idle = 0
    while idle < NEVER_WORKS:
        if calendar.is_working_day(day):
            idle = 0
            yield day
        else:
            idle += 1
        day += ONE_DAY
    raise ValueError("The charity’s calendar has no working day in a whole year.")


def _london_day(instant: datetime) -> date:
    return in_london(_aware(instant)).date()


def _aware(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("An instant needs its time zone.")
    return instant


@lru_cache(maxsize=64)
def _bank_holidays(year: int) -> dict[date, str]:
    return dict(holidays.country_holidays("GB", subdiv="ENG", years=year))
