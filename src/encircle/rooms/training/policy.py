"""Who has a place, when the basic training is complete, and until when a course counts. Plain Python."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from encircle.common.clock import months_after


@dataclass(frozen=True)
class Said:
    """The newest answer of one who was invited."""

    who: Any
    is_coming: bool
    at: datetime


def order_of_places(answers: Iterable[Said]) -> list[Any]:
    """Whoever comes, in the order they said so."""
    coming = [one for one in answers if one.is_coming]
    return [one.who for one in sorted(coming, key=lambda one: (one.at, str(one.who)))]


@dataclass(frozen=True)
class Held:
    """One training event of a kind: its parts by number with their days, and those somebody was there for."""

    event: Any
    parts: Mapping[int, date]
    attended: frozenset[int]


@dataclass(frozen=True)
class Completed:
    event: Any
    on: date


def attended_days(held: Iterable[Held]) -> dict[int, date]:
    """The first day somebody was there for each part, at whatever event."""
    days: dict[int, date] = {}
    for one in held:
        for number in one.attended:
            on = one.parts[number]
            days[number] = min(on, days.get(number, on))
    return days


def missing_parts(event: Held, held: Sequence[Held]) -> list[int]:
    """Parts of an event that were attended neither there nor elsewhere."""
    return sorted(set(event.parts) - set(attended_days(held)))


def completed(held: Sequence[Held]) -> Completed | None:
    """When every part of one event somebody came to was attended, there or at another: the earliest such day."""
    days = attended_days(held)
    found = [
        Completed(one.event, max(days[number] for number in one.parts))
        for one in held
        if one.attended and not missing_parts(one, held)
    ]
    return min(found, key=lambda one: (one.on, str(one.event)), default=None)


def renew_on(done_on: date, months: int | None) -> date | None:
    """The last day a course counts; None: it always does."""
    return None if months is None else months_after(done_on, months)
