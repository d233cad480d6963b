"""Every page of the volunteers' door: who finds it, and for whom it does not exist."""

from datetime import timedelta
from functools import partial

import pytest

from encircle.common.ids import new_id
from encircle.rooms.circles.models import Seat
from encircle.rooms.meetings.models import Remark, RemarkText
from encircle.rooms.organisation.models import OnCallShift
from encircle.rooms.risk.actions.raising import NewConcern, raise_concern
from encircle.rooms.risk.vocabulary import Urgency
from tests.cast import acting, plant_cast
from tests.support.client import look_the_same, signed_in
from tests.support.database import as_owner, clock_shifted

from .page import at

ALWAYS = ("home", "meetings", "concerns", "new_concern", "new_imminent_concern", "new_other_concern")


def raised(cast, who="vera"):
    with acting(cast.users[who]) as actor:
        circle = cast.circle_2 if who == "xena" else cast.circle_1
        told = NewConcern(id=new_id(), circle_id=circle.pk, urgency=Urgency.SERIOUS, text="Kestrel words.")
        return raise_concern(told, by=actor, at=actor.now)


def asked(cast, kind="question", to="vera", text="Why was he low?"):
    with as_owner():
        there = {"version": cast.minutes_1, "circle": cast.circle_1, "area": cast.areas["a"]}
        remark = Remark.objects.create(
            **there,
            meeting=cast.meetings["past_1"],
            kind=kind,
            to_user=cast.users[to],
            said_by=cast.cora,
            said_at=cast.now,
        )
        RemarkText.objects.create(remark=remark, **there, text=text)
    return remark


def pages_of_circle_1(cast):
    """Address -> method, for everything about Circle 1 and what Vera raised and was asked."""
    due, past, concern = cast.meetings["yesterday_1"].pk, cast.meetings["past_1"].pk, raised(cast).pk
    return {
        at("draft", due): ("get", "post"),
        at("check", due): ("get",),
        at("submission", due): ("get", "post"),
        at("minutes", past): ("get",),
        at("version", past, 1): ("get",),
        at("answer", asked(cast).pk): ("post",),
        at("concern", concern): ("get",),
        at("concern_raised", concern): ("get",),
        at("concern_addition", concern): ("post",),
        at("choice", due, 1): ("get", "post"),
        at("kept", due, 1): ("get", "post"),
        at("new_concern") + f"?meeting={due}": ("get",),
        at("new_imminent_concern") + f"?meeting={due}": ("get",),
    }


def test_a_volunteer_finds_the_pages_of_her_circle(db):
    cast = plant_cast()
    vera = signed_in(cast.vera)
    for name in ALWAYS:
        assert vera.get(at(name)).status_code == 200, name
    for address, methods in pages_of_circle_1(cast).items():
        if "get" in methods and "/draft/" not in address.removesuffix("draft/"):
            assert vera.get(address).status_code in (200, 302), address


@pytest.mark.parametrize("stranger", ["xena", "nina"])
def test_for_any_other_volunteer_a_real_page_is_as_absent_as_one_that_never_was(db, stranger):
    cast = plant_cast()
    client = signed_in(cast.users[stranger])
    for address, methods in pages_of_circle_1(cast).items():
        unreal = address
        for one in [*cast.meetings.values()]:
            unreal = unreal.replace(str(one.pk), str(new_id()))
        for method in methods:
            typed = {"passage_week": "x"} if method == "post" else None
            hidden, absent = (partial(getattr(client, method), one, typed) for one in (address, unreal))
            assert hidden().status_code == 404, (method, address)
            assert look_the_same(hidden, absent), (method, address)


@pytest.mark.parametrize("nobody", ["cora", "olga", "sena", "omar", "adam", "dana", "tess"])
def test_the_door_does_not_exist_for_anybody_else(db, nobody):
    cast = plant_cast()
    client = signed_in(cast.users[nobody])
    for address in [*map(at, ALWAYS), *pages_of_circle_1(cast)]:
        assert client.get(address).status_code in (404, 405), address


def test_signed_out_every_page_leads_to_the_sign_in(db, client):
    cast = plant_cast()
    for address in [*map(at, ALWAYS), *pages_of_circle_1(cast)]:
        answer = client.get(address)
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/sign-in/"), address


def test_what_is_another_volunteers_own_is_not_shown_to_the_next(db):
    cast = plant_cast()
    question, concern = asked(cast), raised(cast)
    vic = signed_in(cast.vic)
    assert vic.post(at("answer", question.pk), {"text": "x", "answer_id": new_id()}).status_code == 404
    assert vic.get(at("concern", concern.pk)).status_code == 404
    assert "Why was he low?" not in vic.get(at("minutes", cast.meetings["past_1"].pk)).content.decode()


def test_no_word_of_another_circle_is_on_any_page(db):
    cast = plant_cast()
    theirs = raised(cast, "xena")
    vera, xena = signed_in(cast.vera), signed_in(cast.xena)
    planted = xena.get(at("minutes", cast.meetings["past_2"].pk)).content.decode()
    assert "osprey-week" in planted
    assert "Otto" in planted
    seen = "".join(
        vera.get(address).content.decode()
        for address in [*map(at, ALWAYS), *pages_of_circle_1(cast), at("concern", theirs.pk)]
    )
    assert "heron-week" in seen
    for canary in ("osprey", "Otto", "Circle 2", "Xena", "Invented Hall B", theirs.reference, str(cast.circle_2.pk)):
        assert canary not in seen, canary


def test_a_surname_of_another_volunteer_is_on_no_page(db):
    cast = plant_cast()
    vera = signed_in(cast.vera)
    seen = "".join(vera.get(address).content.decode() for address in [*map(at, ALWAYS), *pages_of_circle_1(cast)])
    assert "Vic" in seen
    for surname in ("Hollowell", "Hazelgrove", "Saltmarsh"):
        assert surname not in seen, surname


def test_who_leaves_today_finds_nothing_from_tomorrow(db):
    cast = plant_cast()
    addresses = pages_of_circle_1(cast)
    with as_owner():
        OnCallShift.objects.create(
            user=cast.sena,
            name="Sena",
            number="01632 960123",
            starts_at=cast.now - timedelta(days=1),
            ends_at=cast.now + timedelta(days=9),
        )
        Seat.objects.filter(pk=cast.seats["vera"].pk).update(ends_at=cast.now + timedelta(hours=12))
    vera = signed_in(cast.vera)
    assert vera.get(at("minutes", cast.meetings["past_1"].pk)).status_code == 200
    assert "960123" in vera.get(at("home")).content.decode()
    with clock_shifted(timedelta(hours=13)):
        vera = signed_in(cast.vera)
        for address, methods in addresses.items():
            for method in methods:
                assert getattr(vera, method)(address).status_code == 404, address
        home = vera.get(at("home")).content.decode()
        assert "You have no place in a Circle at the moment" in home
        for canary in ("Circle 1", "Cora", "Mark", "heron", "Sena", "960123"):
            assert canary not in home, canary


def test_who_joins_sees_minutes_from_that_day_on(db):
    cast = plant_cast()
    with as_owner():
        Seat.objects.filter(pk=cast.seats["vera"].pk).update(sees_from=cast.now - timedelta(days=3))
    vera = signed_in(cast.vera)
    assert vera.get(at("minutes", cast.meetings["past_1"].pk)).status_code == 404
    assert vera.get(at("draft", cast.meetings["yesterday_1"].pk)).status_code == 200
