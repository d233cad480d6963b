"""Staying and leaving, through the pages of staff and of the volunteer."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from encircle.common.clock import in_london
from encircle.common.ids import new_id
from encircle.rooms.leaving.models import Leaving, Wish
from tests.cast import plant_cast
from tests.rooms.circles.test_seating import new_volunteer
from tests.support.client import signed_in
from tests.support.database import as_owner

from .test_people_pages import boxes, words


@pytest.fixture
def cast(db):
    return plant_cast()


def address(name, *args):
    return reverse(f"casework:{name}", args=args)


def form_of(cast, days=3, **more):
    day = in_london(cast.now + timedelta(days=days)).date()
    return {
        "once": str(new_id()), "when": "day", "reason": "moved", "decided": "volunteer", "words": "They move: gannet-9",
        **boxes("last_day", day),
    } | more  # fmt: skip


def test_what_ends_is_said_before_and_what_is_wrong_beside_the_field(cast):
    cora, place = signed_in(cast.cora), address("volunteer_leaving", cast.volunteers["vera"].pk)
    first = words(cora.get(place))
    assert f"{cast.circle_1.name} falls below the 2 volunteers a meeting needs." in first
    assert "1 volunteer stays" in first
    wrong = cora.post(place, form_of(cast, days=-1))
    assert wrong.status_code == 422
    assert "The last day must be today or later" in words(wrong)
    assert "They move: gannet-9" in words(wrong)
    empty = dict.fromkeys(("last_day_day", "last_day_month", "last_day_year"), "")
    assert "Enter their last day" in words(cora.post(place, form_of(cast) | empty))
    wrong = cora.post(place, form_of(cast, reason="charity"))
    assert "Where the charity ended it, the charity decided" in words(wrong)
    with as_owner():
        assert not Leaving.objects.exists()


def test_planned_changed_and_called_off(cast):
    cora, one = signed_in(cast.cora), cast.volunteers["vera"].pk
    form = form_of(cast)
    for _ in range(2):
        assert cora.post(address("volunteer_leaving", one), form).status_code == 302
    shown = words(cora.get(address("staying", one)))
    assert "They move: gannet-9" in shown
    assert "They stay after all" in shown
    assert "They move: gannet-9" not in words(cora.get(address("leavings")))
    assert "Vera Applegarth" in words(cora.get(address("leavings")))
    assert cora.post(address("volunteer_leaving", one), form_of(cast, days=9)).status_code == 302
    with as_owner():
        planned = Leaving.objects.order_by("-at").first()
        assert Leaving.objects.count() == 2
    for _ in range(2):
        assert cora.post(address("leaving_calling_off", planned.pk)).status_code == 302
    assert "Note that they leave" in words(cora.get(address("staying", one)))
    assert "Vera Applegarth" not in words(cora.get(address("leavings")))


def test_now_and_the_page_says_it_is_over(cast):
    cora, one = signed_in(cast.cora), cast.volunteers["vera"].pk
    vera = signed_in(cast.vera)
    assert cora.post(address("volunteer_leaving", one), form_of(cast, when="now")).status_code == 302
    shown = words(cora.get(address("staying", one)))
    assert "They have left" in shown
    assert "Ended for good" in shown
    assert "They stay after all" not in shown
    assert vera.get("/volunteering/").status_code == 302
    again = signed_in_demo(cast.vera)
    assert again.url == "/sign-in/"


def signed_in_demo(user):
    return Client().post("/demo/sign-in", {"persona": user.persona})


def test_a_volunteer_asks_to_stop_and_takes_it_back(cast):
    vera, cora = signed_in(cast.vera), signed_in(cast.cora)
    where = reverse("volunteering:own_time")
    assert "Your time with us" in words(vera.get(reverse("volunteering:home")))
    past = boxes("last_day", in_london(cast.now - timedelta(days=1)).date())
    wrong = vera.post(reverse("volunteering:stopping"), {"once": str(new_id()), "why": "Tired: gannet-7", **past})
    assert wrong.status_code == 422
    assert "Tired: gannet-7" in words(wrong)
    form = {"once": str(new_id()), "why": "Tired: gannet-7", **boxes("last_day", in_london(cast.now).date())}
    for _ in range(2):
        assert vera.post(reverse("volunteering:stopping"), form).status_code == 302
    with as_owner():
        assert Wish.objects.count() == 1
    assert "Until a last day is noted, nothing ends." in words(vera.get(where))
    listed = words(cora.get(address("leavings")))
    assert "Would like to stop" in listed
    assert "gannet-7" not in listed
    assert "Tired: gannet-7" in words(cora.get(address("staying", cast.volunteers["vera"].pk)))
    assert "gannet-7" not in words(signed_in(cast.vic).get(where))
    assert vera.post(reverse("volunteering:stopping_withdrawal")).status_code == 302
    assert "I would like to stop" in words(vera.get(where))
    assert "Nobody has asked to stop." in words(cora.get(address("leavings")))


def more_leavers(cast, many):
    people = [new_volunteer(cast, f"W{number}en") for number in range(many)]
    with as_owner():
        for one in people:
            of = {"volunteer": one, "area": one.area, "at": cast.now}
            Wish.objects.create(by=cast.cora, **of)
            for days in (3, -3):
                Leaving.objects.create(
                    last_day=(cast.now + timedelta(days=days)).date(), ends_at=cast.now + timedelta(days=days),
                    reason="moved", decided="volunteer", login_ends=False, by=cast.cora, **of,
                )  # fmt: skip


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_with_one_and_with_three(cast, rows):
    more_leavers(cast, rows)
    client = signed_in(cast.cora)
    client.get(address("leavings"))
    with CaptureQueriesContext(connection) as reads:
        assert client.get(address("leavings")).status_code == 200
    assert len(reads) == 14


@pytest.mark.parametrize(("name", "reads"), [("staying", 14), ("volunteer_leaving", 19)])
def test_one_volunteers_pages_cost_so_much(cast, name, reads):
    client, one = signed_in(cast.cora), cast.volunteers["vera"].pk
    client.get(address(name, one))
    with CaptureQueriesContext(connection) as found:
        assert client.get(address(name, one)).status_code == 200
    assert len(found) == reads
