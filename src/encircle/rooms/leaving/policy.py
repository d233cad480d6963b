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


TALK_OWED_FOR = timedelta(days=183)  # half a year on it is no conversation about that Circle any more


def talk_by(ended_on: date, days: int) -> date:
    """The last day on which the conversation about a seat that ended is in time."""
    return ended_on + timedelta(days=days)


def talk_owed_until(ended_on: date) -> date:
    """The last day on which it is owed at all."""
    return ended_on + TALK_OWED_FOR
