"""How long somebody has been with the charity, in periods of service; and by when they are talked with after a seat."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, order=True)
class Period:
    """From a day to a last day, both inside; without a last day while it lasts."""

    since: date
    until: date | None = None


def periods(joined_on: date | None, breaks: Iterable[tuple[date, date]], left_on: date | None) -> list[Period]:
    """`breaks`: the last day before each, and the day they came back, in order."""
    if joined_on is None:
        return []
    found, since = [], joined_on
    for last_day, back_on in breaks:
        found.append(Period(since, last_day))
        since = back_on
    return [*found, Period(since, left_on)]


@dataclass(frozen=True)
class TalkDays:
    """Of the conversation after a seat: the last day in time, and the last day on which it is owed at all."""

    by: date
    until: date

    @classmethod
    def of(cls, ended_on: date, within: int, listed: int) -> "TalkDays":
        return cls(ended_on + timedelta(days=within), ended_on + timedelta(days=listed))


@dataclass(frozen=True)
class Rest:
    """A volunteer is away; without a last day until they say that they are back."""

    starts_on: date
    until: date | None = None
    back_on: date | None = None  # the day they said that they are back
    next_on: date | None = None  # the first day of the next time away


@dataclass(frozen=True)
class RestDays:
    """Of the conversation about coming back: from which day it is owed, the last day in time, and the first day on
    which it is owed no longer."""

    since: date
    by: date
    over: date


@dataclass(frozen=True)
class RestClocks:
    """Of the standard in force on the day the rest began."""

    ahead: int  # before the last day; whoever is away no longer than that is not talked with
    open_ended: int
    listed: int


def rest_days(rest: Rest, clocks: RestClocks) -> RestDays | None:
    """None where nothing is owed: a short time away, or one that was over before it was owed."""
    if rest.until is not None and (rest.until - rest.starts_on).days < clocks.ahead:
        return None
    by = rest.until or rest.starts_on + timedelta(days=clocks.open_ended)
    since = max(rest.starts_on, by - timedelta(days=clocks.ahead))
    listed = by + timedelta(days=clocks.listed + 1)
    over = min(day for day in (listed, rest.back_on, rest.next_on) if day is not None)
    return RestDays(since, by, over) if over > since else None


def lent_back_by(left_on: date, days: int) -> date:
    """The last day on which what was lent is given back in time."""
    return left_on + timedelta(days=days)
