"""Form fields in the words of GOV.UK: dates in three boxes, times as people write them, the clocks of London."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from encircle.common.clock import LONDON

from .dates import clock_time, plain_date
from .widgets import DateBoxes, DateTimeBoxes, LongTextArea

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?|(\d{2})(\d{2})")
WORDS = {"midday": time(12), "noon": time(12), "midnight": time(0)}


class ClockChange(ValueError):
    """A time that the clocks of London skip or show twice. The message is fit for the person."""


def london_instant(day: date, clock: time) -> datetime:
    """The instant (in UTC) at which the clocks in London show this; ClockChange if there is none, or are two."""
    early = datetime.combine(day, clock, LONDON).replace(fold=0)
    late = early.replace(fold=1)
    if early.utcoffset() == late.utcoffset():
        return early.astimezone(UTC)
    exists = early.astimezone(UTC).astimezone(LONDON).replace(tzinfo=None) == early.replace(tzinfo=None)
    raise ClockChange(_clock_change(early, exists=exists))


def _clock_change(local: datetime, *, exists: bool) -> str:
    shown = f"{_written(local.time())} on {plain_date(local.date())}"
    if exists:
        return f"{shown} comes twice, because the clocks go back then. Enter a time before 1am or from 2am"
    return f"{shown} does not exist, because the clocks go forward then. Enter a time before 1am or from 2am"


def _written(clock: time) -> str:
    return clock_time(datetime.combine(date(2000, 1, 1), clock, LONDON))


def parse_time(written: str) -> time:
    """7:30pm, 7.30 pm, 19:30, 1930, 7pm, midday; ValueError for anything else, and for a bare 7 or 7:30."""
    tidy = written.strip().lower().replace("a.m.", "am").replace("p.m.", "pm")
    if tidy in WORDS:
        return WORDS[tidy]
    found = CLOCK.fullmatch(tidy)
    if not found:
        raise ValueError(written)
    hour, minute, half = int(found[1] or found[4]), int(found[2] or found[5] or 0), found[3]
    if half:
        return _twelve_hours(hour, minute, half)
    if not (found[2] or found[5]):
        raise ValueError(written)
    return time(hour, minute)


def _twelve_hours(hour: int, minute: int, half: str) -> time:
    if not 1 <= hour <= 12:
        raise ValueError(hour)
    return time(hour % 12 + (12 if half == "pm" else 0), minute)


class Called:
    """`called` is what a message says: "the date of the meeting". GovForm fills it from the label when empty."""

    called: str = ""


class DateField(Called, forms.Field):
    """Set `earliest` and `latest` in the form's `__init__`, from the time the form was given."""

    widget = DateBoxes

    def __init__(
        self, *, called: str = "", earliest: date | None = None, latest: date | None = None, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.called, self.earliest, self.latest = called, earliest, latest

    def to_python(self, value: Any) -> date | None:
        if value is None or isinstance(value, date):
            return value
        typed = [str(part or "").strip() for part in value]
        return self._real(typed) if any(typed) else None

    def _real(self, typed: Sequence[str]) -> date:
        missing = [part for part, text in zip(("day", "month", "year"), typed, strict=False) if not text]
        if missing:
            raise _wrong(f"{_large(self.called)} must include a {' and '.join(missing)}", missing)
        if re.fullmatch(r"\d{1,3}", typed[2]):
            raise _wrong("Year must have 4 numbers", ["year"])
        try:
            return date(int(typed[2]), _month(typed[1]), int(typed[0]))
        except (ValueError, OverflowError):
            raise _wrong(f"{_large(self.called)} must be a real date", ["day", "month", "year"]) from None

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and self.earliest and value < self.earliest:
            raise _wrong(f"{_large(self.called)} must be on or after {plain_date(self.earliest)}", [])
        if value is not None and self.latest and value > self.latest:
            raise _wrong(f"{_large(self.called)} must be on or before {plain_date(self.latest)}", [])

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != self.to_python(initial))
        except ValidationError:
            return True


class TimeField(Called, forms.CharField):
    """A time of day as people write it: 7:30pm, 19:30, 7pm, midday."""

    def __init__(self, *, called: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.called = called

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values or isinstance(value, time):
            return value or None
        try:
            return parse_time(value)
        except ValueError:
            raise ValidationError(f"{_large(self.called)} must be a time, like 7:30pm or 19:30") from None

    def prepare_value(self, value: Any) -> Any:
        return _written(value) if isinstance(value, time) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != initial)
        except ValidationError:
            return True


class DateTimeLondon(DateField):
    """A date and a time on the clocks of London, as an instant in UTC. Times the clocks skip or repeat are refused."""

    widget = DateTimeBoxes

    def __init__(self, *, not_before: datetime | None = None, not_after: datetime | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.not_before, self.not_after = not_before, not_after

    def to_python(self, value: Any) -> Any:
        if value is None or isinstance(value, datetime):
            return value
        day, clock = super().to_python(value[:3]), str(value[3] or "").strip()
        if day is None and not clock:
            return None
        if day is None:
            raise _wrong(f"{_large(self.called)} must include a date", ["day", "month", "year"])
        return self._instant(day, clock)

    def _instant(self, day: date, clock: str) -> datetime:
        if not clock:
            raise _wrong(f"{_large(self.called)} must include a time", ["time"])
        try:
            return london_instant(day, parse_time(clock))
        except ClockChange as refusal:
            raise _wrong(str(refusal), ["time"]) from None
        except ValueError:
            raise _wrong("Enter a time like 7:30pm or 19:30", ["time"]) from None

    def validate(self, value: Any) -> None:
        forms.Field.validate(self, value)
        if value is not None and self.not_before and value < self.not_before:
            raise _wrong(f"{_large(self.called)} must be {_moment(self.not_before)} or later", [])
        if value is not None and self.not_after and value > self.not_after:
            raise _wrong(f"{_large(self.called)} must be {_moment(self.not_after)} or earlier", [])


class LongTextField(Called, forms.CharField):
    """A text area with its limit shown; the line ends of every browser count once."""

    widget = LongTextArea

    def __init__(self, *, rows: int = 5, called: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.called = called
        self.widget.attrs["rows"] = rows


class Option(str):
    """The label of a radio or checkbox, with a hint under it: `("serious", Option("Serious", hint="Same day"))`."""

    hint: str

    def __new__(cls, label: str, hint: str = "") -> "Option":
        option = super().__new__(cls, label)
        option.hint = hint
        return option


def _month(typed: str) -> int:
    if typed.isdigit():
        return int(typed)
    matches = [number for number, name in enumerate(MONTHS, 1) if len(typed) >= 3 and name.startswith(typed.lower())]
    if len(matches) != 1:
        raise ValueError(typed)
    return matches[0]


def _wrong(message: str, parts: Sequence[str]) -> ValidationError:
    """`parts` are the boxes to mark; none means all of them."""
    return ValidationError(message, code="invalid", params={"parts": tuple(parts)})


def _moment(instant: datetime) -> str:
    return f"{clock_time(instant)} on {plain_date(instant)}"


def _large(words: str) -> str:
    return words[:1].upper() + words[1:]
