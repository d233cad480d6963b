"""Supporters through the pages: asked, confirmed behind the link, corrected, removed; and who was not reached."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from encircle.foundations.post import letters
from encircle.foundations.post.models import Letter
from encircle.rooms.messaging.models import AddressAsked, Supporter
from tests.cast import plant_cast
from tests.foundations.post.test_letters import postbox  # noqa: F401 (a fixture)
from tests.rooms.messaging.scene import prove_addresses
from tests.rooms.messaging.test_newsletter import carry, newsletter, notes, says, supporter
from tests.rooms.messaging.test_supporters import asked, link
from tests.support.client import signed_in
from tests.support.database import as_owner

from .test_newsletter_pages import address, once
from .test_people_pages import words


@pytest.fixture
def cast(db):
    cast = plant_cast()
    prove_addresses(cast)
    return cast


def typed(cast, **more):
    return once(name="Sal Kittiwake", email="sal@people.example", area=str(cast.areas["a"].pk), said="paper") | more


def test_a_supporter_is_asked_and_presses_the_button_behind_the_link(cast, postbox):  # noqa: F811
    cora = signed_in(cast.cora)
    added = cora.post(address("supporter_new"), typed(cast), follow=True)
    assert "An email asks them to confirm" in words(added)
    assert "Asked, not yet confirmed" in words(added)
    carry()
    where = reverse("ending_newsletter:confirming", args=[link(postbox.letters[0][1])])
    anyone = Client()
    for _ in range(2):
        page = anyone.get(where)
        assert (page.status_code, page.content.decode().count("<button")) == (200, 1)
        assert "Sal" not in words(page)
    assert "Asked, not yet confirmed" in words(cora.get(address("supporters")))
    assert Client(enforce_csrf_checks=True).post(where).status_code == 403
    for _ in range(2):
        assert "You get the newsletter" in words(anyone.post(where))
    assert "You get the newsletter" in words(anyone.get(where))
    assert "Wants it" in words(cora.get(address("supporters")))
    with as_owner():
        one = Supporter.objects.get()
    shown = words(cora.get(address("supporter", one.pk)))
    assert "by the button behind the link" in shown
    assert "Ask them once more" not in shown


def test_links_that_lead_nowhere_say_so_and_are_not_tried_for_ever(cast):
    where = reverse("ending_newsletter:confirming", args=["f" * 64])
    assert "This address does not work" in words(Client().post(where))
    assert [Client().get(where).status_code for _ in range(31)][-1] == 429


def test_they_are_asked_once_more_and_not_twice_in_a_day(cast):
    id = asked(cast)
    cora, where = signed_in(cast.cora), address("supporter_asking", id)
    assert "Ask them once more" not in words(cora.get(address("supporter", id)))
    assert cora.post(where).status_code == 403
    with as_owner():
        AddressAsked.objects.update(asked_at=cast.now - timedelta(days=2))
    shown = words(cora.get(address("supporter", id)))
    assert "Ask them once more" in shown
    assert "14 days" in shown
    assert cora.post(where).status_code == 302
    with as_owner():
        assert AddressAsked.objects.count() == Letter.objects.filter(kind="confirm").count() == 2
    for who, status in (("cleo", 403), ("colin", 404), ("vera", 404), ("adam", 404)):
        assert signed_in(cast.users[who]).post(where).status_code == status, who


def test_whoever_said_stop_is_added_only_with_a_tick(cast):
    notes(cast, "cora", Supporter(pk=asked(cast), area=cast.areas["a"]), wants=False)
    colin, form = signed_in(cast.colin), typed(cast, area=str(cast.areas["b"].pk))
    refused = colin.post(address("supporter_new"), form)
    assert refused.status_code == 422
    assert "Tick that they asked for it again" in words(refused)
    assert "sal@people.example" in refused.content.decode()
    assert colin.post(address("supporter_new"), form | {"asked_again": "on"}).status_code == 302


def test_what_is_kept_is_corrected_and_a_fault_stands_beside_its_field(cast):
    id = supporter(cast, email="sal@people.example")
    cora, where = signed_in(cast.cora), address("supporter_correction", id)
    assert "sal@people.example" in cora.get(where).content.decode()
    refused = cora.post(where, {"name": "", "email": "nowhere"})
    assert refused.status_code == 422
    assert "Enter their name" in words(refused)
    done = cora.post(where, {"name": "Sal Kittywake", "email": "sal@elsewhere.example"}, follow=True)
    assert "An email asks them to confirm the new address." in words(done)
    assert "sal@people.example" not in words(done)
    again = cora.post(where, {"name": "Sal Kitty", "email": "sal@elsewhere.example"}, follow=True)
    assert "An email asks" not in words(again)
    assert signed_in(cast.colin).get(where).status_code == 404


def test_whoever_is_removed_is_on_no_page_any_more(cast):
    id = asked(cast)
    cora, where = signed_in(cast.cora), address("supporter_removal", id)
    assert "Select why you remove them" in words(cora.post(where, {}))
    assert "They did not confirm" not in words(cora.get(where))
    done = cora.post(where, {"why": "asked"}, follow=True)
    assert "Neither their name nor their address is kept." in words(done)
    assert "Sal" not in words(done)
    for name in ("supporter", "supporter_correction", "supporter_removal"):
        assert cora.get(address(name, id)).status_code == 404


def test_the_newsletters_page_counts_the_emails_and_names_whom_they_did_not_reach(cast):
    id = supporter(cast)
    says(cast, "vera")
    sent = newsletter(cast)
    cora, olga = signed_in(cast.cora), signed_in(cast.olga)
    assert "Waiting to be sent: 2" in words(olga.get(address("message", sent)))
    assert "Could not be reached" not in words(cora.get(address("message", sent)))
    with as_owner():
        lost = Letter.objects.get(kind="newsletter", user=None).pk
    letters.give_up(lost)
    shown = words(cora.get(address("message", sent)))
    for part in ("Sent: 0", "Waiting to be sent: 1", "Could not be delivered: 1", "Could not be reached"):
        assert part in shown
    assert "Sal Kittiwake" in shown
    assert "Vera" not in shown
    assert "could not be delivered" in words(cora.get(address("supporter", id)))


def test_pages_cost_the_same_with_one_and_with_three(cast):
    cora, olga, costs = signed_in(cast.cora), signed_in(cast.olga), []
    for more in (1, 2):
        ids = [supporter(cast) for _ in range(more)]
        sent = newsletter(cast)
        with as_owner():
            lost = list(Letter.objects.filter(kind="newsletter").values_list("pk", flat=True))
        for one in lost:
            letters.give_up(one)
        pages = ((olga, address("message", sent)), (cora, address("supporter", ids[0])))
        for who, where in pages:
            who.get(where)
            with CaptureQueriesContext(connection) as queries:
                assert who.get(where).status_code == 200
            costs.append(len(queries))
    assert costs == [20, 16, 20, 16]
