"""When a follow-up is due. Plain values in, plain out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from encircle.common.clock import months_after

from .vocabulary import Since


@dataclass(frozen=True, order=True)
class Point:
    """A follow-up that a Circle's kind asks for: so many months since it began or ended."""

    due_on: date
    since: Since
    months: int

    @property
    def code(self) -> str:
        return f"{self.since}-{self.months}"


def follow_ups(
    started_on: date | None, ended_on: date | None, after_start: Iterable[int], after_end: Iterable[int]
) -> list[Point]:
    """Every point, the earliest first. A Circle that ended early is still looked at after the start: who left early
    would otherwise be missing from every count (all starters, not completers alone). Nothing is counted from an end
    that has not come, nor from a start that never came."""
    points = [
        *(Point(months_after(started_on, months), Since.START, months) for months in after_start if started_on),
        *(Point(months_after(ended_on, months), Since.END, months) for months in after_end if ended_on),
    ]
    return sorted(points)


def outstanding(points: Sequence[Point], done: Iterable[tuple[str, int]], today: date) -> list[Point]:
    """Those whose day has come and of which nothing is recorded."""
    known = {(str(since), months) for since, months in done}
    return [point for point in points if point.due_on <= today and (str(point.since), point.months) not in known]
