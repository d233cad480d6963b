"""Lists of concerns: open ones first by urgency and age, coded facts only, at a constant number of queries."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from encircle.rooms.circles.models import Seat
from encircle.rooms.risk.vocabulary import Decision, Urgency
from tests.cast import plant_cast
from tests.rooms.risk import scene
from tests.support.client import signed_in
from tests.support.database import as_owner


@pytest.fixture
def cast(db):
    return plant_cast()


def listed(client, address):
    """(reference, all the words of its row) of every row, in order."""
    page = BeautifulSoup(client.get(address).content, "html.parser")
    return [
        (
            row.select_one("a").get_text(strip=True).removeprefix("Concern "),
            re.sub(r"\s+", " ", row.get_text(" ", strip=True)),
        )
        for row in page.select(".encircle-work__row")
    ]


def references(client, address):
    return [reference for reference, _ in listed(client, address)]


LIST = "/casework/concerns/"


def closed(cast, **more):
    concern = scene.plant_concern(cast, **more)
    scene.triage(cast, concern, Decision.NO_ACTION)
    scene.close(cast, concern)
    return concern


def test_open_ones_come_first_by_urgency_and_age_then_those_lately_closed(cast):
    hours = timedelta(hours=1)
    other = scene.plant_concern(cast, Urgency.OTHER, ago=90 * hours)
    newer = scene.plant_concern(cast, ago=1 * hours)
    older = scene.plant_concern(cast, ago=9 * hours)
    imminent = scene.plant_concern(cast, Urgency.IMMINENT)
    over = closed(cast, ago=2 * hours)
    expected = [one.reference for one in (imminent, older, newer, other, over)]
    assert references(signed_in(cast.cora), LIST) == expected


def test_an_urgency_changed_at_triage_counts(cast):
    first, raised = scene.plant_concern(cast, Urgency.SERIOUS), scene.plant_concern(cast, Urgency.OTHER)
    scene.triage(cast, raised, urgency=Urgency.IMMINENT)
    assert references(signed_in(cast.cora), LIST) == [raised.reference, first.reference]


def test_a_row_says_circle_age_state_and_who_must_act_next_and_never_what_was_seen(cast):
    scene.plant_concern(cast, ago=timedelta(days=20))
    ((_, words),) = listed(signed_in(cast.cora), LIST)
    assert "Circle 1 · raised 20 days ago · nobody has read it · Cora Fernleigh to decide" in words
    assert ("Overdue by" in words, "Serious" in words, "Kestrel" in words) == (True, True, False)


def test_it_names_the_agency_that_is_waited_for(cast):
    concern = scene.plant_concern(cast)
    scene.triage(cast, concern)
    scene.tell(cast, concern, "omar")
    ((_, words),) = listed(signed_in(cast.cora), LIST)
    assert "told, not acknowledged · Devon and Cornwall Police to acknowledge" in words


def test_each_sees_their_own_areas_and_managers_all_of_them(cast):
    here, there = scene.plant_concern(cast), scene.plant_concern(cast, by="xena", circle=cast.circle_2)
    seen = {who: references(signed_in(cast.users[who]), LIST) for who in ("cora", "cleo", "colin", "sena", "olga")}
    both = sorted([here.reference, there.reference])
    assert {who: sorted(found) for who, found in seen.items()} == {
        "cora": [here.reference],
        "cleo": [here.reference],
        "colin": [there.reference],
        "sena": both,
        "olga": both,
    }


@pytest.mark.parametrize("who", ["vera", "xena", "omar", "adam", "dana", "tess", "nina"])
def test_for_everybody_else_there_is_no_list(cast, who):
    scene.plant_concern(cast)
    client = signed_in(cast.users[who])
    addresses = [LIST, reverse("casework:circle_concerns", args=[cast.circle_1.pk])]
    assert [client.get(address).status_code for address in addresses] == [404, 404]


def test_the_filters_narrow_it_and_unknown_choices_narrow_nothing(cast):
    serious, other = scene.plant_concern(cast), scene.plant_concern(cast, Urgency.OTHER)
    there = scene.plant_concern(cast, by="xena", circle=cast.circle_2)
    over = closed(cast)
    olga = signed_in(cast.olga)
    assert references(olga, f"{LIST}?urgency=other") == [other.reference]
    assert references(olga, f"{LIST}?area=dorset") == [there.reference]
    assert references(olga, f"{LIST}?state=closed") == [over.reference]
    assert over.reference not in references(olga, f"{LIST}?state=open")
    assert len(references(olga, f"{LIST}?urgency=zebra&area=nowhere&page=x")) == 4
    assert serious.reference in references(olga, LIST)


def test_a_circles_own_list_holds_only_its_own(cast):
    here, over = scene.plant_concern(cast), closed(cast)
    scene.plant_concern(cast, by="xena", circle=cast.circle_2)
    address = reverse("casework:circle_concerns", args=[cast.circle_1.pk])
    assert references(signed_in(cast.olga), address) == [here.reference, over.reference]


def test_pages_of_twenty(cast):
    for _ in range(21):
        scene.plant_concern(cast)
    cora = signed_in(cast.cora)
    assert [len(listed(cora, f"{LIST}?page={number}")) for number in (1, 2, 3)] == [20, 1, 0]


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def some(cast, number):
    """Told, taken, read, closed: each `number` times."""
    for _ in range(number):
        waiting = scene.plant_concern(cast)
        scene.take(cast, waiting)
        scene.triage(cast, waiting)
        scene.tell(cast, waiting, "omar")
        scene.plant_concern(cast, about="vic")
        closed(cast)


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("place", "asked"), [("all", 22), ("circle", 23)])
def test_queries_do_not_grow_with_the_list(cast, place, asked, number):
    address = LIST if place == "all" else reverse("casework:circle_concerns", args=[cast.circle_1.pk])
    some(cast, number)
    assert queries(signed_in(cast.sena), address) == asked


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("who", "asked"), [("cora", 29), ("sena", 29)])
def test_queries_of_one_concern_do_not_grow_with_its_chronology(cast, who, asked, number):
    concern = scene.plant_concern(cast)
    scene.take(cast, concern)
    for _ in range(number):
        scene.triage(cast, concern)
        scene.phone(cast, concern)
        scene.tell(cast, concern, "omar")
        scene.tell_outside(cast, concern, professional_id=cast.professionals["paul"].pk)
    assert queries(signed_in(cast.users[who]), reverse("casework:concern", args=[concern.pk])) == asked


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("concern_disclosure", 17),
        ("concern_disclosure_outside", 17),
        ("concern_call", 19),
        ("concern_acknowledgement", 19),
    ],
)
def test_queries_of_the_forms_do_not_grow_with_those_who_can_be_told(cast, name, asked, number):
    concern = scene.plant_concern(cast)
    scene.triage(cast, concern)
    with as_owner():
        for left_out in ("petra", "hana")[: 3 - number]:
            Seat.objects.filter(pk=cast.seats[left_out].pk).update(ends_at=cast.now - timedelta(days=1))
    for told in ("omar", "petra", "hana")[:number]:
        scene.tell(cast, concern, told)
    assert queries(signed_in(cast.cora), reverse(f"casework:{name}", args=[concern.pk])) == asked
