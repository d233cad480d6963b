"""When a Circle's reviews are due, worked out from its start, its pauses and the standard: never written down.

Reviews each quarter are the field's practice (the providers' published descriptions of a Circle; section S4 of the
founding documents); how many months a quarter has for a kind of Circle is the charity's standard.

A Circle's clock runs from the first day of its first phase after forming and stands still while it is paused. The n-th
review is due on the day on which that clock has run for n quarters. How long each quarter is was settled when it would
have begun had there been no pause, so that neither a pause nor a later change of the standard brings a review forward.
"""

import calendar as months_of
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

MOST = 400  # quarters: a hundred years


@dataclass(frozen=True)
class Pause:
    """Days on which the clock stood still: from `starts_on` until the day before `ends_on`. No end: it still does."""

    starts_on: date
    ends_on: date | None = None
    back_on: date | None = None  # of a pause under way: the day it is expected to be over


@dataclass(frozen=True)
class Standard:
    """Months between reviews, from a day on."""

    in_force_from: date
    every_months: int


@dataclass(frozen=True)
class Course:
    """What the calendar of one Circle is derived from."""

    started_on: date
    pauses: tuple[Pause, ...] = ()
    standards: tuple[Standard, ...] = ()
    ended_on: date | None = None


@dataclass(frozen=True)
class Calendar:
    """The next review that is due, and the one that was answered last."""

    number: int  # which of the Circle's reviews
    due_on: date
    answered: int
    is_overdue: bool
    is_paused: bool


def calendar(course: Course, answered: Iterable[int], *, today: date) -> Calendar | None:
    """What is due next. `answered`: numbers of the reviews that were held. None once the Circle has ended."""
    if course.ended_on is not None and course.ended_on <= today:
        return None
    last = max(answered, default=0)
    due_on = due(course, last + 1, today=today)
    return Calendar(last + 1, due_on, last, is_overdue=due_on < today, is_paused=_paused(course, today))


def due(course: Course, number: int, *, today: date) -> date:
    """The day the n-th review is due. While the Circle is paused: the earliest it can still be."""
    return _after(course.started_on, _days(course, number), _merged(course.pauses, today))


def nearest(course: Course, day: date, *, today: date) -> int:
    """Which of the Circle's reviews one held on this day is: the one whose day is nearest, the later of two."""
    number = 1
    while number < MOST and due(course, number, today=today) < day:
        number += 1
    if number == 1:
        return 1
    before, after = due(course, number - 1, today=today), due(course, number, today=today)
    return number - 1 if day - before < after - day else number


def plus_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last where it has no such day."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, months_of.monthrange(year, month)[1]))


def _days(course: Course, number: int) -> int:
    """How long the clock has to run. Months are counted from the start, so that the end of a month stays one."""
    months = 0
    for _ in range(number):
        months += _every(course.standards, plus_months(course.started_on, months))
    return (plus_months(course.started_on, months) - course.started_on).days


def _every(standards: Sequence[Standard], day: date) -> int:
    """Of the standard in force on a day; before the first, of the first."""
    known = sorted(standards, key=lambda one: one.in_force_from)
    begun = [one for one in known if one.in_force_from <= day] or known[:1]
    return max(1, begun[-1].every_months) if begun else 3


def _merged(pauses: Iterable[Pause], today: date) -> list[tuple[date, date]]:
    """In order and without overlap. One under way lasts at least until tomorrow, and as long as was said."""
    found: list[tuple[date, date]] = []
    for pause in sorted(pauses, key=lambda one: one.starts_on):
        ends_on = pause.ends_on or max(today + timedelta(days=1), pause.back_on or today)
        if found and pause.starts_on <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], ends_on))
        elif ends_on > pause.starts_on:
            found.append((pause.starts_on, ends_on))
    return found


def _after(start: date, days: int, pauses: Iterable[tuple[date, date]]) -> date:
    """The day on which the clock has run for so many days."""
    day, left = start, days
    for starts_on, ends_on in pauses:
        runs = max(0, (starts_on - day).days)
        if left <= runs:
            break
        day, left = max(day, ends_on), left - runs
    return day + timedelta(days=left)


def _paused(course: Course, today: date) -> bool:
    return any(one.starts_on <= today and (one.ends_on is None or today < one.ends_on) for one in course.pauses)
