"""The outer circle's door: a professional finds what was released to them, and nothing else of the charity."""

from datetime import timedelta
from functools import partial

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from encircle.common.ids import new_id
from encircle.foundations.audit.models import Entry
from encircle.rooms.circles.models import Seat
from encircle.rooms.partners.models import Professional
from encircle.rooms.received.models import Development
from encircle.rooms.sharing.models import ReleaseEvent
from tests.cast import plant_cast, plant_minutes
from tests.rooms.sharing.scene import approve, release, release_to, withdraw
from tests.support.client import look_the_same, signed_in
from tests.support.database import as_owner

HOME = "/outer-circle/"
# What must never reach a professional: volunteers by name, the core member's surname, the Circle's own name.
NEVER = ("Applegarth", "Hollowell", "Saltmarsh", "Vera", "Vic ", "Nina", "Hazelgrove", "Circle 1", "osprey")
INSIDE = ("heron-preparation", "heron-debrief", "heron-contact")


@pytest.fixture
def cast(db):
    cast = plant_cast()
    approve(cast)
    release(cast)
    return cast


def page_of(response):
    return BeautifulSoup(response.content, "html.parser").main


def words(response):
    return " ".join(page_of(response).get_text(" ").split())


def release_page(cast, name):
    return f"/outer-circle/releases/{release_to(cast, name).pk}/"


def test_home_shows_what_is_new_and_no_word_of_it(cast):
    shown = words(signed_in(cast.omar).get(HOME))
    assert f"Circle {cast.circle_1.reference} · sent by Cora Fernleigh" in shown
    assert "heron" not in shown


def test_opening_counts_once_and_leaves_a_receipt_each_time(cast):
    omar = signed_in(cast.omar)
    for _ in range(2):
        assert "heron-week" in words(omar.get(release_page(cast, "omar")))
    sent = release_to(cast, "omar")
    with as_owner():
        assert list(ReleaseEvent.objects.filter(release=sent).values_list("kind", flat=True)) == ["opened"]
        assert Entry.objects.filter(verb="opened", item_id=sent.pk, actor_id=cast.omar.pk).count() == 2


def test_it_is_acknowledged_once(cast):
    omar, place = signed_in(cast.omar), release_page(cast, "omar") + "acknowledgement"
    assert omar.post(place).status_code == 403  # not opened yet
    omar.get(release_page(cast, "omar"))
    for _ in range(2):
        assert omar.post(place).status_code == 302
    shown = omar.get(release_page(cast, "omar"))
    assert "Thank you. The coordinator sees that you have read it." in words(shown)
    assert "I have read this" not in words(shown)
    sent = release_to(cast, "omar")
    with as_owner():
        assert ReleaseEvent.objects.filter(release=sent, kind="acknowledged").count() == 1


def test_asking_only_for_the_headers_does_not_open_it(cast):
    signed_in(cast.omar).head(release_page(cast, "omar"))
    with as_owner():
        assert not ReleaseEvent.objects.exists()


@pytest.mark.parametrize("who", ["petra", "hana", "paul", "cora", "vera", "colin", "xena", "adam", "dana", "olga"])
def test_nobody_else_opens_it_here(cast, who):
    client = signed_in(cast.users[who])
    assert client.get(release_page(cast, "omar")).status_code == 404
    assert client.post(release_page(cast, "omar") + "acknowledgement").status_code == 404
    with as_owner():
        assert not ReleaseEvent.objects.exists()


def test_absent_and_somebody_elses_look_the_same(cast):
    omar = signed_in(cast.omar)
    hidden, absent = release_page(cast, "hana"), f"/outer-circle/releases/{new_id()}/"
    assert omar.get(hidden).status_code == 404
    assert look_the_same(partial(omar.get, hidden), partial(omar.get, absent))


@pytest.mark.parametrize("ended", ["seat", "agency"])
def test_when_the_seat_or_the_post_ends_everything_is_gone(cast, ended):
    with as_owner():
        if ended == "seat":
            Seat.objects.filter(pk=cast.seats["omar"].pk).update(ends_at=cast.now - timedelta(minutes=1))
        else:
            Professional.objects.filter(pk=cast.professionals["omar"].pk).update(ends_at=cast.now)
    omar = signed_in(cast.omar)
    assert "Nothing is new for you." in words(omar.get(HOME))
    assert omar.get(release_page(cast, "omar")).status_code == 404
    assert omar.get("/outer-circle/news/new").status_code == 403


def test_a_closed_part_says_that_consent_was_withdrawn_and_no_more(cast):
    withdraw(cast, "police", "health")
    shown = words(signed_in(cast.omar).get(release_page(cast, "omar")))
    assert "A part of this can no longer be read, because consent to share it was withdrawn." in shown
    assert "Health" not in shown
    withdraw(cast, "health", "health")
    shown = words(signed_in(cast.hana).get(release_page(cast, "hana")))
    assert "What was here can no longer be read, because consent to share it was withdrawn." in shown
    assert "Who was there" not in shown
    assert "I have read this" not in shown


def test_no_page_carries_what_is_not_theirs(cast):
    with as_owner():
        other = plant_minutes(cast, cast.meetings["yesterday_1"], by="vic", secret="dunlin")
    approve(cast, other)  # not released
    omar = signed_in(cast.omar)
    send(omar, cast)
    pages = [HOME, release_page(cast, "omar"), "/outer-circle/news/", "/outer-circle/news/new"]
    for page in pages:
        body = omar.get(page).content.decode()
        for canary in (*NEVER, *INSIDE, "dunlin", "Willowherb", "Nightingale"):
            assert canary not in body, (page, canary)


def test_the_doors_inside_do_not_exist_for_a_professional(cast):
    omar = signed_in(cast.omar)
    for page in ("/casework/", "/casework/circles/", f"/casework/circles/{cast.circle_1.pk}/", "/volunteering/"):
        assert omar.get(page).status_code == 404


def test_the_page_is_kept_by_no_browser(cast):
    assert signed_in(cast.omar).get(release_page(cast, "omar"))["Cache-Control"] == "no-store"


def test_on_paper_it_carries_the_readers_name_and_the_time(cast):
    response = signed_in(cast.omar).get(release_page(cast, "omar"))
    head = BeautifulSoup(response.content, "html.parser").select_one(".encircle-print-header").get_text()
    assert "Opened by Omar Stonecrop on" in head


# --- news ---


def news_form(cast, **more):
    return {
        "once": str(new_id()),
        "seat": str(cast.seats["omar"].pk),
        "kind": "risk",
        "text": "He did not keep the curlew appointment.",
        "onward": "coordinator_only",
    } | more


def send(client, cast, **more):
    return client.post("/outer-circle/news/new", news_form(cast, **more))


def test_news_is_sent_and_seen_to_be_read(cast):
    omar = signed_in(cast.omar)
    sent = send(omar, cast, urgent="on")
    assert "It rings like a concern" in words(omar.get(sent["Location"]))
    assert "Not read yet" in words(omar.get(HOME))
    with as_owner():
        development = Development.objects.get()
        assert (development.urgent, development.onward) == (True, "coordinator_only")
    assert "curlew" in words(signed_in(cast.cora).get(f"/casework/developments/{development.pk}/"))
    assert "Read by the coordinator on" in words(omar.get(HOME))
    assert "curlew" in words(omar.get(f"/outer-circle/news/{development.pk}/"))


def test_sending_it_twice_sends_it_once(cast):
    omar, posted = signed_in(cast.omar), news_form(cast)
    assert len({omar.post("/outer-circle/news/new", posted)["Location"] for _ in range(2)}) == 1
    with as_owner():
        assert Development.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"text": " "}, "Enter what has happened"),
        ({"text": "x" * 20_001}, "must be 20000 characters or fewer"),
        ({"kind": ""}, "Select what it is about"),
        ({"kind": "gossip"}, "Select what it is about from the list"),
        ({"once": "zzz"}, "Open this page again"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(cast, more, said):
    response = send(signed_in(cast.omar), cast, **more)
    assert response.status_code == 422
    assert said.replace(",", "") in words(response).replace(",", "")
    with as_owner():
        assert not Development.objects.exists()


def test_somebody_elses_seat_cannot_be_chosen(cast):
    response = send(signed_in(cast.omar), cast, seat=str(cast.seats["hana"].pk))
    assert response.status_code == 422
    with as_owner():
        assert not Development.objects.exists()


def test_for_colleagues_the_news_does_not_exist(cast):
    send(signed_in(cast.omar), cast)
    with as_owner():
        development = Development.objects.get()
    for name in ("petra", "hana", "vera", "cora"):
        client = signed_in(cast.users[name])
        assert client.get(f"/outer-circle/news/{development.pk}/").status_code == 404
        assert client.get(f"/outer-circle/news/{development.pk}/sent").status_code == 404


@pytest.mark.parametrize("page", [HOME, "/outer-circle/news/"])
def test_the_number_of_reads_does_not_grow(cast, page):
    omar = signed_in(cast.omar)
    send(omar, cast)
    one = reads(omar, page)
    for number in range(2):
        with as_owner():
            starts = cast.meetings["past_1"].starts_at - timedelta(weeks=number + 1)
            meeting = cast.meetings["past_1"].__class__.objects.create(
                circle=cast.circle_1,
                area=cast.circle_1.area,
                planned_starts_at=starts,
                starts_at=starts,
                ends_at=starts + timedelta(hours=2),
            )
            version = plant_minutes(cast, meeting, by="vera", secret="dunlin")
        release(cast, approve(cast, version))
        send(omar, cast)
    assert reads(omar, page) == one


def reads(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)
