"""Reads about concerns: lists of coded facts, and one concern opened against a receipt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Case, Count, IntegerField, QuerySet, Value, When, Window

from encircle.common.errors import NotFound
from encircle.foundations.access.actor import Actor, names_of
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.circles.models import Seat
from encircle.rooms.circles.queries import now
from encircle.rooms.circles.vocabulary import SeatPart
from encircle.rooms.partners.models import Agency

from .models import Concern, ConcernStep, OpenConcern
from .rules import handled_by
from .standing import Clockwork, Where, clockwork, where
from .vocabulary import ConcernKind, StepKind, Urgency

PAGE = 20
Rows = TypeVar("Rows", bound=QuerySet[Any])
ORDER = {kind.value: place for place, kind in enumerate(StepKind)}  # of steps written at the same moment
RANK = {Urgency.IMMINENT: 0, Urgency.SERIOUS: 1, Urgency.OTHER: 2}


@dataclass(frozen=True)
class Wanted:
    """What a list of concerns is narrowed to; empty means all."""

    urgency: str = ""
    area_id: UUID | None = None
    circle_id: UUID | None = None
    kind: str = ""  # a ConcernKind


@dataclass(frozen=True)
class ConcernLine:
    """A concern in a list, with the names of those it waits for."""

    concern: Concern
    where: Where
    taken_by: str = ""
    coordinators: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()  # told, and silent so far


@dataclass(frozen=True)
class Page:
    lines: list[ConcernLine] = field(default_factory=list)
    total: int = 0
    number: int = 1

    @property
    def last(self) -> int:
        return max(1, -(-self.total // PAGE))


# --- lists ---


def open_concerns(
    wanted: Wanted, *, by: Actor, at: datetime, page: int = 1, size: int = PAGE, clocks: Clockwork | None = None
) -> Page:
    """Most urgent first, then by age. Open ones have a table of their own, so closed ones cost nothing."""
    found, total = _open(wanted, page, size)
    return Page(lines_of(found, at=at, clocks=clocks), total, page)


def closed_concerns(wanted: Wanted, *, by: Actor, at: datetime, page: int = 1, size: int = PAGE) -> Page:
    """The newest first. A concern somebody only raised is not among those they handle."""
    found, total = _closed(wanted, by, page, size)
    return Page(lines_of(found, at=at), total, page)


def open_and_lately_closed(wanted: Wanted, *, by: Actor, at: datetime, lately: int) -> tuple[Page, Page]:
    """The first page of the open ones, and the newest few of the closed: described together."""
    found, total = _open(wanted, 1, PAGE)
    past, total_past = _closed(wanted, by, 1, lately)
    lines = lines_of([*found, *past], at=at)
    return Page(lines[: len(found)], total), Page(lines[len(found) :], total_past)


def _open(wanted: Wanted, page: int, size: int) -> tuple[list[Concern], int]:
    rows = _narrowed(OpenConcern.objects.select_related("concern__circle", "concern__area"), wanted)
    ranks = [When(urgency=urgency.value, then=Value(rank)) for urgency, rank in RANK.items()]
    rows = rows.annotate(rank=Case(*ranks, default=Value(0), output_field=IntegerField()), total=Window(Count("*")))
    found = list(rows.order_by("rank", "raised_at", "pk")[(page - 1) * size : page * size])
    return [row.concern for row in found], found[0].total if found else 0


def _closed(wanted: Wanted, by: Actor, page: int, size: int) -> tuple[list[Concern], int]:
    rows = Concern.objects.filter(handled_by(by, within_circle=wanted.circle_id is not None), open__isnull=True)
    rows = _narrowed(rows.select_related("circle", "area"), wanted).annotate(total=Window(Count("*")))
    found = list(rows.order_by("-raised_at", "pk")[(page - 1) * size : page * size])
    return list(found), found[0].total if found else 0


def open_by_kind(wanted: Wanted) -> dict[ConcernKind, int]:
    """How many are open of each kind: disclosures and urgent news are counted apart from concerns."""
    rows = _narrowed(OpenConcern.objects.all(), wanted).values_list("concern__kind").annotate(many=Count("pk"))
    return {ConcernKind(kind): many for kind, many in rows.order_by()}


def note_listing(pages: Iterable[Page], wanted: Wanted, *, by: Actor) -> None:
    """One line of the trace for the list; walled concerns are counted apart, where no area's staff sees the line."""
    concerns = [line.concern for page in pages for line in page.lines]
    walled = sum(concern.walled for concern in concerns)
    area_id = concerns[0].area_id if wanted.circle_id and concerns else wanted.area_id
    detail = str(len(concerns) - walled)
    record(Verb.LISTED, "risk.concern", by=by.acting, circle_id=wanted.circle_id, area_id=area_id, detail=detail)
    if walled:
        record(Verb.LISTED, "risk.concern", by=by.acting, detail=str(walled))


def _narrowed(rows: Rows, wanted: Wanted) -> Rows:
    kind = "concern__kind" if rows.model is OpenConcern else "kind"
    chosen = {"urgency": wanted.urgency, "area": wanted.area_id, "circle": wanted.circle_id, kind: wanted.kind}
    return rows.filter(**{name: value for name, value in chosen.items() if value})


def lines_of(concerns: Sequence[Concern], *, at: datetime, clocks: Clockwork | None = None) -> list[ConcernLine]:
    """Six reads, however many there are; two less for whoever has read the clocks already."""
    if not concerns:
        return []
    steps, clocks = steps_of(concerns), clocks or clockwork()
    found = [where(concern, steps[concern.pk], clocks, at=at) for concern in concerns]
    coordinators = _coordinators(concerns, at)
    agencies = _agencies(found)
    names = names_of([*(one.taken_by for one in found), *(who for each in coordinators.values() for who in each)])
    return [_line(one, names, coordinators, agencies) for one in found]


def _line(
    one: Where, names: dict[UUID, str], coordinators: dict[UUID, list[UUID]], agencies: dict[UUID, str]
) -> ConcernLine:
    runs = coordinators.get(one.concern.circle_id, []) if one.concern.circle_id and not one.concern.walled else []
    return ConcernLine(
        concern=one.concern,
        where=one,
        taken_by=names.get(one.taken_by, "") if one.taken_by else "",
        coordinators=tuple(names[who] for who in runs if who in names),
        agencies=tuple(agencies.get(agency, "an agency") if agency else "an agency" for agency in one.silent_agencies),
    )


def steps_of(concerns: Iterable[Concern]) -> dict[UUID, list[ConcernStep]]:
    """All steps of each concern, oldest first."""
    found: dict[UUID, list[ConcernStep]] = {concern.pk: [] for concern in concerns}
    rows = ConcernStep.objects.filter(concern__in=list(found)).select_related("professional")
    for step in sorted(rows, key=lambda step: (step.recorded_at, step.at, ORDER[step.kind], step.pk)):
        found[step.concern_id].append(step)
    return found


def _coordinators(concerns: Iterable[Concern], at: datetime) -> dict[UUID, list[UUID]]:
    circles = {concern.circle_id for concern in concerns if concern.circle_id}
    found: dict[UUID, list[UUID]] = {}
    seats = Seat.objects.filter(now(at), circle__in=circles, part=SeatPart.COORDINATOR)
    for circle_id, user_id in seats.order_by("starts_at").values_list("circle_id", "coordinator_id"):
        if user_id is not None:
            found.setdefault(circle_id, []).append(user_id)
    return found


def _agencies(found: Iterable[Where]) -> dict[UUID, str]:
    ids = {agency for one in found for agency in one.silent_agencies if agency}
    return dict(Agency.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}


# --- one concern ---


def concern_row(concern_id: UUID) -> Concern:
    """Raises NotFound for absent and hidden alike."""
    found = Concern.objects.select_related("circle", "area", "meeting", "told_to").filter(pk=concern_id).first()
    if found is None:
        raise NotFound()
    return found


def where_is(concern: Concern, *, at: datetime, clocks: Clockwork | None = None) -> Where:
    return where(concern, steps_of([concern])[concern.pk], clocks or clockwork(), at=at)


def is_on_call_for(concern: Concern) -> bool:
    """Whether the acting person was on call for it; only asked where it could matter."""
    if concern.walled:
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s = ANY (encircle.on_call_concerns())", [concern.pk])
        (found,) = cursor.fetchone()
    return bool(found)
