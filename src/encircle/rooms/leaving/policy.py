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


def lent_back_by(left_on: date, days: int) -> date:
    """The last day on which what was lent is given back in time."""
    return left_on + timedelta(days=days)
