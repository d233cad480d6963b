"""The course of a Circle: pauses that last too long, and the first meeting after prison."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from encircle.rooms.organisation.clocks import start_of_day

from ..clock import Due
from ..facts import CircleFacts, Owed, PauseFact, Practice
from ..vocabulary import Rule
from .meetings import CAME_TOGETHER
from .owing import day_in, day_of, earliest, end_of, owed

UNSAID_DAYS, A_WEEK = 42, 7  # for a kind the charity has set no standard for [assume]


def pauses(circle: CircleFacts, practice: Practice) -> Iterator[Owed]:
    for pause in circle.pauses:
        if pause.starts_at < practice.until:
            yield _longest(circle, pause, practice)
            yield from _returns(circle, pause)


def _longest(circle: CircleFacts, pause: PauseFact, practice: Practice) -> Owed:
    """[assume] How long a pause may last is the charity's own choice."""
    standard = practice.of_kind(circle.kind, pause.starts_at)
    day = day_of(pause.starts_at) + timedelta(days=standard.pause_longest_days if standard else UNSAID_DAYS)
    return owed(
        Rule.PAUSE_LONGEST,
        pause.id,
        pause.starts_at,
        Due(end_of(day)),
        met_at=pause.ends_at,
        closed_at=circle.ended_at if pause.ends_at is None else None,
    )


def _returns(circle: CircleFacts, pause: PauseFact) -> Iterator[Owed]:
    """Each day of return that was said: by then the Circle goes on, or another day is said."""
    said: list[tuple[datetime, date | None]] = [(pause.starts_at, pause.expected_back_on)]
    said += sorted((one.recorded_at, one.back_on) for one in circle.returns if one.pause_id == pause.id)
    for number, (at, back_on) in enumerate(said):
        moved = said[number + 1][0] if number + 1 < len(said) else None
        if back_on is not None:
            met = earliest(moved, pause.ends_at)
            closed = circle.ended_at if met is None else None
            yield owed(
                Rule.PAUSE_RETURN, pause.id, at, Due(end_of(back_on)), met_at=met, closed_at=closed, turn=str(number)
            )


def first_after_release(circle: CircleFacts, practice: Practice) -> Iterator[Owed]:
    """The newest day counts: a release that moves takes the meeting along. Prison and the first week out are when a
    person is most alone [field]."""
    known = max(circle.release_dates, key=lambda one: (one.recorded_at, one.id), default=None)
    if known is None or known.released_on is None:
        return
    opened = start_of_day(known.released_on)
    if opened >= practice.until:
        return
    standard = practice.of_kind(circle.kind, opened)
    day = known.released_on + timedelta(days=standard.first_meeting_after_release_days if standard else A_WEEK)
    yield owed(
        Rule.FIRST_AFTER_RELEASE,
        circle.id,
        opened,
        day_in(circle, day, opened),
        met_at=_first_held(circle, opened),
        closed_at=max(circle.ended_at, opened) if circle.ended_at and not _first_held(circle, opened) else None,
    )


def _first_held(circle: CircleFacts, since: datetime) -> datetime | None:
    return min(
        (one.over_at for one in circle.meetings if one.outcome in CAME_TOGETHER and one.starts_at >= since),
        default=None,
    )
