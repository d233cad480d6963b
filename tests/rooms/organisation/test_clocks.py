"""Clocks over both clock changes, Easter, Christmas substitutes and leap days."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from encircle.common.clock import LONDON
from encircle.rooms.organisation.clocks import (
    Clock,
    ClockKind,
    State,
    WorkingCalendar,
    add_elapsed_hours,
    add_working_days,
    add_working_hours,
    bank_holiday,
    due_at,
    end_of_day,
    last_day,
    start_of_day,
    state,
    weekly_slots,
)

SUNDAY, MONDAY, TUESDAY = 6, 0, 1


def london(text, fold=0):
    return datetime.fromisoformat(text).replace(tzinfo=LONDON, fold=fold)


def wall(instant):
    return instant.astimezone(LONDON).strftime("%Y-%m-%d %H:%M")


# --- elapsed hours ---


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2025-06-03 20:30", "2025-06-05 20:30"),
        ("2025-03-29 20:30", "2025-03-31 21:30"),  # the clocks go forward on 30 March 2025
        ("2025-03-30 00:59", "2025-04-01 01:59"),
        ("2025-10-25 20:30", "2025-10-27 19:30"),  # and back on 26 October 2025
        ("2024-02-28 20:30", "2024-03-01 20:30"),  # a leap day
        ("2025-12-24 20:30", "2025-12-26 20:30"),  # elapsed hours take no holiday
    ],
)
def test_48_hours_are_48_hours(start, due):
    assert wall(add_elapsed_hours(london(start), 48)) == due


def test_the_hour_that_comes_twice_is_two_instants():
    first, second = london("2025-10-26 01:30", fold=0), london("2025-10-26 01:30", fold=1)
    assert add_elapsed_hours(second, 48) - add_elapsed_hours(first, 48) == timedelta(hours=1)


def test_an_instant_without_its_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        add_elapsed_hours(datetime(2025, 6, 3, 20, 30), 48)  # noqa: DTZ001


# --- days ---


@pytest.mark.parametrize(
    ("instant", "ends"),
    [
        (london("2025-06-03 12:00"), datetime(2025, 6, 3, 23, tzinfo=UTC)),
        (datetime(2025, 6, 3, 23, 30, tzinfo=UTC), datetime(2025, 6, 4, 23, tzinfo=UTC)),
        (london("2025-12-03 23:59"), datetime(2025, 12, 4, tzinfo=UTC)),
        (london("2025-03-30 12:00"), datetime(2025, 3, 30, 23, tzinfo=UTC)),
        (london("2025-10-26 12:00"), datetime(2025, 10, 27, tzinfo=UTC)),
    ],
)
def test_a_day_ends_at_london_midnight(instant, ends):
    assert end_of_day(instant) == ends
    assert last_day(ends) == instant.astimezone(LONDON).date()


def test_the_days_of_the_clock_changes_last_23_and_25_hours():
    hours = [
        (end_of_day(start_of_day(day)) - start_of_day(day)) / timedelta(hours=1)
        for day in (date(2025, 3, 30), date(2025, 10, 26), date(2025, 6, 1))
    ]
    assert hours == [23, 25, 24]


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2025, 4, 18), "Good Friday"),
        (date(2025, 4, 21), "Easter Monday"),
        (date(2021, 12, 27), "Christmas Day (observed)"),
        (date(2021, 12, 28), "Boxing Day (observed)"),
        (date(2022, 9, 19), "State Funeral of Queen Elizabeth II"),
        (date(2023, 1, 2), "New Year's Day (observed)"),
        (date(2025, 8, 25), "Late Summer Bank Holiday"),
        (date(2025, 8, 4), None),  # Scotland’s summer holiday
        (date(2025, 1, 2), None),  # Scotland’s second of January
        (date(2025, 7, 14), None),  # Northern Ireland’s
    ],
)
def test_bank_holidays_are_those_of_england_and_wales(day, name):
    assert bank_holiday(day) == name


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        ("2025-06-03 09:00", 2, date(2025, 6, 5)),  # Tuesday to Thursday
        ("2025-06-06 16:00", 2, date(2025, 6, 10)),  # Friday over the weekend
        ("2025-06-07 10:00", 2, date(2025, 6, 10)),  # Saturday: Monday is the first
        ("2025-06-03 09:00", 0, date(2025, 6, 3)),
        ("2025-06-07 09:00", 0, date(2025, 6, 9)),
        ("2025-04-17 12:00", 1, date(2025, 4, 22)),  # the Thursday before Easter
        ("2021-12-24 12:00", 1, date(2021, 12, 29)),  # Christmas on a Saturday
        ("2022-12-23 12:00", 2, date(2022, 12, 29)),  # Christmas on a Sunday
        ("2027-12-24 12:00", 1, date(2027, 12, 29)),  # as in 2021, years ahead
        ("2024-02-28 12:00", 2, date(2024, 3, 1)),  # a leap day is a working day
        ("2025-03-28 12:00", 1, date(2025, 3, 31)),  # over the spring change
        ("2025-10-24 12:00", 1, date(2025, 10, 27)),  # and the autumn one
    ],
)
def test_working_days_end_with_the_day(start, days, last):
    due = add_working_days(london(start), days)
    assert (last_day(due), wall(due)[11:]) == (last, "00:00")


def test_the_charitys_closure_days_count_as_holidays():
    closed = WorkingCalendar(closure_days=frozenset({date(2025, 6, 4)}))
    assert last_day(add_working_days(london("2025-06-03 09:00"), 1, closed)) == date(2025, 6, 5)


def test_a_start_after_midnight_in_london_is_the_new_day():
    assert last_day(add_working_days(datetime(2025, 6, 3, 23, 30, tzinfo=UTC), 1)) == date(2025, 6, 5)


def test_a_calendar_without_working_days_is_refused():
    with pytest.raises(ValueError, match="no working day"):
        add_working_days(london("2025-06-03 09:00"), 1, WorkingCalendar(weekdays=frozenset()))


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2025-06-03 09:00", 4, "2025-06-03 13:00"),
        ("2025-06-03 15:00", 4, "2025-06-04 11:00"),
        ("2025-06-03 03:00", 4, "2025-06-03 13:00"),
        ("2025-06-06 16:30", 1, "2025-06-09 09:30"),
        ("2025-06-07 12:00", 8, "2025-06-09 17:00"),
        ("2025-06-03 17:00", 1, "2025-06-04 10:00"),
        ("2025-04-17 16:00", 9, "2025-04-22 17:00"),
        ("2025-03-28 16:00", 2, "2025-03-31 10:00"),
    ],
)
def test_working_hours_run_while_the_charity_is_open(start, hours, due):
    assert wall(add_working_hours(london(start), hours)) == due


@pytest.mark.parametrize(
    ("clock", "due"),
    [
        (Clock(ClockKind.AT_ONCE), "2025-06-06 16:30"),
        (Clock(ClockKind.MINUTES, 15), "2025-06-06 16:45"),
        (Clock(ClockKind.HOURS, 48), "2025-06-08 16:30"),
        (Clock(ClockKind.SAME_DAY), "2025-06-07 00:00"),
        (Clock(ClockKind.SAME_DAY, 18), "2025-06-06 18:00"),
        (Clock(ClockKind.SAME_DAY, 16), "2025-06-07 00:00"),  # begun after that hour: by the end of the day
        (Clock(ClockKind.WORKING_HOURS, 1), "2025-06-09 09:30"),
        (Clock(ClockKind.WORKING_DAYS, 2), "2025-06-11 00:00"),
    ],
)
def test_each_kind_of_clock(clock, due):
    assert wall(due_at(clock, london("2025-06-06 16:30"))) == due


def test_the_state_of_a_clock():
    due, tick = london("2025-06-06 12:00"), timedelta(microseconds=1)
    assert [state(due, due), state(due, due + tick)] == [State.DUE, State.OVERDUE]
    later = due + timedelta(days=9)
    assert [state(due, later, due), state(due, later, due + tick)] == [State.DONE_IN_TIME, State.DONE_LATE]


# --- weekly slots ---


def test_a_weekly_slot_keeps_its_wall_time_over_both_changes():
    spring = weekly_slots(MONDAY, time(18, 30), date(2025, 3, 20), 3)
    autumn = weekly_slots(MONDAY, time(18, 30), date(2025, 10, 20), 2)
    assert [slot.starts_at for slot in spring + autumn] == [
        datetime(2025, 3, 24, 18, 30, tzinfo=UTC),
        datetime(2025, 3, 31, 17, 30, tzinfo=UTC),
        datetime(2025, 4, 7, 17, 30, tzinfo=UTC),
        datetime(2025, 10, 20, 17, 30, tzinfo=UTC),
        datetime(2025, 10, 27, 18, 30, tzinfo=UTC),
    ]


def test_bank_holidays_are_flagged_and_skipped_only_when_asked():
    flagged = weekly_slots(MONDAY, time(18), date(2025, 4, 14), 3)
    assert [(slot.day.day, slot.bank_holiday) for slot in flagged] == [
        (14, None),
        (21, "Easter Monday"),
        (28, None),
    ]
    skipped = weekly_slots(MONDAY, time(18), date(2025, 4, 14), 3, skip_bank_holidays=True)
    assert [slot.day for slot in skipped] == [date(2025, 4, 14), date(2025, 4, 28), date(2025, 5, 12)]


def test_named_days_are_skipped_and_closure_days_flagged():
    closed = WorkingCalendar(closure_days=frozenset({date(2025, 6, 17)}))
    slots = weekly_slots(TUESDAY, time(18), date(2025, 6, 3), 2, skip=frozenset({date(2025, 6, 10)}), calendar=closed)
    assert [(slot.day, slot.closed) for slot in slots] == [
        (date(2025, 6, 3), False),
        (date(2025, 6, 17), True),
    ]


def test_slots_closer_than_a_week_are_refused():
    with pytest.raises(ValueError, match="a week apart"):
        weekly_slots(TUESDAY, time(18), date(2025, 6, 3), 2, every_weeks=0)


def test_every_other_week():
    slots = weekly_slots(TUESDAY, time(18), date(2025, 6, 3), 3, every_weeks=2)
    assert [slot.day.day for slot in slots] == [3, 17, 1]


def test_a_time_the_clocks_skip_moves_on_by_an_hour():
    before, skipped, after = weekly_slots(SUNDAY, time(1, 30), date(2025, 3, 23), 3)
    assert [wall(slot.starts_at)[11:] for slot in (before, skipped, after)] == ["01:30", "02:30", "01:30"]
    assert [slot.moved_on for slot in (before, skipped, after)] == [False, True, False]


def test_a_time_that_comes_twice_is_the_first():
    (slot,) = weekly_slots(SUNDAY, time(1, 30), date(2025, 10, 26), 1)
    assert (slot.starts_at, slot.moved_on) == (datetime(2025, 10, 26, 0, 30, tzinfo=UTC), False)


# --- properties ---

instants = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
clocks = st.builds(Clock, st.sampled_from(ClockKind), st.integers(0, 23))
days = st.dates(date(2020, 1, 1), date(2035, 1, 1))


@given(instants, st.integers(0, 500))
def test_elapsed_hours_are_exact(start, hours):
    assert add_elapsed_hours(start.astimezone(LONDON), hours) - start == timedelta(hours=hours)


@given(clocks, instants)
def test_nothing_is_due_before_it_starts(clock, start):
    assert due_at(clock, start) >= start


@given(clocks, instants, instants)
def test_what_starts_later_is_never_due_earlier(clock, one, other):
    first, second = sorted([one, other])
    assert due_at(clock, first) <= due_at(clock, second)


@given(instants, st.integers(0, 30), st.frozensets(days, max_size=5))
def test_working_days_split_and_end_on_a_working_day(start, count, closed):
    calendar = WorkingCalendar(closure_days=closed)
    due = add_working_days(start, count, calendar)
    assert calendar.is_working_day(last_day(due))
    one_by_one = start
    for _ in range(count):
        one_by_one = add_working_days(one_by_one, 1, calendar) - timedelta(microseconds=1)
    assert count == 0 or last_day(due) == one_by_one.astimezone(LONDON).date()


@given(instants, st.integers(1, 60))
def test_working_hours_end_while_open_and_add_up(start, hours):
    due = add_working_hours(start, hours).astimezone(LONDON)
    assert time(9) <= due.time() <= time(17)
    assert add_working_hours(add_working_hours(start, hours), 1) == add_working_hours(start, hours + 1)


@given(st.integers(0, 6), st.times().map(lambda t: t.replace(second=0, microsecond=0)), days, st.integers(0, 60))
def test_slots_are_that_many_on_that_weekday_at_that_time_a_week_apart(weekday, wall_time, first, count):
    slots = weekly_slots(weekday, wall_time, first, count)
    assert len(slots) == count
    assert all(slot.day.weekday() == weekday and slot.day >= first for slot in slots)
    assert all(later.day - sooner.day == timedelta(days=7) for sooner, later in pairwise(slots))
    on_the_wall = [slot.starts_at.astimezone(LONDON) for slot in slots]
    assert all(start.date() == slot.day for start, slot in zip(on_the_wall, slots, strict=True))
    assert all(slot.moved_on or start.time() == wall_time for start, slot in zip(on_the_wall, slots, strict=True))


@given(st.integers(2020, 2060))
def test_every_year_has_eight_bank_holidays_on_weekdays_or_more(year):
    first = date(year, 1, 1)
    named = [day for n in range(366) if (day := first + timedelta(days=n)).year == year and bank_holiday(day)]
    assert len([day for day in named if day.weekday() < 5]) >= 8
