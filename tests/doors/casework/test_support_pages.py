"""Supervision, counselling and what stands out, through the pages."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from encircle.common.clock import in_london
from encircle.common.ids import new_id
from encircle.rooms.support.models import CounsellingStep, Supervision
from tests.cast import plant_cast
from tests.rooms.support.test_supervision import note, plan
from tests.support.client import signed_in
from tests.support.database import as_owner

from .test_people_pages import boxes, words


@pytest.fixture
def cast(db):
    return plant_cast()


def address(name, *args):
    return reverse(f"casework:{name}", args=args)


def planned(cast, days, **more):
    day = in_london(cast.now + timedelta(days=days)).date()
    return {
        "once": str(new_id()), "kind": "one_to_one", "volunteers": [str(cast.volunteers["vera"].pk)],
        "supervisor": str(cast.cora.pk), "starts_at_time": "10:00", "place": "Office", **boxes("starts_at", day),
    } | more  # fmt: skip


def test_planned_held_and_written_of(cast):
    cora = signed_in(cast.cora)
    wrong = cora.post(address("supervision_new"), planned(cast, -2, kind="group"))
    assert wrong.status_code == 422
    assert "Select two volunteers or more" in words(wrong)
    form = planned(cast, -2)
    for _ in range(2):
        assert cora.post(address("supervision_new"), form).status_code == 302
    with as_owner():
        held = Supervision.objects.get()
        place = held.places.get()
    where = address("supervision", held.pk)
    assert "Select whether Vera Applegarth took part" in words(cora.post(where, {}))
    assert cora.post(where, {f"place_{place.pk.hex}": "came"}).status_code == 302
    written = {"once": str(new_id()), "text": "What they carry home: nightjar-9"}
    for _ in range(2):
        assert cora.post(address("supervision_note", held.pk), written).status_code == 302
    assert words(cora.get(where)).count("nightjar-9") == 1
    for who in (cast.cleo, cast.sena, cast.olga):
        shown = words(signed_in(who).get(where))
        assert "Took part" in shown
        assert "nightjar-9" not in shown
    own = reverse("volunteering:supervision", args=[held.pk])
    assert "nightjar-9" in words(signed_in(cast.vera).get(own))
    assert signed_in(cast.vic).get(own).status_code == 404
    assert cora.post(address("supervision_cancellation", held.pk)).status_code == 403


def test_one_to_come_is_called_off_and_stands_on_the_volunteers_home_until_then(cast):
    id = plan(cast, "vera", days=5)
    home = reverse("volunteering:home")
    assert "Next supervision" in words(signed_in(cast.vera).get(home))
    assert signed_in(cast.cora).post(address("supervision_cancellation", id)).status_code == 302
    assert "Next supervision" not in words(signed_in(cast.vera).get(home))
    assert "Called off" in words(signed_in(cast.cora).get(address("supervision", id)))


def test_counselling_offered_and_what_came_of_it(cast):
    cora, vera, today = signed_in(cast.cora), cast.volunteers["vera"].pk, in_london(cast.now).date()
    offer = {"once": str(new_id())} | boxes("offered_on", today)
    assert cora.post(address("counselling_offer", vera), offer).status_code == 302
    came = {"once": str(new_id()), "outcome": "taken_up"}
    early = cora.post(address("counselling_outcome", offer["once"]), came | boxes("on", today - timedelta(days=1)))
    assert "must not be before counselling was offered" in words(early)
    for _ in range(2):
        assert cora.post(address("counselling_outcome", offer["once"]), came | boxes("on", today)).status_code == 302
    with as_owner():
        assert CounsellingStep.objects.count() == 1
    assert "Taken up" in words(cora.get(address("volunteer_support", vera)))
    assert "Taken up" in words(signed_in(cast.vera).get(reverse("volunteering:own_support")))
    assert "Taken up" not in words(signed_in(cast.vic).get(reverse("volunteering:own_support")))


def test_what_is_overdue_stands_by_area(cast):
    shown = words(signed_in(cast.cora).get(address("support")))
    assert "Vera Applegarth" in shown
    assert "One to one supervision" in shown
    olga = signed_in(cast.olga)
    assert "Choose an area" in words(olga.get(address("support")))
    assert "Xena Copperbeech" in words(olga.get(address("support") + "?area=dorset"))


def _one(cast):
    note(cast, plan(cast, "vera"), "One")
    plan(cast, "vera", days=4)


def _two_more(cast):
    for days in (-3, -4, 5, 6):
        plan(cast, "vera", days=days)


@pytest.mark.parametrize(("name", "reads"), [("supervisions", 20), ("volunteer_support", 18), ("own_support", 14)])
def test_a_page_costs_the_same_with_one_supervision_and_with_three(cast, name, reads):
    client, costs = signed_in(cast.vera if name == "own_support" else cast.cora), []
    where = {
        "supervisions": address("supervisions"),
        "volunteer_support": address("volunteer_support", cast.volunteers["vera"].pk),
        "own_support": reverse("volunteering:own_support"),
    }[name]
    for more in (_one, _two_more):
        more(cast)
        client.get(where)
        with CaptureQueriesContext(connection) as queries:
            client.get(where)
        costs.append(len(queries))
    assert costs == [reads, reads]
