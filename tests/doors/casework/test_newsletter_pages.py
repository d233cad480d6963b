"""A newsletter through the pages: asked for, written, seen whole, sent, and ended by its link without signing in."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from encircle.common.ids import new_id
from encircle.rooms.messaging.models import Message, NewsletterWord, Supporter
from tests.cast import plant_cast
from tests.foundations.post.test_letters import postbox  # noqa: F401 (a fixture)
from tests.rooms.messaging.scene import prove_addresses
from tests.rooms.messaging.test_newsletter import carry, link_in, newsletter, says, supporter
from tests.support.client import signed_in
from tests.support.database import as_owner

from .test_people_pages import words


@pytest.fixture
def cast(db):
    cast = plant_cast()
    prove_addresses(cast)
    return cast


def address(name, *args):
    return reverse(f"casework:{name}", args=args)


def once(**more):
    return {"once": str(new_id()), **more}


def form(cast, **more):
    areas = [str(cast.areas[one].pk) for one in ("a", "b")]
    return once(kind="newsletter", areas=areas, subject="Autumn", text="A walk on Sunday: fulmar-9") | more


def test_a_volunteer_says_it_on_their_own_page_and_nothing_is_ticked_beforehand(cast):
    vera, own = signed_in(cast.vera), reverse("volunteering:newsletter")
    shown = vera.get(own)
    assert "You do not get it." in words(shown)
    assert "checked" not in shown.content.decode()
    assert "Select whether you want the newsletter" in words(vera.post(own, once()))
    yes = once(wants="yes")
    for _ in range(2):
        assert vera.post(own, yes).status_code == 302
    with as_owner():
        assert NewsletterWord.objects.count() == 1
    assert "You get it." in words(vera.get(own))
    assert "checked" not in vera.get(own).content.decode()
    vera.post(own, once(wants="no"))
    assert "You ended it on" in words(vera.get(own))
    assert signed_in(cast.petra).get(own).status_code == 404


def test_staff_note_what_a_volunteer_said_and_see_when_and_how(cast):
    cora, where = signed_in(cast.cora), address("volunteer_newsletter", cast.volunteers["vera"].pk)
    assert "They have not said that they want it" in words(cora.get(where))
    empty = words(cora.post(where, once()))
    for fault in ("Select whether they want the newsletter", "Select how they said it"):
        assert fault in empty
    assert cora.post(where, once(wants="yes", said="spoken")).status_code == 302
    assert "Yes. To one of us, in person or by telephone; noted by Cora" in words(cora.get(where))
    for who, status in (("cleo", 200), ("olga", 200), ("colin", 404), ("vera", 404), ("adam", 404)):
        assert signed_in(cast.users[who]).get(where).status_code == status, who


def test_a_supporter_is_added_once_and_what_was_typed_is_kept_when_it_is_refused(cast):
    cora, where = signed_in(cast.cora), address("supporter_new")
    refused = cora.post(where, once(name="Sal Kittiwake", email="nowhere"))
    assert refused.status_code == 422
    assert "Sal Kittiwake" in refused.content.decode()
    good = once(name="Sal Kittiwake", email="sal@people.example", area=str(cast.areas["a"].pk), said="paper")
    for _ in range(2):
        assert cora.post(where, good).status_code == 302
    with as_owner():
        assert Supporter.objects.count() == NewsletterWord.objects.count() == 1
        one = Supporter.objects.get()
    assert "Sal Kittiwake" in words(cora.get(address("supporters")))
    assert "Sal Kittiwake" not in words(signed_in(cast.colin).get(address("supporters")))
    assert cora.post(address("supporter", one.pk), once(wants="no", said="spoken")).status_code == 302
    assert "No longer" in words(cora.get(address("supporters")))
    assert signed_in(cast.colin).get(address("supporter", one.pk)).status_code == 404
    foreign = cora.post(where, good | once(area=str(cast.areas["b"].pk)))
    assert foreign.status_code == 422


def test_written_seen_whole_and_sent_by_olga_and_not_offered_to_cora(cast):
    says(cast, "vera")
    supporter(cast)
    cora, olga = signed_in(cast.cora), signed_in(cast.olga)
    assert "A newsletter" not in words(cora.get(address("message_new")))
    assert cora.post(address("message_new"), form(cast, areas=[str(cast.areas["a"].pk)])).status_code == 302
    with as_owner():
        assert Message.objects.count() == 0  # it is a message of hers, not a newsletter
    unsaid = form(cast)
    del unsaid["kind"]
    assert "Select what you write" in words(olga.post(address("message_new"), unsaid))
    narrowed = olga.post(address("message_new"), form(cast, standings=["waiting"]))
    assert "A newsletter goes to everybody who asked for it" in words(narrowed)
    given = form(cast)
    assert olga.post(address("message_new"), given).status_code == 302
    id = given["once"]
    assert "2 people get this newsletter" in words(olga.get(address("message_group", id)))
    check = words(olga.get(address("message_check", id)))
    for part in ("fulmar-9", "because you said that you want it", "open this address and press the button"):
        assert part in check
    assert olga.post(address("message_check", id), {"expected": "2"}).status_code == 302
    shown = words(olga.get(address("message", id)))
    assert "to 2 people by email" in shown
    for secret in ("Vera", "Sal", "have read it"):
        assert secret not in shown
    assert "Autumn" in words(cora.get(address("messages")))
    vera = signed_in(cast.vera)
    assert vera.get(reverse("volunteering:message", args=[id])).status_code == 404
    assert "Autumn" not in words(vera.get(reverse("volunteering:messages")))


def test_the_link_shows_one_button_and_opening_it_ends_nothing(cast, postbox):  # noqa: F811
    supporter(cast)
    newsletter(cast)
    carry()
    link = reverse("ending_newsletter:ending", args=[link_in(postbox.letters[0][1])])
    anyone = Client(enforce_csrf_checks=True)
    for _ in range(2):
        page = anyone.get(link)
        assert (page.status_code, page.content.decode().count("<button")) == (200, 1)
        assert "Sal" not in words(page)
    with as_owner():
        assert NewsletterWord.objects.count() == 1
    for _ in range(2):
        assert "You get no more newsletters" in words(anyone.post(link))
    assert "You get no more newsletters" in words(anyone.get(link))
    with as_owner():
        assert NewsletterWord.objects.filter(wants=False, said="letter").count() == 1


def test_a_mail_programmes_own_button_ends_it_in_one_step(cast, postbox):  # noqa: F811
    """RFC 8058: a POST from anywhere, with neither cookie nor a page opened before."""
    says(cast, "vera")
    newsletter(cast)
    carry()
    link = reverse("ending_newsletter:ending", args=[link_in(postbox.letters[0][1])])
    answer = Client(enforce_csrf_checks=True).post(link, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    with as_owner():
        assert NewsletterWord.objects.filter(wants=False).count() == 1


def test_links_that_no_newsletter_bore_say_so_and_are_not_tried_for_ever(cast):
    anyone = Client()
    where = reverse("ending_newsletter:ending", args=["f" * 64])
    assert anyone.post(where).status_code == 404
    answers = [anyone.get(where).status_code for _ in range(31)]
    assert (answers[0], answers[-1]) == (404, 429)


def test_the_list_of_supporters_costs_the_same_with_one_and_with_three(cast):
    cora, costs = signed_in(cast.cora), []
    for more in (1, 2):
        for _ in range(more):
            supporter(cast)
        cora.get(address("supporters"))
        with CaptureQueriesContext(connection) as queries:
            cora.get(address("supporters"))
        costs.append(len(queries))
    assert costs == [14, 14]
