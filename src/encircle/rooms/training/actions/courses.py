"""What somebody did elsewhere or before: a course, the basic training; and whether they may train others."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.volunteers.models import Volunteer

from ..models import Completion, Course, CourseRecord, MayTrain, Outcome
from ..policy import renew_on
from ..rules import require_keeping
from ..vocabulary import Result


@transaction.atomic
def record_course(volunteer: Volunteer, course: Course, done_on: date, *, id: UUID, by: Actor, at: datetime) -> None:
    """Its renewal is worked out now and kept: a course that is renewed sooner from now on changes no older record."""
    require_keeping(by, volunteer.area_id, volunteer)
    _check_day(done_on, at, "done_on")
    if CourseRecord.objects.filter(volunteer=volunteer, course=course, done_on=done_on).exists():
        raise Invalid({"done_on": "This course is recorded for that day already"})
    CourseRecord.objects.bulk_create(
        [CourseRecord(id=id, volunteer=volunteer, area_id=volunteer.area_id, course=course, done_on=done_on,
                      renew_on=renew_on(done_on, course.renew_months), by_id=by.user_id, at=at)]
    )  # fmt: skip
    record(Verb.CREATED, "training.courserecord", id, by=by.acting, area_id=volunteer.area_id, detail=course.code)


@transaction.atomic
def record_before(volunteer: Volunteer, on: date, *, id: UUID, by: Actor, at: datetime) -> None:
    """Trained, and passed, before the charity used Encircle. Raises Invalid where it is recorded already."""
    require_keeping(by, volunteer.area_id, volunteer)
    _check_day(on, at, "done_on")
    if Completion.objects.filter(volunteer=volunteer).exists():
        raise Invalid({"done_on": "The basic training is recorded already"})
    common = {"volunteer": volunteer, "area_id": volunteer.area_id, "by_id": by.user_id, "at": at}
    Completion.objects.bulk_create([Completion(completed_on=on, **common)])
    Outcome.objects.bulk_create([Outcome(id=id, result=Result.PASS, decided_on=on, **common)])
    record(Verb.CREATED, "training.outcome", id, by=by.acting, area_id=volunteer.area_id, detail="before")


@transaction.atomic
def say_may_train(volunteer: Volunteer, may: bool, *, by: Actor, at: datetime) -> None:
    require_keeping(by, volunteer.area_id, volunteer)
    newest = MayTrain.objects.filter(volunteer=volunteer).order_by("-at", "-pk").first()
    if newest is not None and newest.may == may:
        return
    row = MayTrain(volunteer=volunteer, area_id=volunteer.area_id, may=may, by_id=by.user_id, at=at)
    MayTrain.objects.bulk_create([row])
    record(Verb.DECIDED, "training.maytrain", row.pk, by=by.acting, area_id=volunteer.area_id, detail=str(may))


def _check_day(day: date, at: datetime, field: str) -> None:
    if day > in_london(at).date():
        raise Invalid({field: "The day must be today or earlier"})
