"""The goals of a Circle in a coordinator's hands."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from encircle.common.clock import in_london
from encircle.common.ids import new_id
from encircle.foundations.audit.models import Entry
from encircle.rooms.circles.models import Goal, GoalProgress, GoalStep
from encircle.rooms.circles.vocabulary import LifeArea, ProgressKind
from tests.cast import plant_cast
from tests.rooms.circles.goals import a_goal, a_step, ended, some_progress
from tests.support.client import signed_in
from tests.support.database import as_owner

FRAME = 9


def address(name, *args):
    return reverse(f"casework:{name}", args=args)


def words(answer):
    return " ".join(BeautifulSoup(answer.content, "html.parser").main.get_text(" ").split())


def opened(cast, item):
    with as_owner():
        return Entry.objects.filter(verb="opened", item_id=item, actor_id=cast.cora.pk).count()


def test_a_goal_is_set_in_the_core_members_words(db):
    cast = plant_cast()
    client = signed_in(cast.cora)
    sent = {"once": str(new_id()), "text": "I want to cook for myself", "life_area": "life"}
    page = address("new_goal", cast.circle_1.pk)
    first, again = client.post(page, sent), client.post(page, sent)
    assert first["Location"] == again["Location"] == address("goal", sent["once"])
    with as_owner():
        assert Goal.objects.count() == 1
    shown = words(client.get(first["Location"]))
    assert "Living healthily and safely" in shown
    assert "I want to cook for myself" in shown


def test_what_was_typed_stays_when_the_area_of_life_is_missing(db):
    cast = plant_cast()
    sent = {"once": str(new_id()), "text": "I want to cook for myself"}
    answer = signed_in(cast.cora).post(address("new_goal", cast.circle_1.pk), sent)
    assert answer.status_code == 422
    assert "Select the area of life" in words(answer)
    assert "I want to cook for myself" in words(answer)


def test_the_page_shows_all_goals_and_one_line_of_the_trace(db):
    cast = plant_cast()
    goal = a_goal(cast)
    a_step(cast, goal, "Buy a pan", due_on=in_london(cast.now).date())
    some_progress(cast, goal, note="He made soup.", meeting=cast.meetings["past_1"].pk)
    ended(cast, a_goal(cast, "I want a bicycle"), ProgressKind.MET, "He has one.")
    before = opened(cast, goal.plan_id)
    shown = words(signed_in(cast.cora).get(address("goals", cast.circle_1.pk)))
    for part in ("I want to cook for myself", "Buy a pan", "A step forward", "He made soup.", "Meeting of"):
        assert part in shown
    assert "(met)" in shown
    assert opened(cast, goal.plan_id) == before + 1


def test_a_circle_without_goals_says_so(db):
    cast = plant_cast()
    assert "No goal has been set yet." in words(signed_in(cast.cora).get(address("goals", cast.circle_1.pk)))


def test_progress_wording_steps_and_the_end_are_recorded_from_the_goal(db):
    cast = plant_cast()
    goal, client = a_goal(cast), signed_in(cast.cora)
    for name, sent in (
        ("goal_progress", {"kind": "harder", "note": "A tired week.", "meeting": str(cast.meetings["past_1"].pk)}),
        ("goal_wording", {"text": "I want to cook for my sister"}),
        ("goal_step", {"text": "Buy a pan"}),
    ):
        assert client.post(address(name, goal.pk), {"once": str(new_id()), **sent}).status_code == 302
    with as_owner():
        step = GoalStep.objects.get()
    assert client.post(address("step_completion", step.pk)).status_code == 302
    shown = words(client.get(address("goal", goal.pk)))
    for part in (
        "I want to cook for my sister",
        "How it was put before (1)",
        "A tired week.",
        "Steps done (1) Buy a pan",
    ):
        assert part in shown
    sent = {"once": str(new_id()), "kind": "partly_met", "note": "On Sundays."}
    assert client.post(address("goal_ending", goal.pk), sent).status_code == 302
    assert client.post(address("goal_ending", goal.pk), sent | {"once": str(new_id())}).status_code == 422
    shown = words(client.get(address("goal", goal.pk)))
    assert "Partly met" in shown
    assert "Record progress" not in shown


def test_a_meeting_of_another_circle_cannot_be_chosen(db):
    cast = plant_cast()
    goal = a_goal(cast)
    sent = {"once": str(new_id()), "kind": "forward", "meeting": str(cast.meetings["past_2"].pk)}
    assert signed_in(cast.olga).post(address("goal_progress", goal.pk), sent).status_code == 422
    with as_owner():
        assert GoalProgress.objects.count() == 0


def test_minutes_show_staff_that_progress_was_recorded_and_no_words(db):
    cast = plant_cast()
    goal = a_goal(cast, area=LifeArea.PLAY)
    some_progress(cast, goal, ProgressKind.HARDER, "Redpoll words.", meeting=cast.meetings["past_1"].pk)
    shown = words(signed_in(cast.cora).get(address("minutes", cast.minutes_1.pk)))
    assert "Progress recorded Goal 1, hobbies, sport and free time: harder than before" in shown
    assert "Redpoll" not in shown


def test_the_overview_counts_the_goals_and_the_timeline_says_when_they_were_set_and_ended(db):
    cast = plant_cast()
    a_goal(cast)
    ended(cast, a_goal(cast, area=LifeArea.WORK))
    shown = words(signed_in(cast.cora).get(address("circle", cast.circle_1.pk)))
    assert "Goals 1 goal See the goals" in shown
    assert "Goal set: Doing well at work" in shown
    assert "Goal ended: Met" in shown
    assert "cook" not in shown


def test_nothing_is_changed_in_a_circle_opened_in_an_emergency(db):
    cast = plant_cast()
    goal = a_goal(cast, "Elsewhere", who="colin", circle=cast.circle_2)
    client = signed_in(cast.cora)
    assert client.get(address("goals", cast.circle_2.pk)).status_code == 404
    sent = {"reference": cast.circle_2.reference, "reason": "The police asked for tonight's venue."}
    assert client.post(address("emergency"), sent).status_code == 302
    assert "Elsewhere" in words(client.get(address("goals", cast.circle_2.pk)))
    for name in ("goal_progress", "goal_wording", "goal_step", "goal_ending"):
        assert client.get(address(name, goal.pk)).status_code == 403


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_pages_ask_the_same_number_of_statements_however_many_goals(db, how_many):
    cast = plant_cast()
    for number in range(how_many):
        goal = a_goal(cast, f"Goal {number}")
        for _ in range(how_many):
            a_step(cast, goal)
            some_progress(cast, goal, note="Seen.", meeting=cast.meetings["past_1"].pk)
    client = signed_in(cast.cora)
    client.get(address("goals", cast.circle_1.pk))
    for page, statements in (
        (address("goals", cast.circle_1.pk), 11),
        (address("goal", goal.pk), 10),
        (address("goal_progress", goal.pk), 12),
    ):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page).status_code == 200
        assert (page, len(asked) - FRAME) == (page, statements)
