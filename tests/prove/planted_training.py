"""Training of each area: one event with an invited volunteer who was there, what was decided, and a course."""

from datetime import time, timedelta

from encircle.common.ids import new_reference
from encircle.rooms.training.models import (
    AgreedScore,
    Answer,
    Assignment,
    Attendance,
    Completion,
    Conflict,
    Course,
    CourseRecord,
    Criterion,
    Event,
    EventBefore,
    EventPart,
    Exercise,
    Feedback,
    FewerCoordinators,
    Invitation,
    LookedFor,
    MayTrain,
    Moderation,
    ModerationWords,
    Outcome,
    Score,
    ScoreDraft,
    Sheet,
    SheetWords,
    Trainer,
)
from encircle.rooms.training.shipped import ship_courses, ship_exercises
from encircle.rooms.volunteers.models import Volunteer

from .world import STAFF, WRITER, World


def plant(world: World, which: str) -> None:
    """Call as the owner."""
    cast = world.cast
    ship_courses(Course)
    ship_exercises(Exercise, Criterion, LookedFor)
    volunteer, staff, today = cast.volunteers[WRITER[which]], cast.users[STAFF[which]], cast.now.date()
    common = {"volunteer": volunteer, "area": volunteer.area, "by": staff, "at": cast.now}
    event = Event.objects.create(
        area=volunteer.area, kind="core", first_on=today, last_on=today, places=8, opened_at=cast.now, opened_by=staff,
        address="Invented Hall",
    )  # fmt: skip
    world.add("training_id", which, event.pk)
    part = EventPart.objects.create(
        event=event, area=event.area, number=1, name="Saturday", on=today, starts=time(9), ends=time(16)
    )
    invitation = Invitation.objects.create(event=event, **common)
    world.add("training_invitation_id", which, invitation.pk)
    Answer.objects.create(invitation=invitation, reply="coming", **common)
    Attendance.objects.create(part=part, event=event, came=True, **common)
    Completion.objects.create(event=event, completed_on=today, **common)
    outcome = Outcome.objects.create(event=event, result="pass", decided_on=today, **common)
    Feedback.objects.create(
        outcome=outcome, volunteer=volunteer, area=volunteer.area, text=f"You asked well: chiffchaff-{which}"
    )
    world.behind[f"chiffchaff-{which}"] = volunteer.pk
    CourseRecord.objects.create(
        course=Course.objects.get_or_create(code="safeguarding", defaults={"name": "Safeguarding"})[0],
        done_on=today,
        renew_on=today + timedelta(days=900),
        **common,
    )
    MayTrain.objects.create(may=True, **common)
    _assessed(world, which, invitation, common)
    _to_decide(world, which, common)
    if which == "1":
        _still_scored(world, event)
    else:
        _unscored(world, event)


def _assessed(world: World, which: str, invitation: Invitation, common: dict) -> None:
    """Scored by the coordinator; a colleague owes theirs, and the scores were opened without them."""
    event, staff = invitation.event, common["by"]
    for user in (staff, world.cast.users["olga"]):
        Trainer.objects.create(event=event, area=event.area, user=user, by=staff, at=common["at"])
    _sent(invitation, staff, common, f"She asked twice: oystercatcher-{which}")
    world.behind[f"oystercatcher-{which}"] = invitation.volunteer_id
    moderation = Moderation.objects.create(invitation=invitation, **common)
    ModerationWords.objects.create(
        moderation=moderation, volunteer=invitation.volunteer, area=event.area, text=f"One was ill: hornbill-{which}"
    )
    world.behind[f"hornbill-{which}"] = invitation.volunteer_id
    FewerCoordinators.objects.create(
        invitation=invitation, there=1, why="ill", **common | {"by": world.cast.users["olga"]}
    )
    AgreedScore.objects.create(invitation=invitation, criterion=Criterion.objects.first(), value=3, **common)
    owed = _assigned(invitation, staff, common, Exercise.objects.last())
    ScoreDraft.objects.create(
        assignment=owed, assessor=staff, area=event.area, answers={"seen": f"Half a word: cassowary-{which}"},
        saved_at=common["at"],
    )  # fmt: skip


def _to_decide(world: World, which: str, common: dict) -> None:
    """Come again: everybody has scored, and nothing is decided. And an event to be cancelled."""
    again, other = (
        Event.objects.create(
            area=common["area"], kind="core", first_on=common["at"].date(), last_on=common["at"].date(), places=8,
            opened_at=common["at"], opened_by=common["by"], address="Invented Hall",
        )
        for _ in range(2)
    )  # fmt: skip
    invitation = Invitation.objects.create(event=again, **common)
    _sent(invitation, common["by"], common, f"She stayed with it: oystercatcher-{which}")
    for user in (common["by"], world.cast.users["olga"]):
        Trainer.objects.create(event=again, area=again.area, user=user, by=common["by"], at=common["at"])
    _sent(invitation, world.cast.users["olga"], common, "")
    world.add_for("casework:training_scores", "training_invitation_id", which, invitation.pk)
    world.add_for("casework:training_cancellation", "training_id", which, other.pk)
    EventPart.objects.create(
        event=other, area=other.area, number=1, name="Sunday", on=other.first_on, starts=time(9), ends=time(16)
    )
    EventBefore.objects.create(
        event=other, area=other.area, address="Another hall", places=6, by=common["by"], at=common["at"],
        parts=[["Sunday", other.first_on.isoformat(), "10:00", "16:00"]],
    )  # fmt: skip


def _still_scored(world: World, event: Event) -> None:
    """Cora has sent hers of Nina, Cleo has not: what Cora wrote is Cora's alone."""
    cora, nina = world.cast.users["cora"], world.cast.volunteers["nina"]
    common = {"volunteer": nina, "area": event.area, "by": cora, "at": world.cast.now}
    invitation = Invitation.objects.create(event=event, **common)
    _sent(invitation, cora, common, "Nobody else reads it yet: phainopepla")
    world.behind["phainopepla"] = nina.pk
    owed = _assigned(invitation, world.cast.users["cleo"], common)
    world.add_for("casework:training_score", "assignment_id", "1", owed.pk)
    vic = world.cast.users["vic"]
    Trainer.objects.create(
        event=event, area=event.area, user=vic, volunteer=world.cast.volunteers["vic"], by=cora, at=world.cast.now
    )
    world.add_for("volunteering:score", "assignment_id", "1", _assigned(invitation, vic, common).pk)
    _known(world, "1", event, common, vic)


def _unscored(world: World, event: Event) -> None:
    """Somebody who has applied in area B, whom Colin and Xena have to score."""
    colin, xena = world.cast.users["colin"], world.cast.users["xena"]
    who = Volunteer.objects.create(
        reference=new_reference("V"), area=event.area, given_name="Wilf", family_name="Underbank",
        email="unscored@people.example",
    )  # fmt: skip
    common = {"volunteer": who, "area": event.area, "by": colin, "at": world.cast.now}
    invitation = Invitation.objects.create(event=event, **common)
    Trainer.objects.create(
        event=event, area=event.area, user=xena, volunteer=world.cast.volunteers["xena"], by=colin, at=world.cast.now
    )
    world.add_for("casework:training_score", "assignment_id", "2", _assigned(invitation, colin, common).pk)
    world.add_for("volunteering:score", "assignment_id", "2", _assigned(invitation, xena, common).pk)
    _known(world, "2", event, common, xena)


def _known(world: World, which: str, event: Event, common: dict, assessor: object) -> None:
    """Somebody whom one of the assessors knows, and the other has scored on paper."""
    who = Volunteer.objects.create(
        reference=new_reference("V"), area=event.area, given_name="Wenda", family_name="Overbank",
        email=f"known-{which}@people.example",
    )  # fmt: skip
    common = common | {"volunteer": who}
    invitation = Invitation.objects.create(event=event, **common)
    Conflict.objects.create(assessor=assessor, **common)
    paper = _assigned(invitation, world.cast.users["olga"], common)
    world.add_for("casework:training_keyed", "assignment_id", which, paper.pk)


def _assigned(invitation: Invitation, assessor: object, common: dict, exercise: Exercise | None = None) -> Assignment:
    exercise = exercise or Exercise.objects.first()
    return Assignment.objects.create(
        event=invitation.event, invitation=invitation, exercise=exercise, assessor=assessor, **common
    )


def _sent(invitation: Invitation, assessor: object, common: dict, words: str) -> Sheet:
    sheet = Sheet.objects.create(
        assignment=_assigned(invitation, assessor, common), invitation=invitation, assessor=assessor, **common
    )
    of = {
        "sheet": sheet, "invitation": invitation, "volunteer": invitation.volunteer, "area": invitation.area,
        "assessor": assessor,
    }  # fmt: skip
    Score.objects.create(criterion=Criterion.objects.first(), value=2, **of)
    SheetWords.objects.create(text=words, **of)
    return sheet
