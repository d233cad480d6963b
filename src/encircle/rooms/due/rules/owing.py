"""What every rule of a Circle does alike: whose work it is, and what a pause does to its clock."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from encircle.common.clock import in_london
from encircle.rooms.organisation.clocks import Clock, ClockKind, start_of_day

from ..clock import Due, due_by, later_by
from ..facts import CircleFacts, Owed, Practice
from ..vocabulary import Rule

ONE_DAY = timedelta(days=1)


def end_of(day: date) -> datetime:
    """The London midnight that ends a day: what is due on a day may be done all day long."""
    return start_of_day(day + ONE_DAY)


def day_of(moment: datetime) -> date:
    return in_london(moment).date()


def owed(rule: Rule, item_id: UUID, opened_at: datetime, due: Due, **more: Any) -> Owed:
    return Owed(rule, item_id, opened_at, due.at, stands_still_since=due.since, paused=due.paused, **more)


def hours_in(circle: CircleFacts, hours: int, start: datetime) -> Due:
    return due_by(Clock(ClockKind.HOURS, hours), start, circle.still)


def working_days(practice: Practice, days: int, start: datetime) -> Due:
    """Of the charity: they pass whether or not a Circle is paused."""
    return due_by(Clock(ClockKind.WORKING_DAYS, days), start, (), practice.calendar)


def day_in(circle: CircleFacts, day: date, start: datetime) -> Due:
    """The end of a day, later by the pauses since `start`."""
    return later_by(end_of(day), start, circle.still)


def passed(moment: datetime | None, practice: Practice) -> datetime | None:
    """A moment that has come; what is only planned closes nothing yet."""
    return moment if moment is not None and moment <= practice.at else None


def earliest(*moments: datetime | None) -> datetime | None:
    return min((one for one in moments if one is not None), default=None)


def latest(*moments: datetime) -> datetime:
    return max(moments)
