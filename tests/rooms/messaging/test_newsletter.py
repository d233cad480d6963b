"""A newsletter goes to whoever said yes and to nobody else, each in an email of their own, until they end it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection

from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.common.ids import new_id
from encircle.foundations.access.identity import acting_as, system
from encircle.foundations.accounts.secrets import blind
from encircle.foundations.post import letters
from encircle.foundations.post.models import Letter, Notice
from encircle.rooms.messaging import proving
from encircle.rooms.messaging.actions.newsletter import end_by_link, note_newsletter, say_newsletter
from encircle.rooms.messaging.actions.sending import withdraw_message
from encircle.rooms.messaging.actions.supporters import add_supporter, prove_by_link
from encircle.rooms.messaging.group import Group, people_of
from encircle.rooms.messaging.models import (
    AddressAsked,
    Draft,
    Message,
    MessageWords,
    NewsletterWord,
    Recipient,
    Supporter,
)
from encircle.rooms.messaging.newsletter import is_wanted_behind
from encircle.rooms.messaging.queries import message_row, own_message, own_messages, unread
from encircle.rooms.messaging.vocabulary import Condition, Kind, Said, WhyWithdrawn
from encircle.rooms.volunteers.models import Volunteer
from tests.cast import acting, plant_cast
from tests.foundations.post.test_letters import postbox, waiting_jobs  # noqa: F401 (a fixture)
from tests.support.database import as_owner

from .scene import prove_addresses, send, sent, write


@pytest.fixture
def cast(db):
    cast = plant_cast()
    prove_addresses(cast)
    return cast


def says(cast, who, wants=True):
    with acting(cast.users[who]) as actor:
        say_newsletter(wants, id=new_id(), by=actor, at=actor.now)


def notes(cast, by, one, wants=True, said=Said.PAPER):
    with acting(cast.users[by]) as actor:
        note_newsletter(one, wants, said, id=new_id(), by=actor, at=actor.now)


def supporter(cast, by="cora", area="a", name="Sal Kittiwake", email=None, proved=True, again=False):
    """Who has pressed the button behind the link they were sent, unless told otherwise."""
    id = new_id()
    email = email or f"sal-{id}@people.example"
    with acting(cast.users[by]) as actor:
        add_supporter(
            name, email, cast.areas[area].pk, Said.SPOKEN, id=id, by=actor, at=actor.now, asked_again=again
        )  # fmt: skip
    if proved:
        press(id)
    return id


def press(id):
    with as_owner():
        asked = AddressAsked.objects.filter(supporter=id).latest("asked_at")
    with acting_as(system("doorkeeper")) as nobody:
        prove_by_link(blind(str(asked.pk), purpose=proving.LINK), by=nobody)
    with as_owner():
        Letter.objects.filter(item_id=asked.pk).delete()


def applicant(cast):
    with as_owner():
        return Volunteer.objects.create(
            reference="V-APPL",
            area=cast.areas["a"],
            given_name="Alf",
            family_name="Applies",
            email="alf@people.example",
        )


def newsletter(cast, by="olga", areas=("a", "b"), **more):
    return sent(
        cast, by, kind=Kind.NEWSLETTER, areas=areas, subject="Autumn", text="A walk on Sunday: fulmar-9", **more
    )


def readers(cast, who="olga", areas=("a", "b")):
    with acting(cast.users[who]) as actor:
        group = Group(tuple(cast.areas[one].pk for one in areas), (), Kind.NEWSLETTER)
        found = people_of(group, actor.now)
        return [one.full_name for one in found.reached], [one.full_name for one in found.not_reached]


def carry():
    """What a worker would do now."""
    done = set()
    while todo := [job for job in waiting_jobs() if str(job) not in done]:
        for name, args in todo:
            done.add(str((name, args)))
            assert (name, set(args)) == ("post.send_letter", {"letter_id"})
            letters.send(args["letter_id"])


def link_in(text):
    plain = text.replace("=\r\n", "").replace("\r\n", "\n")
    return plain.split("/newsletter/")[-1].split()[0]


# --- who gets it ---


def test_nobody_gets_it_who_has_not_said_yes(cast):
    alf = applicant(cast)
    supporter(cast)
    assert readers(cast) == (["Sal Kittiwake"], [])
    says(cast, "vera")
    says(cast, "xena")
    notes(cast, "cora", alf)
    notes(cast, "cora", cast.volunteers["vic"], wants=False)
    assert readers(cast) == (["Alf Applies", "Sal Kittiwake", "Vera Applegarth", "Xena Copperbeech"], [])
    assert readers(cast, areas=("b",)) == (["Xena Copperbeech"], [])


def test_the_newest_word_counts(cast):
    for wants in (True, False, True):
        says(cast, "vera", wants)
    assert readers(cast) == (["Vera Applegarth"], [])
    says(cast, "vera", False)
    assert readers(cast) == ([], [])
    with as_owner():
        assert NewsletterWord.objects.count() == 4


def test_who_left_and_who_cannot_be_reached_get_nothing(cast):
    for who in ("vera", "vic", "nina"):
        says(cast, who)
    with as_owner():
        Volunteer.objects.filter(pk=cast.volunteers["nina"].pk).update(left_on=cast.now.date() - timedelta(days=2))
        type(cast.vic).objects.filter(pk=cast.vic.pk).update(suspended_at=cast.now)
    assert readers(cast) == (["Vera Applegarth"], ["Vic Hollowell"])


# --- who notes it ---


def test_nobody_says_it_for_another_and_staff_note_it_only_in_their_area(cast):
    for who in ("petra", "adam", "tess", "colin"):
        with pytest.raises(NotAllowed):
            says(cast, who)
        with pytest.raises(NotAllowed):
            notes(cast, who, cast.volunteers["vera"])
    for who, area in (("colin", "a"), ("adam", "a"), ("vera", "a"), ("petra", "a")):
        with pytest.raises(NotAllowed):
            supporter(cast, who, area)
    for said in (Said.OWN_PAGE, Said.LETTER):
        with pytest.raises(Invalid):
            notes(cast, "cora", cast.volunteers["vera"], said=said)


def test_the_database_refuses_a_word_put_into_anothers_mouth(cast):
    vera = cast.volunteers["vera"]
    word = {"volunteer": vera, "area": vera.area, "wants": True, "at": cast.now}
    attempts = [
        ("vic", {"said": "own_page", "by": cast.vic}),
        ("cora", {"said": "own_page", "by": cast.cora}),
        ("cora", {"said": "paper", "by": cast.vera}),
        ("colin", {"said": "paper", "by": cast.colin}),
        ("adam", {"said": "paper", "by": cast.adam}),
        ("vera", {"said": "paper", "by": cast.vera}),
    ]
    for who, more in attempts:
        with pytest.raises((DatabaseError, NotFound, PermissionDenied)), acting(cast.users[who]):
            NewsletterWord.objects.bulk_create([NewsletterWord(**word, **more)])


def test_a_supporter_needs_a_name_and_an_address(cast):
    with pytest.raises(Invalid) as refusal:
        supporter(cast, name=" ", email="nowhere")
    assert set(refusal.value.errors) == {"name", "email"}
    with as_owner():
        assert Supporter.objects.count() == NewsletterWord.objects.count() == 0


def test_supporters_are_seen_by_the_staff_of_their_area(cast):
    id = supporter(cast)
    seen = []
    for who in ("cora", "cleo", "olga", "colin", "vera", "petra", "adam", "tess"):
        with acting(cast.users[who]):
            if Supporter.objects.filter(pk=id).exists():
                seen.append(who)
    assert seen == ["cora", "cleo", "olga"]


# --- writing ---


def test_only_who_sees_every_name_sends_a_newsletter(cast):
    for who in ("cora", "cleo", "colin"):
        with pytest.raises(NotAllowed):
            write(cast, who, kind=Kind.NEWSLETTER, areas=("a",))
    common = {"kind": "newsletter", "subject": "s", "areas": [cast.areas["a"].pk]}
    draft = Draft(author=cast.cora, text="t", saved_at=cast.now, **common)
    for row in (draft, Message(sent_by=cast.cora, sent_at=cast.now, **common)):
        with pytest.raises((DatabaseError, NotFound)), acting(cast.cora):
            type(row).objects.bulk_create([row])


def test_a_core_member_of_any_area_and_any_circle_are_refused_in_a_newsletter(cast):
    says(cast, "vera")
    for text in ("Thanks to Mark Hazelgrove", "The Mossbank family", f"About {cast.circle_1.reference}"):
        with pytest.raises(Invalid) as refusal:
            write(cast, "olga", kind=Kind.NEWSLETTER, text=text)
        assert refusal.value.errors["text"].startswith("A newsletter must not name")
    id = write(cast, "olga", kind=Kind.NEWSLETTER, text="Ask Thornbury")
    with as_owner():
        type(cast.mark).objects.filter(pk=cast.mark.pk).update(family_name="Thornbury")
    with pytest.raises(Invalid):
        send(cast, id, "olga")
    with as_owner():
        assert Message.objects.count() == Letter.objects.count() == 0


def test_a_newsletter_goes_to_everybody_who_asked_and_no_condition_narrows_it(cast):
    with pytest.raises(Invalid) as refusal:
        write(cast, "olga", kind=Kind.NEWSLETTER, conditions=(Condition.WAITING,))
    assert list(refusal.value.errors) == ["standings"]


# --- the email ---


def test_each_gets_one_email_with_the_text_no_other_address_and_a_link_of_their_own(cast, postbox):  # noqa: F811
    alf, _ = applicant(cast), supporter(cast, email="sal@people.example")
    says(cast, "vera")
    notes(cast, "cora", alf)
    newsletter(cast)
    carry()
    carry()  # a worker that starts anew sends nothing twice
    everybody = {cast.vera.email, "alf@people.example", "sal@people.example"}
    assert sorted(to for to, _ in postbox.letters) == sorted([one] for one in everybody)
    links = set()
    for [to], text in postbox.letters:
        head, _, body = text.partition("\r\n\r\n")
        assert "Subject: Autumn" in head
        assert "fulmar-9" in body
        token = link_in(text)
        links.add(token)
        unfolded = " ".join(head.split())
        assert f"List-Unsubscribe: <https://circles.example/newsletter/{token}>" in unfolded
        assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in unfolded
        secrets = ("Cc:", "Bcc:", "Vera", "Alf", "Sal", "Olga", "Circle 1", "<img", *(everybody - {to}))
        assert [one for one in secrets if one in text] == []
    assert len(links) == 3
    with as_owner():
        assert Notice.objects.count() == 0
        assert list(Letter.objects.filter(sent_at__isnull=True)) == []


def test_a_letter_of_another_kind_still_says_nothing(cast, postbox):  # noqa: F811
    """The database lets no other letter carry anything."""
    for fault in ({"kind": "message", "item_id": new_id()}, {"kind": "newsletter"}, {"kind": "waiting", "user": None}):
        with pytest.raises(DatabaseError), as_owner():
            Letter.objects.create(**{"user": cast.vera, "written_at": cast.now} | fault)


def test_the_link_ends_it_without_signing_in_and_pressing_twice_ends_it_once(cast, postbox):  # noqa: F811
    supporter(cast)
    newsletter(cast)
    carry()
    token = link_in(postbox.letters[0][1])
    with acting_as(system("doorkeeper")) as nobody:
        assert is_wanted_behind(token) is True
        assert is_wanted_behind("x" * 64) is None
        for _ in range(2):
            end_by_link(token, by=nobody)
        assert is_wanted_behind(token) is False
    assert readers(cast) == ([], [])
    with as_owner():
        last = NewsletterWord.objects.order_by("at").last()
        assert (last.wants, last.said, last.by_id) == (False, "letter", None)
        assert NewsletterWord.objects.count() == 2


def test_who_ended_it_meanwhile_and_what_was_taken_back_are_not_sent(cast, postbox):  # noqa: F811
    says(cast, "vera")
    newsletter(cast)
    says(cast, "vera", False)
    carry()
    assert postbox.letters == []
    says(cast, "vera")
    id = newsletter(cast)
    with acting(cast.olga) as olga:
        withdraw_message(message_row(id, by=olga), WhyWithdrawn.MISTAKE, by=olga, at=olga.now)
    carry()
    assert postbox.letters == []
    with as_owner():
        assert Letter.objects.filter(dropped_at__isnull=False).count() == 2


def test_nobody_but_the_postman_learns_where_it_goes(cast):
    supporter(cast)
    newsletter(cast)
    with as_owner():
        copy = Recipient.objects.get().pk
    for who in ("cora", "olga", "vera"):
        with acting(cast.users[who]), connection.cursor() as cursor:
            cursor.execute("SELECT encircle.newsletter_address(%s)", [copy])
            assert cursor.fetchone() == (None,)


def test_it_is_read_by_email_and_nobody_is_told_who_reads_it(cast):
    says(cast, "vera")
    id = newsletter(cast)
    with acting(cast.vera) as vera:
        assert (unread(vera), own_messages(vera)) == (0, [])
        assert Message.objects.count() == MessageWords.objects.count() == 0
        with pytest.raises(NotFound):
            own_message(id, by=vera)
