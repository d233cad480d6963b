"""When something falls due, where a Circle's clocks may stand still.

While a Circle is paused no time passes for it. What was due before the pause began stays due; nothing falls due inside
a pause; a pause without an end leaves no moment at all. So pausing never makes anything overdue.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from encircle.common.clock import in_london
from encircle.rooms.organisation.clocks import (
    ORDINARY,
    Clock,
    ClockKind,
    WorkingCalendar,
    add_working_days,
    due_at,
    start_of_day,
)

NONE = timedelta(0)
DAYS = (ClockKind.WORKING_DAYS, ClockKind.SAME_DAY)


@dataclass(frozen=True, order=True)
class Still:
    """A stretch in which no time passes; without an end, nobody knows until when."""

    since: datetime
    until: datetime | None = None

    def holds(self, at: datetime) -> bool:
        return self.since <= at and (self.until is None or at < self.until)


@dataclass(frozen=True)
class Due:
    """`at` is empty while the clock stands still: then `since` says from when on."""

    at: datetime | None
    paused: timedelta = NONE
    since: datetime | None = None


def merged(stretches: Iterable[Still]) -> tuple[Still, ...]:
    """In order, and none touching another."""
    found: list[Still] = []
    for one in sorted(stretches, key=lambda still: still.since):
        last = found[-1] if found else None
        if last is None or (last.until is not None and last.until < one.since):
            found.append(one)
        elif last.until is not None and (one.until is None or one.until > last.until):
            found[-1] = Still(last.since, one.until)
    return tuple(found)


def due_by(clock: Clock, start: datetime, stretches: Iterable[Still] = (), calendar: WorkingCalendar = ORDINARY) -> Due:
    """The moment by the clock, later by whatever of the time in between did not count."""
    return later_by(due_at(clock, start, calendar), start, stretches, calendar if clock.kind in DAYS else None)


def later_by(
    moment: datetime, start: datetime, stretches: Iterable[Still], ends_of_days: WorkingCalendar | None = None
) -> Due:
    """`ends_of_days`: a moment that had to move is again the end of a working day of this calendar."""
    still = merged(stretches)
    due, paused = moment, NONE
    for one in still:
        if one.since > due or (one.until is not None and one.until <= start):
            continue
        if one.until is None:
            return Due(None, paused, max(one.since, start))
        lost = one.until - max(one.since, start)
        due, paused = due + lost, paused + lost
    return _settled(due, paused, still, ends_of_days) if paused else Due(due)


def _settled(due: datetime, paused: timedelta, still: tuple[Still, ...], calendar: WorkingCalendar | None) -> Due:
    """The first fitting moment from then on outside every pause."""
    while True:
        if calendar is not None:
            due = _end_of_working_day(due, calendar)
        inside = next((one for one in still if one.holds(due)), None)
        if inside is None:
            return Due(due, paused)
        if inside.until is None:
            return Due(None, paused, inside.since)
        due = inside.until


def _end_of_working_day(moment: datetime, calendar: WorkingCalendar) -> datetime:
    if moment == start_of_day(in_london(moment).date()) and calendar.is_working_day(
        in_london(moment - timedelta(microseconds=1)).date()
    ):
        return moment
    return add_working_days(moment, 0, calendar)
