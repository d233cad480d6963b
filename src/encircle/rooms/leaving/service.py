"""How long somebody has served: days with the charity less days away, and the milestones in them. No framework."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .policy import Period

YEAR = 365.25  # days


def days_served(periods: Iterable[Period], aways: Iterable[Period], day: date) -> int:
    """Up to and with `day`. A day away twice is away once; a day away before they came takes nothing."""
    here = [(one.since, min(one.until or day, day)) for one in periods if one.since <= day]
    gone = _joined((one.since, min(one.until or day, day)) for one in aways if one.since <= day)
    return sum(_length(since, until) - _within(gone, since, until) for since, until in _joined(here))


def _length(since: date, until: date) -> int:
    return max(0, (until - since).days + 1)


def _within(gone: Sequence[tuple[date, date]], since: date, until: date) -> int:
    return sum(_length(max(since, start), min(until, end)) for start, end in gone)


def _joined(spans: Iterable[tuple[date, date]]) -> list[tuple[date, date]]:
    """The same days without any counted twice."""
    found: list[tuple[date, date]] = []
    for start, end in sorted(one for one in spans if one[0] <= one[1]):
        if found and start <= found[-1][1] + timedelta(days=1):
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def whole_years(days: int) -> int:
    return int(days / YEAR)


@dataclass(frozen=True)
class Milestone:
    years: int
    on: date  # when it is or was reached, if they are not away from now on


def milestone_near(
    days: int, milestones: Iterable[int], today: date, *, ahead: int, behind: int, thanked: Iterable[int] = ()
) -> Milestone | None:
    """The one they reach within `ahead` days, or reached within `behind` and were not thanked for. The nearest."""
    known = set(thanked)
    near = [
        Milestone(years, today + timedelta(days=_needed(years) - days))
        for years in milestones
        if years not in known and -behind <= _needed(years) - days <= ahead
    ]
    return min(near, key=lambda one: one.on, default=None)


def _needed(years: int) -> int:
    """Days in so many years of service."""
    return -int(-years * YEAR // 1)
