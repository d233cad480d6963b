"""Reads of the breach log, for the staff of the area and for the data-protection lead."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F

from encircle.foundations.access.actor import names_of
from encircle.rooms.sharing.models import Recall, ReleaseEvent
from encircle.rooms.sharing.vocabulary import EventKind, RecallReason

from .models import Breach, BreachAccount

PAGE = 20


@dataclass(frozen=True)
class BreachLine:
    """A breach without its words."""

    breach: Breach
    area: str
    opened_by: str
    closed_by: str
    reason: str = ""
    recalled_at: datetime | None = None
    read_at: datetime | None = None  # when the recipient opened what should not have gone

    @property
    def was_read(self) -> bool | None:
        """None where the asker may not see the release (the data-protection lead sees the account, no case)."""
        return None if self.recalled_at is None else self.read_at is not None


@dataclass(frozen=True)
class Account:
    text: str
    by: str
    at: datetime


def breaches(*, page: int = 1, circle_id: UUID | None = None) -> tuple[list[BreachLine], bool]:
    """Open ones first, then the newest, 20 a page, and whether there are older ones."""
    start = (max(page, 1) - 1) * PAGE
    rows = Breach.objects.select_related("area").order_by(F("closed_at").desc(nulls_first=True), "-opened_at", "-pk")
    if circle_id is not None:
        rows = rows.filter(circle=circle_id)
    found = list(rows[start : start + PAGE + 1])
    return lines_of(found[:PAGE]), len(found) > PAGE


def breach_of(release_id: UUID) -> Breach | None:
    return Breach.objects.filter(release=release_id).first()


def lines_of(rows: list[Breach]) -> list[BreachLine]:
    ids = [row.release_id for row in rows if row.release_id]
    recalls = {recall.release_id: recall for recall in Recall.objects.filter(release__in=ids)}
    opened = dict(ReleaseEvent.objects.filter(release__in=ids, kind=EventKind.OPENED).values_list("release_id", "at"))
    names = names_of([*(row.opened_by_id for row in rows), *(row.closed_by_id for row in rows)])
    return [_line(row, recalls.get(row.release_id) if row.release_id else None, opened, names) for row in rows]


def accounts_of(breach: Breach) -> list[Account]:
    """What happened and was done, oldest first. Needs the receipt that `open_breach` left in this request."""
    rows = list(BreachAccount.objects.filter(breach=breach).order_by("written_at", "pk"))
    names = names_of(row.written_by_id for row in rows)
    return [Account(row.text, names.get(row.written_by_id, ""), row.written_at) for row in rows]


def _line(row: Breach, recall: Recall | None, opened: dict[UUID, datetime], names: dict[UUID, str]) -> BreachLine:
    return BreachLine(
        breach=row,
        area=row.area.name,
        opened_by=names.get(row.opened_by_id, ""),
        closed_by=names.get(row.closed_by_id, "") if row.closed_by_id else "",
        reason=RecallReason(recall.reason).label if recall else "",
        recalled_at=recall.recalled_at if recall else None,
        read_at=opened.get(recall.release_id) if recall else None,
    )
