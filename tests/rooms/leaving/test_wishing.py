"""A volunteer asks to stop: it stands on the staff's list, and nothing ends by it."""

from datetime import timedelta

import pytest

from encircle.common.errors import Invalid, NotFound
from encircle.common.ids import new_id
from encircle.rooms.leaving.actions.wishing import ask_to_stop, stay_after_all
from encircle.rooms.leaving.models import Wish, WishWords
from encircle.rooms.leaving.queries import asked_to_stop, open_leaving
from encircle.rooms.volunteers.models import Volunteer
from tests.cast import acting, plant_cast
from tests.support.database import as_owner

from .scene import leave, today


@pytest.fixture
def cast(db):
    return plant_cast()


def ask(cast, who="vera", last_day=None, why=""):
    with acting(cast.users[who]) as actor:
        ask_to_stop(last_day, why, id=new_id(), by=actor, at=actor.now)


def on_the_list(cast, who="cora"):
    with acting(cast.users[who]):
        return [one.volunteer.given_name for one in asked_to_stop(cast.areas["a"].pk)]


def test_it_stands_on_the_list_once_until_it_is_taken_back_or_a_last_day_is_noted(cast):
    for _ in range(2):
        ask(cast, why="I am tired: gannet-7")
    assert on_the_list(cast) == on_the_list(cast, "sena") == ["Vera"]
    assert on_the_list(cast, "colin") == on_the_list(cast, "vic") == []
    with acting(cast.vera) as vera:
        assert len(vera.volunteer_seats) == 1
        stay_after_all(by=vera, at=vera.now)
        stay_after_all(by=vera, at=vera.now)
    assert on_the_list(cast) == []
    ask(cast)
    assert on_the_list(cast) == ["Vera"]
    leave(cast, days=9)
    assert on_the_list(cast) == []


def test_the_words_are_theirs_and_the_staffs_under_a_receipt(cast):
    ask(cast, why="I am tired: gannet-7")
    for who, wanted in (("cora", "I am tired: gannet-7"), ("vera", "I am tired: gannet-7"), ("vic", None)):
        with acting(cast.users[who]) as actor:
            assert WishWords.objects.count() == 0
            one = Volunteer.objects.filter(pk=cast.volunteers["vera"].pk).first()
            assert (open_leaving(one, by=actor).wish_words if one else None) == wanted


def test_a_day_gone_by_and_too_many_words_are_refused(cast):
    for wrong in ({"last_day": today(cast) - timedelta(days=1)}, {"why": "x" * 2_001}):
        with pytest.raises(Invalid):
            ask(cast, **wrong)
    for who in ("cora", "petra"):
        with pytest.raises(NotFound):
            ask(cast, who)
    with as_owner():
        assert not Wish.objects.exists()
