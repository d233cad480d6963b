"""When a Circle is planned to end and which reminder is due. Plain values in, plain out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from encircle.common.clock import months_after


@dataclass(frozen=True)
class Stretch:
    """Days on which the clocks stood still: from the first up to, not with, the last. No last: it goes on."""

    first: date
    last: date | None = None


@dataclass(frozen=True)
class Moved:
    """The planned end as somebody set it, on the day they did."""

    ends_on: date
    said_on: date


def planned_end(
    began_on: date | None, months: int, pauses: Sequence[Stretch], moved: Moved | None, today: date
) -> date | None:
    """The length of the kind from the beginning, later by every day of a pause. Moved: that day, later by pauses since.

    None before the Circle has begun, unless somebody set a day.
    """
    if moved is not None:
        return moved.ends_on + _stood_still(pauses, moved.said_on, today)
    if began_on is None:
        return None
    return months_after(began_on, months) + _stood_still(pauses, began_on, today)


def _stood_still(pauses: Sequence[Stretch], since: date, today: date) -> timedelta:
    days = ((min(one.last or today, today), max(one.first, since)) for one in pauses)
    return sum((max(last - first, timedelta(0)) for last, first in days), timedelta(0))


def reminders_due(asked_on: date, after_days: Iterable[int], sent: Iterable[int], today: date) -> list[int]:
    """Of the days after which somebody is reminded, those that have come and were not sent: the latest goes out, the
    earlier that were missed count as sent with it."""
    gone = set(sent)
    return sorted(days for days in after_days if days not in gone and asked_on + timedelta(days=days) <= today)


def is_letter_due(asked_on: date, after_days: Iterable[int], letter_on: date | None, today: date) -> bool:
    """Whoever does not sign in is reminded by a letter, on the days on which others get a notice; at first by none."""
    come = [day for days in after_days if (day := asked_on + timedelta(days=days)) <= today]
    return letter_on is None or letter_on < max(come, default=letter_on)
