"""Say who scores whom; an assessor saves a draft and sends, each alone. What was sent is never changed."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.common.ids import new_id
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.foundations.post.models import NoticeKind
from encircle.foundations.post.notices import notify, notify_each

from ..conflicts import conflicts
from ..models import Assignment, Event, Invitation, Score, ScoreDraft, Sheet, SheetWords, Trainer
from ..queries import are_complete, criteria_of, exercises_on
from ..rules import require_keeping

LONGEST_WORDS = 3_000
LATE = "The scores of somebody here are open already. Nobody can be asked to score them any more"

BEGUN = "Somebody you take off has begun to score. Wait for their scores, or open the others and say why"


@dataclass(frozen=True)
class Scores:
    """Criterion -> 1 to 4; what could not be seen is left out."""

    values: Mapping[UUID, int]
    seen: str = ""


@transaction.atomic
def assign(
    event: Event, whom: Collection[Invitation], assessors: Mapping[UUID, Collection[UUID]], *, by: Actor, at: datetime
) -> None:
    """Exercise -> assessors, the same for everybody in `whom`. Who was asked before and has not sent is taken back.

    Nobody is asked to score themselves, nor somebody they know. Raises Invalid where scores are open already, or
    somebody who is taken off has begun.
    """
    require_keeping(by, event.area_id)
    _check_assessors(event, assessors)
    exercises = {one.pk for one in exercises_on(event.first_on)}
    know = conflicts(event.area_id)
    wanted = {
        (one.pk, exercise, user)
        for one in whom
        for exercise, users in assessors.items()
        if exercise in exercises
        for user in users
        if one.volunteer.user_id != user and (one.volunteer_id, user) not in know
    }
    there = {
        (row.invitation_id, row.exercise_id, row.assessor_id): row.pk
        for row in Assignment.objects.filter(invitation__in=[one.pk for one in whom])
    }
    _refuse_open(one.pk for one in whom if any(key[0] == one.pk for key in wanted - set(there)))
    gone = [pk for key, pk in there.items() if key not in wanted]
    kept = set(Sheet.objects.filter(assignment__in=gone).values_list("assignment", flat=True))
    take_off({pk for pk in gone if pk not in kept})
    people = {one.pk: one for one in whom}
    _add(event, [(people[one], exercise, user) for one, exercise, user in wanted - set(there)], by=by, at=at)


def take_off(assignments: Collection[UUID]) -> None:
    """A draft is its writer's alone: that there is one shows only when the database refuses, at once and not later."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            Assignment.objects.filter(pk__in=assignments).delete()
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError as begun:
        raise Invalid({"": BEGUN}) from begun


def _check_assessors(event: Event, assessors: Mapping[UUID, Collection[UUID]]) -> None:
    train = set(Trainer.objects.filter(event=event).values_list("user", flat=True))
    if any(user not in train for users in assessors.values() for user in users):
        raise Invalid({"": "Only those who train at this event score"})


def _refuse_open(invitations: Iterable[UUID]) -> None:
    for one in invitations:
        if are_complete(one):
            raise Invalid({"": LATE})


def _add(event: Event, wanted: list[tuple[Invitation, UUID, UUID]], *, by: Actor, at: datetime) -> None:
    rows = [
        Assignment(
            event=event, invitation=one, volunteer_id=one.volunteer_id, area_id=one.area_id, exercise_id=exercise,
            assessor_id=user, by_id=by.user_id, at=at,
        )
        for one, exercise, user in wanted
    ]  # fmt: skip
    Assignment.objects.bulk_create(rows)
    record(Verb.CHANGED, "training.event", event.pk, by=by.acting, area_id=event.area_id, fields=["assessors"])
    told = {row.assessor_id for row in rows} - {by.user_id}
    notify_each([(user, event.pk) for user in told], NoticeKind.WAITING, at=at, area_id=event.area_id)


@transaction.atomic
def save_draft(assignment: Assignment, answers: Mapping[str, str], *, by: Actor, at: datetime) -> None:
    """Theirs alone; nobody else can read it."""
    if assignment.assessor_id != by.user_id:
        raise NotFound()
    _refuse_sent(assignment)
    found = ScoreDraft.objects.filter(assignment=assignment).update(answers=dict(answers), saved_at=at)
    if not found:
        ScoreDraft.objects.bulk_create(
            [ScoreDraft(assignment=assignment, assessor_id=by.user_id, area_id=assignment.area_id,
                        answers=dict(answers), saved_at=at)]
        )  # fmt: skip


@transaction.atomic
def send_scores(assignment: Assignment, scores: Scores, *, by: Actor, at: datetime) -> None:
    """By the assessor, or keyed by staff from their paper, from the day of the event on.

    Raises Invalid with `criterion-<id>` or `seen`.
    """
    require_sending(assignment, by=by, at=at)
    _check(assignment, scores)
    _send(assignment, scores, by=by, at=at)


def require_sending(assignment: Assignment, *, by: Actor, at: datetime) -> None:
    """Raises NotAllowed, with the reason."""
    if assignment.assessor_id != by.user_id:
        require_keeping(by, assignment.area_id, assignment.volunteer)
        _refuse_who_owes(assignment)
    _refuse_sent(assignment)
    _refuse_before(assignment, at)


def _send(assignment: Assignment, scores: Scores, *, by: Actor, at: datetime) -> None:
    sheet = Sheet(
        id=new_id(), assignment=assignment, invitation_id=assignment.invitation_id, assessor_id=assignment.assessor_id,
        volunteer_id=assignment.volunteer_id, area_id=assignment.area_id, by_id=by.user_id, at=at,
    )  # fmt: skip
    Sheet.objects.bulk_create([sheet])
    of = {
        "sheet": sheet, "invitation_id": sheet.invitation_id, "volunteer_id": sheet.volunteer_id,
        "area_id": sheet.area_id, "assessor_id": sheet.assessor_id,
    }  # fmt: skip
    Score.objects.bulk_create(Score(criterion_id=pk, value=value, **of) for pk, value in scores.values.items())
    if scores.seen.strip():
        SheetWords.objects.bulk_create([SheetWords(text=scores.seen.strip(), **of)])
    keyed = "" if sheet.assessor_id == by.user_id else "paper"
    if keyed:
        notify(sheet.assessor_id, NoticeKind.WAITING, at=at, item_id=assignment.pk, area_id=sheet.area_id)
    record(Verb.CREATED, "training.sheet", sheet.pk, by=by.acting, area_id=sheet.area_id, detail=keyed)


def _check(assignment: Assignment, scores: Scores) -> None:
    asked = {one.pk for one in criteria_of(assignment.exercise_id, on=assignment.event.first_on)}
    if not scores.values or not set(scores.values) <= asked or not set(scores.values.values()) <= {1, 2, 3, 4}:
        raise Invalid({"": "Score at least one thing you could see"})
    if len(scores.seen) > LONGEST_WORDS:
        raise Invalid({"seen": f"Use {LONGEST_WORDS:,} characters or fewer"})


def _refuse_sent(assignment: Assignment) -> None:
    if Sheet.objects.filter(assignment=assignment).exists():
        raise NotAllowed("These scores were sent already. What was sent stays as it is.")


def _refuse_before(assignment: Assignment, at: datetime) -> None:
    if assignment.event.first_on > in_london(at).date():
        raise NotAllowed("Scores are given from the day of the event on.")


def _refuse_who_owes(assignment: Assignment) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s = ANY (encircle.owed_scores())", [assignment.volunteer_id])
        if cursor.fetchone()[0]:
            raise NotAllowed("You have still to score this person yourself. Send your own scores first.")
