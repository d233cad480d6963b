"""The coordinator opens minutes against a receipt, answers who wrote them, and sends them back."""

import pytest

from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.common.ids import new_id
from encircle.foundations.audit.models import Entry
from encircle.foundations.post.models import Notice
from encircle.rooms.meetings.actions.approving import approve_minutes
from encircle.rooms.meetings.actions.reading import open_minutes, return_minutes, say_about_minutes
from encircle.rooms.meetings.models import MinutesReturn, Remark, RemarkText
from encircle.rooms.meetings.policy import MeetingWarning
from encircle.rooms.meetings.queries import Standing, meeting_page
from encircle.rooms.meetings.vocabulary import Presence, RemarkKind
from tests.cast import acting, plant_cast
from tests.support.database import as_owner


def standing(cast, key="past_1"):
    with acting(cast.cora) as cora:
        return meeting_page(cast.meetings[key].pk, cora.now).line.standing


def test_opening_minutes_leaves_a_receipt_and_shows_every_passage(db):
    cast = plant_cast()
    with acting(cast.cora) as cora:
        opened = open_minutes(cast.minutes_1.pk, by=cora.acting)
        assert [passage.topic_id for passage in opened.passages] == [
            "preparation",
            "week",
            "housing",
            "health",
            "relationships",
            "debrief",
            "contact",
        ]
    with as_owner():
        assert list(Entry.objects.values_list("verb", "actor_id", "item_id", "circle_id")) == [
            ("opened", cast.cora.pk, cast.minutes_1.pk, cast.circle_1.pk)
        ]


@pytest.mark.parametrize("who", ["colin", "xena", "nina", "omar", "petra", "adam", "dana", "tess"])
def test_for_whoever_has_no_business_there_minutes_do_not_exist(db, who):
    cast = plant_cast()
    with acting(cast.users[who]) as actor, pytest.raises(NotFound):
        open_minutes(cast.minutes_1.pk, by=actor.acting)
    with as_owner():
        assert not Entry.objects.exists()


def test_thanks_go_to_the_writer_who_is_told_that_something_waits(db):
    cast = plant_cast()
    remark = new_id()
    with acting(cast.cora) as cora:
        say_about_minutes(cast.minutes_1.pk, RemarkKind.THANKS, "", by=cora, at=cora.now, remark_id=remark)
    with acting(cast.cora) as cora:
        opened = open_minutes(cast.minutes_1.pk, by=cora.acting)
        assert [(line.remark.pk, line.text) for line in opened.remarks] == [(remark, "Thank you.")]
    with acting(cast.vera):
        assert set(Remark.objects.values_list("pk", flat=True)) == {remark}
    with acting(cast.vic):
        assert set(Remark.objects.all()) == set()
    with as_owner():
        assert list(Notice.objects.values_list("user", "kind")) == [(cast.vera.pk, "waiting")]


def test_a_question_has_words(db):
    cast = plant_cast()
    with acting(cast.cora) as cora, pytest.raises(Invalid) as refused:
        say_about_minutes(cast.minutes_1.pk, RemarkKind.QUESTION, " ", by=cora, at=cora.now)
    assert refused.value.errors == {"text": "Enter your question"}


def test_the_words_of_a_remark_are_not_there_without_a_receipt(db):
    cast = plant_cast()
    with acting(cast.cora) as cora:
        say_about_minutes(cast.minutes_1.pk, RemarkKind.QUESTION, "CANARY-Q", by=cora, at=cora.now)
        assert list(RemarkText.objects.all()) == []


def test_returned_minutes_wait_for_the_volunteers_again(db):
    cast = plant_cast()
    with acting(cast.cora) as cora:
        return_minutes(cast.minutes_1.pk, "Please say when it ended.", by=cora, at=cora.now)
    assert standing(cast) is Standing.RETURNED
    with acting(cast.cora) as cora, pytest.raises(NotAllowed):
        return_minutes(cast.minutes_1.pk, "Again", by=cora, at=cora.now)
    with acting(cast.cora) as cora, pytest.raises(NotAllowed):
        approve_minutes(cast.minutes_1.pk, by=cora, at=cora.now)
    with as_owner():
        assert (MinutesReturn.objects.count(), Remark.objects.get().kind) == (1, "return")


def test_a_return_needs_a_reason_and_the_right_to_work_on_minutes(db):
    cast = plant_cast()
    with acting(cast.cora) as cora, pytest.raises(Invalid):
        return_minutes(cast.minutes_1.pk, "  ", by=cora, at=cora.now)
    with acting(cast.vic) as vic, pytest.raises(NotAllowed):
        return_minutes(cast.minutes_1.pk, "No", by=vic, at=vic.now)
    with acting(cast.colin) as colin, pytest.raises(NotFound):
        return_minutes(cast.minutes_1.pk, "No", by=colin, at=colin.now)


def test_approved_minutes_are_not_returned(db):
    cast = plant_cast()
    with acting(cast.cora) as cora:
        approve_minutes(cast.minutes_1.pk, by=cora, at=cora.now)
    with acting(cast.cora) as cora, pytest.raises(NotAllowed):
        return_minutes(cast.minutes_1.pk, "Too late", by=cora, at=cora.now)


def test_attendance_is_read_by_seat_and_warnings_come_from_it(db):
    cast = plant_cast()
    with as_owner():
        cast.meetings["past_1"].attendance.filter(seat__letter="B").update(presence=Presence.ABSENT)
    with acting(cast.cora) as cora:
        page = meeting_page(cast.meetings["past_1"].pk, cora.now)
    assert [(line.seat.name, line.presence) for line in page.attendance] == [
        ("Mark Hazelgrove", Presence.PRESENT),
        ("Vera Applegarth", Presence.PRESENT),
        ("Vic Hollowell", Presence.ABSENT),
    ]
    assert page.warnings == (MeetingWarning.NOT_QUORATE, MeetingWarning.ALONE_WITH_ONE_VOLUNTEER)
