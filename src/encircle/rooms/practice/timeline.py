"""What happened in one Circle, newest first: a line for each fact, with its time and by whom; never its words.

Walled concerns are not here for anybody whom the row policies keep from them, and nothing is counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection

from encircle.foundations.access.actor import names_of
from encircle.rooms.circles.models import Seat
from encircle.rooms.circles.vocabulary import SeatPart
from encircle.rooms.organisation.clocks import start_of_day

from .timeline_sources import BY_KIND, GROUPS, EventKind

__all__ = ["A_PAGE", "GROUPS", "Event", "EventKind", "Place", "Span", "events_of"]

A_PAGE = 20
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Event:
    """`item_id` is what the line leads to, `code` a coded fact (phase, part, urgency …), `name` a seat's."""

    at: datetime
    kind: EventKind
    key: UUID
    item_id: UUID
    code: str = ""
    name: str = ""
    by: str = ""

    @property
    def label(self) -> str:
        """What its code is called."""
        return BY_KIND[self.kind].labels().get(self.code, "")

    @property
    def place(self) -> "Place":
        return Place(self.at, self.kind, self.key)


@dataclass(frozen=True)
class Place:
    """A place in the order of events: by moment, kind and row. The next page goes on behind it."""

    at: datetime
    kind: str
    key: UUID

    @property
    def code(self) -> str:
        """As it stands in an address: it says nothing but when."""
        return f"{self.at.isoformat()}_{self.kind}_{self.key}"

    @classmethod
    def of(cls, code: str) -> "Place | None":
        """None for anything that is no place."""
        try:
            at, kind, key = code.split("_", 1)[0], *code.split("_", 1)[1].rsplit("_", 1)
            moment = datetime.fromisoformat(at)
            return cls(moment, EventKind(kind), UUID(key)) if moment.tzinfo is not None else None
        except (ValueError, IndexError):
            return None


THE_NEWEST = Place(datetime.max.replace(tzinfo=UTC), "", UUID(int=0))
THE_FIRST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Span:
    """London days, both included."""

    first: date | None = None
    last: date | None = None

    @property
    def since(self) -> datetime:
        return start_of_day(self.first) if self.first else THE_FIRST

    def until(self, at: datetime) -> datetime:
        """The last instant of it, and never later than now."""
        end = start_of_day(self.last + A_DAY) - timedelta(microseconds=1) if self.last else at
        return min(end, at)


def events_of(
    circle_id: UUID,
    at: datetime,
    *,
    before: Place | None = None,
    count: int = A_PAGE,
    groups: Sequence[str] = (),
    span: Span | None = None,
) -> list[Event]:
    """The newest events up to now (or behind a place), one more than asked for when there are older ones."""
    behind, days = before or THE_NEWEST, span or Span()
    values: dict[str, Any] = {
        "circle": circle_id,
        "people": _people(circle_id),
        "at": days.until(at),
        "since": days.since,
        "before": behind.at,
        "kind": str(behind.kind),
        "key": behind.key,
        "count": count + 1,
    }
    with connection.cursor() as cursor:
        cursor.execute(_statement(tuple(groups)), values)
        rows = cursor.fetchall()
    names = names_of(by for *_, by in rows)
    return [
        Event(happened, EventKind(kind), key, item, code or "", name or "", names.get(by, ""))
        for happened, kind, key, item, code, name, by in rows
    ]


def _people(circle_id: UUID) -> list[UUID]:
    """Who is or was at the centre of the Circle."""
    seats = Seat.objects.filter(circle=circle_id, part=SeatPart.CORE_MEMBER, core_member__isnull=False)
    return list(seats.values_list("core_member", flat=True).distinct())


@cache
def _statement(groups: tuple[str, ...]) -> str:
    """Written out once: built from as many querysets, the same statement took four times as long as running it."""
    chosen = [source for code in groups or GROUPS for source in GROUPS[code][1]]
    parts = " UNION ALL ".join(source.sql() for source in chosen)
    return f"{parts} ORDER BY 1 DESC, 2 DESC, 3 DESC LIMIT %(count)s"
