"""What counts in forming Circles: set by the operations manager, kept with what was before."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from encircle.common.ids import new_id
from encircle.rooms.forming.models import Weighing
from encircle.rooms.forming.weighing import Settings, present_settings
from encircle.rooms.volunteers.models import Availability
from tests.cast import acting, plant_cast
from tests.rooms.forming.planted import plant_pool
from tests.rooms.forming.test_runs import pairs_of, worked_out
from tests.support.client import signed_in
from tests.support.database import as_owner

PAGE, NEW = "administration:forming_weights", "administration:forming_weights_new"
NOW = {
    "circle_first": 4, "circle_high": 3, "circle_usual": 2, "core_member_month": 6, "volunteer_month": 3, "mile": 2,
    "age_band": 15, "mix": 15, "known_venue": 8, "fairness": 2, "circles_per_volunteer": 1, "kept_days": 7,
}  # fmt: skip


@pytest.fixture
def cast(db):
    return plant_cast()


def words(answer):
    return " ".join(BeautifulSoup(answer.content, "html.parser").main.get_text(" ").split())


def set_anew(client, **more):
    return client.post(reverse(NEW), {**NOW, "once": str(new_id()), "why": "Agreed by the trustees", **more})


def test_a_change_counts_from_now_on_and_says_what_was_before(cast):
    olga = signed_in(cast.olga)
    assert set_anew(olga, mile=5).status_code == 302
    assert set_anew(olga, mile=7).status_code == 302
    says = words(olga.get(reverse(PAGE)))
    assert "Against: each mile a volunteer travels: 7 (before: 5)" in says
    assert "Against: each mile a volunteer travels: 5 (before: 2)" in says
    assert "By Olga Quillfeather. Agreed by the trustees" in says
    with acting(cast.cora):
        assert present_settings().weights.mile == 7


def test_what_is_wrong_is_said_and_nothing_is_kept(cast):
    olga = signed_in(cast.olga)
    for given, says in (
        ({"circle_high": 9}, "a more urgent one for no less than another"),
        ({"circles_per_volunteer": 4}, "Enter a number from 1 to 3"),
        ({"why": "x"}, "Say in a few words why this is set so"),
        ({}, "Nothing is different from what counts now"),
    ):
        answer = set_anew(olga, **{"mile": 5, **given} if given else given)
        assert answer.status_code == 422
        assert says in words(answer)
    with as_owner():
        assert not Weighing.objects.exists()


def test_the_administrator_reads_it_and_sets_nothing(cast):
    adam = signed_in(cast.adam)
    assert "Operations managers set what counts." in words(adam.get(reverse(PAGE)))
    assert adam.get(reverse(NEW)).status_code == 404


def test_a_volunteer_has_room_for_as_many_circles_as_the_charity_says(cast):
    pool = plant_pool(cast, waiting=2, volunteers=3)
    with as_owner():
        for one in pool.volunteers:
            one_more_evening(one)
    assert len(pairs_of(worked_out(cast))) == 3
    assert set_anew(signed_in(cast.olga), circles_per_volunteer=2).status_code == 302
    assert len(pairs_of(worked_out(cast))) == 6


def one_more_evening(volunteer):
    Availability.objects.filter(volunteer=volunteer).update(slots=["1_evening", "2_evening"])


def test_nothing_set_is_what_encircle_comes_with(cast):
    with acting(cast.cora):
        assert present_settings() == Settings()


def test_the_page_costs_the_same_for_one_change_and_for_three(cast):
    olga, counts = signed_in(cast.olga), []
    for miles in ((3,), (4, 5)):
        for mile in miles:
            set_anew(olga, mile=mile)
        with CaptureQueriesContext(connection) as asked:
            olga.get(reverse(PAGE))
        counts.append(len(asked))
    assert counts == [15, 15]
