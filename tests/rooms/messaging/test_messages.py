"""A message goes to a group worked out from facts, once to each and to nobody else; its text needs a receipt."""

from datetime import timedelta

import pytest

from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.foundations.post.models import Letter, Notice
from encircle.rooms.messaging.actions.sending import note_opened, send_message, withdraw_message
from encircle.rooms.messaging.actions.writing import leave_out
from encircle.rooms.messaging.group import Group, people_of, standings_of
from encircle.rooms.messaging.models import Draft, Message, MessageWords, Recipient
from encircle.rooms.messaging.queries import (
    counted_of,
    message_row,
    open_for_staff,
    open_own,
    own_message,
    own_messages,
    unread,
)
from encircle.rooms.messaging.vocabulary import Condition, WhyWithdrawn
from encircle.rooms.organisation.models import PracticeStandard
from encircle.rooms.support.models import Away
from encircle.rooms.training.models import MayTrain
from encircle.rooms.volunteers.models import Volunteer
from tests.cast import acting, plant_cast
from tests.support.database import as_owner

from .scene import prove_addresses, send, sent, write


@pytest.fixture
def cast(db):
    cast = plant_cast()
    prove_addresses(cast)
    return cast


def reached(cast, *conditions, who="cora", areas=("a",)):
    with acting(cast.users[who]) as actor:
        found = people_of(Group(tuple(cast.areas[one].pk for one in areas), conditions), actor.now)
        return [one.given_name for one in found.reached], [one.given_name for one in found.not_reached]


def noticed():
    with as_owner():
        return sorted(Notice.objects.filter(kind="message").values_list("user__persona", flat=True))


# --- to whom ---


def test_the_group_is_worked_out_from_where_people_stand(cast):
    assert reached(cast) == (["Nina", "Vera", "Vic"], [])
    assert reached(cast, Condition.IN_CIRCLE) == (["Vera", "Vic"], [])
    assert reached(cast, Condition.WAITING) == (["Nina"], [])
    assert reached(cast, Condition.WAITING, Condition.IN_CIRCLE) == (["Nina", "Vera", "Vic"], [])
    with as_owner():
        vic = cast.volunteers["vic"]
        Away.objects.create(volunteer=vic, area=vic.area, starts_on=cast.now.date(), said_by=cast.vic, said_at=cast.now)
        MayTrain.objects.create(volunteer=vic, area=vic.area, may=True, by=cast.cora, at=cast.now)
    assert reached(cast, Condition.AT_REST) == (["Vic"], [])
    assert reached(cast, Condition.IN_CIRCLE) == (["Vera"], [])
    assert reached(cast, Condition.MAY_TRAIN) == (["Vic"], [])
    assert reached(cast, Condition.MAY_TRAIN, Condition.IN_CIRCLE) == ([], [])


def test_everybody_stands_somewhere_and_experience_narrows(cast):
    with as_owner():
        Volunteer.objects.create(
            reference="V-NEW", area=cast.areas["a"], given_name="Nell", family_name="Newcomer",
            email="n@people.example", joined_on=cast.now.date(),
        )  # fmt: skip
    with acting(cast.cora) as cora:
        ids = list(Volunteer.objects.values_list("pk", flat=True))
        assert set(standings_of(ids, cora.now)) == set(ids)
    assert reached(cast) == (["Nina", "Vera", "Vic"], ["Nell"])
    assert reached(cast, Condition.EXPERIENCED) == (["Nina", "Vera", "Vic"], [])


def test_who_left_who_only_applied_and_who_cannot_be_reached_get_nothing(cast):
    with as_owner():
        Volunteer.objects.filter(pk=cast.volunteers["nina"].pk).update(left_on=cast.now.date() - timedelta(days=2))
        Volunteer.objects.create(
            reference="V-APPL", area=cast.areas["a"], given_name="Alf", family_name="Applies", email="a@people.example"
        )
        Letter.objects.create(
            user=cast.vic, kind="waiting", area_id=cast.areas["a"].pk, written_at=cast.now, given_up_at=cast.now
        )
    assert reached(cast) == (["Vera"], ["Vic"])
    with as_owner():
        cast.users["vera"].__class__.objects.filter(pk=cast.vera.pk).update(suspended_at=cast.now)
    assert reached(cast) == ([], ["Vera", "Vic"])


def test_an_address_that_took_a_later_letter_is_reached_again(cast):
    with as_owner():
        old = cast.now - timedelta(days=9)
        Letter.objects.create(user=cast.vic, kind="waiting", written_at=old, given_up_at=old)
        Letter.objects.create(user=cast.vic, kind="waiting", written_at=cast.now, sent_at=cast.now)
    assert "Vic" in reached(cast)[0]


def test_a_coordinator_reaches_nobody_of_another_area(cast):
    assert reached(cast, areas=("b",)) == ([], [])
    assert reached(cast, who="olga", areas=("a", "b"))[0] == ["Nina", "Vera", "Vic", "Xena"]
    for areas in (("b",), ("a", "b"), ()):
        with pytest.raises(NotAllowed):
            write(cast, areas=areas)
    for who in ("adam", "dana", "tess", "vera", "petra"):
        with pytest.raises(NotAllowed):
            write(cast, who)


# --- sending ---


def test_a_message_goes_once_to_each_and_everybody_is_told_by_a_notice(cast):
    id = write(cast, text="Training is on Tuesday: fulmar-9")
    send(cast, id)
    assert noticed() == ["nina", "vera", "vic"]
    with as_owner():
        assert Draft.objects.count() == 0
        assert Recipient.objects.count() == 3
        assert MessageWords.objects.get().text == "Training is on Tuesday: fulmar-9"
    with acting(cast.cora) as cora:  # the same page sent once more
        send_message(Draft(pk=id), expected=3, confirmed=False, by=cora, at=cora.now)
    assert noticed() == ["nina", "vera", "vic"]


def test_who_is_left_out_gets_nothing(cast):
    id = write(cast)
    vera, vic, nina = (cast.volunteers[one].pk for one in ("vera", "vic", "nina"))
    with acting(cast.cora) as cora:
        leave_out(Draft.objects.get(pk=id), [vera, vic], [vic], by=cora, at=cora.now)
    with acting(cast.cora) as cora:  # another page of the list
        leave_out(Draft.objects.get(pk=id), [nina], [], by=cora, at=cora.now)
    send(cast, id)
    assert noticed() == ["nina", "vera"]


def test_a_group_that_changed_since_it_was_shown_is_shown_again(cast):
    with pytest.raises(Invalid, match="has changed"):
        send(cast, write(cast), expected=2)
    assert noticed() == []


def test_nobody_to_reach_is_said(cast):
    with pytest.raises(Invalid, match="can be reached"):
        send(cast, write(cast, conditions=(Condition.AT_REST,)))


def test_so_many_a_day_and_a_second_word_for_many_are_settings_of_the_charity(cast):
    with as_owner():
        PracticeStandard.objects.update(messages_a_day=2, messages_confirmed_above=2)
    id = write(cast)
    with pytest.raises(Invalid) as refusal:
        send(cast, id)
    assert refusal.value.errors == {"confirmed": "Tick that 3 people are to get this message"}
    send(cast, id, confirmed=True)
    send(cast, write(cast), confirmed=True)
    with pytest.raises(NotAllowed):
        send(cast, write(cast), confirmed=True)
    sent(cast, "cleo", conditions=(Condition.WAITING,))


# --- no case in it ---


def test_a_core_member_and_a_circle_are_refused_beside_the_field_and_nothing_is_kept(cast):
    with pytest.raises(Invalid) as refusal:
        write(cast, text="Mark Hazelgrove’s hearing is on Monday", subject=f"About {cast.circle_1.reference.lower()}")
    assert refusal.value.errors["text"] == (
        "A message to volunteers must not name a core member. Take out “Mark Hazelgrove”"
    )
    assert cast.circle_1.reference.lower() in refusal.value.errors["subject"]
    with as_owner():
        assert Draft.objects.count() == 0


def test_only_names_the_sender_may_see_are_looked_for(cast):
    """What Cora may not know is not told to her by a refusal."""
    write(cast, text="Bring the Mossbank book")
    with pytest.raises(Invalid):
        write(cast, "olga", text="Bring the Mossbank book")


def test_a_number_asks_for_a_tick(cast):
    with pytest.raises(Invalid) as refusal:
        write(cast, text="Ring the office: 01632 960123")
    assert list(refusal.value.errors) == ["not_about_anybody"]
    write(cast, text="Ring the office: 01632 960123", not_about_anybody=True)
    with pytest.raises(Invalid):
        write(cast, text="Ask Mark Hazelgrove", not_about_anybody=True)


def test_a_name_that_came_after_it_was_written_is_found_when_it_is_sent(cast):
    id = write(cast, text="Ask Thornbury")
    with as_owner():
        type(cast.mark).objects.filter(pk=cast.mark.pk).update(family_name="Thornbury")
    with pytest.raises(Invalid):
        send(cast, id)
    assert noticed() == []


# --- who reads it ---


def texts(cast, id):
    found = {}
    for who in ("cora", "cleo", "olga", "colin", "vera", "vic", "xena", "petra", "adam"):
        with acting(cast.users[who]) as actor:
            try:
                if actor.volunteer_id:
                    found[who] = open_own(own_message(id, by=actor), by=actor).text
                else:
                    found[who] = open_for_staff(id, by=actor).text
            except NotFound:
                found[who] = None
    return {who for who, text in found.items() if text}


def test_its_text_is_read_by_staff_of_its_areas_and_whom_it_went_to_until_it_is_withdrawn(cast):
    id = write(cast)
    with acting(cast.cora) as cora:
        leave_out(
            Draft.objects.get(pk=id), [cast.volunteers["vic"].pk], [cast.volunteers["vic"].pk], by=cora, at=cora.now
        )
    send(cast, id)
    assert texts(cast, id) == {"cora", "cleo", "olga", "vera"}
    for who in ("cleo", "colin"):
        with acting(cast.users[who]) as actor, pytest.raises((NotAllowed, NotFound)):
            withdraw_message(message_row(id, by=actor), WhyWithdrawn.OVER, by=actor, at=actor.now)
    for _ in range(2):
        with acting(cast.cora) as cora:
            withdraw_message(message_row(id, by=cora), WhyWithdrawn.OVER, by=cora, at=cora.now)
    assert texts(cast, id) == {"cora", "cleo", "olga"}
    with acting(cast.vera) as vera:
        assert [line.is_withdrawn for line in own_messages(vera)] == [True]
        assert unread(vera) == 0


def test_without_a_receipt_nobody_reads_the_text(cast):
    sent(cast)
    for who in ("cora", "vera", "olga"):
        with acting(cast.users[who]):
            assert Message.objects.count() == 1
            assert MessageWords.objects.count() == 0


def test_who_has_read_it_is_told_as_a_count(cast):
    id = sent(cast)
    with acting(cast.vera) as vera:
        assert unread(vera) == 1
    for _ in range(2):
        with acting(cast.vera) as vera:
            note_opened(own_message(id, by=vera), by=vera, at=vera.now)
    with acting(cast.vera) as vera:
        assert unread(vera) == 0
    with acting(cast.cora):
        counted = counted_of([id])[id]
        assert (counted.sent_to, counted.opened) == (3, 1)
    with acting(cast.colin):
        assert counted_of([id]) == {}


def test_a_message_to_two_areas_shows_each_coordinator_their_own_recipients(cast):
    id = sent(cast, "olga", areas=("a", "b"))
    for who, count in (("cora", 3), ("colin", 1), ("olga", 4)):
        with acting(cast.users[who]):
            assert Recipient.objects.filter(message=id).count() == count


def test_who_left_reads_nothing_any_more(cast):
    id = sent(cast)
    with as_owner():
        Volunteer.objects.filter(pk=cast.volunteers["nina"].pk).update(left_on=cast.now.date() - timedelta(days=2))
    with acting(cast.nina) as nina:
        assert own_messages(nina) == []
        with pytest.raises(NotFound):
            own_message(id, by=nina)
