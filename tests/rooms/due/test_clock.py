"""Clocks that may stand still: pausing never makes anything overdue, and nothing falls due inside a pause."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from encircle.rooms.due.clock import Due, Still, due_by, merged
from encircle.rooms.organisation.clocks import Clock, ClockKind, WorkingCalendar, start_of_day

HOURS_48 = Clock(ClockKind.HOURS, 48)
DAYS_2 = Clock(ClockKind.WORKING_DAYS, 2)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


TABLE = {
    "no pause": (HOURS_48, "2026-03-02T20:00", [], "2026-03-04T20:00"),
    "a pause that ends gives its hours back": (
        HOURS_48,
        "2026-03-02T20:00",
        [("2026-03-03T20:00", "2026-03-10T20:00")],
        "2026-03-11T20:00",
    ),
    "a pause before it opened counts for nothing": (
        HOURS_48,
        "2026-03-02T20:00",
        [("2026-02-01T00:00", "2026-03-02T20:00")],
        "2026-03-04T20:00",
    ),
    "a pause under way when it opened": (
        HOURS_48,
        "2026-03-02T20:00",
        [("2026-02-01T00:00", "2026-03-05T20:00")],
        "2026-03-07T20:00",
    ),
    "a pause without an end: no moment": (HOURS_48, "2026-03-02T20:00", [("2026-03-03T00:00", None)], None),
    "a pause after it fell due changes nothing": (
        HOURS_48,
        "2026-03-02T20:00",
        [("2026-03-05T00:00", None)],
        "2026-03-04T20:00",
    ),
    "two pauses that overlap count once": (
        HOURS_48,
        "2026-03-02T20:00",
        [("2026-03-03T20:00", "2026-03-05T20:00"), ("2026-03-04T20:00", "2026-03-06T20:00")],
        "2026-03-07T20:00",
    ),
    "hours that really pass, when the clocks go forward": (
        HOURS_48,
        "2026-03-28T20:00",
        [],
        "2026-03-30T20:00",
    ),
    "working days over a bank holiday weekend": (DAYS_2, "2026-04-02T10:00", [], "2026-04-08T23:00"),
    "working days moved by a pause end with a working day": (
        DAYS_2,
        "2026-03-02T10:00",
        [("2026-03-03T10:00", "2026-03-06T10:00")],
        "2026-03-10T00:00",
    ),
}


@pytest.mark.parametrize("name", TABLE)
def test_when_it_falls_due(name):
    clock, start, pauses, wanted = TABLE[name]
    still = [Still(at(since), at(until) if until else None) for since, until in pauses]
    assert due_by(clock, at(start), still).at == (at(wanted) if wanted else None)


def test_it_says_since_when_it_stands_still_and_what_was_lost():
    still = [Still(at("2026-03-03T20:00"), at("2026-03-04T20:00")), Still(at("2026-03-05T00:00"))]
    due = due_by(HOURS_48, at("2026-03-02T20:00"), still)
    assert due == Due(None, timedelta(days=1), at("2026-03-05T00:00"))


def test_a_closed_week_moves_working_days_on():
    closed = WorkingCalendar(frozenset(date(2026, 3, day) for day in range(2, 7)))
    assert due_by(DAYS_2, at("2026-02-27T10:00"), (), closed).at == start_of_day(date(2026, 3, 11))


# --- for any history ---

SLOWLY = settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
BEGINNING = at("2026-01-05T00:00")
hours = st.integers(0, 24 * 120)
moments = hours.map(lambda hour: BEGINNING + timedelta(hours=hour))
stills = st.lists(
    st.tuples(moments, st.none() | st.integers(1, 24 * 40)).map(
        lambda pair: Still(pair[0], pair[0] + timedelta(hours=pair[1]) if pair[1] else None)
    ),
    max_size=4,
)
clocks = st.sampled_from([HOURS_48, DAYS_2, Clock(ClockKind.WORKING_DAYS, 10), Clock(ClockKind.HOURS, 1)])


@SLOWLY
@given(clocks, moments, stills, stills)
def test_pausing_never_makes_anything_overdue(clock, start, before, more):
    without, with_more = due_by(clock, start, before), due_by(clock, start, [*before, *more])
    assert with_more.at is None or (without.at is not None and with_more.at >= without.at)


@SLOWLY
@given(clocks, moments, stills)
def test_nothing_moved_falls_due_inside_a_pause(clock, start, pauses):
    due = due_by(clock, start, pauses)
    if due.at is not None and due.paused:
        assert not any(one.holds(due.at) for one in merged(pauses))


@SLOWLY
@given(clocks, moments, stills)
def test_without_a_pause_the_clock_is_the_charitys_own(clock, start, pauses):
    due = due_by(clock, start, [one for one in pauses if one.since > due_by(clock, start).at])
    assert due == due_by(clock, start)
