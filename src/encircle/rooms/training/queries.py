"""Reads about training: the events of an area, one event with its people, one volunteer's training, the courses."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, Q, QuerySet

from encircle.common.errors import NotAllowed, NotFound
from encircle.foundations.access.actor import Actor, names_of
from encircle.foundations.audit.record import leave_receipt
from encircle.rooms.recruiting.models import Application, Step
from encircle.rooms.recruiting.vocabulary import IN_HAND
from encircle.rooms.volunteers.models import Volunteer

from .agreement import Agreement, agreement
from .conflicts import conflicts
from .models import (
    Answer,
    Assignment,
    Attendance,
    Completion,
    Course,
    CourseRecord,
    Criterion,
    Event,
    EventBefore,
    EventPart,
    Exercise,
    Feedback,
    Invitation,
    LookedFor,
    MayTrain,
    Outcome,
    Score,
    Sheet,
    SheetWords,
    Trainer,
)
from .policy import Said, order_of_places
from .vocabulary import Reply, Result

RENEWS_SOON = timedelta(days=90)
A_PAGE = 20


@dataclass(frozen=True)
class EventLine:
    event: Event
    invited: int
    coming: int

    @property
    def free(self) -> int:
        return max(0, self.event.places - self.coming)

    @property
    def waiting(self) -> int:
        return max(0, self.coming - self.event.places)


@dataclass(frozen=True)
class Person:
    """Somebody who was invited to an event."""

    invitation: Invitation
    reply: Reply | None
    has_place: bool
    came: dict[UUID, bool]  # part -> was there
    assigned: int = 0
    sent: int = 0
    result: Result | None = None
    known_by: Collection[UUID] = ()  # logins of assessors who know them and take no part

    @property
    def volunteer(self) -> Volunteer:
        return self.invitation.volunteer

    @property
    def waits(self) -> bool:
        return self.reply == Reply.COMING and not self.has_place


@dataclass(frozen=True)
class EventPage:
    event: Event
    parts: list[EventPart]
    people: list[Person]
    trainers: dict[UUID, str]  # login -> name
    staff: int  # of the trainers


def event(event_id: UUID) -> Event:
    """Raises NotFound."""
    found = Event.objects.select_related("area", "course", "venue").filter(pk=event_id).first()
    if found is None:
        raise NotFound()
    return found


def events_before(event_id: UUID) -> list[EventBefore]:
    """What an event was, the newest first."""
    return list(EventBefore.objects.filter(event=event_id).select_related("venue").order_by("-at", "-pk"))


def invitation(invitation_id: UUID) -> Invitation:
    """Raises NotFound."""
    found = Invitation.objects.select_related("volunteer").filter(pk=invitation_id).first()
    if found is None:
        raise NotFound()
    return found


def assignment(assignment_id: UUID) -> Assignment:
    """Raises NotFound. The person's name is asked for apart: a volunteer reads no other volunteer's record."""
    found = Assignment.objects.select_related("exercise", "event").filter(pk=assignment_id).first()
    if found is None:
        raise NotFound()
    return found


def events(area_id: UUID, today: date, *, past: bool) -> list[EventLine]:
    """Of one area, with how many come: three reads."""
    rows = Event.objects.filter(area=area_id).select_related("course", "venue")
    found = list(
        rows.filter(last_on__lt=today).order_by("-first_on")[:A_PAGE]
        if past
        else rows.filter(last_on__gte=today).order_by("first_on")[:A_PAGE]
    )
    ids = [one.pk for one in found]
    invited = Counter(Invitation.objects.filter(event__in=ids).values_list("event", flat=True))
    newest = _newest_answers(Q(invitation__event__in=ids)).values_list("invitation__event", "reply")
    coming = Counter(event_id for event_id, reply in newest if reply == Reply.COMING)
    return [EventLine(one, invited[one.pk], coming[one.pk]) for one in found]


def _newest_answers(which: Q) -> QuerySet[Answer]:
    return Answer.objects.filter(which).order_by("invitation", "-at", "-pk").distinct("invitation")


def event_page(event_id: UUID) -> EventPage:
    """One event with its people, who has a place first: a fixed number of reads, however many people."""
    found = event(event_id)
    invitations = list(Invitation.objects.filter(event=found).select_related("volunteer").order_by("at", "pk"))
    answers = {row.invitation_id: row for row in _newest_answers(Q(invitation__event=found))}
    order = order_of_places(Said(pk, row.reply == Reply.COMING, row.at) for pk, row in answers.items())
    came: defaultdict[UUID, dict[UUID, bool]] = defaultdict(dict)
    rows = Attendance.objects.filter(event=found).order_by("volunteer_id", "part_id", "-at", "-pk")
    for row in rows.distinct("volunteer_id", "part_id"):
        came[row.volunteer_id][row.part_id] = row.came
    assigned = Counter(Assignment.objects.filter(event=found).values_list("invitation", flat=True))
    sent = Counter(Sheet.objects.filter(invitation__event=found).values_list("invitation", flat=True))
    results = dict(Outcome.objects.filter(event=found).values_list("volunteer", "result"))
    known = defaultdict(set)
    for volunteer, assessor in conflicts(found.area_id):
        known[volunteer].add(assessor)
    people = [
        Person(
            one,
            Reply(answers[one.pk].reply) if one.pk in answers else None,
            one.pk in order[: found.places],
            came[one.volunteer_id],
            assigned[one.pk],
            sent[one.pk],
            Result(results[one.volunteer_id]) if one.volunteer_id in results else None,
            known[one.volunteer_id],
        )
        for one in invitations
    ]
    rank = {pk: number for number, pk in enumerate(order)}
    people.sort(
        key=lambda one: (rank.get(one.invitation.pk, len(rank)), one.reply is not None, one.volunteer.full_name)
    )
    train = dict(Trainer.objects.filter(event=found).values_list("user", "volunteer"))
    staff = sum(volunteer is None for volunteer in train.values())
    return EventPage(found, list(found.parts.all()), people, names_of(train), staff)


def to_invite(found: Event) -> list[Volunteer]:
    """Of the event's area: volunteers who have not left and those who have applied, not invited to it yet."""
    applied = Application.objects.filter(area=found.area_id, volunteer__joined_on__isnull=True)
    stages = dict(
        Step.objects.filter(applicant__in=applied.values("applicant"))
        .order_by("applicant", "-at", "-pk")
        .distinct("applicant")
        .values_list("applicant", "stage")
    )
    in_hand = [one.volunteer_id for one in applied if stages.get(one.applicant_id) in IN_HAND]
    present = Q(joined_on__isnull=False) & (Q(left_on__isnull=True) | Q(left_on__gte=found.first_on))
    people = Volunteer.objects.filter(present | Q(pk__in=in_hand), area=found.area_id)
    there = Invitation.objects.filter(event=found).values("volunteer")
    return list(people.exclude(pk__in=there).order_by("given_name", "family_name", "pk"))


def _lasting(day: date) -> Q:
    return Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gte=day))


def exercises_on(day: date) -> list[Exercise]:
    """At an event that begins on a day: those in which something is looked for on it."""
    looked_for = LookedFor.objects.filter(criterion__in=Criterion.objects.filter(_lasting(day)))
    return list(Exercise.objects.filter(_lasting(day), pk__in=looked_for.values("exercise")))


def criteria_of(exercise_id: UUID, *, on: date) -> list[Criterion]:
    """What is looked for in an exercise, at an event that begins on a day: the same for all its assessors."""
    looked_for = LookedFor.objects.filter(exercise=exercise_id).values("criterion")
    return list(Criterion.objects.filter(_lasting(on), pk__in=looked_for))


def in_use(model: type[Exercise] | type[Criterion], today: date) -> list[Any]:
    """In use or to come."""
    never_began = Q(ends_on__lt=F("starts_on"))
    return list(model.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today)).exclude(never_began))


def looked_for() -> dict[UUID, list[UUID]]:
    """Exercise -> criteria, in order."""
    found: defaultdict[UUID, list[UUID]] = defaultdict(list)
    rows = LookedFor.objects.order_by("criterion__position", "criterion__starts_on")
    for exercise, criterion in rows.values_list("exercise", "criterion"):
        found[exercise].append(criterion)
    return found


def are_open(invitation_id: UUID) -> bool:
    """Whether the asker may see the scores of this person at this event: the database decides."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s = ANY (encircle.open_scores())", [invitation_id])
        return bool(cursor.fetchone()[0])


def are_complete(invitation_id: UUID) -> bool:
    """Whether every assessor of this person at this event has sent theirs, or somebody said why not to wait."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT encircle.all_scored(%s)", [invitation_id])
        return bool(cursor.fetchone()[0])


@dataclass(frozen=True)
class Trained:
    """One volunteer's training as staff, or they themselves, see it."""

    completion: Completion | None
    outcomes: list[Outcome]  # the newest first
    feedback: dict[UUID, str]
    invitations: list[Invitation]
    came: dict[UUID, list[str]]  # event -> names of the parts they were there for
    replies: dict[UUID, Reply]  # invitation -> the newest answer
    courses: list[CourseRecord]
    may_train: bool
    names: dict[UUID, str] = field(default_factory=dict)


def open_training(volunteer: Volunteer, *, by: Actor) -> Trained:
    """With a receipt, under which the feedback is read. Nine reads, however much there is."""
    leave_receipt("volunteers.volunteer", volunteer.pk, by=by.acting, area_id=volunteer.area_id)
    return trained(volunteer.pk)


def trained(volunteer_id: UUID) -> Trained:
    """Feedback only under a receipt for the volunteer."""
    mine = Q(volunteer=volunteer_id)
    invitations = list(
        Invitation.objects.filter(mine)
        .select_related("event", "event__course", "event__venue")
        .prefetch_related("event__parts")
        .order_by("-event__first_on", "-at")
    )
    replies = dict(_newest_answers(mine).values_list("invitation", "reply"))
    rows = Attendance.objects.filter(mine).select_related("part").order_by("part_id", "-at", "-pk").distinct("part_id")
    came: defaultdict[UUID, list[EventPart]] = defaultdict(list)
    for row in rows:
        if row.came:
            came[row.event_id].append(row.part)
    newest = MayTrain.objects.filter(mine).order_by("-at", "-pk").first()
    return Trained(
        Completion.objects.filter(mine).first(),
        list(Outcome.objects.filter(mine).order_by("-decided_on", "-at", "-pk")),
        dict(Feedback.objects.filter(mine).values_list("outcome", "text")),
        invitations,
        {pk: [part.name for part in sorted(parts, key=lambda one: one.number)] for pk, parts in came.items()},
        {pk: Reply(reply) for pk, reply in replies.items()},
        list(CourseRecord.objects.filter(mine).select_related("course").order_by("course__position", "-done_on")),
        newest is not None and newest.may,
    )


def own_places(events: Collection[UUID]) -> dict[UUID, int]:
    """0 with a place, else how many are before them; who does not come has no line. One read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT e, encircle.own_training_place(e) FROM unnest(%s::uuid[]) AS e", [list(events)])
        return {event_id: before for event_id, before in cursor.fetchall() if before is not None}


def who_may_train(area_id: UUID) -> list[Volunteer]:
    """Experienced volunteers of the area who may train, have a login and have not left."""
    rows = MayTrain.objects.filter(area=area_id).order_by("volunteer", "-at", "-pk").distinct("volunteer")
    may = [row.volunteer_id for row in rows if row.may]
    return list(Volunteer.objects.filter(pk__in=may, user__isnull=False, left_on__isnull=True).order_by("given_name"))


def may_train_of(volunteers: Iterable[UUID]) -> set[UUID]:
    """Who of these may train and assess."""
    rows = MayTrain.objects.filter(volunteer__in=list(volunteers)).order_by("volunteer", "-at", "-pk")
    return {row.volunteer_id for row in rows.distinct("volunteer") if row.may}


def courses_now(today: date) -> Sequence[Course]:
    return list(Course.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today)))


def renewals(area_id: UUID, today: date) -> list[CourseRecord]:
    """The newest record of each volunteer and course, of who has not left, that ends soon or has ended."""
    rows = (
        CourseRecord.objects.filter(area=area_id, volunteer__left_on__isnull=True)
        .select_related("volunteer", "course")
        .order_by("volunteer_id", "course_id", "-done_on", "-at")
        .distinct("volunteer_id", "course_id")
    )
    soon = [row for row in rows if row.renew_on is not None and row.renew_on <= today + RENEWS_SOON]
    return sorted((row for row in soon if _is_given(row.course, today)), key=lambda row: (row.renew_on, str(row.pk)))


def _is_given(course: Course, today: date) -> bool:
    return course.ends_on is None or course.ends_on >= today


def names_to_assess() -> dict[UUID, str]:
    """Whom the asker scores, from the day of the event on until it is decided."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT volunteer_id, name FROM encircle.names_to_assess()")
        return dict(cursor.fetchall())


@dataclass(frozen=True)
class Owed:
    """One sheet somebody has still to send, with the name of who is scored."""

    assignment: Assignment
    name: str


def to_score(by: Actor) -> list[Owed]:
    """What the asker has still to score at events that have begun, the earliest first. Two reads."""
    named = names_to_assess()
    rows = Assignment.objects.filter(assessor=by.user_id, sheet__isnull=True, volunteer__in=list(named))
    ordered = rows.select_related("exercise", "event").order_by("event__first_on", "exercise__position", "pk")
    return [Owed(row, named[row.volunteer_id]) for row in ordered]


@dataclass(frozen=True)
class Sent:
    """What one assessor sent of one exercise."""

    exercise: Exercise
    assessor_id: UUID
    values: dict[UUID, int]  # criterion -> 1 to 4
    seen: str
    at: datetime
    keyed_by: UUID | None  # from the assessor's paper; none: they sent it themselves


@dataclass(frozen=True)
class Opened:
    """The scores of one person at one event, as far as the asker may see them."""

    invitation: Invitation
    sent: list[Sent]
    criteria: list[Criterion]
    names: dict[UUID, str]
    agreement: Agreement
    owed: int
    waits: bool  # for what is owed: nobody said yet why not to
    outcome: Outcome | None


def open_scores(invitation_id: UUID, *, by: Actor) -> Opened:
    """Side by side, with a receipt. Raises NotAllowed while they are not open: the database hides them then."""
    found = invitation(invitation_id)
    leave_receipt("volunteers.volunteer", found.volunteer_id, by=by.acting, area_id=found.area_id)
    if not are_open(found.pk):
        raise NotAllowed("These scores are not open to you: not everybody has sent theirs, or yours are still to come.")
    sheets = list(
        Sheet.objects.filter(invitation=found)
        .select_related("assignment__exercise")
        .order_by("assignment__exercise__position", "assessor", "pk")  # one assessor stands in one column
    )
    values: defaultdict[UUID, dict[UUID, int]] = defaultdict(dict)
    for sheet, criterion, value in Score.objects.filter(invitation=found).values_list("sheet", "criterion", "value"):
        values[sheet][criterion] = value
    words = dict(SheetWords.objects.filter(invitation=found).values_list("sheet", "text"))
    sent = [
        Sent(
            row.assignment.exercise,
            row.assessor_id,
            values[row.pk],
            words.get(row.pk, ""),
            row.at,
            None if row.by_id == row.assessor_id else row.by_id,
        )
        for row in sheets
    ]
    criteria = Criterion.objects.filter(pk__in={pk for one in values.values() for pk in one})
    owed = Assignment.objects.filter(invitation=found, sheet__isnull=True).count()
    return Opened(
        found,
        sent,
        list(criteria),
        names_of(pk for one in sent for pk in (one.assessor_id, one.keyed_by)),
        agreement_at(found.event_id),
        owed,
        owed > 0 and not are_complete(found.pk),
        Outcome.objects.filter(event=found.event_id, volunteer=found.volunteer_id).first(),
    )


def agreement_at(event_id: UUID) -> Agreement:
    """Of everybody whose scores the asker sees at an event: what is hidden from them is not in the figure either."""
    rows = Score.objects.filter(invitation__event=event_id).values_list(
        "assessor", "invitation", "sheet__assignment__exercise", "criterion", "value"
    )
    return agreement((who, (one, exercise, criterion), value) for who, one, exercise, criterion, value in rows)
