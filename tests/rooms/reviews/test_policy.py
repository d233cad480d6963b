"""When a Circle's reviews are due: a pure function of its start, its pauses and the standard."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from encircle.rooms.reviews.policy import Course, Pause, Standard, calendar, due, nearest, plus_months

D = date
EVER = date(2000, 1, 1)
QUARTERLY = (Standard(EVER, 3),)
TODAY = D(2026, 11, 22)


def course(start, *pauses, standards=QUARTERLY, ended=None):
    return Course(start, tuple(Pause(*one) for one in pauses), standards, ended)


DUE = {
    "a quarter after the start": (course(D(2026, 1, 15)), 1, D(2026, 4, 15)),
    "the fourth, a year after": (course(D(2026, 1, 15)), 4, D(2027, 1, 15)),
    "from the last day of a month": (course(D(2026, 1, 31)), 1, D(2026, 4, 30)),
    "and back to the 31st": (course(D(2026, 1, 31)), 2, D(2026, 7, 31)),
    "into February": (course(D(2025, 11, 30)), 1, D(2026, 2, 28)),
    "into a leap year": (course(D(2027, 11, 30)), 1, D(2028, 2, 29)),
    "across the change of the clocks": (course(D(2026, 3, 1)), 1, D(2026, 6, 1)),
    "ten days paused": (course(D(2026, 1, 15), (D(2026, 2, 1), D(2026, 2, 11))), 1, D(2026, 4, 25)),
    "two pauses": (
        course(D(2026, 1, 15), (D(2026, 2, 1), D(2026, 2, 11)), (D(2026, 3, 1), D(2026, 3, 8))), 1, D(2026, 5, 2)),
    "pauses that overlap count once": (
        course(D(2026, 1, 15), (D(2026, 2, 1), D(2026, 2, 11)), (D(2026, 2, 6), D(2026, 2, 16))), 1, D(2026, 4, 30)),
    "a pause after the day": (course(D(2026, 1, 15), (D(2026, 5, 1), D(2026, 6, 1))), 1, D(2026, 4, 15)),
    "a pause that begins on the day": (course(D(2026, 1, 15), (D(2026, 4, 15), D(2026, 6, 1))), 1, D(2026, 4, 15)),
    "a pause into which the day falls": (
        course(D(2026, 1, 15), (D(2026, 4, 10), D(2026, 6, 1))), 1, D(2026, 6, 6)),
    "a pause from before the start": (course(D(2026, 1, 15), (D(2026, 1, 1), D(2026, 1, 25))), 1, D(2026, 4, 25)),
    "a pause of no days": (course(D(2026, 1, 15), (D(2026, 2, 1), D(2026, 2, 1))), 1, D(2026, 4, 15)),
    "under way: as if it ended tomorrow": (
        course(D(2026, 10, 1), (D(2026, 11, 2), None)), 1, D(2027, 1, 22)),
    "under way with a day to come back": (
        course(D(2026, 10, 1), (D(2026, 11, 2), None, D(2026, 12, 2))), 1, D(2027, 1, 31)),
    "a day to come back that has passed": (
        course(D(2026, 10, 1), (D(2026, 11, 2), None, D(2026, 11, 9))), 1, D(2027, 1, 22)),
    "each month": (course(D(2026, 1, 15), standards=(Standard(EVER, 1),)), 3, D(2026, 4, 15)),
    "a standard changed within a quarter leaves it": (
        course(D(2026, 1, 15), standards=(Standard(EVER, 3), Standard(D(2026, 2, 1), 2))), 1, D(2026, 4, 15)),
    "and counts from the next": (
        course(D(2026, 1, 15), standards=(Standard(EVER, 3), Standard(D(2026, 2, 1), 2))), 2, D(2026, 6, 15)),
    "a standard from later than the start": (
        course(D(2026, 1, 15), standards=(Standard(D(2026, 9, 1), 4),)), 1, D(2026, 5, 15)),
    "no standard known": (course(D(2026, 1, 15), standards=()), 1, D(2026, 4, 15)),
}  # fmt: skip


@pytest.mark.parametrize("case", DUE)
def test_the_day_a_review_is_due(case):
    of, number, day = DUE[case]
    assert due(of, number, today=TODAY) == day


def test_the_next_review_is_the_one_after_the_last_that_was_held():
    of = course(D(2026, 2, 1))
    assert calendar(of, [1, 2], today=TODAY).due_on == D(2026, 11, 1)
    assert calendar(of, [1, 2], today=TODAY).is_overdue
    assert calendar(of, [3, 1], today=TODAY).due_on == D(2027, 2, 1)
    assert not calendar(of, [3], today=TODAY).is_overdue


def test_it_is_not_overdue_on_the_day_itself():
    of = course(plus_months(TODAY, -3))
    assert calendar(of, [], today=TODAY).due_on == TODAY
    assert not calendar(of, [], today=TODAY).is_overdue


def test_a_circle_that_has_ended_has_no_review_due():
    assert calendar(course(D(2026, 1, 1), ended=TODAY), [], today=TODAY) is None
    assert calendar(course(D(2026, 1, 1), ended=TODAY + timedelta(days=1)), [], today=TODAY) is not None


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (D(2026, 1, 5), 1),
        (D(2026, 4, 1), 1),
        (D(2026, 5, 16), 1),
        (D(2026, 5, 17), 2),
        (D(2026, 7, 1), 2),
        (D(2027, 1, 1), 4),
    ],
)
def test_a_review_is_for_the_quarter_whose_day_is_nearest(day, number):
    assert nearest(course(D(2026, 1, 1)), day, today=TODAY) == number


days = st.dates(D(2024, 1, 1), D(2026, 12, 31))


@st.composite
def pauses(draw):
    starts = draw(days)
    ends = draw(st.none() | st.integers(0, 200).map(lambda n: starts + timedelta(days=n)))
    back = draw(st.none() | days) if ends is None else None
    return Pause(starts, ends, back)


@st.composite
def courses(draw):
    standards = draw(st.lists(st.builds(Standard, days, st.integers(1, 6)), min_size=1, max_size=3))
    return Course(draw(days), tuple(draw(st.lists(pauses(), max_size=3))), (Standard(EVER, 3), *standards))


@given(courses(), pauses(), st.integers(1, 8), days)
def test_a_pause_never_makes_a_review_earlier_or_overdue(of, pause, number, today):
    paused = Course(of.started_on, (*of.pauses, pause), of.standards)
    assert due(paused, number, today=today) >= due(of, number, today=today)
    held = range(1, number)
    before, after = calendar(of, held, today=today), calendar(paused, held, today=today)
    assert before.is_overdue or not after.is_overdue


@given(courses(), st.integers(1, 8), days)
def test_reviews_come_one_after_the_other(of, number, today):
    assert due(of, number, today=today) < due(of, number + 1, today=today)


@given(courses(), st.integers(1, 8), days)
def test_while_a_circle_is_paused_a_review_not_yet_due_stays_so(of, number, today):
    """A day later, nothing else changed, the clock has not moved."""
    paused = Course(of.started_on, (*of.pauses, Pause(of.started_on, None)), of.standards)
    tomorrow = today + timedelta(days=1)
    assert not calendar(paused, [], today=today).is_overdue
    assert not calendar(paused, [], today=tomorrow).is_overdue
