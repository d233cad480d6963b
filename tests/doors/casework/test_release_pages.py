"""Cora releases minutes on the pages: three presses in the usual case, and nothing goes that she was not shown."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from encircle.foundations.audit.models import Entry
from encircle.rooms.circles.models import Seat
from encircle.rooms.circles.vocabulary import SeatPart
from encircle.rooms.meetings.models import Passage
from encircle.rooms.sharing.models import Release, Strike
from tests.cast import plant_cast, plant_minutes
from tests.rooms.sharing.scene import approve, passages, release, stored, withdraw
from tests.support.client import signed_in
from tests.support.database import as_owner


@pytest.fixture
def cast(db):
    cast = plant_cast()
    approve(cast)
    return cast


@pytest.fixture
def cora(cast):
    return signed_in(cast.cora)


def address(cast, version=None):
    return f"/casework/minutes/{(version or cast.minutes_1).pk}/release"


def page_of(response):
    return BeautifulSoup(response.content, "html.parser").main


def as_shown(response, **more):
    """What the browser would post back: every field as the page shows it."""
    posted = {}
    for field in page_of(response).select("form input"):
        if field["type"] in ("checkbox", "radio") and not field.has_attr("checked"):
            continue
        posted.setdefault(field["name"], []).append(field.get("value", ""))
    return posted | {"do": "release"} | more


def press(client, address, **more):
    return client.post(address, as_shown(client.get(address), **more))


def words(response):
    return " ".join(page_of(response).get_text(" ").split())


def write(cast, topic, text):
    with as_owner():
        Passage.objects.filter(version=cast.minutes_1, topic_id=topic).update(text=text)


def test_it_shows_what_goes_and_what_stays_and_why(cast, cora):
    shown = words(cora.get(address(cast)))
    assert "Hana Willowherb Community nurse, Invented Partnership NHS Trust 1 of 7 Ready" in shown
    assert "Stays for Hana Willowherb. There is no consent to share this subject with this agency." in shown
    assert "Goes to Hana Willowherb, Omar Stonecrop and Petra Nightingale." in shown
    assert "Preparation, Debrief and Contact between meetings: not for agencies." in shown
    assert "heron-preparation" not in shown
    assert "heron-debrief" not in shown


def test_one_press_releases_to_everybody_and_says_so(cast, cora):
    response = press(cora, address(cast))
    assert (response.status_code, response["Location"]) == (302, f"/casework/minutes/{cast.minutes_1.pk}/released")
    assert "Released to 3 people" in words(cora.get(response["Location"]))
    assert len(passages(cast)) == 5


def test_pressing_twice_releases_once(cast, cora):
    posted = as_shown(cora.get(address(cast)))
    for _ in range(2):
        assert cora.post(address(cast), posted).status_code == 302
    with as_owner():
        assert Release.objects.count() == 3


def test_looking_releases_nothing(cast, cora):
    cora.get(address(cast))
    press(cora, address(cast), do="preview")
    with as_owner():
        assert not Release.objects.exists()


def test_a_page_gone_stale_releases_nothing_and_shows_the_new_verdict(cast, cora):
    posted = as_shown(cora.get(address(cast)))
    withdraw(cast, "police", "housing", by="cleo")
    response = cora.post(address(cast), posted)
    assert response.status_code == 409
    assert "Nothing has been released" in words(response)
    assert "Consent to share this subject with this agency has been withdrawn." in words(response)
    with as_owner():
        assert not Release.objects.exists()
    assert cora.post(address(cast), as_shown(response)).status_code == 302
    assert "Housing" not in passages(cast, of="omar")


@pytest.mark.parametrize("token", ["", "0" * 64, "x"])
def test_a_tampered_token_releases_nothing(cast, cora, token):
    response = press(cora, address(cast), token=token)
    assert response.status_code == 409
    with as_owner():
        assert not Release.objects.exists()


@pytest.mark.parametrize("field", ["strike_1", "hold_1"])
def test_a_choice_that_was_never_offered_is_refused(cast, cora, field):
    response = press(cora, address(cast), **{field: ["0-5000"]})
    assert response.status_code == 422
    with as_owner():
        assert not Release.objects.exists()


def test_volunteers_surnames_addresses_and_numbers_are_struck_unless_unticked(cast, cora):
    write(cast, "week", "Vera Applegarth rang 07700 900123 about 14 Larch Road. Mr Hazelgrove was out.")
    response = cora.get(address(cast))
    marked = [mark.get_text() for mark in page_of(response).select("mark")]
    assert marked == ["Vera", "Hazelgrove"]
    press(cora, address(cast))
    assert passages(cast)["How the week went"] == "Vera ▇▇▇ rang ▇▇▇ about ▇▇▇. Mr Hazelgrove was out."
    assert not re.search("Applegarth|900123|Larch", str(stored("SELECT id, text FROM sharing_releasepassage")))


def test_words_typed_by_hand_are_struck_out(cast, cora):
    write(cast, "week", "He met Yaffle at the weir. Yaffle was kind.")
    press(cora, address(cast), words_1="yaffle, the weir")
    assert passages(cast)["How the week went"] == "He met ▇▇▇ at ▇▇▇. ▇▇▇ was kind."
    with as_owner():
        assert Strike.objects.count() == 3


def test_words_that_are_not_there_are_said_beside_their_field_and_nothing_typed_is_lost(cast, cora):
    response = press(cora, address(cast), words_1="heron-week, cormorant")
    assert response.status_code == 422
    assert "“cormorant” does not stand in this passage" in words(response)
    assert page_of(response).select_one("#id_words_1")["value"] == "heron-week, cormorant"
    with as_owner():
        assert not Release.objects.exists()


def test_the_preview_shows_the_text_as_it_would_go(cast, cora):
    write(cast, "week", "He met Yaffle at the weir.")
    response = press(cora, address(cast), words_1="Yaffle", do="preview")
    assert "He met ▇▇▇ at the weir." in words(response)
    assert response.status_code == 200


def test_a_passage_is_held_back_by_hand(cast, cora):
    press(cora, address(cast), hold_2=[str(cast.seats["omar"].pk)])
    assert "Housing" not in passages(cast, of="omar")
    assert "Housing" in passages(cast, of="petra")


def test_who_ended_who_waits_and_who_gets_nothing_is_said(cast, cora):
    with as_owner():
        Seat.objects.filter(pk=cast.seats["petra"].pk).update(ends_at=cast.now - timedelta(hours=1))
        cast.professionals["hana"].user = None
        cast.professionals["hana"].save()
    withdraw(cast, "police", "week", "housing", "health", "relationships")
    shown = words(cora.get(address(cast)))
    assert "0 of 7 Nothing goes This professional’s seat has ended." in shown
    assert "0 of 7 Nothing goes Consent to share this subject with this agency has been withdrawn." in shown
    assert "1 of 7 Ready They have not signed up yet. It waits for them." in shown
    assert "Release to 1 person" in shown


def test_when_everybody_has_them_there_is_nothing_to_press(cast, cora):
    press(cora, address(cast))
    response = cora.get(address(cast))
    assert "Everybody who may have these minutes has them." in words(response)
    assert not page_of(response).select("button[value=release]")


def test_enter_in_a_field_only_shows_the_preview(cast, cora):
    """A browser presses the first button of the form."""
    first = page_of(cora.get(address(cast))).select("form button")[0]
    assert first["value"] == "preview"


@pytest.mark.parametrize("who", ["colin", "vera", "xena", "omar", "petra", "adam", "dana", "tess", "nina"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_for_anybody_else_there_is_no_such_page(cast, who, method):
    client = signed_in(cast.users[who])
    assert getattr(client, method)(address(cast)).status_code == 404
    assert client.get(f"/casework/minutes/{cast.minutes_1.pk}/released").status_code == 404


def test_minutes_not_approved_cannot_be_released(cast, cora):
    with as_owner():
        other = plant_minutes(cast, cast.meetings["yesterday_1"], by="vic", secret="dunlin")
    assert cora.get(address(cast, other)).status_code == 403


def test_the_preview_leaves_a_receipt(cast, cora):
    cora.get(address(cast))
    with as_owner():
        lines = Entry.objects.filter(verb="opened", actor_id=cast.cora.pk).values_list("item_type", "item_id")
        assert set(lines) == {
            ("meetings.minutesversion", cast.minutes_1.pk),
            ("people.coremember", cast.mark.pk),
        }


def reads(client, address):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        client.get(address)
    return len(captured)


def test_the_number_of_reads_does_not_grow_with_the_recipients(cast, cora):
    three = reads(cora, address(cast))
    with as_owner():
        for name in ("omar", "hana"):
            Seat.objects.filter(pk=cast.seats[name].pk).update(ends_at=cast.now - timedelta(days=30))
    assert reads(cora, address(cast)) == three


def test_nor_does_the_number_of_statements_of_a_release(cast, cora):
    def statements(client, posted):
        with CaptureQueriesContext(connection) as captured:
            assert client.post(address(cast), posted).status_code == 302
        with as_owner():
            return len(captured), Release.objects.count()

    with as_owner():
        for name in ("omar", "hana"):
            Seat.objects.filter(pk=cast.seats[name].pk).update(ends_at=cast.now - timedelta(days=30))
    one = statements(cora, as_shown(cora.get(address(cast))))
    with as_owner():
        for name in ("omar", "hana"):
            Seat.objects.filter(pk=cast.seats[name].pk).update(ends_at=None)
    two_more = statements(cora, as_shown(cora.get(address(cast))))
    assert (one[1], two_more[1]) == (1, 3)
    assert one[0] == two_more[0]


# --- a successor ---


@pytest.fixture
def paul(cast):
    """Paul takes over from Petra five minutes ago; she had the minutes."""
    release(cast)
    with as_owner():
        Seat.objects.filter(pk=cast.seats["petra"].pk).update(ends_at=cast.now - timedelta(minutes=5))
        cast.seats["paul"] = Seat.objects.create(
            circle=cast.circle_1,
            area=cast.circle_1.area,
            part=SeatPart.OUTER_CIRCLE,
            professional=cast.professionals["paul"],
            display_name="Paul Meadowsweet",
            position="Probation officer",
            starts_at=cast.now - timedelta(minutes=5),
        )
    return cast.seats["paul"]


def test_earlier_minutes_are_chosen_looked_at_and_released_anew(cast, cora, paul):
    place = f"/casework/seats/{paul.pk}/earlier-minutes"
    assert "Nothing is new for you." in words(signed_in(cast.paul).get("/outer-circle/"))
    check = cora.post(place, {"versions": [str(cast.minutes_1.pk)], "do": "look"})
    assert "How the week went, Housing, Health and wellbeing and Relationships" in words(check)
    assert passages(cast, of="paul") == {}
    posted = as_shown(check)
    for _ in range(2):
        assert cora.post(place, posted).status_code == 302
    assert len(passages(cast, of="paul")) == 5
    with as_owner():
        assert Release.objects.filter(seat=paul).count() == 1


def test_under_the_grounds_of_today(cast, cora, paul):
    withdraw(cast, "probation", "housing", "week")
    place = f"/casework/seats/{paul.pk}/earlier-minutes"
    check = cora.post(place, {"versions": [str(cast.minutes_1.pk)], "do": "look"})
    cora.post(place, as_shown(check))
    assert set(passages(cast, of="paul")) == {"Who was there", "Health and wellbeing", "Relationships"}


def test_a_withdrawal_while_looking_stops_it(cast, cora, paul):
    place = f"/casework/seats/{paul.pk}/earlier-minutes"
    check = cora.post(place, {"versions": [str(cast.minutes_1.pk)], "do": "look"})
    withdraw(cast, "probation", "housing", by="cleo")
    response = cora.post(place, as_shown(check))
    assert response.status_code == 409
    assert "Not everything has been released" in words(response)
    assert passages(cast, of="paul") == {}


def test_what_was_struck_out_for_the_one_before_stays_out(cast, cora):
    write(cast, "week", "He met Yaffle at the weir.")
    press(cora, address(cast), words_1="Yaffle")
    with as_owner():
        Seat.objects.filter(pk=cast.seats["petra"].pk).update(ends_at=cast.now - timedelta(minutes=5))
        cast.seats["paul"] = Seat.objects.create(
            circle=cast.circle_1,
            area=cast.circle_1.area,
            part=SeatPart.OUTER_CIRCLE,
            professional=cast.professionals["paul"],
            display_name="Paul Meadowsweet",
            starts_at=cast.now - timedelta(minutes=5),
        )
    place = f"/casework/seats/{cast.seats['paul'].pk}/earlier-minutes"
    cora.post(place, as_shown(cora.post(place, {"versions": [str(cast.minutes_1.pk)], "do": "look"})))
    assert passages(cast, of="paul")["How the week went"] == "He met ▇▇▇ at the weir."


def test_what_nobody_has_looked_at_and_may_name_somebody_is_looked_at_on_its_own(cast, cora, paul):
    with as_owner():
        other = plant_minutes(cast, cast.meetings["yesterday_1"], by="vic", secret="dunlin")
        Passage.objects.filter(version=other, topic_id="week").update(text="Ms Willowherb came by.")
    approve(cast, other)
    place = f"/casework/seats/{paul.pk}/earlier-minutes"
    check = cora.post(place, {"versions": [str(other.pk)], "do": "look"})
    assert "Somebody may be named in it." in words(check)
    assert not page_of(check).select("button[value=release]")


@pytest.mark.parametrize("who", ["colin", "vera", "omar", "adam"])
def test_for_anybody_else_there_is_no_page_of_earlier_minutes(cast, paul, who):
    assert signed_in(cast.users[who]).get(f"/casework/seats/{paul.pk}/earlier-minutes").status_code == 404
