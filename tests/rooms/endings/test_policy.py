"""The planned end, reminders, and numbers that name nobody."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from encircle.common.clock import months_after
from encircle.common.small_numbers import counted
from encircle.rooms.endings.policy import Moved, Stretch, is_letter_due, planned_end, reminders_due

JAN_31 = date(2026, 1, 31)


@pytest.mark.parametrize(
    ("day", "months", "wanted"),
    [
        (JAN_31, 1, date(2026, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 15), 12, date(2027, 12, 15)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (JAN_31, 0, JAN_31),
    ],
)
def test_months_end_where_the_month_does(day, months, wanted):
    assert months_after(day, months) == wanted


PAUSE = Stretch(date(2026, 3, 1), date(2026, 3, 15))  # fourteen days


@pytest.mark.parametrize(
    ("began", "pauses", "moved", "today", "wanted"),
    [
        (None, [], None, JAN_31, None),
        (JAN_31, [], None, JAN_31, date(2027, 1, 31)),
        (JAN_31, [PAUSE], None, date(2026, 6, 1), date(2027, 2, 14)),
        # it is later day by day while the pause goes on
        (JAN_31, [Stretch(date(2026, 3, 1))], None, date(2026, 3, 11), date(2027, 2, 10)),
        (JAN_31, [Stretch(date(2026, 3, 1))], None, date(2026, 3, 12), date(2027, 2, 11)),
        # a pause from before the beginning counts from the beginning on
        (date(2026, 3, 8), [PAUSE], None, date(2026, 6, 1), date(2027, 3, 15)),
        # moved: only what stood still after that day
        (JAN_31, [PAUSE], Moved(date(2026, 12, 1), date(2026, 4, 1)), date(2026, 6, 1), date(2026, 12, 1)),
        (JAN_31, [PAUSE], Moved(date(2026, 12, 1), date(2026, 3, 10)), date(2026, 6, 1), date(2026, 12, 6)),
        (None, [], Moved(date(2026, 12, 1), JAN_31), JAN_31, date(2026, 12, 1)),
    ],
)
def test_the_planned_end(began, pauses, moved, today, wanted):
    assert planned_end(began, 12, pauses, moved, today) == wanted


@given(st.integers(0, 400), st.integers(0, 200))
def test_a_circle_that_pauses_before_its_end_is_never_past_it(into, long):
    began = date(2026, 1, 1)
    paused = date.fromordinal(began.toordinal() + min(into, 364))
    today = date.fromordinal(paused.toordinal() + long)
    assert planned_end(began, 12, [Stretch(paused)], None, today) >= today


@pytest.mark.parametrize(
    ("sent", "today", "wanted"),
    [((), 6, []), ((), 7, [7]), ((7,), 8, []), ((7,), 21, [21]), ((), 30, [7, 21]), ((7, 21), 90, [])],
)
def test_each_reminder_is_due_once(sent, today, wanted):
    asked = date(2026, 1, 1)
    assert reminders_due(asked, [7, 21], sent, date.fromordinal(asked.toordinal() + today)) == wanted


@pytest.mark.parametrize(
    ("numbers", "total", "codes"),
    [
        ({"yes": 3, "no": 1}, None, {"yes": None, "no": None}),
        ({"yes": 5, "no": 0}, 5, {"yes": 5, "no": 0}),
        ({"yes": 9, "no": 2}, 11, {"yes": None, "no": None}),
        ({"yes": 9, "partly": 6, "no": 2}, 17, {"yes": 9, "partly": None, "no": None}),
        ({"yes": 9, "partly": 1, "no": 2}, 12, {"yes": None, "partly": None, "no": None}),
        ({"yes": 9, "partly": 4, "no": 2}, 15, {"yes": 9, "partly": None, "no": None}),
    ],
)
def test_small_numbers_are_held_back_so_that_none_can_be_worked_out(numbers, total, codes):
    found = counted(numbers, smallest=5)
    assert (found.total, dict(found.codes)) == (total, codes)


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 30), min_size=2))
def test_what_is_held_back_is_never_one_number_alone_nor_few_together(numbers):
    found = counted(numbers, smallest=5)
    hidden = [numbers[code] for code, number in found.codes.items() if number is None]
    if found.total is None:
        held = [number for number in numbers.values() if number]
        assert sum(held) < 5 or set(held) == {1}
        return
    assert all(number is None or number == 0 or number >= 5 for number in found.codes.values())
    # More than one, not few together, and not so few that each must be one.
    assert not hidden or (1 < len(hidden) < sum(hidden) >= 5)


@pytest.mark.parametrize(
    ("letter_on", "today", "wanted"),
    [
        (None, date(2026, 3, 1), True),  # asked, and nobody has given them anything yet
        (date(2026, 3, 1), date(2026, 3, 7), False),
        (date(2026, 3, 1), date(2026, 3, 8), True),  # on the day of the first reminder
        (date(2026, 3, 8), date(2026, 3, 8), False),
        (date(2026, 3, 9), date(2026, 3, 14), False),
        (date(2026, 3, 9), date(2026, 3, 15), True),
        (date(2026, 3, 15), date(2026, 9, 1), False),  # after the last reminder nobody is asked again
    ],
)
def test_a_letter_reminds_on_the_days_of_the_notices(letter_on, today, wanted):
    assert is_letter_due(date(2026, 3, 1), [7, 14], letter_on, today) is wanted
