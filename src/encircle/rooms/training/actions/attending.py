"""Note who was there for each part; what follows of it is worked out at once: the basic training, a course done."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from encircle.common.clock import in_london
from encircle.common.errors import NotAllowed
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.volunteers.models import Volunteer

from ..models import Attendance, Completion, Course, CourseRecord, Event, EventPart, Invitation
from ..policy import Completed, Held, completed, renew_on
from ..rules import require_keeping
from ..vocabulary import EventKind

Came = Mapping[tuple[UUID, UUID], bool]  # (volunteer, part) -> was there


@transaction.atomic
def note_attendance(event: Event, came: Came, *, by: Actor, at: datetime) -> None:
    """Only what changes is written. Raises NotAllowed before the first day, or about oneself."""
    require_keeping(by, event.area_id)
    if event.cancelled_at is not None or event.first_on > in_london(at).date():
        raise NotAllowed("Who was there is noted from the first day on.")
    parts = set(EventPart.objects.filter(event=event).values_list("pk", flat=True))
    invited = Volunteer.objects.filter(pk__in=Invitation.objects.filter(event=event).values("volunteer"))
    people = {one.pk: one for one in invited if one.user_id != by.user_id}
    before = newest_attendance(people)
    rows = [
        Attendance(
            part_id=part, event=event, volunteer_id=who, area_id=people[who].area_id, came=was, by_id=by.user_id, at=at
        )
        for (who, part), was in came.items()
        if who in people and part in parts and before.get((who, part)) is not was
    ]
    Attendance.objects.bulk_create(rows)
    changed = {row.volunteer_id for row in rows}
    record(Verb.CHANGED, "training.attendance", event.pk, by=by.acting, area_id=event.area_id, detail=str(len(rows)))
    for who in changed:
        _keep(event, people[who], by=by, at=at)


def newest_attendance(volunteers: Collection[UUID]) -> dict[tuple[UUID, UUID], bool]:
    rows = Attendance.objects.filter(volunteer__in=list(volunteers)).order_by("volunteer_id", "part_id", "-at", "-pk")
    return {(row.volunteer_id, row.part_id): row.came for row in rows.distinct("volunteer_id", "part_id")}


def held_by(volunteers: Collection[UUID], kind: EventKind, course: UUID | None = None) -> dict[UUID, list[Held]]:
    """The events of a kind somebody came to, with what they were there for. Two reads, however many people."""
    came = {key for key, was in newest_attendance(volunteers).items() if was}
    parts = EventPart.objects.filter(
        event__kind=kind, event__course=course, event__cancelled_at__isnull=True,
        event__in=EventPart.objects.filter(pk__in=[part for _, part in came]).values("event"),
    )  # fmt: skip
    by_event: defaultdict[UUID, list[EventPart]] = defaultdict(list)
    for part in parts:
        by_event[part.event_id].append(part)
    return {who: [held for event in by_event if (held := _held(event, by_event[event], who, came)).attended]
            for who in volunteers}  # fmt: skip


def _held(event: UUID, parts: list[EventPart], who: UUID, came: set[tuple[UUID, UUID]]) -> Held:
    there = frozenset(part.number for part in parts if (who, part.pk) in came)
    return Held(event, {part.number: part.on for part in parts}, there)


def _keep(event: Event, who: Volunteer, *, by: Actor, at: datetime) -> None:
    if event.kind == EventKind.PRELIMINARY:
        return
    found = completed(held_by([who.pk], EventKind(event.kind), event.course_id)[who.pk])
    if event.kind == EventKind.CORE:
        _keep_completion(who, found, by=by, at=at)
    elif event.course_id is not None:
        _keep_course(event, event.course_id, who, found, by=by, at=at)


def _keep_completion(who: Volunteer, found: Completed | None, *, by: Actor, at: datetime) -> None:
    """Made, moved or taken away so that it says what the attendance says; what was before Encircle stays."""
    there = Completion.objects.filter(volunteer=who).first()
    if there is not None and (there.event_id is None or (found and there.completed_on == found.on)):
        return
    Completion.objects.filter(volunteer=who).delete()
    if found is not None:
        Completion.objects.bulk_create(
            [Completion(volunteer=who, area_id=who.area_id, event_id=found.event, completed_on=found.on,
                        by_id=by.user_id, at=at)]
        )  # fmt: skip


def _keep_course(
    event: Event, course_id: UUID, who: Volunteer, found: Completed | None, *, by: Actor, at: datetime
) -> None:
    CourseRecord.objects.filter(volunteer=who, event=event).delete()
    course = Course.objects.get(pk=course_id)
    if found is None or CourseRecord.objects.filter(volunteer=who, course=course, done_on=found.on).exists():
        return
    CourseRecord.objects.bulk_create(
        [CourseRecord(volunteer=who, area_id=who.area_id, course=course, event_id=found.event, done_on=found.on,
                      renew_on=renew_on(found.on, course.renew_months), by_id=by.user_id, at=at)]
    )  # fmt: skip
