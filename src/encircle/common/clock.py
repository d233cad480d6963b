"""The wall clock, read only at the edge (a request, a task, a command) and passed in everywhere else."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def system_now() -> datetime:
    return datetime.now(UTC)


def in_london(instant: datetime) -> datetime:
    return instant.astimezone(LONDON)
