"""When a Circle meets: back from its newest meeting week by week, and ahead from it, on the London clock."""

from datetime import datetime, timedelta
from random import Random

from ..days import DAY, HOUR, at, is_bank_holiday, london_day, meeting_end, meeting_start, same_clock
from .specs import CircleSpec
from .world import World

LENGTH = timedelta(minutes=120)
# How long ago the newest meeting of a running Circle ended, at the earliest and at the latest.
WINDOWS = {
    "due_later": (22 * HOUR, 3 * HOUR),
    "due_soon": (47 * HOUR, 35 * HOUR),
    "overdue": (100 * HOUR, 62 * HOUR),
    "recent": (46 * HOUR, 20 * HOUR),
}


def plan_slots(world: World, spec: CircleSpec, rng: Random) -> tuple[list[datetime], list[datetime]]:
    """The starts of past meetings, oldest first, and of those to come."""
    if not spec.past:
        return [], []
    gap = 14 if spec.fortnightly_from and spec.past >= spec.fortnightly_from else 7
    newest, following = _newest(world, spec, rng, gap)
    past = [newest]
    while len(past) < spec.past:
        number = spec.past - len(past) + 1
        weekly = not spec.fortnightly_from or number <= spec.fortnightly_from
        past.append(_open_day(past[-1], -7 if weekly else -14))
    ahead = [following] if following and spec.ahead else []
    while len(ahead) < spec.ahead:
        ahead.append(_open_day(ahead[-1] if ahead else newest, gap))
    return past[::-1], ahead


def _newest(world: World, spec: CircleSpec, rng: Random, gap: int) -> tuple[datetime, datetime | None]:
    """The newest meeting, and the next where that is what was chosen."""
    now = world.now
    if spec.state in ("paused", "ended"):
        day = world.today - timedelta(days=spec.ended_days_ago + rng.randint(0, 6))
        return at(day, 17 + rng.randint(0, 2), 30 * rng.randint(0, 1)), None
    if spec.timing == "today":
        following = meeting_start(rng, now + timedelta(minutes=90))
        return same_clock(following, -gap), following
    if spec.timing == "any":
        earliest = now - timedelta(hours=rng.randint(70, 140))
        return meeting_end(rng, earliest, earliest + DAY) - LENGTH, None
    longest, shortest = WINDOWS[spec.timing]
    return meeting_end(rng, now - longest, now - shortest) - LENGTH, None


def _open_day(start: datetime, step: int) -> datetime:
    """The same evening a step away; weeks with a bank holiday on that day are left out."""
    start = same_clock(start, step)
    while is_bank_holiday(london_day(start)):
        start = same_clock(start, step)
    return start
