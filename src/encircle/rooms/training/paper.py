"""Score sheets on paper: what is printed for each assessor and person, what has still to be keyed, and what was."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Q

from encircle.foundations.access.actor import Actor, names_of

from .models import Assignment, Criterion, Event, Exercise, LookedFor, Sheet
from .queries import names_to_assess


@dataclass(frozen=True)
class Asked:
    """One exercise on a sheet, with what is looked for in it."""

    assignment_id: UUID
    exercise: Exercise
    criteria: list[Criterion]


@dataclass(frozen=True)
class PaperSheet:
    """What one assessor has still to send of one person. It shows nothing that anybody scored."""

    assessor_id: UUID
    assessor: str
    volunteer_id: UUID
    name: str
    exercises: list[Asked]


def paper_sheets(event: Event) -> list[PaperSheet]:
    """By assessor, then by person: four reads, however many there are."""
    rows = (
        Assignment.objects.filter(event=event, sheet__isnull=True)
        .select_related("exercise", "volunteer")
        .order_by("exercise__position", "exercise__starts_on", "pk")
    )
    criteria, asked = _criteria_on(event.first_on), defaultdict(list)
    people = {}
    for row in rows:
        asked[row.assessor_id, row.volunteer_id].append(Asked(row.pk, row.exercise, criteria[row.exercise_id]))
        people[row.volunteer_id] = row.volunteer.full_name
    assessors = names_of(assessor for assessor, _ in asked)
    sheets = [
        PaperSheet(assessor, assessors.get(assessor, "An assessor"), volunteer, people[volunteer], exercises)
        for (assessor, volunteer), exercises in asked.items()
    ]
    return sorted(sheets, key=lambda one: (one.assessor, str(one.assessor_id), one.name, str(one.volunteer_id)))


def _criteria_on(day: date) -> defaultdict[UUID, list[Criterion]]:
    """Exercise -> what is looked for in it at an event that begins on a day."""
    lasting = Q(criterion__starts_on__lte=day) & (Q(criterion__ends_on__isnull=True) | Q(criterion__ends_on__gte=day))
    found: defaultdict[UUID, list[Criterion]] = defaultdict(list)
    rows = LookedFor.objects.filter(lasting).select_related("criterion")
    for row in rows.order_by("criterion__position", "criterion__starts_on"):
        found[row.exercise_id].append(row.criterion)
    return found


def owed_by_asker() -> set[UUID]:
    """Volunteers the asker has still to score: what others wrote of them is not for their eyes, on paper either."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT encircle.owed_scores()")
        return set(cursor.fetchone()[0])


@dataclass(frozen=True)
class Keyed:
    """A sheet that a colleague keyed from the assessor's paper."""

    sheet: Sheet
    name: str
    keyed_by: str


def keyed_for(by: Actor) -> list[Keyed]:
    """What colleagues keyed from the asker's own papers, until it is decided, the newest first. Three reads at most."""
    named = names_to_assess()
    rows = Sheet.objects.filter(assessor=by.user_id, volunteer__in=list(named)).exclude(by=by.user_id)
    found = list(rows.select_related("assignment__exercise").order_by("-at", "-pk"))
    names = names_of(row.by_id for row in found)
    return [Keyed(row, named[row.volunteer_id], names.get(row.by_id, "A colleague")) for row in found]
