"""When a volunteer is free, through the pages: noted by staff, said by themselves."""

from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from encircle.common.ids import new_id
from encircle.rooms.volunteers.models import Availability, Matching
from tests.cast import plant_cast
from tests.support.client import signed_in
from tests.support.database import as_owner


def typed(**more):
    return {
        "once": str(new_id()),
        "evening": ["1_evening", "3_evening"],
        "miles": "12",
        "sex": "woman",
        "age_band": "55",
        "place": "SX 91 92",
        "languages": "Welsh",
        "circles_before": "1",
        **more,
    }


def place(cast, who="vera"):
    return reverse("casework:volunteer_matching", args=[cast.volunteers[who].pk])


def ticked(answer):
    boxes = BeautifulSoup(answer.content, "html.parser").select("input[type=checkbox][checked]")
    return [box["value"] for box in boxes]


def test_it_is_kept_once_and_shown_when_opened_again(db):
    cast = plant_cast()
    client, given = signed_in(cast.cora), typed()
    for _ in range(2):
        assert client.post(place(cast), given).status_code == 302
    with as_owner():
        assert (Availability.objects.count(), Matching.objects.count()) == (1, 1)
    again = client.get(place(cast))
    assert ticked(again) == ["1_evening", "3_evening"]
    assert b"SX 91 92" in again.content


def test_what_is_wrong_is_said_and_what_was_ticked_stays(db):
    cast = plant_cast()
    answer = signed_in(cast.cora).post(place(cast), typed(place="Exmouth"))
    assert answer.status_code == 422
    assert b"Enter a grid reference like SX 91 92" in answer.content
    assert ticked(answer) == ["1_evening", "3_evening"]
    with as_owner():
        assert not Availability.objects.exists()


def test_it_is_not_there_for_another_area(db):
    cast = plant_cast()
    assert signed_in(cast.colin).get(place(cast)).status_code == 404
    assert signed_in(cast.colin).post(place(cast), typed()).status_code == 404


def test_a_volunteer_says_it_themselves_and_staff_see_it(db):
    cast = plant_cast()
    vera, own = signed_in(cast.vera), reverse("volunteering:when_free")
    given = {"once": str(new_id()), "morning": ["5_morning"], "miles": "8"}
    for _ in range(2):
        assert vera.post(own, given).status_code == 302
    assert ticked(vera.get(own)) == ["5_morning"]
    assert ticked(signed_in(cast.cora).get(place(cast))) == ["5_morning"]
    with as_owner():
        assert Availability.objects.get().said_by_id == cast.vera.pk


def test_somebody_without_a_volunteers_record_has_no_such_page(db):
    cast = plant_cast()
    assert signed_in(cast.petra).get(reverse("volunteering:when_free")).status_code == 404


def test_a_page_costs_the_same_however_often_it_was_said(db):
    cast = plant_cast()
    client, counts = signed_in(cast.cora), []
    for times in (1, 2):
        for _ in range(times):
            client.post(place(cast), typed())
        with CaptureQueriesContext(connection) as asked:
            client.get(place(cast))
        counts.append(len(asked))
    assert counts == [15, 15]
