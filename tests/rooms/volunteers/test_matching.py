"""What volunteers say for matching: who may say it, what is kept, and that another's stays theirs."""

from datetime import timedelta

import pytest

from encircle.common.errors import Invalid, NotAllowed
from encircle.common.ids import new_id
from encircle.rooms.volunteers.matching import (
    ForMatching,
    WhenFree,
    availability_of,
    matching_of,
    say_availability,
    say_matching,
)
from encircle.rooms.volunteers.models import Availability, Matching, Volunteer
from encircle.rooms.volunteers.vocabulary import Sex
from tests.cast import acting, plant_cast

TUESDAYS = WhenFree(("1_evening",), 12)


def test_the_newest_counts_and_what_was_said_before_is_kept(db):
    cast = plant_cast()
    vera = cast.volunteers["vera"]
    with acting(cast.vera) as by:
        say_availability(vera, TUESDAYS, id=new_id(), by=by, at=cast.now)
    with acting(cast.cora) as by:
        later = cast.now + timedelta(hours=1)
        say_availability(vera, WhenFree(("3_evening", "0_morning"), 5), id=new_id(), by=by, at=later)
        assert availability_of([vera.pk])[vera.pk].slots == ["0_morning", "3_evening"]
        assert Availability.objects.count() == 2


def test_a_place_is_kept_to_a_kilometre_however_exact_it_was_typed(db):
    cast = plant_cast()
    vera = cast.volunteers["vera"]
    with acting(cast.cora) as by:
        said = ForMatching(sex=Sex.WOMAN, place="sx 91845 92561")
        say_matching(vera, said, id=new_id(), by=by, at=cast.now)
        assert matching_of([vera.pk])[vera.pk].place == "SX9192"


@pytest.mark.parametrize(
    ("said", "field"),
    [(WhenFree(("7_evening",), 5), "slots"), (WhenFree((), 201), "miles"), (WhenFree((), -1), "miles")],
)
def test_what_is_no_answer_is_refused(db, said, field):
    cast = plant_cast()
    with acting(cast.cora) as by, pytest.raises(Invalid) as refused:
        say_availability(cast.volunteers["vera"], said, id=new_id(), by=by, at=cast.now)
    assert set(refused.value.errors) == {field}


def test_a_place_off_the_map_is_refused_beside_its_field(db):
    cast = plant_cast()
    with acting(cast.cora) as by, pytest.raises(Invalid) as refused:
        say_matching(cast.volunteers["vera"], ForMatching(place="EX8"), id=new_id(), by=by, at=cast.now)
    assert refused.value.errors == {"place": "Enter a grid reference like SX 91 92"}


@pytest.mark.parametrize("who", ["vic", "xena", "colin", "adam", "petra"])
def test_nobody_else_says_or_reads_it(db, who):
    cast = plant_cast()
    vera = cast.volunteers["vera"]
    with acting(cast.vera) as by:
        say_availability(vera, TUESDAYS, id=new_id(), by=by, at=cast.now)
    with acting(cast.users[who]) as by:
        with pytest.raises(NotAllowed):
            say_availability(vera, TUESDAYS, id=new_id(), by=by, at=cast.now)
        assert availability_of([vera.pk]) == {}
        assert not Matching.objects.exists()


def test_it_goes_with_a_volunteer_who_moves_to_another_area(db):
    cast = plant_cast()
    vera = cast.volunteers["vera"]
    with acting(cast.vera) as by:
        say_availability(vera, TUESDAYS, id=new_id(), by=by, at=cast.now)
    with acting(cast.olga):
        assert Volunteer.objects.filter(pk=vera.pk).update(area=cast.areas["b"]) == 1
    with acting(cast.colin):
        assert set(availability_of([vera.pk])) == {vera.pk}
    with acting(cast.cora):
        assert availability_of([vera.pk]) == {}
