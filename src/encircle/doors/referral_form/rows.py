"""Answers as rows of a summary list."""

from collections.abc import Sequence

from encircle.design.items import Row
from encircle.rooms.referrals.sections import Line


def rows_of(lines: Sequence[Line], is_unfinished: bool = False) -> list[Row]:
    rows = [Row(line.label, line.shown) for line in lines]
    return [*rows, Row("Still missing", "Something in this entry is not complete yet")] if is_unfinished else rows
