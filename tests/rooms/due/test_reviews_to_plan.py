"""Reviews nobody has planned yet stand with who runs the Circle: from what is due, and no calendar of their own."""

from datetime import timedelta

from encircle.common.clock import in_london
from encircle.rooms.circles.models import Pause, Phase
from encircle.rooms.due.queries import reviews_to_plan
from encircle.rooms.reviews.models import Holding
from encircle.rooms.reviews.queries.calendar import calendar_of
from tests.cast import acting, plant_cast
from tests.rooms.reviews.scene import hold, plan
from tests.support.database import as_owner
from tests.support.reckoning import reckon_up


def begun(days):
    cast = plant_cast()
    with as_owner():
        Phase.objects.filter(circle=cast.circle_1).exclude(name="forming").update(
            starts_at=cast.now - timedelta(days=days)
        )
    reckon_up()
    return cast


def to_plan(cast, who="cora", **more):
    with acting(cast.users[who]) as actor:
        return reviews_to_plan(actor.user_id, actor.now, **{"area_id": None, **more})


def test_the_next_review_without_a_day_stands_with_who_runs_the_circle(db):
    cast = begun(100)
    (one,) = to_plan(cast)
    assert (one.circle_id, one.circle_name, one.number) == (cast.circle_1.pk, cast.circle_1.name, 1)
    assert one.due_at < cast.now
    assert to_plan(cast, area_id=cast.areas["a"].pk) == [one]
    assert to_plan(cast, area_id=cast.areas["b"].pk) == []
    assert to_plan(cast, "olga") == to_plan(cast, "cleo") == []


def test_it_goes_when_a_day_is_planned(db):
    cast = begun(100)
    plan(cast, days=5)
    assert to_plan(cast) == []


def test_when_one_was_held_the_next_comes_near_in_its_turn(db):
    cast = begun(250)
    hold(cast, plan(cast, days=-40))
    reckon_up()
    with as_owner():
        assert Holding.objects.get().number == 2
        calendar = calendar_of(cast.circle_1, today=in_london(cast.now).date())
    (one,) = to_plan(cast)
    assert (one.number, in_london(one.due_at - timedelta(hours=1)).date()) == (3, calendar.due_on)


def test_of_several_left_out_the_oldest_is_named_as_the_calendar_names_it(db):
    cast = begun(300)
    (one,) = to_plan(cast)
    with as_owner():
        calendar = calendar_of(cast.circle_1, today=in_london(cast.now).date())
    assert (one.number, in_london(one.due_at - timedelta(hours=1)).date()) == (calendar.number, calendar.due_on)


def test_in_a_pause_without_an_end_it_has_no_day(db):
    cast = begun(80)
    with as_owner():
        Pause.objects.create(
            circle=cast.circle_1, area=cast.areas["a"], starts_at=cast.now - timedelta(days=2), reason="holidays"
        )
    reckon_up()
    assert [(one.number, one.due_at) for one in to_plan(cast)] == [(1, None)]
