"""Nothing typed is lost: a form sent after the session ended is offered to its writer, and to nobody else."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from encircle.foundations.accounts.models import HeldForm, Session, WhyEnded
from encircle.foundations.accounts.sessions import end_sessions
from tests.cast import plant_cast
from tests.support.client import signed_in
from tests.support.database import as_owner, clock_shifted

LONG = "The heron was back at the weir.\r\n" + "We spoke about his flat and the bus. " * 540
ADDRESS = "/nothing-here-yet/"  # any page behind the sign-in


@pytest.fixture
def cast(db):
    return plant_cast()


def send_late(client, address=ADDRESS, minutes=61, **more):
    with clock_shifted(timedelta(minutes=minutes)):
        return client.post(address, {"text": LONG, "csrfmiddlewaretoken": "old"} | more)


def held_rows():
    with as_owner():
        return list(HeldForm.objects.all())


def come_back(client, persona, address):
    """Sign in again in the same browser; where that leads."""
    return client.post("/demo/sign-in", {"persona": persona, "next": address}).headers["Location"]


def fields_of(page):
    """What the button would send; a browser drops the line break after the tag."""
    areas = BeautifulSoup(page.text, "html.parser").select("form textarea[hidden]")
    return [(area["name"], area.text.removeprefix("\n")) for area in areas]


def next_of(answer):
    return parse_qs(urlsplit(answer.headers["Location"]).query)["next"][0]


def test_twenty_thousand_characters_come_back_word_for_word(cast):
    client = signed_in(cast.vera)
    answer = send_late(client, f"{ADDRESS}?part=2")
    assert answer.headers["Location"].startswith("/sign-in/?next=%2Faccount%2Fkept%2F")
    page = client.get(come_back(client, "vera", next_of(answer)))
    assert fields_of(page) == [("text", LONG)]
    assert f'action="{ADDRESS}?part=2"' in page.text
    assert "Continue where you left off" in page.text


def test_it_is_offered_at_the_address_it_was_meant_for(cast):
    client = signed_in(cast.vera)
    send_late(client)
    come_back(client, "vera", "/home/")
    offered = client.get(ADDRESS)
    assert offered.headers["Location"] == f"/account/kept/{held_rows()[0].pk}"
    client.get(offered.headers["Location"])
    assert client.get(ADDRESS).status_code == 200  # offered once; then the page shows itself again


def test_the_account_page_lists_it_too(cast):
    client = signed_in(cast.vera)
    send_late(client)
    come_back(client, "vera", "/home/")
    assert f"/account/kept/{held_rows()[0].pk}" in client.get("/account/").text


def test_somebody_else_in_the_same_browser_gets_nothing(cast):
    client = signed_in(cast.vera)
    answer = send_late(client)
    landed = client.get(come_back(client, "vic", next_of(answer)))
    assert landed.headers["Location"] == "/home/"
    assert client.get(ADDRESS).status_code == 200
    assert "heron" not in client.get("/account/").text
    client.post(f"/account/kept/{held_rows()[0].pk}/thrown-away")
    client.post(ADDRESS, {"encircle_kept": str(held_rows()[0].pk)})
    assert len(held_rows()) == 1


def test_once_sent_it_is_gone(cast):
    client = signed_in(cast.vera)
    send_late(client)
    come_back(client, "vera", "/home/")
    client.post("/account/notices", {"pace": "weekly", "encircle_kept": str(held_rows()[0].pk)})
    assert held_rows() == []


def test_a_form_that_was_refused_again_stays(cast):
    client = signed_in(cast.vera)
    send_late(client)
    come_back(client, "vera", "/home/")
    assert client.post("/no-such-page/", {"encircle_kept": str(held_rows()[0].pk)}).status_code == 404
    assert len(held_rows()) == 1


def test_it_can_be_thrown_away(cast):
    client = signed_in(cast.vera)
    send_late(client)
    come_back(client, "vera", "/home/")
    client.post(f"/account/kept/{held_rows()[0].pk}/thrown-away")
    assert held_rows() == []


def test_after_a_day_it_is_not_offered(cast):
    client = signed_in(cast.vera)
    answer = send_late(client)
    with clock_shifted(timedelta(hours=26)):
        come_back(client, "vera", "/home/")
        assert client.get(next_of(answer)).headers["Location"] == "/home/"


def test_it_outlives_the_eight_hours_too(cast):
    client = signed_in(cast.vera)
    assert "kept" in send_late(client, minutes=8 * 60 + 5).headers["Location"]


def test_a_polling_page_in_another_tab_does_not_lose_the_cookie(cast):
    client = signed_in(cast.vera)
    with clock_shifted(timedelta(minutes=61)):
        assert client.post(ADDRESS, {"text": LONG}, headers={"X-Encircle-Automatic": "1"}).status_code == 401
        assert client.get("/home/").status_code == 302
        assert client.get("/sign-in/").status_code == 200
    assert held_rows() == []
    assert "kept" in send_late(client).headers["Location"]


@pytest.mark.parametrize("why", [WhyEnded.SIGNED_OUT, WhyEnded.FROM_ELSEWHERE, WhyEnded.SUSPENDED, WhyEnded.RESET])
def test_what_is_typed_into_a_session_that_was_ended_is_not_kept(cast, why):
    client = signed_in(cast.vera)
    end_sessions(cast.vera.pk, why, at=cast.now)
    assert client.post(ADDRESS, {"text": LONG}).headers["Location"] == "/sign-in/"
    assert held_rows() == []


def test_a_forgotten_or_made_up_cookie_keeps_nothing(cast):
    client = Client()
    client.cookies["encircle_session"] = "x" * 32
    assert client.post(ADDRESS, {"text": LONG}).headers["Location"] == "/sign-in/"
    old = signed_in(cast.vera)
    assert send_late(old, minutes=26 * 60).headers["Location"] == "/sign-in/"
    assert held_rows() == []


def test_a_forged_form_is_not_kept(cast):
    client = Client(enforce_csrf_checks=True)
    client.cookies["encircle_session"] = signed_in(cast.vera).cookies["encircle_session"].value
    assert send_late(client).headers["Location"] == "/sign-in/"
    assert held_rows() == []


@pytest.mark.parametrize("path", ["/account/password", "/sign-in/", "/invitation/abc", "/account/notices"])
def test_nothing_of_the_sign_in_door_is_kept(cast, path):
    send_late(signed_in(cast.vera), path, password="otter")
    assert held_rows() == []


def test_a_form_opened_before_signing_in_again_is_kept_although_its_token_is_old(cast):
    """The other tab: signed in anew there, then Save is pressed here."""
    client = Client(enforce_csrf_checks=True)
    token = client.get("/sign-in/").text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    client.post("/demo/sign-in", {"persona": "vera", "csrfmiddlewaretoken": token})
    form = {"text": LONG, "csrfmiddlewaretoken": token}
    forged = client.post(ADDRESS, form, headers={"Sec-Fetch-Site": "cross-site"})
    assert (forged.status_code, held_rows()) == (403, [])
    answer = client.post(ADDRESS, form, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.headers["Location"] == f"/account/kept/{held_rows()[0].pk}"
    assert fields_of(client.get(answer.headers["Location"])) == [("text", LONG)]


def test_a_suspended_persons_typing_is_offered_to_nobody(cast):
    client = signed_in(cast.vera)
    with as_owner():
        cast.vera.suspended_at = cast.now
        cast.vera.save()
        assert Session.objects.count() == 1
    send_late(client)
    assert client.post("/demo/sign-in", {"persona": "vera"}).status_code == 404
