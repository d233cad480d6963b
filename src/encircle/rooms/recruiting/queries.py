"""Reads about those who come forward: where each stands, for how long, and how many by area."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, DateTimeField, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from encircle.common.errors import NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.record import leave_receipt

from .models import Applicant, Interview, InterviewMark, Step, VolunteerCriterion, Words
from .vocabulary import IN_HAND, Stage

A_PAGE = 50


@dataclass(frozen=True)
class Wanted:
    """What a list is narrowed to; without a stage, everybody who is in hand."""

    area_id: UUID | None = None
    stage: Stage | None = None


@dataclass(frozen=True)
class Standing:
    """Somebody with the stage they are at, and since when."""

    applicant: Applicant
    stage: Stage
    since: datetime

    @property
    def is_over(self) -> bool:
        return self.stage not in IN_HAND


@dataclass(frozen=True)
class Waiting:
    """How many of an area stand at each stage in hand, and since when the longest of them waits."""

    area_id: UUID
    area_name: str
    numbers: dict[Stage, int]
    oldest: datetime

    @property
    def total(self) -> int:
        return sum(self.numbers.values())


def standings(wanted: Wanted, *, page: int = 1) -> tuple[list[Standing], int]:
    """A page of the list, who has stood longest where they stand first, and how many there are. Two reads."""
    found = _standing(wanted)
    first = (page - 1) * A_PAGE
    rows = found.select_related("area").order_by("since", "pk")[first : first + A_PAGE]
    return [_described(row) for row in rows], found.count()


def standing_of(applicant_id: UUID) -> Standing:
    """Raises NotFound."""
    row = _annotated(Applicant.objects.filter(pk=applicant_id)).select_related("area").first()
    if row is None:
        raise NotFound()
    return _described(row)


def numbers_by_area(wanted: Wanted) -> list[Waiting]:
    """Everybody in hand, by area and stage: one read."""
    rows = _standing(Wanted(wanted.area_id)).values("area", "area__name", "stage")
    areas: dict[UUID, Waiting] = {}
    for row in rows.annotate(number=Count("pk"), oldest=Min("asked_at")).order_by("area__name"):
        before = areas.get(row["area"]) or Waiting(row["area"], row["area__name"], {}, row["oldest"])
        numbers = before.numbers | {Stage(row["stage"]): row["number"]}
        areas[row["area"]] = Waiting(before.area_id, before.area_name, numbers, min(before.oldest, row["oldest"]))
    return list(areas.values())


def _standing(wanted: Wanted) -> QuerySet[Any]:
    stages: Collection[Stage] = [wanted.stage] if wanted.stage else IN_HAND
    found = _annotated(Applicant.objects.all()).filter(stage__in=stages)
    if wanted.area_id:
        found = found.filter(area=wanted.area_id)
    return found


def _annotated(rows: QuerySet[Any]) -> QuerySet[Any]:
    newest = Step.objects.filter(applicant=OuterRef("pk")).order_by("-at", "-pk")
    annotated: QuerySet[Any] = rows.annotate(
        stage=Coalesce(Subquery(newest.values("stage")[:1]), Value(Stage.ASKED.value)),
        since=Coalesce(Subquery(newest.values("at")[:1]), "asked_at", output_field=DateTimeField()),
    )
    return annotated


def _described(row: Any) -> Standing:
    return Standing(row, Stage(row.stage), row.since)


def open_applicant(applicant_id: UUID, *, by: Actor) -> Standing:
    """With a receipt: what was written of them can be read afterwards, in the same request."""
    found = standing_of(applicant_id)
    leave_receipt("recruiting.applicant", applicant_id, by=by.acting, area_id=found.applicant.area_id)
    return found


def criteria_on(day: date) -> list[VolunteerCriterion]:
    """What an interview looks at on a day, in order."""
    lasting = Q(ends_on__isnull=True) | Q(ends_on__gte=day)
    return list(VolunteerCriterion.objects.filter(lasting, starts_on__lte=day))


def newest_interview(applicant_id: UUID) -> Interview | None:
    return Interview.objects.filter(applicant=applicant_id).order_by("-at", "-pk").first()


def marks_of(interview: Interview) -> list[InterviewMark]:
    marks = InterviewMark.objects.filter(interview=interview).select_related("criterion")
    return list(marks.order_by("criterion__position", "pk"))


def steps_of(applicant_id: UUID) -> Sequence[Step]:
    """Newest first."""
    return list(Step.objects.filter(applicant=applicant_id).order_by("-at", "-pk"))


def words_of(applicant_id: UUID) -> Sequence[Words]:
    """Under the receipt of `open_applicant`; without one there are none."""
    return list(Words.objects.filter(applicant=applicant_id).order_by("at", "pk"))
