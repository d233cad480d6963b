"""The words of one day of a Circle: each thing that has any is opened with a receipt of its own, then read.

Only what the reader may open one by one. Documents, releases and what professionals answered are opened where they
stand; a concern behind the wall is no part of any timeline.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Model

from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.record import leave_receipt
from encircle.rooms.circles.models import Circle, EndingWords, Goal, GoalWords, PauseWords, PhaseWords
from encircle.rooms.meetings.models import Passage
from encircle.rooms.received.models import DevelopmentText
from encircle.rooms.reviews.models import DecisionWords
from encircle.rooms.risk.models import ConcernAccount

from .timeline import Event
from .timeline_sources import EventKind


@dataclass(frozen=True)
class Told:
    """Where the words of a kind of fact stand: the item whose receipt opens them, and the columns."""

    item_type: str
    model: type[Model]
    column: str
    order: tuple[str, ...] = ()


TOLD = {
    EventKind.SUBMITTED: Told("meetings.minutesversion", Passage, "version_id", ("position",)),
    EventKind.CONCERN: Told("risk.concern", ConcernAccount, "concern_id"),
    EventKind.DEVELOPMENT: Told("received.development", DevelopmentText, "development_id"),
    EventKind.GOAL_SET: Told("circles.goalplan", GoalWords, "goal_id", ("written_at",)),
    EventKind.PHASE: Told("circles.phase", PhaseWords, "phase_id"),
    EventKind.PAUSED: Told("circles.pause", PauseWords, "pause_id"),
    EventKind.ENDED: Told("circles.ending", EndingWords, "ending_id"),
    EventKind.REVIEW_DECISION: Told("reviews.review", DecisionWords, "review_id", ("decision__position",)),
}


def open_words(circle: Circle, events: Iterable[Event], *, by: Actor) -> dict[tuple[EventKind, UUID], str]:
    """The words of each event that has some: leaves a receipt for each. Call at the top of the request."""
    of_kind: dict[EventKind, list[UUID]] = {}
    for event in events:
        if event.kind in TOLD:
            of_kind.setdefault(event.kind, []).append(event.item_id)
    plans = _plans(of_kind.get(EventKind.GOAL_SET, []))
    found: dict[tuple[EventKind, UUID], str] = {}
    for kind, items in of_kind.items():
        _leave_receipts(circle, kind, items, plans, by)
        found |= {(kind, item): text for item, text in _read(TOLD[kind], items).items()}
    return found


def _plans(goals: list[UUID]) -> Mapping[UUID, UUID]:
    """Goals are opened together: the receipt is their plan's."""
    return dict(Goal.objects.filter(pk__in=goals).values_list("pk", "plan")) if goals else {}


def _leave_receipts(circle: Circle, kind: EventKind, items: list[UUID], plans: Mapping[UUID, UUID], by: Actor) -> None:
    for item in sorted({plans.get(item, item) for item in items}):
        leave_receipt(TOLD[kind].item_type, item, by=by.acting, circle_id=circle.pk, area_id=circle.area_id)


def _read(told: Told, items: list[UUID]) -> dict[UUID, str]:
    rows = told.model._default_manager.filter(**{f"{told.column}__in": items}).order_by(*told.order)
    found: dict[UUID, list[str]] = {}
    for item, text in rows.values_list(told.column, "text"):
        found.setdefault(item, []).append(text)
    return {item: "\n\n".join(texts) for item, texts in found.items()}
