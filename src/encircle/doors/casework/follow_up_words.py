"""What was found out, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from encircle.design.dates import plain_date
from encircle.design.items import Row
from encircle.rooms.outcomes.models import Event
from encircle.rooms.outcomes.queries import CheckLine, CircumstancesLine, event_words, point_words
from encircle.rooms.outcomes.vocabulary import Because

from .links import to

NOTHING = "Checked, nothing found"


@dataclass(frozen=True)
class Card:
    title: str
    rows: list[Row]
    address: str


def check_cards(lines: Sequence[CheckLine]) -> list[Card]:
    return [_card(line) for line in lines]


def _card(line: CheckLine) -> Card:
    row = line.check
    rows = [
        Row("Found", [_event(event) for event in line.events] or NOTHING),
        Row("Looked at", f"{plain_date(row.searched_from)} to {plain_date(row.searched_to)}"),
        Row("Where", f"{line.source.label}. {line.evidence.label}"),
        Row("Notification requirements", str(line.notification.label)),
        Row("Recorded", f"{plain_date(row.recorded_at)} by {line.by}"),
    ]
    if line.because:
        rows.append(Row("Corrects an earlier record", line.because))
    if line.corrected_by is not None:
        why = Because(line.corrected_by.because).label
        rows.append(Row("Corrected since", f"{plain_date(line.corrected_by.recorded_at)}: {why}"))
    title = f"{point_words(row.since, row.months)}, {plain_date(row.checked_on)}"
    return Card(f"{title} (corrected)" if line.corrected_by else title, rows, to("check", row.pk))


def _event(event: Event) -> str:
    when = plain_date(event.happened_on) if event.happened_on else "day not known"
    return f"{event_words(event)}, {when}"


def circumstance_rows(lines: Sequence[CircumstancesLine]) -> list[list[str]]:
    return [
        [
            f"{point_words(line.row.since, line.row.months)}{' (corrected)' if line.corrected_by else ''}",
            plain_date(line.row.as_of),
            line.row.get_housing_display(),
            line.row.get_work_display(),
            line.row.get_relationship_display(),
            line.row.get_benefits_display(),
        ]
        for line in lines
    ]
