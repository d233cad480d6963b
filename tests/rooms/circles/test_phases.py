"""Phases follow one another, pauses stop the clocks, an ending ends every seat."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotFound
from encircle.rooms.circles.actions.phases import Grounds, begin_phase, end_circle, pause_circle, resume_circle
from encircle.rooms.circles.actions.seating import seat_professional
from encircle.rooms.circles.models import Circle, Phase
from encircle.rooms.circles.queries import Wanted, circle_now, circles_page
from encircle.rooms.circles.vocabulary import CircleState, EndingReason, PauseReason, PhaseName
from tests.cast import acting, plant_cast
from tests.support.database import as_owner, clock_shifted


def standing(cast):
    with acting(cast.cora) as cora:
        return circle_now(cast.circle_1.pk, cora.now).standing


def names(user, **wanted):
    with acting(user) as actor:
        page = circles_page(Wanted(**wanted), first=0, count=20, at=actor.now)
        return [found.circle.name for found in page.circles], page.total


def test_the_next_phase_begins_as_the_one_before_ends(db):
    cast = plant_cast()
    with acting(cast.cora) as cora:
        begin_phase(cast.circle_1.pk, PhaseName.FORTNIGHTLY, by=cora, at=cora.now, grounds=Grounds(of_a_review=True))
    assert standing(cast) == "Fortnightly"
    with acting(cast.cora) as cora:
        begin_phase(cast.circle_1.pk, PhaseName.FORTNIGHTLY, by=cora, at=cora.now, grounds=Grounds(of_a_review=True))
    with as_owner():
        phases = list(Phase.objects.filter(circle=cast.circle_1).order_by("starts_at").values_list("name", "ends_at"))
    assert [name for name, _ in phases] == ["weekly", "fortnightly"]
    assert phases[1][1] is None


def test_a_circle_is_paused_and_goes_on(db):
    cast = plant_cast()
    with acting(cast.cora) as cora:
        day = in_london(cora.now).date() + timedelta(days=30)
        pause_circle(cast.circle_1.pk, reason=PauseReason.AWAY, back_on=day, by=cora, at=cora.now)
        with pytest.raises(Invalid):
            pause_circle(cast.circle_1.pk, reason=PauseReason.AWAY, back_on=day, by=cora, at=cora.now)
    assert standing(cast) == "Paused"
    assert names(cast.cora, state=CircleState.PAUSED) == (["Circle 1"], 1)
    assert names(cast.cora, state=CircleState.RUNNING) == ([], 0)
    with acting(cast.cora) as cora:
        resume_circle(cast.circle_1.pk, by=cora, at=cora.now)
    assert standing(cast) == "Weekly"


def test_with_the_end_of_a_circle_every_seat_ends_that_day(db):
    cast = plant_cast()
    with acting(cast.cora) as cora:
        end_circle(cast.circle_1.pk, EndingReason.COMPLETED, by=cora, at=cora.now)
    assert standing(cast) == "Ended"
    with clock_shifted(timedelta(days=1)):
        with acting(cast.vera) as vera:
            assert vera.volunteer_seats == ()
        with acting(cast.omar) as omar:
            assert omar.outer_seats == ()
    with acting(cast.cora) as cora:
        with pytest.raises(Invalid):
            end_circle(cast.circle_1.pk, EndingReason.COMPLETED, by=cora, at=cora.now)
        with pytest.raises(Invalid):
            seat_professional(
                cast.circle_1, cast.professionals["paul"].pk, position="", starts_at=cora.now, by=cora, at=cora.now
            )


def test_a_circle_of_another_area_is_not_there(db):
    cast = plant_cast()
    with acting(cast.colin) as colin:
        with pytest.raises(NotFound):
            circle_now(cast.circle_1.pk, colin.now)
        with pytest.raises(NotFound):
            end_circle(cast.circle_1.pk, EndingReason.COMPLETED, by=colin, at=colin.now)


def test_the_list_has_the_circles_of_ones_own_area_and_ended_ones_only_when_asked(db):
    cast = plant_cast()
    assert names(cast.cora) == (["Circle 1"], 1)
    assert names(cast.colin) == (["Circle 2"], 1)
    assert names(cast.olga) == (["Circle 1", "Circle 2"], 2)
    assert names(cast.olga, area_id=cast.areas["b"].pk) == (["Circle 2"], 1)
    assert names(cast.olga, kind="young") == ([], 0)
    with acting(cast.cora) as cora:
        end_circle(cast.circle_1.pk, EndingReason.MOVED, by=cora, at=cora.now)
    assert names(cast.olga) == (["Circle 2"], 1)
    assert names(cast.olga, state=CircleState.ENDED) == (["Circle 1"], 1)


@pytest.mark.parametrize("more", [0, 2])
def test_the_list_asks_as_often_for_three_circles_as_for_one(db, more):
    cast = plant_cast()
    with as_owner():
        for number in range(more):
            Circle.objects.create(
                reference=f"C-MORE2{number}",
                name=f"Circle {number + 5}",
                area=cast.areas["a"],
                kind="adult",
                opened_at=cast.now,
            )
    with (
        acting(cast.cora) as cora,
        CaptureQueriesContext(
            connection,
        ) as queries,
    ):
        page = circles_page(Wanted(), first=0, count=20, at=cora.now)
    assert (page.total, len(queries)) == (1 + more, 4)


def test_circle_2_stands_before_circle_10(db):
    cast = plant_cast()
    with as_owner():
        for number, name in enumerate(("Circle 10 Ferry", "Alder", "Circle 9")):
            Circle.objects.create(
                reference=f"C-ORDER{number}", name=name, area=cast.areas["a"], kind="adult", opened_at=cast.now
            )
    assert names(cast.cora) == (["Circle 1", "Circle 9", "Circle 10 Ferry", "Alder"], 4)
