"""When a follow-up is due: month ends, early ends, and who left before the first day."""

from datetime import date

import pytest

from encircle.rooms.outcomes.policy import Point, follow_ups, outstanding
from encircle.rooms.outcomes.vocabulary import Since

START, END = Since.START, Since.END


@pytest.mark.parametrize(
    ("started", "ended", "wanted"),
    [
        (None, None, []),
        (date(2026, 1, 31), None, [(date(2027, 1, 31), START, 12)]),
        (
            date(2025, 8, 31),
            date(2026, 8, 31),
            [
                (date(2026, 8, 31), START, 12),
                (date(2027, 2, 28), END, 6),
                (date(2027, 8, 31), END, 12),
                (date(2028, 8, 31), END, 24),
            ],
        ),
        # it ended after three weeks: still looked at a year after the start, and from the end on
        (
            date(2026, 1, 10),
            date(2026, 1, 31),
            [
                (date(2026, 7, 31), END, 6),
                (date(2027, 1, 10), START, 12),
                (date(2027, 1, 31), END, 12),
                (date(2028, 1, 31), END, 24),
            ],
        ),
        # it never began
        (None, date(2026, 1, 31), [
            (date(2026, 7, 31), END, 6), (date(2027, 1, 31), END, 12), (date(2028, 1, 31), END, 24),
        ]),
        (date(2027, 2, 28), date(2028, 2, 29), [
            (date(2028, 2, 28), START, 12), (date(2028, 8, 29), END, 6), (date(2029, 2, 28), END, 12),
            (date(2030, 2, 28), END, 24),
        ]),
    ],
)  # fmt: skip
def test_the_points(started, ended, wanted):
    assert follow_ups(started, ended, [12], [6, 12, 24]) == [Point(*one) for one in wanted]


def test_what_is_done_is_not_due_and_what_lies_ahead_is_not_due_yet():
    points = follow_ups(date(2024, 3, 1), date(2025, 3, 1), [12], [6, 12, 24])
    due = outstanding(points, [("start", 12)], date(2026, 3, 1))
    assert [(one.since, one.months) for one in due] == [(END, 6), (END, 12)]
    assert outstanding(points, [("start", 12), ("end", 6), ("end", 12)], date(2026, 3, 1)) == []
