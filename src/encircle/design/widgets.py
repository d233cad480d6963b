"""Controls that Django lacks: a date in three boxes, a date with a time, a long text counted as browsers count it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar

from django import forms

from encircle.common.clock import in_london

from .dates import clock_time


class DateBoxes(forms.MultiWidget):
    """Day, month and year, each typed; `x_day`, `x_month`, `x_year`."""

    use_fieldset = True
    parts: ClassVar[tuple[str, ...]] = ("day", "month", "year")

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({part: forms.TextInput() for part in self.parts}, attrs)

    def decompress(self, value: Any) -> list[str]:
        if isinstance(value, datetime):
            value = in_london(value).date()
        if isinstance(value, date):
            return [str(value.day), str(value.month), str(value.year)]
        return [""] * 3

    def part_names(self, name: str) -> dict[str, str]:
        return {part: f"{name}_{part}" for part in self.parts}


class DateTimeBoxes(DateBoxes):
    """Day, month, year and the time; `x_time` beside them."""

    parts = ("day", "month", "year", "time")

    def decompress(self, value: Any) -> list[str]:
        written = clock_time(value) if isinstance(value, datetime) else ""
        return [*super().decompress(value), written]


class LongTextArea(forms.Textarea):
    """A browser sends each line's end as two characters and counts it as one: keep one."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        value = super().value_from_datadict(data, files, name)
        return value.replace("\r\n", "\n") if isinstance(value, str) else value
