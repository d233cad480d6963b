"""A reference goes out once the volunteer agreed; after a Circle each volunteer is owed a conversation."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction

from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.common.ids import new_id
from encircle.foundations.post.models import Notice
from encircle.rooms.circles.models import Seat
from encircle.rooms.leaving.actions.references import answer_reference, reference_asked, send_reference
from encircle.rooms.leaving.actions.talking import Talk, keep_talk
from encircle.rooms.leaving.actions.wishing import ask_to_stop, stay_after_all, stay_as_told
from encircle.rooms.leaving.models import EndTalk, EndTalkWords, GivenReference, ReferenceSent, ReferenceWords, Wish
from encircle.rooms.leaving.queries import asked_to_stop, open_leaving
from encircle.rooms.leaving.talk_queries import (
    ended_seat,
    reference_row,
    references_of,
    references_to_answer,
    talks_of,
    talks_owed,
)
from encircle.rooms.leaving.vocabulary import Next, SentBy
from encircle.rooms.support.models import Away
from encircle.rooms.volunteers.models import Volunteer
from tests.cast import acting, plant_cast
from tests.support.database import as_owner, clock_shifted

from .scene import leave, today

DAY = timedelta(days=1)


@pytest.fixture
def cast(db):
    return plant_cast()


def row(cast, who="vera"):
    return Volunteer.objects.get(pk=cast.volunteers[who].pk)


# --- references ---


def asked(cast, by="cora", asker="A college", days_ago=1):
    id = new_id()
    with acting(cast.users[by]) as actor:
        reference_asked(row(cast), asker, today(cast) - days_ago * DAY, id=id, by=actor, at=actor.now)
    return id


def answered(cast, id, agrees=True, by="vera"):
    with acting(cast.users[by]) as actor:
        answer_reference(reference_row(id), agrees, id=new_id(), by=actor, at=actor.now)


def sent(cast, id, text="They keep their word: gannet-4", days_ago=0, by="cora"):
    with acting(cast.users[by]) as actor:
        day = today(cast) - days_ago * DAY
        send_reference(reference_row(id), text, SentBy.POST, day, id=new_id(), by=actor, at=actor.now)


def test_nothing_is_sent_before_the_volunteer_agreed_and_nothing_after_they_refused(cast):
    id = asked(cast)
    with as_owner():
        assert Notice.objects.filter(user=cast.vera).count() == 1
    with pytest.raises(NotAllowed, match="before the volunteer has agreed"):
        sent(cast, id)
    answered(cast, id, agrees=False)
    with pytest.raises(NotAllowed):
        sent(cast, id)
    with pytest.raises(NotAllowed, match="answered"):
        answered(cast, id, by="cora")


def test_the_database_refuses_one_that_was_not_agreed_to(cast):
    id = asked(cast)
    answered(cast, id, agrees=False)
    with acting(cast.users["cora"]) as cora, pytest.raises(ProgrammingError), transaction.atomic():
        ReferenceSent.objects.bulk_create(
            [
                ReferenceSent(
                    reference_id=id, volunteer=cast.volunteers["vera"], area=cast.areas["a"], sent_on=today(cast),
                    channel="post", by_id=cora.user_id, at=cora.now,
                )
            ]
        )  # fmt: skip


def test_what_was_sent_is_kept_as_it_was_and_read_by_the_staff_of_the_area_under_a_receipt(cast):
    id = asked(cast)
    answered(cast, id)
    for wrong in ({"text": " "}, {"text": "x" * 10_001}, {"days_ago": 2}, {"days_ago": -1}):
        with pytest.raises(Invalid):
            sent(cast, id, **wrong)
    sent(cast, id)
    with pytest.raises(NotAllowed, match="It has been sent"):
        sent(cast, id)
    for who, wanted in (("cora", 1), ("cleo", 1), ("sena", 1), ("vera", 0), ("vic", 0), ("colin", 0), ("petra", 0)):
        with acting(cast.users[who]) as actor:
            assert ReferenceWords.objects.count() == 0
            one = Volunteer.objects.filter(pk=cast.volunteers["vera"].pk).first()
            if one is not None:
                open_leaving(one, by=actor)
            assert ReferenceWords.objects.count() == wanted
            if wanted:
                assert [each.words for each in references_of(one.pk)] == ["They keep their word: gannet-4"]


def test_another_volunteer_neither_sees_nor_answers_it(cast):
    id = asked(cast)
    for who in ("vic", "xena", "colin"):
        with acting(cast.users[who]), pytest.raises(NotFound):
            reference_row(id)
    with acting(cast.vera):
        assert [one.pk for one in references_to_answer(cast.volunteers["vera"].pk)] == [id]
    with as_owner():
        kept = GivenReference.objects.select_related("volunteer").get(pk=id)
    with acting(cast.users["vic"]) as vic, pytest.raises(NotAllowed):
        answer_reference(kept, True, id=new_id(), by=vic, at=vic.now)


def test_staff_note_the_answer_of_whoever_has_gone(cast):
    leave(cast)
    id = asked(cast)
    with as_owner():
        assert not Notice.objects.filter(user=cast.vera).exists()
    answered(cast, id, by="cora")
    sent(cast, id)


# --- the conversation after a Circle ---


def ended(cast, days_ago=2):
    with as_owner():
        Seat.objects.filter(pk=cast.seats["vera"].pk).update(ends_at=cast.now - days_ago * DAY)
    return cast.seats["vera"].pk


def talk(cast, next=Next.CIRCLE, free_from=None, words="They were proud: gannet-3", by="cora", day=None):
    with acting(cast.users[by]) as actor:
        seat = ended_seat(cast.seats["vera"].pk, actor.now)
        said = Talk(day or today(cast), next, free_from, words)
        keep_talk(seat, seat.volunteer, said, id=new_id(), by=actor, at=actor.now)


def owed(cast, who="cora"):
    with acting(cast.users[who]) as actor:
        found = [one.seat.volunteer.given_name for one in talks_owed(cast.areas["a"].pk, actor.now)]
        return [name for name in found if name != "Nina"]  # whose seat ended before these tests begin


def test_it_is_owed_from_the_end_of_the_seat_until_it_was_held(cast):
    assert owed(cast) == []
    ended(cast)
    assert owed(cast) == owed(cast, "sena") == ["Vera"]
    assert owed(cast, "colin") == owed(cast, "vic") == []
    talk(cast)
    assert owed(cast) == []
    with pytest.raises(NotAllowed, match="is kept"):
        talk(cast)


def test_nobody_who_has_left_is_owed_one_and_none_is_about_a_seat_that_lasts(cast):
    with pytest.raises(NotFound):
        talk(cast)
    leave(cast)
    with clock_shifted(2 * DAY):
        assert owed(cast) == []


def test_a_rest_is_noted_as_being_away_until_the_day_before_they_are_free(cast):
    ended(cast)
    back = today(cast) + 60 * DAY
    for wrong in (
        {"next": Next.REST, "free_from": today(cast)},
        {"next": Next.STOP, "free_from": back},
        {"day": today(cast) + DAY},
        {"words": "x" * 10_001},
    ):
        with pytest.raises(Invalid):
            talk(cast, **wrong)
    talk(cast, Next.REST, back)
    with as_owner():
        away = Away.objects.get(volunteer=cast.volunteers["vera"])
    assert (away.starts_on, away.until, away.said_by_id) == (today(cast), back - DAY, cast.users["cora"].pk)


def test_without_a_rest_nobody_is_away(cast):
    ended(cast)
    talk(cast, Next.STOP)
    with as_owner():
        assert not Away.objects.filter(volunteer=cast.volunteers["vera"]).exists()
        assert EndTalk.objects.get().next == "stop"


# --- who would rather stop says so in it ---


def wishes(cast, who="cora"):
    with acting(cast.users[who]):
        return [(one.by_id, one.talk_id is not None, one.withdrawn_at is None) for one in Wish.objects.all()]


def test_who_would_rather_stop_stands_on_the_list_with_whom_they_told(cast):
    ended(cast)
    talk(cast, Next.STOP, by="sena")
    told = (cast.users["sena"].pk, True, True)
    assert wishes(cast) == wishes(cast, "vera") == [told]
    assert wishes(cast, "vic") == wishes(cast, "colin") == []
    with acting(cast.users["cora"]) as actor:
        assert [one.volunteer.given_name for one in asked_to_stop(cast.areas["a"].pk)] == ["Vera"]
        assert open_leaving(row(cast), by=actor).told_to == cast.users["sena"].name
    with as_owner():
        assert set(Notice.objects.values_list("user__persona", flat=True)) == {"cora", "cleo"}


def test_nothing_more_is_noted_of_whoever_asked_already_or_leaves(cast):
    ended(cast)
    with acting(cast.vera) as vera:
        ask_to_stop(None, "", id=new_id(), by=vera, at=vera.now)
    talk(cast, Next.STOP)
    assert wishes(cast) == [(cast.vera.pk, False, True)]


def test_nothing_more_is_noted_of_whoever_leaves(cast):
    leave(cast, days=5)
    ended(cast)
    talk(cast, Next.STOP)
    assert wishes(cast) == []


def stays(cast, by):
    with acting(cast.users[by]) as actor:
        stay_as_told(row(cast), by=actor, at=actor.now)


def test_what_was_told_is_taken_back_by_the_volunteer_or_as_they_told_staff(cast):
    ended(cast)
    talk(cast, Next.STOP)
    with pytest.raises(NotAllowed):
        stays(cast, "vera")
    for _ in range(2):
        stays(cast, "cleo")
    assert wishes(cast) == [(cast.users["cora"].pk, True, False)]
    with acting(cast.vera) as vera:
        ask_to_stop(None, "", id=new_id(), by=vera, at=vera.now)
    stays(cast, "cora")  # what they asked for themselves, they take back themselves
    assert (cast.vera.pk, False, True) in wishes(cast)
    with acting(cast.vera) as vera:
        stay_after_all(by=vera, at=vera.now)
    assert [still for _, _, still in wishes(cast)] == [False, False]


@pytest.mark.parametrize(("who", "next"), [("cora", Next.CIRCLE), ("vera", Next.STOP), ("colin", Next.STOP)])
def test_the_database_takes_no_wish_that_nobody_told_staff(cast, who, next):
    ended(cast)
    talk(cast, next)
    with as_owner():
        kept = EndTalk.objects.get()
        Wish.objects.all().delete()
    with acting(cast.users[who]) as actor, pytest.raises(ProgrammingError), transaction.atomic():
        Wish.objects.bulk_create(
            [
                Wish(
                    volunteer=cast.volunteers["vera"], area=cast.areas["a"], talk_id=kept.pk, by_id=actor.user_id,
                    at=actor.now,
                )
            ]
        )  # fmt: skip


def test_how_it_was_is_the_staffs_under_a_receipt(cast):
    ended(cast)
    talk(cast)
    for who, wanted in (("cora", 1), ("sena", 1), ("vera", 0), ("vic", 0), ("colin", 0)):
        with acting(cast.users[who]) as actor:
            one = Volunteer.objects.filter(pk=cast.volunteers["vera"].pk).first()
            assert EndTalkWords.objects.count() == 0
            if one is not None:
                open_leaving(one, by=actor)
            assert EndTalkWords.objects.count() == wanted
            if wanted:
                assert [each.words for each in talks_of(one.pk)] == ["They were proud: gannet-3"]


# --- a notice that somebody asks to stop ---


def test_the_coordinators_of_the_area_are_told_that_something_waits(cast):
    with acting(cast.vera) as vera:
        ask_to_stop(None, "", id=new_id(), by=vera, at=vera.now)
    with as_owner():
        told = set(Notice.objects.values_list("user__persona", flat=True))
        wish = Wish.objects.get()
    assert told == {"cora", "cleo"}
    for who in ("vic", "xena", "cora"):
        with acting(cast.users[who]), connection.cursor() as cursor:
            cursor.execute("SELECT encircle.coordinators_of_wish(%s)", [wish.pk])
            assert cursor.fetchone() == ([],)
