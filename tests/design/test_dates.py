from datetime import UTC, date, datetime, timedelta

import pytest

from encircle.design import dates

SUMMER = datetime(2026, 7, 3, 20, 15, tzinfo=UTC)  # 9:15pm in London
NEARLY_MIDNIGHT = datetime(2026, 7, 3, 23, 30, tzinfo=UTC)  # already the 4th in London
NOW = datetime(2026, 3, 3, 21, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("write", "words"),
    [
        (dates.long_date, "Friday 3 July 2026"),
        (dates.plain_date, "3 July 2026"),
        (dates.short_date, "3 Jul 2026"),
        (dates.clock_time, "9:15pm"),
        (dates.date_and_time, "3 July 2026 at 9:15pm"),
        (dates.long_date_and_time, "Friday 3 July 2026 at 9:15pm"),
        (dates.machine, "2026-07-03T21:15:00+01:00"),
    ],
)
def test_an_instant_is_written_as_the_clock_stands_in_london(write, words):
    assert write(SUMMER) == words


def test_the_day_is_london_s_day():
    assert dates.plain_date(NEARLY_MIDNIGHT) == "4 July 2026"
    assert dates.plain_date(date(2026, 7, 3)) == "3 July 2026"


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [(0, 0, "midnight"), (12, 0, "midday"), (12, 5, "12:05pm"), (0, 5, "12:05am"), (7, 0, "7am"), (19, 0, "7pm")],
)
def test_times_of_day(hour, minute, words):
    assert dates.clock_time(datetime(2026, 1, 5, hour, minute, tzinfo=UTC)) == words


@pytest.mark.parametrize(
    ("away", "words"),
    [
        (timedelta(seconds=20), "now"),
        (timedelta(minutes=1), "in 1 minute"),
        (timedelta(minutes=-59), "59 minutes ago"),
        (timedelta(hours=31), "in 31 hours"),
        (timedelta(hours=-47, minutes=-59), "47 hours ago"),
        (timedelta(days=-2), "2 days ago"),
        (timedelta(days=21), "in 3 weeks"),
        (timedelta(days=-100), "3 months ago"),
        (timedelta(days=800), "in 2 years"),
    ],
)
def test_how_far_away(away, words):
    assert dates.relative(NOW + away, NOW) == words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 3, 2), "yesterday"),
        (date(2026, 3, 3), "today"),
        (date(2026, 3, 4), "tomorrow"),
        (date(2026, 3, 10), "in 7 days"),
        (date(2026, 2, 1), "4 weeks ago"),
    ],
)
def test_days_away(day, words):
    assert dates.relative_day(day, NOW) == words


def test_counted():
    assert [dates.counted(number, "person", "people") for number in (0, 1, 1200)] == [
        "0 people",
        "1 person",
        "1,200 people",
    ]
