"""Somebody was interviewed: how they stood against the charity's criteria of that day, and whether it goes on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed
from encircle.common.ids import new_id
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record

from ..models import Interview, InterviewMark
from ..queries import criteria_on
from ..vocabulary import About, Mark, Stage
from .enquiring import write_words
from .stepping import in_hand


@dataclass(frozen=True)
class Held:
    id: UUID
    held_on: date
    interviewers: str
    goes_on: bool
    showed: str
    marks: Mapping[UUID, Mark]


@transaction.atomic
def record_interview(applicant_id: UUID, held: Held, *, by: Actor, at: datetime) -> None:
    """Raises NotFound, NotAllowed, Invalid. Whoever does not go on is declined by a letter, which is another step."""
    standing = in_hand(applicant_id, by=by)
    if standing.stage is not Stage.APPLIED:
        raise NotAllowed("Somebody is interviewed after they have applied.")
    if not in_london(standing.since).date() <= held.held_on <= in_london(at).date():
        raise Invalid({"held_on": "The day must be between the day they applied and today"})
    if not held.showed.strip():
        raise Invalid({"showed": "Say what the interview showed"})
    asked = {one.pk for one in criteria_on(held.held_on)}
    if set(held.marks) - asked:
        raise Invalid("A criterion is not looked at any more. Open this page again")
    of = {"applicant": standing.applicant, "area_id": standing.applicant.area_id}
    row = Interview(
        id=held.id, held_on=held.held_on, interviewers=held.interviewers.strip(), goes_on=held.goes_on, at=at,
        by_id=by.user_id, **of,
    )  # fmt: skip
    Interview.objects.bulk_create([row])
    InterviewMark.objects.bulk_create(
        InterviewMark(id=new_id(), interview=row, criterion_id=pk, mark=mark, **of) for pk, mark in held.marks.items()
    )
    write_words(standing.applicant, About.INTERVIEW, held.showed, by=by, at=at)
    record(Verb.CREATED, "recruiting.interview", row.pk, by=by.acting, area_id=row.area_id)
