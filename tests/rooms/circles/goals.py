"""Goals for tests: set by the coordinator as a request would set them."""

from encircle.common.ids import new_id
from encircle.rooms.circles.actions.goals import (
    NewGoal,
    NewProgress,
    NewStep,
    add_step,
    end_goal,
    record_progress,
    set_goal,
)
from encircle.rooms.circles.vocabulary import LifeArea, ProgressKind
from tests.cast import acting


def a_goal(cast, text="I want to cook for myself", *, who="cora", circle=None, area=LifeArea.LIFE):
    with acting(cast.users[who]) as actor:
        new = NewGoal(id=new_id(), life_area=area, text=text)
        return set_goal((circle or cast.circle_1).pk, new, by=actor, at=actor.now)


def some_progress(cast, goal, kind=ProgressKind.FORWARD, note="", *, who="vera", meeting=None):
    with acting(cast.users[who]) as actor:
        new = NewProgress(id=new_id(), kind=kind, note=note, meeting_id=meeting)
        record_progress(goal.pk, new, by=actor, at=actor.now)
    return new.id


def a_step(cast, goal, text="Buy a pan", *, who="vera", due_on=None):
    with acting(cast.users[who]) as actor:
        new = NewStep(id=new_id(), text=text, due_on=due_on)
        add_step(goal.pk, new, by=actor, at=actor.now)
    return new.id


def ended(cast, goal, kind=ProgressKind.MET, note="", *, who="cora"):
    with acting(cast.users[who]) as actor:
        end_goal(goal.pk, kind, note, id=new_id(), by=actor, at=actor.now)
