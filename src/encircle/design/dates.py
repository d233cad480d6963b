"""Dates and times as GOV.UK writes them, always as the clock stands in Europe/London."""

from datetime import date, datetime, timedelta

from encircle.common.clock import in_london

LATER, EARLIER = "in {}", "{} ago"


def long_date(day: date | datetime) -> str:
    """Tuesday 3 March 2026"""
    day = _day(day)
    return f"{day:%A} {day.day} {day:%B} {day.year}"


def plain_date(day: date | datetime) -> str:
    """3 March 2026"""
    day = _day(day)
    return f"{day.day} {day:%B} {day.year}"


def short_date(day: date | datetime) -> str:
    """3 Mar 2026, for tables"""
    day = _day(day)
    return f"{day.day} {day:%b} {day.year}"


def clock_time(instant: datetime) -> str:
    """9:15pm, 9pm, midday, midnight"""
    local = in_london(instant)
    if (local.hour, local.minute) in ((0, 0), (12, 0)):
        return "midnight" if local.hour == 0 else "midday"
    minutes = f":{local.minute:02}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"


def date_and_time(instant: datetime) -> str:
    """3 March 2026 at 9:15pm"""
    return f"{plain_date(instant)} at {clock_time(instant)}"


def long_date_and_time(instant: datetime) -> str:
    """Tuesday 3 March 2026 at 9:15pm"""
    return f"{long_date(instant)} at {clock_time(instant)}"


def machine(instant: date | datetime) -> str:
    """For the `datetime` attribute of <time>"""
    return in_london(instant).isoformat() if isinstance(instant, datetime) else instant.isoformat()


def relative(instant: datetime, now: datetime) -> str:
    """in 31 hours, 2 days ago, now. Hours up to two days, since the clocks people work to are in hours."""
    seconds = int((instant - now).total_seconds())
    if abs(seconds) < 60:
        return "now"
    return (LATER if seconds > 0 else EARLIER).format(duration(timedelta(seconds=abs(seconds))))


def relative_day(day: date, now: datetime) -> str:
    """today, tomorrow, in 3 days, 2 weeks ago"""
    days = (_day(day) - in_london(now).date()).days
    if days in (-1, 0, 1):
        return ("yesterday", "today", "tomorrow")[days + 1]
    return (LATER if days > 0 else EARLIER).format(_days(abs(days)))


def duration(length: timedelta) -> str:
    """45 minutes, 31 hours, 3 days, 5 weeks: the one largest unit, rounded down"""
    minutes = int(length.total_seconds()) // 60
    if minutes < 60:
        return counted(minutes, "minute")
    if minutes < 48 * 60:
        return counted(minutes // 60, "hour")
    return _days(minutes // (24 * 60))


def counted(number: int, one: str, many: str = "") -> str:
    """1 hour, 2 hours, 0 hours; 1 person, 3 people"""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _days(days: int) -> str:
    if days < 21:
        return counted(days, "day")
    if days < 90:
        return counted(days // 7, "week")
    return counted(days // 30, "month") if days < 730 else counted(days // 365, "year")


def _day(day: date | datetime) -> date:
    return in_london(day).date() if isinstance(day, datetime) else day
