"""A supporter is written to once they confirmed their address; whoever said stop is not added again unasked."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection

from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.foundations.access.identity import acting_as, system
from encircle.foundations.accounts.secrets import blind
from encircle.foundations.audit.models import Entry
from encircle.foundations.post import letters
from encircle.foundations.post.letters import NotDelivered
from encircle.foundations.post.models import Letter
from encircle.rooms.messaging import proving
from encircle.rooms.messaging.actions.supporters import (
    ask_again,
    correct_supporter,
    drop_unproved,
    prove_by_link,
    remove_supporter,
)
from encircle.rooms.messaging.models import AddressAsked, Message, NewsletterStop, NewsletterWord, Supporter
from encircle.rooms.messaging.newsletter import Delivered, asked_of, delivered, last_not_delivered, not_delivered_to
from encircle.rooms.messaging.proving import waits_behind
from encircle.rooms.messaging.vocabulary import Said, WhyRemoved
from tests.cast import acting, plant_cast
from tests.foundations.post.test_letters import postbox  # noqa: F401 (a fixture)
from tests.support.database import as_owner

from .scene import prove_addresses
from .test_newsletter import carry, newsletter, notes, press, readers, says, supporter


@pytest.fixture
def cast(db):
    cast = plant_cast()
    prove_addresses(cast)
    return cast


def asked(cast, **more):
    """Added, and not yet confirmed."""
    return supporter(cast, email="sal@people.example", proved=False, **more)


def by(cast, who, action, id, *args, **more):
    with acting(cast.users[who]) as actor:
        one = Supporter.objects.get(pk=id)
        action(one, *args, by=actor, at=more.pop("at", actor.now), **more)


def row(id):
    with as_owner():
        return Supporter.objects.get(pk=id)


def link(text):
    return text.replace("=\r\n", "").split("/newsletter/confirm/")[-1].split()[0]


def test_opening_the_link_proves_nothing_and_pressing_its_button_does(cast, postbox):  # noqa: F811
    asked(cast)
    carry()
    assert readers(cast) == ([], [])
    [([to], text)] = postbox.letters
    assert to == "sal@people.example"
    assert "Subject: Do you want our newsletter?" in text
    assert "off our list after 14 days" in text.replace("=\r\n", "")
    for secret in ("Sal", "Cora", "Circle 1", "<img"):
        assert secret not in text
    token = link(text)
    with acting_as(system("doorkeeper")) as nobody:
        assert waits_behind(token) is True
        assert waits_behind(token) is True
        assert waits_behind("x" * 64) is None
        for _ in range(2):
            prove_by_link(token, by=nobody)
        assert waits_behind(token) is False
    assert readers(cast) == (["Sal Kittiwake"], [])


def test_nothing_goes_to_an_address_that_nobody_confirmed(cast, postbox):  # noqa: F811
    """Neither by the group nor, where somebody was in it once, by the postman."""
    id = asked(cast)
    says(cast, "vera")
    press(id)
    newsletter(cast)
    with as_owner():
        AddressAsked.objects.update(proved_at=None)
    carry()
    assert [to for to, _ in postbox.letters] == [[cast.vera.email]]


def test_a_link_is_dead_once_they_were_asked_anew_or_said_no(cast):
    id = asked(cast)
    with as_owner():
        first = AddressAsked.objects.get()
        AddressAsked.objects.update(asked_at=first.asked_at - timedelta(days=2))
    by(cast, "cora", ask_again, id)
    with as_owner():
        newest = AddressAsked.objects.latest("asked_at")
    tokens = [blind(str(one.pk), purpose=proving.LINK) for one in (first, newest)]
    with acting_as(system("doorkeeper")):
        assert [waits_behind(one) for one in tokens] == [None, True]
    notes(cast, "cora", row(id), wants=False)
    with acting_as(system("doorkeeper")) as nobody:
        assert waits_behind(tokens[1]) is None
        prove_by_link(tokens[1], by=nobody)
    with as_owner():
        assert not AddressAsked.objects.filter(proved_at__isnull=False).exists()


def test_nobody_is_asked_twice_in_a_day_nor_once_they_confirmed(cast):
    id = asked(cast)
    with pytest.raises(NotAllowed, match="asked today"):
        by(cast, "cora", ask_again, id)
    press(id)
    with pytest.raises(NotAllowed):
        by(cast, "cora", ask_again, id, at=cast.now + timedelta(days=2))


def test_staff_cannot_confirm_for_somebody(cast):
    id = asked(cast)
    with pytest.raises((DatabaseError, NotFound)), acting(cast.cora):
        AddressAsked.objects.update(proved_at=cast.now)
    one = row(id)
    more = {"supporter": one, "area": one.area, "asked_at": cast.now, "token_hash": "t"}
    faults = (
        {"email": one.email, "proved_at": cast.now, "asked_by": cast.cora},
        {"email": "another@people.example", "asked_by": cast.cora},
        {"email": one.email, "asked_by": cast.cleo},
    )
    for fault in faults:
        with pytest.raises((DatabaseError, NotFound)), acting(cast.cora):
            AddressAsked.objects.bulk_create([AddressAsked(**more | fault)])


def test_an_address_that_nobody_confirmed_is_dropped_after_the_days_of_the_standard(cast):
    kept, gone = supporter(cast), asked(cast)
    with as_owner():
        AddressAsked.objects.filter(supporter=gone).update(asked_at=cast.now - timedelta(days=13, hours=23))
        Supporter.objects.update(added_at=cast.now - timedelta(days=90))
    assert drop_unproved() == 0
    with as_owner():
        AddressAsked.objects.filter(supporter=gone).update(asked_at=cast.now - timedelta(days=14))
    assert drop_unproved() == 1
    one = row(gone)
    assert (one.name, one.email, one.why_removed, one.removed_by_id) == ("", "", "not_proved", None)
    assert row(kept).name == "Sal Kittiwake"
    with as_owner():
        assert not AddressAsked.objects.filter(supporter=gone).exists()
        assert NewsletterStop.objects.count() == 0
    assert drop_unproved() == 0


def test_whoever_asked_to_be_removed_leaves_a_hash_and_nothing_else(cast):
    id = supporter(cast, email="Sal@People.example")
    by(cast, "cora", remove_supporter, id, WhyRemoved.ASKED)
    one = row(id)
    assert (one.name, one.email, one.why_removed, one.removed_by_id) == ("", "", "asked", cast.cora.pk)
    with connection.cursor() as cursor, as_owner():
        for table in ("supporter", "addressasked", "newsletterstop", "newsletterword", "recipient"):
            cursor.execute(f"SELECT t::text FROM messaging_{table} t")
            assert "sal" not in str(cursor.fetchall()).lower()
        entries = Entry.objects.filter(item_id=id).values_list("item_type", "detail")
        assert ("messaging.supporter", "asked") in list(entries)
    with acting(cast.cora):
        assert NewsletterStop.objects.count() == 0  # nobody reads it


def test_whoever_said_stop_is_not_added_again_without_a_word_in_any_area(cast):
    by(cast, "cora", remove_supporter, asked(cast), WhyRemoved.ASKED)
    for who, area in (("cora", "a"), ("colin", "b")):
        with pytest.raises(Invalid) as refusal:
            asked(cast, by=who, area=area)
        assert list(refusal.value.errors) == ["asked_again"]
    asked(cast, again=True)
    with as_owner():
        assert Supporter.objects.filter(removed_at=None).count() == 1


def test_a_supporter_or_a_volunteer_who_ended_it_is_not_added_elsewhere_unasked(cast):
    id = asked(cast)
    notes(cast, "cora", row(id), wants=False)
    with pytest.raises(Invalid) as refusal:
        asked(cast, by="colin", area="b")
    assert list(refusal.value.errors) == ["asked_again"]
    says(cast, "vera", False)
    with as_owner():
        address = cast.volunteers["vera"].email
    with pytest.raises(Invalid) as refusal:
        supporter(cast, email=address.upper(), proved=False)
    assert list(refusal.value.errors) == ["asked_again"]


def test_whoever_was_added_by_mistake_may_be_added_again(cast):
    by(cast, "cora", remove_supporter, asked(cast), WhyRemoved.MISTAKE)
    asked(cast)
    with pytest.raises(Invalid) as refusal:
        asked(cast)
    assert refusal.value.errors["email"] == "This address is on the list already"


def test_a_corrected_address_is_asked_anew_and_a_corrected_name_is_not(cast):
    id = supporter(cast, email="sal@people.example")
    by(cast, "cora", correct_supporter, id, "Sal Kittywake", "sal@people.example")
    assert readers(cast) == (["Sal Kittywake"], [])
    by(cast, "cora", correct_supporter, id, "Sal Kittywake", "sal@elsewhere.example")
    assert readers(cast) == ([], [])
    with as_owner():
        assert [one.email for one in AddressAsked.objects.all()] == ["sal@elsewhere.example"]
    press(id)
    assert readers(cast) == (["Sal Kittywake"], [])


def test_another_area_neither_corrects_nor_removes_and_no_database_row_says_otherwise(cast):
    id = asked(cast)
    one = row(id)
    for who in ("colin", "vera", "adam", "petra"):
        with pytest.raises(NotAllowed), acting(cast.users[who]) as actor:
            correct_supporter(one, "Sid", one.email, by=actor, at=actor.now)
        with pytest.raises(NotAllowed), acting(cast.users[who]) as actor:
            remove_supporter(one, WhyRemoved.ASKED, by=actor, at=actor.now)
        with acting(cast.users[who]):
            assert Supporter.objects.filter(pk=id).update(name="Sid") == 0
    with pytest.raises(Invalid), acting(cast.cora) as cora:
        remove_supporter(one, WhyRemoved.NOT_PROVED, by=cora, at=cora.now)
    with pytest.raises((DatabaseError, NotFound)), acting(cast.cora):
        Supporter.objects.filter(pk=id).update(
            name="", email="", removed_at=cast.now, why_removed="asked", removed_by=cast.cleo
        )
    with pytest.raises(DatabaseError), as_owner():
        Supporter.objects.filter(pk=id).update(removed_at=cast.now, why_removed="asked", removed_by=cast.cora)


def test_what_is_removed_is_not_noted_any_more(cast):
    id = asked(cast)
    by(cast, "cora", remove_supporter, id, WhyRemoved.DIED)
    with pytest.raises(NotAllowed):
        notes(cast, "cora", row(id), wants=True, said=Said.SPOKEN)
    with as_owner():
        assert NewsletterWord.objects.count() == 1


# --- what became of the emails ---


def test_emails_are_counted_and_each_area_learns_whom_of_its_own_they_did_not_reach(cast, postbox):  # noqa: F811
    here, there = supporter(cast, name="Sal Here"), supporter(cast, "colin", "b", name="Sal There")
    says(cast, "vera")
    id = newsletter(cast)
    assert became(cast, id) == Delivered(0, 3, 0, 0)
    with as_owner():
        lost = list(Letter.objects.filter(kind="newsletter", user=None).values_list("pk", flat=True))
    postbox.fail = True
    for letter in lost:
        with pytest.raises(NotDelivered):
            letters.send(letter)
        letters.give_up(letter)
    postbox.fail = False
    carry()
    for who in ("olga", "cora", "colin"):
        assert became(cast, id, who) == Delivered(1, 0, 2, 0)
    assert [unreached(cast, id, who) for who in ("cora", "colin", "olga")] == [
        ["Sal Here"], ["Sal There"], ["Sal Here", "Sal There"],
    ]  # fmt: skip
    with acting(cast.cora):
        assert _last_lost(here) is not None
    by(cast, "colin", correct_supporter, there, "Sal There", "sal@elsewhere.example")
    with acting(cast.colin):
        assert _last_lost(there) is None


def _last_lost(id):
    one = Supporter.objects.get(pk=id)
    return last_not_delivered(one, asked_of(one))


def became(cast, id, who="olga"):
    with acting(cast.users[who]):
        return delivered(Message.objects.get(pk=id))


def unreached(cast, id, who):
    with acting(cast.users[who]):
        return [one.full_name for one in not_delivered_to(Message.objects.get(pk=id))]


def test_whoever_ended_it_meanwhile_is_counted_as_kept_back(cast, postbox):  # noqa: F811
    says(cast, "vera")
    id = newsletter(cast)
    says(cast, "vera", False)
    carry()
    assert became(cast, id) == Delivered(0, 0, 0, 1)
    with acting(cast.vera):
        assert delivered(Message(pk=id)) == Delivered(0, 0, 0, 0)
