"""The checks on volunteers, through the pages."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from encircle.common.clock import in_london
from encircle.common.ids import new_id
from encircle.rooms.vetting.models import Check, CheckDecision, CheckDecisionWords, Eligibility, Request, UpdateCheck
from tests.cast import plant_cast
from tests.support.client import signed_in
from tests.support.database import as_owner

from .test_people_pages import boxes, words


@pytest.fixture
def cast(db):
    cast = plant_cast()
    with as_owner():
        Eligibility.objects.create(
            kind="adult", level="enhanced", workforce="adult", grounds="Invented", in_force_from=cast.now.date(),
            decided_by=cast.olga, decided_at=cast.now,
        )  # fmt: skip
    return cast


def address(name, *args):
    return reverse(f"casework:{name}", args=args)


def today(cast):
    return in_london(cast.now).date()


def certificate(cast, **more):
    return {
        "once": str(new_id()), "level": "enhanced", "workforce": "adult", "number": "0012 3456 7890",
        "shows": "nothing", "on_update_service": "on", **boxes("issued_on", today(cast) - timedelta(days=20)),
        **boxes("seen_on", today(cast)),
    } | more  # fmt: skip


def plant(cast, number, who="vera"):
    """A certificate with everything that can be said of one."""
    one, day = cast.volunteers[who], today(cast)
    common = {"volunteer": one, "area": one.area, "at": cast.now}
    with as_owner():
        check = Check.objects.create(
            level="enhanced", workforce="adult", number=f"{number:012}", issued_on=day, seen_on=day, by=cast.cora,
            seen_by=cast.cora, on_update_service=True, shows="something", **common,
        )  # fmt: skip
        UpdateCheck.objects.create(seen=check, checked_on=day, outcome="unchanged", by=cast.cora, **common)
        decision = CheckDecision.objects.create(seen=check, outcome="accepted", by=cast.olga, **common)
        CheckDecisionWords.objects.create(decision=decision, volunteer=one, area=one.area, text="Weighed: ruff-9")


def _one(cast):
    plant(cast, 1)


def _two_more(cast):
    plant(cast, 2)
    plant(cast, 3)
    plant(cast, 1, "vic")


def test_asked_for_seen_and_in_date(cast):
    client, vera = signed_in(cast.cora), cast.volunteers["vera"].pk
    asked = {"once": str(new_id()), "kind": "adult", "level": "enhanced", "workforce": "adult"}
    for _ in range(2):
        answer = client.post(address("check_asked", vera), asked | boxes("asked_on", today(cast)))
        assert answer.url == address("volunteer_checks", vera)
    with as_owner():
        assert Request.objects.count() == 1
    assert "Enhanced, adult workforce: asked for" in words(client.get(address("volunteer_checks", vera)))
    assert client.post(address("check_seen", vera), certificate(cast)).status_code == 302
    shown = words(client.get(address("volunteer_checks", vera)))
    assert "In date, until" in shown
    assert "001234567890" in shown
    assert "Asked for, and not seen yet" not in shown


def test_more_than_the_role_is_eligible_for_is_refused_beside_the_level_and_nothing_typed_is_lost(cast):
    client, vera = signed_in(cast.cora), cast.volunteers["vera"].pk
    asked = {"once": str(new_id()), "kind": "adult", "level": "barred", "workforce": "both"}
    answer = client.post(address("check_asked", vera), asked | boxes("asked_on", today(cast)))
    assert answer.status_code == 422
    assert "not eligible for a check at this level. Asking for it would be an offence" in words(answer)
    assert b'value="barred" checked' in answer.content


def test_an_enhanced_certificate_has_a_workforce_and_a_basic_one_none(cast):
    client, vera = signed_in(cast.cora), cast.volunteers["vera"].pk
    answer = client.post(address("check_seen", vera), certificate(cast, workforce=""))
    assert "Select the workforce" in words(answer)
    basic = certificate(cast, level="basic")
    assert client.post(address("check_seen", vera), basic).status_code == 302
    with as_owner():
        assert Check.objects.get(pk=basic["once"]).workforce == ""


def test_what_shows_something_waits_for_a_senior(cast):
    client, vera = signed_in(cast.cora), cast.volunteers["vera"].pk
    seen = certificate(cast, shows="something")
    client.post(address("check_seen", vera), seen)
    page = client.get(address("volunteer_checks", vera))
    assert "To be decided" in words(page)
    assert address("check_decision", seen["once"]) not in page.content.decode()
    assert client.get(address("check_decision", seen["once"])).status_code == 403
    decided = {"once": str(new_id()), "outcome": "accepted", "text": "Long ago, small, and they spoke of it: ruff-9"}
    assert signed_in(cast.sena).post(address("check_decision", seen["once"]), decided).status_code == 302
    assert "ruff-9" in words(client.get(address("volunteer_checks", vera)))


def test_the_update_service_is_for_certificates_that_are_on_it(cast):
    client, vera = signed_in(cast.cora), cast.volunteers["vera"].pk
    seen = certificate(cast)
    client.post(address("check_seen", vera), seen)
    looked = {"once": str(new_id()), "outcome": "changed", **boxes("checked_on", today(cast))}
    assert client.post(address("check_update", seen["once"]), looked).status_code == 302
    assert "a new certificate is needed" in words(client.get(address("volunteer_checks", vera)))
    other = {
        key: value for key, value in certificate(cast, number="111122223333").items() if key != "on_update_service"
    }
    client.post(address("check_seen", vera), other)
    assert client.get(address("check_update", other["once"])).status_code == 403


def test_the_list_is_of_one_area_at_a_time(cast):
    olga = signed_in(cast.olga)
    assert "Vera Applegarth" in words(olga.get(address("checks") + "?area=devon-cornwall"))
    assert "Vera Applegarth" not in words(olga.get(address("checks") + "?area=dorset"))
    assert "Vera" not in words(signed_in(cast.colin).get(address("checks") + "?area=devon-cornwall"))


def test_a_volunteer_reads_where_their_own_checks_stand_and_not_how_they_were_weighed(cast):
    plant(cast, 1)
    plant(cast, 2, "vic")
    own = reverse("volunteering:own_checks")
    shown = words(signed_in(cast.vera).get(own))
    assert shown.count("Enhanced, adult workforce, issued") == 1
    assert "In date, until" in shown
    assert "ruff-9" not in shown
    assert "The checks on you" in words(signed_in(cast.vera).get(reverse("volunteering:home")))
    for who in (cast.cora, cast.omar, cast.adam):
        assert signed_in(who).get(own).status_code == 404


@pytest.mark.parametrize(("name", "reads"), [("volunteer_checks", 20), ("checks", 17)])
def test_a_page_costs_the_same_with_one_certificate_and_with_three(cast, name, reads):
    client, costs = signed_in(cast.cora), []
    where = address(name) if name == "checks" else address(name, cast.volunteers["vera"].pk)
    for more in (_one, _two_more):
        more(cast)
        client.get(where)
        with CaptureQueriesContext(connection) as queries:
            client.get(where)
        costs.append(len(queries))
    assert costs == [reads, reads]
