"""Words of this door's pages: times on the wall, lengths, days of the week."""

from datetime import date, datetime, time

from encircle.common.clock import LONDON
from encircle.design.dates import clock_time, counted

WEEKDAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
WEEKDAY_CHOICES = [(str(number), name[:-1]) for number, name in enumerate(WEEKDAYS)]
HOW_OFTEN = [("1", "Every week"), ("2", "Every second week"), ("4", "Every fourth week")]
A_DAY = date(2000, 1, 1)


def wall_clock(clock: time) -> str:
    """6:30pm"""
    return clock_time(datetime.combine(A_DAY, clock, LONDON))


def slot_words(weekday: int, clock: time) -> str:
    """Tuesdays at 6:30pm"""
    return f"{WEEKDAYS[weekday]} at {wall_clock(clock)}"


def length_words(minutes: int) -> str:
    """2 hours 5 minutes"""
    hours, rest = divmod(minutes, 60)
    words = [counted(hours, "hour") if hours else "", counted(rest, "minute") if rest or not hours else ""]
    return " ".join(word for word in words if word)


def beginning_large(words: list[str]) -> list[str]:
    """Facts read as one line, so the first begins with a capital letter."""
    first, *rest = [word for word in words if word] or [""]
    return [first[:1].upper() + first[1:], *rest]
