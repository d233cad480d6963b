"""The on-call rota by its pages."""

from datetime import timedelta

import pytest
from django.urls import reverse

from encircle.common.ids import new_id
from encircle.rooms.organisation.models import OnCallShift
from tests.cast import plant_cast
from tests.rooms.risk import scene
from tests.support.client import signed_in
from tests.support.database import as_owner


@pytest.fixture
def cast(db):
    return plant_cast()


def typed(cast, **more):
    fields = {"once": new_id(), "person": cast.cleo.pk, "name": "", "number": "01632 960111", "area": "all"}
    for name, moment in (("starts_at", cast.now + timedelta(hours=1)), ("ends_at", cast.now + timedelta(hours=13))):
        local = moment.astimezone(scene.LONDON)
        fields |= {f"{name}_day": local.day, f"{name}_month": local.month, f"{name}_year": local.year}
        fields[f"{name}_time"] = f"{local:%H:%M}"
    return fields | more


def shifts():
    with as_owner():
        return list(OnCallShift.objects.values_list("user__persona", "name", "number", "area"))


def test_all_who_work_with_cases_see_it_and_two_roles_keep_it(cast):
    scene.on_call(cast, "cleo")
    seen = {}
    for who in ("cora", "sena", "olga", "vera", "omar", "adam"):
        client = signed_in(cast.users[who])
        seen[who] = [client.get(reverse(f"casework:{name}")).status_code for name in ("rota", "rota_new")]
    assert seen == {
        "cora": [200, 403],
        "sena": [200, 200],
        "olga": [200, 200],
        "vera": [404, 404],
        "omar": [404, 404],
        "adam": [404, 404],
    }


def test_a_turn_is_added_once_and_says_the_persons_name_where_none_was_typed(cast):
    sena, fields = signed_in(cast.sena), typed(cast)
    for _ in range(2):
        assert sena.post(reverse("casework:rota_new"), fields).status_code == 302
    assert shifts() == [("cleo", "Cleo Thistlewood", "01632 960111", None)]
    page = sena.get(reverse("casework:rota")).content.decode()
    assert "Cleo Thistlewood" in page
    assert "Nobody is on call in the next four weeks" in page


def test_a_turn_is_changed_and_taken_off_again(cast):
    olga = signed_in(cast.olga)
    olga.post(reverse("casework:rota_new"), typed(cast))
    with as_owner():
        shift = OnCallShift.objects.get()
    address = reverse("casework:rota_shift", args=[shift.pk])
    assert b"01632 960111" in olga.get(address).content
    olga.post(address, typed(cast, area=cast.areas["a"].pk, name="Cleo"))
    assert shifts() == [("cleo", "Cleo", "01632 960111", cast.areas["a"].pk)]
    for _ in range(2):
        assert olga.post(reverse("casework:rota_removal", args=[shift.pk])).status_code == 302
    assert shifts() == []


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"person": ""}, "Select who answers"),
        ({"number": "none"}, "Enter a telephone number"),
        ({"ends_at_time": "25:00"}, "Enter a time like"),
        ({"person": "vera"}, "Select who answers from the list"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_written(cast, more, sentence):
    if more.get("person") == "vera":
        more["person"] = cast.vera.pk
    answer = signed_in(cast.sena).post(reverse("casework:rota_new"), typed(cast, **more))
    assert (answer.status_code, sentence in answer.content.decode(), shifts()) == (422, True, [])


def test_a_turn_of_somebody_who_would_not_see_the_circles_is_marked(cast):
    scene.on_call(cast, "colin")
    scene.on_call(cast, "sena")
    page = signed_in(cast.olga).get(reverse("casework:rota")).content.decode()
    assert page.count("Sees the concern, not every Circle") == 1


def test_its_queries_do_not_grow_with_it(cast):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, counts = signed_in(cast.sena), []
    for number in (1, 2):
        for _ in range(number):
            scene.on_call(cast, "colin")
        client.get(reverse("casework:rota"))
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("casework:rota"))
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 18
