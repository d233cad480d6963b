"""How long somebody has been with the charity: periods of service, and the years in them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


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
