"""What happened in one Circle, newest first: a line for each fact, with its time and by whom; never its words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, QuerySet, UUIDField, Value
from django.db.models.functions import Cast

from encircle.foundations.access.actor import names_of
from encircle.rooms.circles.models import Circle, Ending, Pause, Phase, Seat
from encircle.rooms.meetings.models import Approval, Meeting, MeetingMove, MinutesReturn, MinutesVersion
from encircle.rooms.received.models import Development
from encircle.rooms.risk.models import Concern
from encircle.rooms.sharing.models import Recall, Release

A_PAGE = 20


class EventKind(StrEnum):
    OPENED = "opened"
    PHASE = "phase"
    PAUSED = "paused"
    RESUMED = "resumed"
    ENDED = "ended"
    SEAT_BEGAN = "seat_began"
    SEAT_ENDED = "seat_ended"
    MEETING = "meeting"
    MOVED = "moved"
    CANCELLED = "cancelled"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    RELEASED = "released"
    RECALLED = "recalled"
    CONCERN = "concern"
    DEVELOPMENT = "development"


@dataclass(frozen=True)
class Event:
    """`item_id` is what the line leads to, `code` a coded fact (phase, part, urgency …), `name` a seat's own name."""

    at: datetime
    kind: EventKind
    item_id: UUID
    code: str = ""
    name: str = ""
    by: str = ""


def events_of(circle_id: UUID, at: datetime, *, before: datetime | None = None, count: int = A_PAGE) -> list[Event]:
    """The newest events up to now (or before an instant), one more than asked for when there are older ones."""
    parts = [_part(rows, moment, at, before, count + 1) for rows, moment in _sources(circle_id)]
    rows = list(parts[0].union(*parts[1:], all=True).order_by("-happened", "kind_of", "item")[: count + 1])
    names = names_of(row[-1] for row in rows)
    return [
        Event(happened, EventKind(kind), item, code, name, names.get(by, ""))
        for happened, kind, item, code, name, by in rows
    ]


def _part(rows: QuerySet[Any], moment: str, at: datetime, before: datetime | None, count: int) -> QuerySet[Any]:
    rows = rows.filter(**{f"{moment}__lte": at})
    if before is not None:
        rows = rows.filter(**{f"{moment}__lt": before})
    shaped = rows.annotate(happened=F(moment)).order_by(f"-{moment}")
    newest: QuerySet[Any] = shaped.values_list("happened", "kind_of", "item", "code_of", "name_of", "by_whom")
    return newest[:count]


def _sources(circle_id: UUID) -> Iterator[tuple[QuerySet[Any], str]]:
    def of(
        model: Any, kind: EventKind, moment: str, *, item: str = "pk", code: str = "", name: str = "", by: str = ""
    ) -> tuple[QuerySet[Any], str]:
        here = model.objects.filter(**{"pk" if model is Circle else "circle": circle_id})
        return _shaped(here, kind, item, code, name, by), moment

    yield of(Circle, EventKind.OPENED, "opened_at", by="opened_by_id")
    yield of(Phase, EventKind.PHASE, "starts_at", code="name", by="decided_by_id")
    yield of(Pause, EventKind.PAUSED, "starts_at", by="decided_by_id")
    yield of(Pause, EventKind.RESUMED, "ends_at")
    yield of(Ending, EventKind.ENDED, "ended_at", code="reason", by="decided_by_id")
    yield of(Seat, EventKind.SEAT_BEGAN, "starts_at", code="part", name="display_name", by="added_by_id")
    yield of(Seat, EventKind.SEAT_ENDED, "ends_at", code="part", name="display_name")
    meetings, moment = of(Meeting, EventKind.MEETING, "ends_at", code="outcome")
    yield meetings.filter(cancelled_at__isnull=True), moment
    yield of(Meeting, EventKind.CANCELLED, "cancelled_at", code="cancel_reason", by="cancelled_by_id")
    yield of(MeetingMove, EventKind.MOVED, "moved_at", item="meeting_id", code="reason", by="moved_by_id")
    yield of(MinutesVersion, EventKind.SUBMITTED, "submitted_at", code="kind", by="written_by_id")
    yield of(MinutesReturn, EventKind.RETURNED, "returned_at", by="returned_by_id")
    yield of(Approval, EventKind.APPROVED, "approved_at", by="approved_by_id")
    yield of(Release, EventKind.RELEASED, "released_at", code="kind", by="released_by_id")
    yield of(Recall, EventKind.RECALLED, "recalled_at", code="reason", by="recalled_by_id")
    yield of(Concern, EventKind.CONCERN, "raised_at", code="urgency", by="raised_by_id")
    yield of(Development, EventKind.DEVELOPMENT, "sent_at", code="kind", by="sent_by_id")


def _shaped(rows: QuerySet[Any], kind: EventKind, item: str, code: str, name: str, by: str) -> QuerySet[Any]:
    """The same columns for every kind of fact, so that the database can put them into one order."""
    shaped: QuerySet[Any] = rows.annotate(
        kind_of=Value(kind.value, CharField()),
        item=Cast(item, UUIDField()),
        code_of=Cast(code, CharField()) if code else Value("", CharField()),
        name_of=Cast(name, CharField()) if name else Value("", CharField()),
        by_whom=Cast(by, UUIDField()) if by else Value(None, UUIDField()),
    )
    return shaped
