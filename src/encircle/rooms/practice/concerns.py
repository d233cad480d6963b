"""Concerns that are not closed, most urgent first: coded facts only. What was seen is opened, against a receipt."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, CharField, DateTimeField, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from encircle.rooms.organisation.clocks import due_at
from encircle.rooms.risk.models import Concern, ConcernStep
from encircle.rooms.risk.raised import triage_clock
from encircle.rooms.risk.vocabulary import StepKind, Urgency

from .queries import Clocks, Some, Wanted, first_of

RANK = {Urgency.IMMINENT: 0, Urgency.SERIOUS: 1, Urgency.OTHER: 2}
# Steps after which somebody is dealing with it; the rest only ask.
MOVES = (
    StepKind.READ,
    StepKind.TAKEN,
    StepKind.TRIAGED,
    StepKind.PHONED,
    StepKind.UNABLE_TO_REACH,
    StepKind.TOLD,
    StepKind.ACKNOWLEDGED,
    StepKind.REOPENED,
)


@dataclass(frozen=True)
class OpenConcern:
    """`last` is the last thing done about it; None while nobody has read it."""

    concern: Concern
    urgency: Urgency
    last: StepKind | None
    due: datetime | None

    def is_overdue(self, at: datetime) -> bool:
        return self.due is not None and self.due < at


def concerns_open(wanted: Wanted, clocks: Clocks) -> Some[OpenConcern]:
    rows, total = first_of(open_concerns(wanted).select_related("circle", "area"), "rank", wanted.count, "raised_at")
    return Some([_line(row, clocks) for row in rows], total)


def open_concerns(wanted: Wanted) -> QuerySet[Any]:
    """Every concern whose last closing was followed by a reopening, or that was never closed."""
    steps = ConcernStep.objects.filter(concern=OuterRef("pk")).order_by("-recorded_at", "-at")
    ends = steps.filter(kind__in=(StepKind.CLOSED, StepKind.REOPENED)).values("kind")[:1]
    changed = steps.exclude(urgency="").values("urgency")[:1]
    found = (
        Concern.objects.annotate(last_end=Subquery(ends, CharField()))
        .filter(Q(last_end__isnull=True) | ~Q(last_end=StepKind.CLOSED))
        .annotate(
            urgency_now=Coalesce(Subquery(changed, CharField()), "urgency", output_field=CharField()),
            last_step=Subquery(steps.filter(kind__in=MOVES).values("kind")[:1], CharField()),
            next_due=Subquery(steps.filter(due_at__isnull=False).values("due_at")[:1], DateTimeField()),
        )
        .annotate(
            rank=Case(
                *[When(urgency_now=urgency.value, then=Value(rank)) for urgency, rank in RANK.items()],
                default=Value(0),
                output_field=IntegerField(),
            )
        )
    )
    return wanted.in_area(found)


def _line(row: Any, clocks: Clocks) -> OpenConcern:
    urgency = Urgency(row.urgency_now)
    last = StepKind(row.last_step) if row.last_step else None
    return OpenConcern(row, urgency, last, row.next_due or _decided_by(row, last, clocks))


def _decided_by(concern: Concern, last: StepKind | None, clocks: Clocks) -> datetime | None:
    """Until somebody decides, the clock of the decision counts."""
    if last not in (None, StepKind.READ, StepKind.TAKEN):
        return None
    return due_at(triage_clock(Urgency(concern.urgency), clocks.standard), concern.raised_at, clocks.calendar)
