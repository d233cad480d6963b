"""Why the paused Circles pause and when they are to go on; a past pause here and there; when prison ends.

Worked out from the finished plan, like the goals.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ..chance import chance
from ..days import DAY, in_office, london_day
from .shapes import CharityPlan, Circle

WHY = {  # Circle -> reason, and words for the staff
    "a5": ("unwell", "A planned operation on the knee, then some weeks with family. In good spirits on the telephone."),
    "b7": ("to_decide", "Wants to think about going on. A conversation with the coordinator is fixed."),
    "d2": ("few_volunteers", "One volunteer has moved away and one starts work on evenings. Two are in training."),
}
PAST = {  # Circles that paused for a few days between two meetings
    "a2": ("no_venue", "The boiler of the hall. It was mended within the week."),
    "b3": ("holidays", ""),
    "c1": ("unwell", "Influenza, nothing more."),
    "e1": ("away", "A family funeral in the north."),
}
SOURCES = ("prison", "probation", "parole_board")


@dataclass(frozen=True, slots=True)
class PastPause:
    circle: str
    starts_at: datetime
    ends_at: datetime
    reason: str
    words: str
    by: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A day of return said anew, or a planned day of release."""

    circle: str
    number: int
    day: date | None
    at: datetime
    by: str
    source: str = ""


def reason_of(circle: Circle) -> tuple[str, str]:
    return WHY.get(circle.key.partition(".")[0], ("away", ""))


def past_pauses(plan: CharityPlan) -> Iterator[PastPause]:
    for circle in plan.circles:
        if (why := PAST.get(circle.key)) is None:
            continue
        starts = sorted(each.starts_at for each in plan.meetings if each.circle == circle.key)
        place = len(starts) // 3  # well behind, and between two meetings of the same rhythm
        before, after = starts[place], starts[place + 1]
        yield PastPause(circle.key, before + DAY, after - DAY, *why, circle.coordinator)


def returns(plan: CharityPlan) -> Iterator[Moved]:
    """Each paused Circle's day of return has moved once; that of `a5` twice."""
    for circle in plan.circles:
        if circle.pause is None:
            continue
        rng = chance(plan.seed, "return", circle.key)
        length = plan.now - circle.pause.starts_at
        for number in range(2 if circle.key == "a5" else 1):
            at = min(in_office(rng, circle.pause.starts_at + length * (0.4 + 0.3 * number)), plan.now - DAY / 24)
            day = circle.pause.expected_back_on + timedelta(days=7 * (number + 1))
            yield Moved(circle.key, number, day, at, circle.coordinator)


def release_dates(plan: CharityPlan) -> Iterator[Moved]:
    """Of each Circle that begins in prison: the day moves, twice for some, and for one nobody knows any more."""
    for circle in plan.circles:
        if circle.kind == "prison":
            yield from _of_prison(plan, circle)


def _of_prison(plan: CharityPlan, circle: Circle) -> Iterator[Moved]:
    rng = chance(plan.seed, "release date", circle.key)
    gate = next((phase.starts_at for phase in circle.phases if phase.name == "through_gate"), None)
    last = london_day(gate) if gate else london_day(plan.now) + timedelta(days=rng.randint(60, 150))
    days: list[date | None] = [last - timedelta(days=35), last + timedelta(days=21), last]
    if circle.key == "e5":
        days[-1] = None
    at = circle.opened_at + 2 * DAY
    until = min(gate or plan.now, plan.now)
    step = (until - at) / (len(days) + 1)
    for number, day in enumerate(days):
        moment = min(in_office(rng, at + number * step), until - DAY / 24)
        yield Moved(circle.key, number, day, moment, circle.coordinator, SOURCES[number % len(SOURCES)])
