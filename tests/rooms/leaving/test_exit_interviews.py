"""An exit interview is offered to whoever leaves; what they say is read by the staff of their area."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from encircle.common.errors import Invalid, NotAllowed
from encircle.common.ids import new_id
from encircle.foundations.post.models import Notice
from encircle.rooms.leaving.actions.exits import (
    Reply,
    answer_exit_questions,
    offer_exit_interview,
    record_exit_interview,
)
from encircle.rooms.leaving.actions.rejoining import come_back
from encircle.rooms.leaving.exit_queries import exit_of, newest_offer, offer_row
from encircle.rooms.leaving.models import ExitOffer, ExitReply, ExitReplyWords, ExitWords
from encircle.rooms.leaving.queries import open_leaving
from encircle.rooms.leaving.vocabulary import AtTheEnd, Back, Decided, Question, Reason
from encircle.rooms.volunteers.models import Volunteer
from tests.cast import acting, plant_cast
from tests.support.database import as_owner, clock_shifted

from .scene import leave, today

DAY = timedelta(days=1)
SAID = Reply(Back.PERHAPS, {Question.HARD: "The drive home: gannet-5", Question.GOOD: "  "})


@pytest.fixture
def cast(db):
    return plant_cast()


def row(cast, who="vera"):
    return Volunteer.objects.get(pk=cast.volunteers[who].pk)


def offer(cast, by="cora", days_ago=0, id=None):
    id = id or new_id()
    with acting(cast.users[by]) as actor:
        offer_exit_interview(row(cast), today(cast) - days_ago * DAY, id=id, by=actor, at=actor.now)
    return id


def came(cast, offer_id, outcome=AtTheEnd.TAKEN, words="They felt alone: gannet-6", by="cora", day=None):
    with acting(cast.users[by]) as actor:
        record_exit_interview(
            offer_row(offer_id), outcome, day or today(cast), words, id=new_id(), by=actor, at=actor.now
        )


def answers(cast, offer_id, by="vera", reply=SAID):
    with acting(cast.users[by]) as actor:
        answer_exit_questions(offer_row(offer_id), reply, id=new_id(), by=actor, at=actor.now)


def test_it_is_offered_once_to_whoever_leaves_and_they_are_told_that_something_waits(cast):
    with pytest.raises(NotAllowed, match="Note first that they leave"):
        offer(cast)
    leave(cast, days=3)
    offer(cast)
    with as_owner():
        assert [str(one.user_id) for one in Notice.objects.filter(item_id__isnull=False)] == [str(cast.vera.pk)]
    with pytest.raises(NotAllowed, match="It has been offered"):
        offer(cast)


def test_nothing_is_asked_of_whoever_died(cast):
    leave(cast, reason=Reason.DIED, decided=Decided.NOBODY)
    with pytest.raises(NotAllowed):
        offer(cast)


def test_whoever_is_gone_is_sent_nothing(cast):
    leave(cast)
    offer(cast)
    with as_owner():
        assert not Notice.objects.filter(user=cast.vera).exists()


def test_they_answer_themselves_while_they_are_here_and_staff_key_it_after(cast):
    leave(cast, days=3)
    id = offer(cast)
    answers(cast, id)
    with as_owner():
        assert ExitReply.objects.get().by_id == cast.vera.pk
        assert list(ExitReplyWords.objects.values_list("question", "text")) == [("hard", "The drive home: gannet-5")]
    with pytest.raises(NotAllowed, match="have been answered"):
        answers(cast, id, "cora")


def test_nobody_answers_for_another_volunteer_and_staff_key_it_for_one_who_is_gone(cast):
    leave(cast)
    id = offer(cast)
    with as_owner():
        kept = ExitOffer.objects.select_related("volunteer").get(pk=id)
    for who in ("vic", "xena", "colin"):
        with acting(cast.users[who]) as actor, pytest.raises(NotAllowed):
            answer_exit_questions(kept, SAID, id=new_id(), by=actor, at=actor.now)
    answers(cast, id, "cora")
    with as_owner():
        assert ExitReply.objects.get().by_id == cast.users["cora"].pk


def test_what_was_said_is_read_under_a_receipt_by_the_staff_of_the_area(cast):
    leave(cast, days=3)
    id = offer(cast)
    came(cast, id)
    answers(cast, id)
    for who, narrative, own in (
        ("cora", 1, 1), ("cleo", 1, 1), ("sena", 1, 1), ("vera", 0, 1), ("vic", 0, 0), ("colin", 0, 0), ("petra", 0, 0),
    ):  # fmt: skip
        with acting(cast.users[who]) as actor:
            assert (ExitWords.objects.count(), ExitReplyWords.objects.count()) == (0, 0)
            one = Volunteer.objects.filter(pk=cast.volunteers["vera"].pk).first()
            if one is not None:
                open_leaving(one, by=actor)
            assert (ExitWords.objects.count(), ExitReplyWords.objects.count()) == (narrative, own)
            if narrative:
                found = exit_of(one.pk)
                assert found.words == "They felt alone: gannet-6"
                assert found.answers == [(Question.HARD, "The drive home: gannet-5")]


def test_what_came_of_it_is_recorded_once_with_words_where_they_came(cast):
    leave(cast, days=3)
    id = offer(cast, days_ago=1)
    for wrong in ({"words": " "}, {"day": today(cast) - 2 * DAY}, {"day": today(cast) + DAY}, {"words": "x" * 10_001}):
        with pytest.raises(Invalid):
            came(cast, id, **wrong)
    came(cast, id, AtTheEnd.DECLINED, words="")
    with as_owner():
        assert not ExitWords.objects.exists()
    with pytest.raises(NotAllowed, match="is recorded"):
        came(cast, id)


def test_nobody_keeps_their_own_and_nothing_is_changed_later(cast):
    leave(cast, days=3)
    with as_owner():
        Volunteer.objects.filter(pk=cast.volunteers["vera"].pk).update(user=cast.users["cleo"])
    with pytest.raises(NotAllowed):
        offer(cast, by="cleo")
    id = offer(cast)
    came(cast, id)
    for change in (
        "UPDATE leaving_exitwords SET text = 'x'",
        "UPDATE leaving_exitoutcome SET outcome = 'declined'",
        "DELETE FROM leaving_exitoffer",
    ):
        with as_owner(), pytest.raises(DatabaseError), transaction.atomic():
            connection.cursor().execute(change)


def test_whoever_comes_back_and_leaves_again_is_asked_again(cast):
    leave(cast)
    first = offer(cast)
    with clock_shifted(DAY):
        with acting(cast.users["cora"]) as cora:
            come_back(row(cast), by=cora, at=cora.now)
        with acting(cast.users["cora"]):
            assert newest_offer(cast.volunteers["vera"].pk) is None
        leave(cast, days=9)
        second = offer(cast)
        with acting(cast.users["cora"]):
            assert newest_offer(cast.volunteers["vera"].pk).pk == second != first
