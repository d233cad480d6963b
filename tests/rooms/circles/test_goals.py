"""Goals of a Circle: set in the core member's words, reworded beside the old words, with steps, progress and an end."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.common.ids import new_id
from encircle.foundations.audit.models import Entry
from encircle.rooms.circles.actions.goals import (
    LONGEST_GOAL,
    NewGoal,
    NewProgress,
    end_goal,
    finish_step,
    open_goal,
    open_goals,
    record_progress,
    reword_goal,
    set_goal,
)
from encircle.rooms.circles.actions.phases import end_circle
from encircle.rooms.circles.goal_queries import goal_line, goal_lines, goals_going_on, progress_at
from encircle.rooms.circles.models import Goal, GoalProgress, GoalStepWords, GoalWords, Seat
from encircle.rooms.circles.vocabulary import EndingReason, LifeArea, ProgressKind
from tests.cast import acting, plant_cast
from tests.support.database import as_owner

from .goals import a_goal, a_step, ended, some_progress


def lines(user, circle):
    with acting(user) as actor:
        return goal_lines(open_goals(circle.pk, by=actor))


def texts(user, circle):
    return [line.text for line in lines(user, circle)]


def test_goals_are_numbered_as_they_are_set(db):
    cast = plant_cast()
    a_goal(cast, "I want to cook for myself")
    a_goal(cast, "I want to ring my sister", area=LifeArea.RELATEDNESS)
    shown = [(line.goal.position, line.area_of_life.label, line.text) for line in lines(cast.cora, cast.circle_1)]
    assert shown == [
        (1, "Living healthily and safely", "I want to cook for myself"),
        (2, "Family, friends and closeness", "I want to ring my sister"),
    ]


def test_a_later_wording_stands_beside_the_earlier(db):
    cast = plant_cast()
    goal = a_goal(cast, "I want to cook")
    with acting(cast.cora) as cora:
        reword_goal(goal.pk, "I want to cook for my sister", id=new_id(), by=cora, at=cora.now)
    (line,) = lines(cast.cora, cast.circle_1)
    assert [one.text for one in line.wordings] == ["I want to cook for my sister", "I want to cook"]
    assert {one.written_by for one in line.wordings} == {"Cora Fernleigh"}


def test_words_cannot_be_read_without_opening_the_goals(db):
    cast = plant_cast()
    goal = a_goal(cast)
    a_step(cast, goal)
    some_progress(cast, goal, note="He made soup.")
    for who in ("cora", "vera"):
        with acting(cast.users[who]) as actor:
            assert GoalWords.objects.count() == GoalStepWords.objects.count() == 0
            open_goal(goal.pk, by=actor)
            assert GoalWords.objects.get().text == "I want to cook for myself"


def test_one_opening_shows_all_goals_and_leaves_one_line(db):
    cast = plant_cast()
    for text in ("One", "Two", "Three"):
        a_goal(cast, text)
    with as_owner():
        before = Entry.objects.filter(verb="opened").count()
    assert texts(cast.cora, cast.circle_1) == ["One", "Two", "Three"]
    with as_owner():
        assert Entry.objects.filter(verb="opened").count() == before + 1


def test_nobody_outside_the_circle_and_its_area_finds_a_goal(db):
    cast = plant_cast()
    goal = a_goal(cast)
    for who in ("colin", "xena", "nina", "omar", "petra", "hana", "adam", "dana", "tess"):
        with acting(cast.users[who]) as actor:
            assert (open_goals(cast.circle_1.pk, by=actor), Goal.objects.count()) == (None, 0), who
            with pytest.raises(NotFound):
                open_goal(goal.pk, by=actor)


def test_volunteers_record_progress_and_steps_and_neither_set_nor_end_goals(db):
    cast = plant_cast()
    goal = a_goal(cast)
    step = a_step(cast, goal, "Buy a pan", who="vera")
    some_progress(cast, goal, ProgressKind.FORWARD, "Made soup.", who="vic")
    with acting(cast.vera) as vera:
        finish_step(step, by=vera, at=vera.now)
        finish_step(step, by=vera, at=vera.now)
        with pytest.raises(NotFound):  # not hers to change, so not there to be changed
            set_goal(cast.circle_1.pk, NewGoal(id=new_id(), life_area=LifeArea.WORK, text="x"), by=vera, at=vera.now)
        with pytest.raises(NotAllowed):
            end_goal(goal.pk, ProgressKind.MET, "", id=new_id(), by=vera, at=vera.now)
        with pytest.raises(NotAllowed):
            reword_goal(goal.pk, "x", id=new_id(), by=vera, at=vera.now)
    (line,) = lines(cast.vera, cast.circle_1)
    assert [(one.kind.label, one.note, one.by) for one in line.progress] == [
        ("A step forward", "Made soup.", "Vic Hollowell")
    ]
    assert [(one.text, one.done_by) for one in line.steps] == [("Buy a pan", "Vera Applegarth")]


def test_the_database_lets_no_volunteer_end_a_goal_past_the_rules(db):
    cast = plant_cast()
    goal = a_goal(cast)
    with acting(cast.vera) as vera:
        row = {"goal": goal, "plan_id": goal.plan_id, "circle": cast.circle_1, "area": cast.circle_1.area}
        for more in ({"kind": "met", "by": cast.vera}, {"kind": "forward", "by": cast.vic}):
            with pytest.raises(DatabaseError), transaction.atomic():
                GoalProgress.objects.bulk_create([GoalProgress(at=vera.now, **row, **more)])
        assert Goal.objects.update(ended_at=vera.now) == 0


def test_a_goal_ends_once_and_nothing_is_added_afterwards(db):
    cast = plant_cast()
    goal = a_goal(cast)
    ended(cast, goal, ProgressKind.PARTLY_MET, "He cooks on Sundays.")
    with acting(cast.cora) as cora:
        with pytest.raises(Invalid):
            end_goal(goal.pk, ProgressKind.MET, "", id=new_id(), by=cora, at=cora.now)
        with pytest.raises(Invalid):
            reword_goal(goal.pk, "x", id=new_id(), by=cora, at=cora.now)
        new = NewProgress(id=new_id(), kind=ProgressKind.FORWARD)
        with pytest.raises(Invalid):
            record_progress(goal.pk, new, by=cora, at=cora.now)
    (line,) = lines(cast.cora, cast.circle_1)
    assert (line.ended_as, line.progress[0].note) == (ProgressKind.PARTLY_MET, "He cooks on Sundays.")
    assert a_goal(cast, "The next").position == 2


def test_a_goal_ends_only_as_goals_end(db):
    cast = plant_cast()
    goal = a_goal(cast)
    with acting(cast.cora) as cora:
        with pytest.raises(Invalid):
            end_goal(goal.pk, ProgressKind.FORWARD, "", id=new_id(), by=cora, at=cora.now)
        new = NewProgress(id=new_id(), kind=ProgressKind.MET)
        with pytest.raises(Invalid):
            record_progress(goal.pk, new, by=cora, at=cora.now)


@pytest.mark.parametrize("text", ["", "   ", "x" * (LONGEST_GOAL + 1)])
def test_a_goal_needs_words_and_not_too_many(db, text):
    cast = plant_cast()
    with pytest.raises(Invalid) as refused:
        a_goal(cast, text)
    assert set(refused.value.errors) == {"text"}
    assert lines(cast.cora, cast.circle_1) == []


def test_a_circle_that_has_ended_gets_no_new_goal_but_its_goals_can_be_ended(db):
    cast = plant_cast()
    goal = a_goal(cast)
    with acting(cast.cora) as cora:
        end_circle(cast.circle_1.pk, EndingReason.COMPLETED, by=cora, at=cora.now)
    with pytest.raises(Invalid):
        a_goal(cast, "Another")
    ended(cast, goal, ProgressKind.NOT_MET)
    assert lines(cast.cora, cast.circle_1)[0].ended_as is ProgressKind.NOT_MET


def test_a_new_volunteer_sees_what_goes_on_and_nothing_from_before_their_time(db):
    cast = plant_cast()
    long_ago = cast.now - timedelta(days=90)
    going_on, over = a_goal(cast, "Goes on"), a_goal(cast, "Was over before")
    old, new = some_progress(cast, going_on, note="Long ago."), some_progress(cast, going_on, note="Lately.")
    ended(cast, over)
    with as_owner():
        Goal.objects.update(set_at=long_ago - timedelta(days=9))
        Goal.objects.filter(pk=over.pk).update(ended_at=long_ago)
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE circles_goalprogress DISABLE TRIGGER USER")
            cursor.execute("UPDATE circles_goalprogress SET at = %s WHERE id <> %s", [long_ago, new])
            cursor.execute("ALTER TABLE circles_goalprogress ENABLE TRIGGER USER")
        Seat.objects.filter(pk=cast.seats["vera"].pk).update(sees_from=cast.now - timedelta(days=30))
    (line,) = lines(cast.vera, cast.circle_1)
    assert (line.text, [one.note for one in line.progress]) == ("Goes on", ["Lately."])
    assert [one.progress.pk for one in lines(cast.cora, cast.circle_1)[0].progress] == [new, old]


def test_progress_at_a_meeting_is_of_the_same_circle_and_shows_no_words(db):
    cast = plant_cast()
    goal = a_goal(cast, area=LifeArea.PLAY)
    some_progress(cast, goal, ProgressKind.HARDER, "Too tired.", meeting=cast.meetings["past_1"].pk)
    with pytest.raises(DatabaseError):
        some_progress(cast, goal, who="olga", meeting=cast.meetings["past_2"].pk)
    with acting(cast.cora):
        seen = progress_at(cast.meetings["past_1"].pk)
    assert [(one.number, one.life_area, one.kind) for one in seen] == [(1, LifeArea.PLAY, ProgressKind.HARDER)]


def test_goals_that_go_on_are_counted_by_circle(db):
    cast = plant_cast()
    a_goal(cast)
    ended(cast, a_goal(cast, "Over"))
    a_goal(cast, "Elsewhere", who="colin", circle=cast.circle_2)
    wanted = [cast.circle_1.pk, cast.circle_2.pk]
    with acting(cast.cora):
        assert goals_going_on(wanted) == {cast.circle_1.pk: 1}
    with acting(cast.olga):
        assert goals_going_on(wanted) == {cast.circle_1.pk: 1, cast.circle_2.pk: 1}


@pytest.mark.parametrize("how_many", [1, 3])
def test_goals_are_read_in_the_same_number_of_statements_however_many(db, how_many):
    cast = plant_cast()
    for number in range(how_many):
        goal = a_goal(cast, f"Goal {number}")
        a_step(cast, goal)
        for _ in range(how_many):
            some_progress(cast, goal, note="Seen.")
    with acting(cast.cora) as cora:
        plan = open_goals(cast.circle_1.pk, by=cora)
        with CaptureQueriesContext(connection) as read:
            assert len(goal_lines(plan)) == how_many
    assert len(read) == 5


def test_of_much_progress_the_list_shows_the_newest_and_the_goal_its_pages(db):
    cast = plant_cast()
    goal = a_goal(cast)
    for number in range(22):
        some_progress(cast, goal, note=f"Note {number}")
    (line,) = lines(cast.cora, cast.circle_1)
    assert ([one.note for one in line.progress], line.has_older) == (["Note 21", "Note 20", "Note 19"], True)
    with acting(cast.cora) as cora:
        second = goal_line(open_goal(goal.pk, by=cora), page=2)
    assert ([one.note for one in second.progress], second.has_older) == (["Note 1", "Note 0"], False)
