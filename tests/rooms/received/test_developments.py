"""News from a professional: sent once, told to the right coordinator, read against a receipt, seen by nobody else."""

from datetime import timedelta

import pytest

from encircle.common.errors import Invalid, NotFound
from encircle.common.ids import new_id
from encircle.foundations.access.models import Appointment, BreakGlass
from encircle.foundations.audit.models import Entry
from encircle.foundations.post.models import Notice
from encircle.rooms.circles.models import Seat
from encircle.rooms.received.actions import NewDevelopment, open_development, open_own_development, send_development
from encircle.rooms.received.models import Development, DevelopmentRead, DevelopmentText
from encircle.rooms.received.queries import news, own_seats, sent_by, unread_news, words_of
from encircle.rooms.received.vocabulary import DevelopmentKind
from tests.cast import acting, plant_cast
from tests.support.database import as_owner

SECRET = "He has found work at the whimbrel yard."


@pytest.fixture
def cast(db):
    return plant_cast()


def send(cast, who="omar", seat=None, **more):
    with acting(cast.users[who]) as actor:
        new = NewDevelopment(
            **{
                "id": new_id(),
                "seat_id": (seat or cast.seats[who]).pk,
                "kind": DevelopmentKind.PROGRESS,
                "text": SECRET,
                **more,
            }
        )
        return send_development(new, by=actor, at=actor.now)


def told():
    with as_owner():
        return set(Notice.objects.values_list("user__persona", "kind"))


def test_the_coordinator_of_the_circle_is_told_and_nobody_else(cast):
    send(cast)
    assert told() == {("cora", "waiting")}


def test_urgent_news_is_told_at_once(cast):
    send(cast, urgent=True, kind=DevelopmentKind.RISK)
    assert told() == {("cora", "concern")}


def test_when_the_circle_s_coordinator_has_gone_the_others_of_the_area_are_told(cast):
    with as_owner():
        Appointment.objects.filter(user=cast.cora).update(ends_at=cast.now - timedelta(days=1))
    send(cast)
    assert told() == {("cleo", "waiting")}


def test_when_nobody_is_left_in_the_area_the_operations_manager_is_told(cast):
    with as_owner():
        Appointment.objects.filter(user__in=[cast.cora, cast.cleo]).update(ends_at=cast.now - timedelta(days=1))
    send(cast)
    assert told() == {("olga", "waiting")}


def test_the_coordinator_reads_it_and_the_sender_sees_that_it_was_read(cast):
    development = send(cast)
    with acting(cast.omar) as omar:
        assert [line.read_at for line in sent_by(omar)[0]] == [None]
    with acting(cast.cora) as cora:
        assert [line.development.pk for line in unread_news()] == [development]
        found = open_development(development, by=cora, at=cora.now)
        assert (found.sender, found.agency, words_of(found.development)) == (
            "Omar Stonecrop",
            "Devon and Cornwall Police",
            SECRET,
        )
    with acting(cast.omar) as omar:
        (line,) = sent_by(omar)[0]
        assert line.read_at is not None
    with acting(cast.cora):
        assert unread_news() == []


def test_reading_twice_keeps_who_read_first(cast):
    development = send(cast)
    for name in ("cora", "cleo"):
        with acting(cast.users[name]) as actor:
            open_development(development, by=actor, at=actor.now)
    with as_owner():
        assert DevelopmentRead.objects.get().read_by == cast.cora


def test_the_words_need_a_receipt(cast):
    development = send(cast)
    with acting(cast.cora):
        assert not DevelopmentText.objects.exists()
    with acting(cast.omar) as omar:
        assert not DevelopmentText.objects.exists()
        found = open_own_development(development, by=omar)
        assert words_of(found.development) == SECRET
    with as_owner():
        assert list(Entry.objects.filter(verb="opened").values_list("actor_id", "item_id")) == [
            (cast.omar.pk, development)
        ]


@pytest.mark.parametrize("who", ["vera", "petra", "hana", "colin", "xena", "dana", "adam", "nina"])
def test_for_everyone_else_it_does_not_exist(cast, who):
    development = send(cast)
    with acting(cast.users[who]) as actor:
        assert not Development.objects.exists()
        assert news()[0] == []
        with pytest.raises(NotFound):
            open_development(development, by=actor, at=actor.now)


def test_in_an_hour_of_break_glass_it_is_read_but_does_not_count_as_read(cast):
    development = send(cast)
    with as_owner():
        BreakGlass.objects.create(
            user=cast.colin, circle_id=cast.circle_1.pk, reason="Cora cannot be reached today", opened_at=cast.now
        )
    with acting(cast.colin) as colin:
        found = open_development(development, by=colin, at=colin.now)
        assert words_of(found.development) == SECRET
    with as_owner():
        assert not DevelopmentRead.objects.exists()


def test_sending_the_form_twice_sends_it_once(cast):
    once = new_id()
    assert send(cast, id=once) == send(cast, id=once) == once
    with as_owner():
        assert (Development.objects.count(), Notice.objects.count()) == (1, 1)


def test_from_somebody_else_s_seat_nothing_can_be_sent(cast):
    with pytest.raises(NotFound):
        send(cast, "hana", cast.seats["omar"])


def test_from_an_ended_seat_nothing_can_be_sent(cast):
    with as_owner():
        Seat.objects.filter(pk=cast.seats["omar"].pk).update(ends_at=cast.now - timedelta(minutes=1))
    with pytest.raises(NotFound):
        send(cast)


@pytest.mark.parametrize("text", ["", "   ", "x" * 20_001])
def test_it_needs_words_and_not_too_many(cast, text):
    with pytest.raises(Invalid) as refusal:
        send(cast, text=text)
    assert set(refusal.value.errors) == {"text"}
    with as_owner():
        assert not Development.objects.exists()


def test_a_professional_knows_a_circle_by_its_reference_alone(cast):
    with acting(cast.omar):
        assert [(seat.seat_id, seat.circle_reference) for seat in own_seats()] == [
            (cast.seats["omar"].pk, cast.circle_1.reference)
        ]
    with acting(cast.paul):
        assert own_seats() == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_reads_does_not_grow_with_the_list(cast, count, django_assert_num_queries):
    for _ in range(count):
        send(cast)
    with acting(cast.cora), django_assert_num_queries(2):
        assert len(news(circle_id=cast.circle_1.pk)[0]) == count
    with acting(cast.omar) as omar, django_assert_num_queries(2):
        assert len(sent_by(omar)[0]) == count
