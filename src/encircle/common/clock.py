"""The wall clock, read only at the edge (a request, a task, a command) and passed in everywhere else."""

import calendar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def system_now() -> datetime:
    return datetime.now(UTC)


def in_london(instant: datetime) -> datetime:
    return instant.astimezone(LONDON)


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last day of a month that is too short for it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
