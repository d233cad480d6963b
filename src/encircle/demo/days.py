"""Days and hours as a charity lives them: evenings, working days and bank holidays, all in Europe/London."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from random import Random

import holidays

from encircle.common.clock import LONDON

from .chance import pick

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
FIRST_END, LAST_END = time(11, 0), time(21, 0)  # a Circle's meeting ends between these hours
EVENING = time(18, 30)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), LONDON).astimezone(UTC)


def london_day(instant: datetime) -> date:
    return instant.astimezone(LONDON).date()


@cache
def bank_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_bank_holiday(day: date) -> bool:
    return day in bank_holidays(day.year)


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and not is_bank_holiday(day)


def working_day_on_or_after(day: date) -> date:
    while not is_working_day(day):
        day += DAY
    return day


def in_office(rng: Random, earliest: datetime) -> datetime:
    """A moment in working hours, on the same working day if there is time, else on the next."""
    day = working_day_on_or_after(london_day(earliest))
    moment = at(day, 9) + timedelta(minutes=int(rng.random() * 420))
    if moment > earliest:
        return moment
    closing = at(day, 17)
    if earliest + timedelta(minutes=5) < closing:
        return earliest + rng.random() * (closing - earliest)
    return at(working_day_on_or_after(day + DAY), 9) + timedelta(minutes=int(rng.random() * 420))


def awake(rng: Random, moment: datetime) -> datetime:
    """Nobody writes in the small hours: what would fall there falls into the evening before."""
    hour = moment.astimezone(LONDON).hour
    return moment - timedelta(hours=hour + 1, minutes=rng.randint(0, 90)) if hour < 7 else moment


def meeting_end(rng: Random, earliest: datetime, latest: datetime) -> datetime:
    """A time for a meeting to have ended: an evening in the window, else any decent hour at or after it."""
    ends = [end for end in _half_hours(earliest, latest) if FIRST_END <= _clock(end) <= LAST_END]
    evenings = [end for end in ends if _clock(end) >= EVENING]
    if evenings or ends:
        return pick(rng, evenings or ends)
    return next(end for end in _half_hours(earliest, earliest + 2 * DAY) if FIRST_END <= _clock(end) <= LAST_END)


def meeting_start(rng: Random, earliest: datetime) -> datetime:
    """An hour this evening for a meeting to begin, if the evening is still to come, else tomorrow's."""
    starts = [
        start for start in _half_hours(earliest, earliest + 2 * DAY) if time(16, 30) <= _clock(start) <= time(19, 0)
    ]
    return pick(rng, [start for start in starts if london_day(start) == london_day(starts[0])])


def same_clock(instant: datetime, days: int) -> datetime:
    """The same hour on the London clock so many days on, whatever the clocks did in between."""
    local = instant.astimezone(LONDON)
    return datetime.combine(local.date() + days * DAY, local.time(), LONDON).astimezone(UTC)


def _clock(instant: datetime) -> time:
    return instant.astimezone(LONDON).time()


def _half_hours(earliest: datetime, latest: datetime) -> Iterator[datetime]:
    past = timedelta(minutes=earliest.minute % 30, seconds=earliest.second, microseconds=earliest.microsecond)
    moment = earliest if not past else earliest - past + timedelta(minutes=30)
    while moment <= latest:
        yield moment
        moment += timedelta(minutes=30)
