"""An event of area A with people, and those who train at it."""

from datetime import time, timedelta

from encircle.common.clock import in_london
from encircle.common.ids import new_id, new_reference
from encircle.rooms.organisation.models import PracticeStandard
from encircle.rooms.training.actions.assessing import Scores, assign, send_scores
from encircle.rooms.training.actions.events import NewEvent, NewPart, Trains, answer, invite, open_event, set_trainers
from encircle.rooms.training.models import Assignment, Course, Criterion, Event, Exercise, Invitation, LookedFor
from encircle.rooms.training.queries import criteria_of, exercises_on, invitation
from encircle.rooms.training.shipped import ship_courses, ship_exercises
from encircle.rooms.training.vocabulary import EventKind, Reply
from encircle.rooms.volunteers.models import Volunteer
from tests.cast import acting, plant_cast
from tests.support.database import as_owner


def plant_training_cast(*, coordinators=1):
    """The cast, the courses and exercises Encircle comes with, and how many coordinators have to score somebody."""
    cast = plant_cast()
    with as_owner():
        PracticeStandard.objects.update(assessing_coordinators=coordinators)
        ship_courses(Course)
        ship_exercises(Exercise, Criterion, LookedFor)
    return cast


def today(cast):
    return in_london(cast.now).date()


def opened(cast, *, days=0, places=8, kind=EventKind.CORE, course=None, by="cora"):
    """Two parts on two days, the first in so many days."""
    id, first = new_id(), today(cast) + timedelta(days=days)
    parts = tuple(NewPart(f"Part {n}", first + timedelta(days=n - 1), time(9), time(16)) for n in (1, 2))
    new = NewEvent(
        area_id=cast.areas["a"].pk, kind=kind, course_id=course, address="Invented Hall", places=places, parts=parts
    )
    with acting(cast.users[by]) as actor:
        open_event(new, id=id, by=actor, at=actor.now)
    with as_owner():
        return Event.objects.get(pk=id)


def invited(cast, event, *who):
    with acting(cast.cora) as cora:
        invite(event, [cast.volunteers[one] for one in who], by=cora, at=cora.now)
    with as_owner():
        rows = {row.volunteer_id: row for row in Invitation.objects.filter(event=event)}
    return [rows[cast.volunteers[one].pk] for one in who]


def applies(cast, name="Wilf"):
    """Somebody who has applied: no login, no day of joining."""
    with as_owner():
        one = Volunteer.objects.create(
            reference=new_reference("V"), area=cast.areas["a"], given_name=name, family_name="Underbank",
            email=f"{name}@people.example",
        )  # fmt: skip
    cast.volunteers[name.lower()] = one
    return one


def coming(cast, one, reply=Reply.COMING):
    with acting(cast.cora) as cora:
        answer(one, reply, by=cora, at=cora.now)


def training(cast, event, *who):
    """Who trains, by the key of their login; volunteers with their record."""
    trains = [Trains(cast.users[one].pk, cast.volunteers[one].pk if one in cast.volunteers else None) for one in who]
    with acting(cast.cora) as cora:
        set_trainers(event, trains, by=cora, at=cora.now)


def scoring(cast, event, one, *who):
    """Everybody named scores this person in every exercise."""
    with acting(cast.cora) as cora:
        exercises = [each.pk for each in exercises_on(event.first_on)]
        users = [cast.users[each].pk for each in who]
        assign(event, [invitation(one.pk)], dict.fromkeys(exercises, users), by=cora, at=cora.now)


def sends(cast, one, who, *, value=3, seen="", first_only=False, by=None):
    """Everything this assessor owes of this person, or only the first exercise."""
    with as_owner():
        owed = list(
            Assignment.objects.filter(invitation=one, assessor=cast.users[who], sheet__isnull=True).select_related(
                "event"
            )
        )
    for each in owed[:1] if first_only else owed:
        with acting(cast.users[by or who]) as actor:
            values = {criterion.pk: value for criterion in criteria_of(each.exercise_id, on=each.event.first_on)}
            send_scores(each, Scores(values, seen), by=actor, at=actor.now)
