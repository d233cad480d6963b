"""Who waits in a prison: only volunteers whom that prison has cleared are proposed for them."""

from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from encircle.common.errors import Invalid
from encircle.common.ids import new_id
from encircle.rooms.forming.models import Proposal
from encircle.rooms.forming.queries import who_else
from encircle.rooms.suitability.actions.waiting import say_when_free
from encircle.rooms.suitability.models import WaitingFree, WaitingPlace
from tests.cast import acting, plant_cast
from tests.rooms.circles.test_establishment import cleared, in_prison, prison
from tests.support.client import signed_in
from tests.support.database import as_owner

from .planted import plant_pool, plant_waiting
from .test_runs import pairs_of, worked_out


@pytest.fixture
def cast(db):
    found = plant_cast()
    in_prison(found)
    return found


def waits_inside(cast, name="Ines"):
    with as_owner():
        return plant_waiting(cast, cast.areas["a"], name, cast.cora, kind="prison")


def said(cast, person, where):
    with acting(cast.cora) as actor:
        place = WaitingPlace.objects.get(pk=person.pk)
        say_when_free(
            place, ["1_evening"], prison_id=where.pk if where else None, id=new_id(), by=actor, at=actor.now
        )  # fmt: skip


def test_nobody_is_proposed_whom_their_prison_has_not_cleared(cast):
    north, south = prison("North"), prison("South")
    pool = plant_pool(cast, waiting=0, volunteers=8)
    for one in pool.volunteers[:4]:
        cleared(cast, north, one)
    for one in pool.volunteers[4:]:
        cleared(cast, south, one)
    person = waits_inside(cast)
    said(cast, person, south)
    proposed = {volunteer for volunteer, _ in pairs_of(worked_out(cast))}
    assert proposed
    assert proposed <= {one.pk for one in pool.volunteers[4:]}
    with acting(cast.cora) as actor:
        others = who_else(Proposal.objects.get(core_member=person.pk), actor.now)
        assert {id for id, *_ in others} == {one.pk for one in pool.volunteers[4:]} - proposed


def test_two_who_wait_in_two_prisons_get_those_whom_their_own_has_cleared(cast):
    north, south = prison("North"), prison("South")
    pool = plant_pool(cast, waiting=0, volunteers=8)
    for one in pool.volunteers[:4]:
        cleared(cast, north, one)
    for one in pool.volunteers[4:]:
        cleared(cast, south, one)
    here, there = waits_inside(cast), waits_inside(cast, "Jonas")
    said(cast, here, north)
    said(cast, there, south)
    pairs = pairs_of(worked_out(cast))
    assert {person for _, person in pairs} == {here.pk, there.pk}
    assert {volunteer for volunteer, person in pairs if person == here.pk} <= {one.pk for one in pool.volunteers[:4]}
    assert {volunteer for volunteer, person in pairs if person == there.pk} <= {one.pk for one in pool.volunteers[4:]}


def test_while_nobody_has_said_in_which_a_clearance_by_any_counts(cast):
    pool = plant_pool(cast, waiting=0, volunteers=6)
    for number, one in enumerate(pool.volunteers):
        cleared(cast, prison("North") if number == 0 else prison(f"South {number}"), one)
    person = waits_inside(cast)
    said(cast, person, None)
    assert pairs_of(worked_out(cast))


def test_only_who_waits_for_a_circle_that_begins_in_prison_is_in_one(cast):
    pool, north = plant_pool(cast, waiting=1), prison("North")
    with pytest.raises(Invalid) as refusal:
        said(cast, pool.waiting[0], north)
    assert "prison" in refusal.value.errors
    with pytest.raises(Invalid):
        said(cast, waits_inside(cast), cast.agencies["probation"])


def test_the_prison_is_asked_with_the_days_and_the_form_that_opens_the_circle_has_it(cast):
    north = prison("North")
    pool = plant_pool(cast, waiting=0, volunteers=5)
    for one in pool.volunteers:
        cleared(cast, north, one)
    person, client = waits_inside(cast), signed_in(cast.cora)
    place, times = (reverse(f"casework:{name}", args=[person.pk]) for name in ("waiting_place", "waiting_times"))
    assert "a clearance by any prison counts" in words(client.get(place))
    refused = client.post(times, {"once": new_id(), "prison": str(north.pk)})
    assert refused.status_code == 422
    assert main(refused).select_one("option[selected]")["value"] == str(north.pk)
    sent = {"once": new_id(), "evening": ["1_evening"], "prison": str(north.pk)}
    for _ in range(2):
        assert client.post(times, sent).status_code == 302
    assert "Prison HMP North" in words(client.get(place))
    assert main(client.get(times)).select_one("option[selected]")["value"] == str(north.pk)
    worked_out(cast)
    with as_owner():
        assert WaitingFree.objects.get().prison == north
        found = Proposal.objects.get(core_member=person.pk)
    asked = {"area": cast.areas["a"].code, "kind": "prison", "proposal": str(found.pk)}
    opening = main(client.get(f"{reverse('casework:new_circle')}?{urlencode(asked)}"))
    assert opening.select_one("select[name=prison] option[selected]")["value"] == str(north.pk)
    offered = [one.get_text() for one in opening.select("input[name=volunteers]:checked ~ *")]
    assert offered
    assert not [one for one in offered if "Not ready" in one]


def main(answer):
    return BeautifulSoup(answer.content, "html.parser").main


def words(answer):
    return " ".join(main(answer).get_text(" ").split())
