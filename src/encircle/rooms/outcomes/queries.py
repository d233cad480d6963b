"""Reads about outcomes: what was found out about one Circle's core member, and which follow-ups are due."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from encircle.common.clock import in_london
from encircle.common.errors import NotFound
from encircle.foundations.access.actor import names_of
from encircle.rooms.circles.models import Circle, Ending, Seat
from encircle.rooms.endings.queries import began_on
from encircle.rooms.organisation.models import KindStandard
from encircle.rooms.organisation.queries import kind_standards

from .models import Check, CheckWords, Circumstances, Event
from .policy import Point, follow_ups, outstanding
from .vocabulary import Because, EventKind, Evidence, Nature, Notification, Since, Source


def core_member_of(circle_id: UUID) -> UUID | None:
    """Who sits, or sat last, at the centre."""
    seats = Seat.objects.filter(circle=circle_id, core_member__isnull=False).order_by("-starts_at")
    return seats.values_list("core_member", flat=True).first()


@dataclass(frozen=True)
class CheckLine:
    check: Check
    events: list[Event]
    by: str
    corrected_by: Check | None

    @property
    def is_valid(self) -> bool:
        return self.corrected_by is None

    @property
    def source(self) -> Source:
        return Source(self.check.source)

    @property
    def evidence(self) -> Evidence:
        return Evidence(self.check.evidence)

    @property
    def notification(self) -> Notification:
        return Notification(self.check.notification)

    @property
    def because(self) -> str:
        return str(Because(self.check.because).label) if self.check.because else ""

    @property
    def found(self) -> list[str]:
        return [event_words(event) for event in self.events]


def event_words(event: Event) -> str:
    nature = Nature(event.nature).label
    return f"{EventKind(event.kind).label}: {nature[:1].lower()}{nature[1:]}"


@dataclass(frozen=True)
class CircumstancesLine:
    row: Circumstances
    by: str
    corrected_by: Circumstances | None


def checks_of(circle_id: UUID) -> list[CheckLine]:
    """The newest first, those that were corrected too: three reads."""
    return _lines(Check.objects.filter(circle=circle_id))


def check_line(check_id: UUID) -> CheckLine:
    """Raises NotFound."""
    found = _lines(Check.objects.filter(pk=check_id))
    if not found:
        raise NotFound()
    return found[0]


def _lines(rows: QuerySet[Check]) -> list[CheckLine]:
    checks = list(rows.select_related("corrected_by").order_by("-checked_on", "-recorded_at"))
    events: dict[UUID, list[Event]] = defaultdict(list)
    for event in Event.objects.filter(check_of__in=[check.pk for check in checks]).order_by("happened_on", "pk"):
        events[event.check_of_id].append(event)
    names = names_of(check.recorded_by_id for check in checks)
    return [
        CheckLine(check, events[check.pk], names.get(check.recorded_by_id, ""), getattr(check, "corrected_by", None))
        for check in checks
    ]


def check_words(check_id: UUID) -> str:
    """Under the receipt of `open_check`."""
    return CheckWords.objects.filter(check_of=check_id).values_list("text", flat=True).first() or ""


def circumstances_of(circle_id: UUID) -> list[CircumstancesLine]:
    rows = list(
        Circumstances.objects.filter(circle=circle_id).select_related("corrected_by").order_by("-as_of", "-recorded_at")
    )
    names = names_of(row.recorded_by_id for row in rows)
    return [
        CircumstancesLine(row, names.get(row.recorded_by_id, ""), getattr(row, "corrected_by", None)) for row in rows
    ]


# --- follow-ups that are due ---


def points_of(circle: Circle, at: datetime) -> list[Point]:
    """Every follow-up of one Circle, done or to come."""
    return points_by_circle([circle], at).get(circle.pk, [])


def points_by_circle(circles: list[Circle], at: datetime) -> dict[UUID, list[Point]]:
    """The same of several Circles: three reads, however many.

    Died: nobody is followed up. Otherwise by the standard in force on the day the Circle ended, or today.
    """
    ids = [circle.pk for circle in circles]
    began, standards = began_on(ids), kind_standards(in_london(at).date())
    endings = {one.circle_id: one for one in Ending.objects.filter(circle__in=ids, ended_at__lte=at)}
    return {circle.pk: _of_one(circle, began, endings.get(circle.pk), standards) for circle in circles}


def to_do(circle: Circle, at: datetime) -> list[Point]:
    """Of one Circle: whose day has come and of which nothing is recorded."""
    return outstanding(points_of(circle, at), _done([circle.pk])[circle.pk], in_london(at).date())


def _of_one(
    circle: Circle, began: dict[UUID, date], ending: Ending | None, standards: dict[str, KindStandard]
) -> list[Point]:
    standard = standards.get(circle.kind)
    if standard is None or (ending is not None and ending.reason == "died"):
        return []
    ended_on = in_london(ending.ended_at).date() if ending else None
    return follow_ups(
        began.get(circle.pk), ended_on, standard.follow_up_months_after_start, standard.follow_up_months_after_end
    )


def _done(circle_ids: Collection[UUID]) -> defaultdict[UUID, list[tuple[str, int]]]:
    """Points of which a check stands that no other corrects."""
    corrected = Check.objects.filter(corrects=OuterRef("pk"))
    rows = Check.objects.filter(~Exists(corrected), circle__in=circle_ids, months__isnull=False)
    found: defaultdict[UUID, list[tuple[str, int]]] = defaultdict(list)
    for circle_id, since, months in rows.values_list("circle", "since", "months"):
        found[circle_id].append((since, months or 0))
    return found


def point_named(points: Collection[Point], code: str) -> Point | None:
    return next((one for one in points if one.code == code), None)


def point_words(since: str, months: int | None) -> str:
    """12 months after the start of the Circle; at the start; between."""
    if months is None or not since:
        return "Between"
    if not months:
        return f"At {Since(since).label}"
    return f"{months} month{'' if months == 1 else 's'} after {Since(since).label}"
