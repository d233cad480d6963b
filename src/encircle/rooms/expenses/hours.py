"""Reads about hours: of one volunteer, added up by where they come from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from encircle.common.errors import NotFound

from .models import OtherHours
from .vocabulary import HoursKind, Source

FROM_THE_BEGINNING = date(1990, 1, 1)


@dataclass(frozen=True)
class Given:
    """Time given on one day."""

    source: Source
    item_id: UUID | None  # what was noted, and can be taken back
    on: date
    minutes: int
    kind: HoursKind | None

    @property
    def words(self) -> str:
        return str(self.kind.label if self.kind is not None else self.source.label)


@dataclass(frozen=True)
class Hours:
    rows: Sequence[Given]  # the newest first
    by_source: Sequence[tuple[str, int]]

    @property
    def minutes(self) -> int:
        return sum(row.minutes for row in self.rows)


def hours_of(volunteer_id: UUID, *, since: date | None, until: date) -> Hours:
    """One read. Empty for whoever may not see them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT source, item_id, day, minutes, kind FROM encircle.hours_of(%s, %s, %s)",
            [volunteer_id, since or FROM_THE_BEGINNING, until],
        )
        found = cursor.fetchall()
    rows = [
        Given(Source(source), item, day, minutes, HoursKind(kind) if kind else None)
        for source, item, day, minutes, kind in found
    ]
    added: dict[str, int] = {}
    for row in rows:
        added[row.words] = added.get(row.words, 0) + row.minutes
    return Hours(rows, sorted(added.items(), key=lambda pair: (-pair[1], pair[0])))


def quarter_of(day: date) -> date:
    """The first day of its quarter: January, April, July, October."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def noted_row(hours_id: UUID) -> OtherHours:
    """Raises NotFound for absent and hidden alike."""
    found = OtherHours.objects.select_related("volunteer").filter(pk=hours_id).first()
    if found is None:
        raise NotFound()
    return found
