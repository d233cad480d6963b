"""The goals of one's own Circle, on a phone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from encircle.common.ids import new_id
from encircle.rooms.circles.models import GoalProgress, GoalStep, GoalStepDone
from encircle.rooms.circles.vocabulary import ProgressKind
from tests.cast import plant_cast
from tests.rooms.circles.goals import a_goal, a_step, ended, some_progress
from tests.support.client import signed_in
from tests.support.database import as_owner

from .page import at, words

FRAME = 9


def test_home_leads_to_the_goals_with_their_number(db):
    cast = plant_cast()
    assert "The goals of Circle 1 : none set yet" in words(signed_in(cast.vera).get(at("home")))
    a_goal(cast)
    assert "The goals of Circle 1 : 1 goal" in words(signed_in(cast.vera).get(at("home")))


def test_a_volunteer_reads_the_goals_and_whom_else_saw_progress_by_first_name(db):
    cast = plant_cast()
    goal = a_goal(cast)
    a_step(cast, goal, "Buy a pan")
    some_progress(cast, goal, note="He made soup.", who="vic")
    ended(cast, a_goal(cast, "I want a bicycle"), ProgressKind.MET, "He has one.")
    shown = words(signed_in(cast.vera).get(at("goals", cast.circle_1.pk)))
    for part in ("I want to cook for myself", "Buy a pan", "A step forward", "He made soup.", ", Vic", "(met)"):
        assert part in shown
    assert "Hollowell" not in shown


def test_progress_is_recorded_once_however_often_it_is_pressed(db):
    cast = plant_cast()
    goal, client = a_goal(cast), signed_in(cast.vera)
    page = at("goal_progress", goal.pk)
    sent = {"once": str(new_id()), "kind": "forward", "note": "He made soup.", "meeting": "between"}
    assert [client.post(page, sent)["Location"] for _ in range(2)] == [at("goals", cast.circle_1.pk)] * 2
    with as_owner():
        made = GoalProgress.objects.get()
    assert (made.kind, made.by_id, made.meeting_id) == ("forward", cast.vera.pk, None)


def test_an_unanswered_question_is_asked_again_with_what_was_typed(db):
    cast = plant_cast()
    goal = a_goal(cast)
    answer = signed_in(cast.vera).post(at("goal_progress", goal.pk), {"once": str(new_id()), "note": "He made soup."})
    assert answer.status_code == 422
    assert "Select how it is going" in words(answer)
    assert "He made soup." in words(answer)


def test_a_step_is_added_and_done(db):
    cast = plant_cast()
    goal, client = a_goal(cast), signed_in(cast.vic)
    client.post(at("goal_step", goal.pk), {"once": str(new_id()), "text": "Buy a pan"})
    with as_owner():
        step = GoalStep.objects.get()
    for _ in range(2):
        assert client.post(at("step_completion", step.pk))["Location"] == at("goals", cast.circle_1.pk)
    with as_owner():
        assert GoalStepDone.objects.get().by_id == cast.vic.pk


@pytest.mark.parametrize("who", ["xena", "nina", "omar", "cora", "olga", "adam"])
def test_goals_of_another_circle_do_not_exist(db, who):
    cast = plant_cast()
    goal = a_goal(cast)
    step, client = a_step(cast, goal), signed_in(cast.users[who])
    assert client.get(at("goals", cast.circle_1.pk)).status_code == 404
    for name in ("goal_progress", "goal_step"):
        assert client.get(at(name, goal.pk)).status_code == client.post(at(name, goal.pk)).status_code == 404
    assert client.post(at("step_completion", step)).status_code == 404


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_page_asks_the_same_number_of_statements_however_many_goals(db, how_many):
    cast = plant_cast()
    for number in range(how_many):
        goal = a_goal(cast, f"Goal {number}")
        for _ in range(how_many):
            a_step(cast, goal)
            some_progress(cast, goal, note="Seen.", meeting=cast.meetings["past_1"].pk)
    client = signed_in(cast.vera)
    client.get(at("goals", cast.circle_1.pk))
    with CaptureQueriesContext(connection) as asked:
        assert client.get(at("goals", cast.circle_1.pk)).status_code == 200
    assert len(asked) - FRAME == 9
