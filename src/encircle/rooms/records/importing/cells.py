"""One cell as a spreadsheet gives it, turned into what its column holds, or a sentence why not."""

import math
import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from encircle.common.clock import LONDON, in_london
from encircle.common.errors import Refusal
from encircle.rooms.organisation.clocks import end_of_day, start_of_day

from .sheets import Column, Form

EARLIEST = date(1900, 1, 1)
LATEST = date(2100, 1, 1)
NUMBERED_DATE = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{2,4})")
ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00)?)?")
WORDED_DATE = re.compile(r"(\d{1,2})(?:st|nd|rd|th)? ([a-z]{3,9}),? (\d{2,4})")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?:[:.]00)? ?(am|pm)?|(\d{2})(\d{2})")
YES, NO = frozenset({"yes", "y", "true", "1"}), frozenset({"no", "n", "false", "0"})


class Unfit(Refusal):
    """Why a row cannot be brought in: sentences for the person who filled it in, without what they typed about
    anybody."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(*reasons)
        self.reasons = reasons


def value_of(column: Column, raw: Any) -> Any:
    """What the cell says, None when it is empty. Raises Unfit."""
    if column.form in (Form.DATE, Form.TIME) and isinstance(raw, (date, time, timedelta)):
        return _PARSERS[column.form](column, raw)
    said = text_of(raw)
    if not said:
        if column.needed:
            raise Unfit(f"“{column.title}” is empty")
        return None
    return _PARSERS[column.form](column, raw)


def text_of(raw: Any) -> str:
    """Words without stray spaces, invisible characters or line breaks; a whole number without its point."""
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "yes" if raw else "no"
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    words = unicodedata.normalize("NFC", str(raw)).replace("\u00ad", "")
    plain = "".join(" " if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") else c for c in words)
    return " ".join(plain.split())


def key_of(reference: str) -> str:
    """References are the same whatever their capitals: people type them from memory."""
    return reference.casefold()[:80]


def several(said: str) -> list[str]:
    return [word for part in re.split(r"[;,]", said) if (word := part.strip())]


def first_moment(day: date) -> datetime:
    return start_of_day(day)


def last_moment(day: date | None) -> datetime | None:
    """A period with a last day ends with that day in London."""
    return end_of_day(start_of_day(day)) if day else None


def london_moment(day: date, clock: time, title: str) -> datetime:
    """The instant at which the clocks in London showed this. Raises Unfit where there is none, or are two."""
    early = datetime.combine(day, clock, LONDON).replace(fold=0)
    if early.utcoffset() == early.replace(fold=1).utcoffset():
        return early.astimezone(UTC)
    shown = in_london(early.astimezone(UTC)).replace(tzinfo=None)
    if shown == early.replace(tzinfo=None):
        raise Unfit(f"“{title}” comes twice on that day, because the clocks went back. Write it before 1am or from 2am")
    raise Unfit(
        f"“{title}” does not exist on that day, because the clocks went forward. Write it before 1am or from 2am"
    )


def canonical(value: Any) -> str:
    """The same for the same answer, however the cell was formatted."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, (date, time)) else str(value)


def _text(column: Column, raw: Any) -> str:
    said = text_of(raw)
    if len(said) > column.longest:
        raise Unfit(f"“{column.title}” has {len(said)} characters; {column.longest} are the most")
    return said


def _email(column: Column, raw: Any) -> str:
    said = _text(column, raw).lower().removeprefix("mailto:")
    try:
        validate_email(said)
    except ValidationError:
        raise Unfit(f"“{column.title}” is not an e-mail address, like name@example.org") from None
    return said


def _phone(column: Column, raw: Any) -> str:
    """A spreadsheet that took the number for a number has dropped its first nought."""
    said = _text(column, raw)
    if not re.fullmatch(r"\+?[\d ()\-.]{5,}(?: ?(?:x|ext\.?) ?\d+)?", said):
        raise Unfit(f"“{column.title}” is not a telephone number")
    return f"0{said}" if isinstance(raw, (int, float)) and len(said) == 10 else said


def _date(column: Column, raw: Any) -> date:
    day = _day(raw) if not isinstance(raw, (time, timedelta, bool, int, float)) else None
    if day is None:
        raise Unfit(f"“{column.title}” is not a date. Write it as day/month/year, like 31/12/2024")
    if not EARLIEST <= day < LATEST:
        raise Unfit(f"“{column.title}” is in the year {day.year}")
    return day


def _day(raw: Any) -> date | None:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    said = text_of(raw).lower()
    if found := ISO_DATE.fullmatch(said):
        return _real(found[1], int(found[2]), found[3])
    if found := NUMBERED_DATE.fullmatch(said):
        return _real(found[3], int(found[2]), found[1])
    if found := WORDED_DATE.fullmatch(said):
        month = found[2][:3]
        return _real(found[3], MONTHS.index(month) + 1, found[1]) if month in MONTHS else None
    return None


def _real(year: str, month: int, day: str) -> date | None:
    """A year of two figures is no year: 24 could be somebody's birth."""
    if len(year) != 4:
        return None
    try:
        return date(int(year), month, int(day))
    except ValueError:
        return None


def _time(column: Column, raw: Any) -> time:
    found = _clock(raw)
    if found is None:
        raise Unfit(f"“{column.title}” is not a time, like 18:30")
    return found


def _clock(raw: Any) -> time | None:
    if isinstance(raw, datetime):
        raw = raw.time()
    if isinstance(raw, time):
        return _minutes(raw.hour * 60 + raw.minute + (1 if raw.second >= 30 else 0))
    if isinstance(raw, timedelta):
        return _minutes(round(raw.total_seconds() / 60))
    if isinstance(raw, float) and 0 <= raw < 1:  # a spreadsheet's own way: the share of the day
        return _minutes(round(raw * 1440))
    return _typed_clock(text_of(raw).lower())


def _typed_clock(said: str) -> time | None:
    if said in ("midday", "noon"):
        return time(12)
    found = CLOCK.fullmatch(said)
    if not found:
        return None
    hour, minute, half = int(found[1] or found[4]), int(found[2] or found[5] or 0), found[3]
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0) if 1 <= hour <= 12 else 99
    elif not (found[2] or found[5]):
        return None  # a bare 7 could be morning or evening
    return _minutes(hour * 60 + minute) if minute < 60 else None


def _minutes(of_the_day: int) -> time | None:
    return time(*divmod(of_the_day, 60)) if 0 <= of_the_day < 1440 else None


def _number(column: Column, raw: Any) -> int:
    said = text_of(raw).replace(",", "")
    whole = int(said) if re.fullmatch(r"\d{1,9}", said) else math.nan
    if not column.least <= whole <= column.most:
        raise Unfit(f"“{column.title}” is not a whole number from {column.least} to {column.most}")
    return int(whole)


def _yes_no(column: Column, raw: Any) -> bool:
    said = text_of(raw).lower()
    if said not in YES | NO:
        raise Unfit(f"“{column.title}” is neither yes nor no")
    return said in YES


def _choice(column: Column, raw: Any) -> str:
    said = text_of(raw).casefold()
    for value, label in column.choices:
        if said in (value.casefold(), label.casefold()):
            return value
    listed = ", ".join(label for _, label in column.choices)
    raise Unfit(f"“{column.title}” is none of: {listed}")


_PARSERS: dict[Form, Callable[[Column, Any], Any]] = {
    Form.TEXT: _text,
    Form.WORDS: _text,
    Form.REFERENCE: _text,
    Form.REFERENCES: _text,
    Form.EMAIL: _email,
    Form.PHONE: _phone,
    Form.DATE: _date,
    Form.TIME: _time,
    Form.NUMBER: _number,
    Form.YES_NO: _yes_no,
    Form.CHOICE: _choice,
}
