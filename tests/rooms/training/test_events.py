"""Events: who is invited, who has a place, who was there, and what follows of it."""

from datetime import timedelta

import pytest

from encircle.common.clock import months_after
from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.common.ids import new_id
from encircle.foundations.post.models import Notice
from encircle.rooms.training.actions.attending import note_attendance
from encircle.rooms.training.actions.courses import record_before, record_course, say_may_train
from encircle.rooms.training.actions.events import answer, cancel_event, invite
from encircle.rooms.training.models import Completion, Course, CourseRecord, EventPart, Invitation, Outcome
from encircle.rooms.training.queries import event_page, own_places, renewals, to_invite, who_may_train
from encircle.rooms.training.vocabulary import EventKind, Reply
from tests.cast import acting
from tests.support.database import as_owner

from .planted import applies, coming, invited, opened, plant_training_cast, today


@pytest.fixture
def cast(db):
    return plant_training_cast()


def there(cast, event, who, *numbers, came=True, by="cora"):
    with as_owner():
        parts = {part.number: part.pk for part in EventPart.objects.filter(event=event)}
    with acting(cast.users[by]) as actor:
        marks = {(cast.volunteers[who].pk, parts[number]): came for number in numbers}
        note_attendance(event, marks, by=actor, at=actor.now)


def test_only_those_who_keep_the_area_open_an_event_there(cast):
    with pytest.raises(NotAllowed):
        opened(cast, by="colin")


def test_invited_people_are_told_that_something_waits(cast):
    event = opened(cast, days=7)
    invited(cast, event, "vera", "vic")
    with as_owner():
        told = set(Notice.objects.values_list("user", flat=True))
    assert told == {cast.vera.pk, cast.vic.pk}


def test_nobody_is_invited_twice_nor_from_another_area(cast):
    event = opened(cast, days=7)
    invited(cast, event, "vera")
    with acting(cast.olga) as olga:
        again = invite(event, [cast.volunteers["vera"], cast.volunteers["xena"]], by=olga, at=olga.now)
    assert again == 0


def test_who_answers_later_waits_and_moves_up_when_a_place_comes_free(cast):
    event = opened(cast, days=7, places=1)
    vera, vic = invited(cast, event, "vera", "vic")
    for who, one in (("vera", vera), ("vic", vic)):
        with acting(cast.users[who]) as actor:
            answer(one, Reply.COMING, by=actor, at=actor.now)
    with acting(cast.vic):
        assert own_places([event.pk]) == {event.pk: 1}
    with acting(cast.cora):
        assert [(one.volunteer.given_name, one.has_place) for one in event_page(event.pk).people] == [
            ("Vera", True), ("Vic", False),
        ]  # fmt: skip
    with as_owner():
        before = Notice.objects.filter(user=cast.vic).count()
    with acting(cast.vera) as actor:
        answer(vera, Reply.NOT_COMING, by=actor, at=actor.now)
    with as_owner():
        assert Notice.objects.filter(user=cast.vic).count() == before + 1
    with acting(cast.vic):
        assert own_places([event.pk]) == {event.pk: 0}


def test_a_volunteer_sees_their_own_invitation_and_nobody_elses(cast):
    event = opened(cast, days=7)
    invited(cast, event, "vera", "vic")
    with acting(cast.vera):
        assert [one.volunteer_id for one in Invitation.objects.all()] == [cast.volunteers["vera"].pk]
    with acting(cast.xena):
        assert not Invitation.objects.exists()
        assert own_places([event.pk]) == {}


def test_nobody_answers_for_another_volunteer(cast):
    event = opened(cast, days=7)
    (vera,) = invited(cast, event, "vera")
    with acting(cast.vic) as vic, pytest.raises(NotFound):
        answer(vera, Reply.COMING, by=vic, at=vic.now)


def test_a_cancelled_event_is_answered_no_more(cast):
    event = opened(cast, days=7)
    (vera,) = invited(cast, event, "vera")
    with acting(cast.cora) as cora:
        cancel_event(event, by=cora, at=cora.now)
    with acting(cast.vera) as actor, pytest.raises(NotAllowed):
        answer(vera, Reply.COMING, by=actor, at=actor.now)


def test_basic_training_is_complete_with_every_part(cast):
    event = opened(cast, days=-7)
    invited(cast, event, "vera")
    there(cast, event, "vera", 1)
    with as_owner():
        assert not Completion.objects.exists()
    there(cast, event, "vera", 2)
    with as_owner():
        assert Completion.objects.get().completed_on == event.last_on
    there(cast, event, "vera", 2, came=False)
    with as_owner():
        assert not Completion.objects.exists()


def test_a_part_is_made_up_at_another_event(cast):
    first, second = opened(cast, days=-30), opened(cast, days=-7)
    for event in (first, second):
        invited(cast, event, "vera")
    there(cast, first, "vera", 1)
    there(cast, second, "vera", 2)
    with as_owner():
        assert Completion.objects.get().completed_on == second.last_on


def test_nobody_is_noted_before_the_first_day_and_nobody_notes_themselves(cast):
    with pytest.raises(NotAllowed):
        there(cast, opened(cast, days=7), "vera", 1)
    event = opened(cast, days=-7)
    invited(cast, event, "vera")
    with as_owner():
        type(cast.volunteers["vera"]).objects.filter(pk=cast.volunteers["vera"].pk).update(user=cast.cora)
    there(cast, event, "vera", 1, 2)
    with as_owner():
        assert not Completion.objects.exists()


def test_a_course_is_done_by_being_there_and_counts_until_it_is_renewed(cast):
    with as_owner():
        course = Course.objects.get(code="safeguarding")
    event = opened(cast, days=-7, kind=EventKind.COURSE, course=course.pk)
    invited(cast, event, "vera")
    there(cast, event, "vera", 1, 2)
    with as_owner():
        row = CourseRecord.objects.get()
    assert (row.done_on, row.renew_on) == (event.last_on, months_after(event.last_on, 36))


def test_a_course_done_elsewhere_is_recorded_once_a_day_and_renews_in_time(cast):
    with as_owner():
        course = Course.objects.get(code="safeguarding")
    done = months_after(today(cast), -35)
    for _ in range(1):
        with acting(cast.cora) as cora:
            record_course(cast.volunteers["vera"], course, done, id=new_id(), by=cora, at=cora.now)
    with acting(cast.cora) as cora, pytest.raises(Invalid):
        record_course(cast.volunteers["vera"], course, done, id=new_id(), by=cora, at=cora.now)
    with acting(cast.cora):
        assert [row.volunteer_id for row in renewals(cast.areas["a"].pk, today(cast))] == [cast.volunteers["vera"].pk]
    with acting(cast.cora) as cora:
        record_course(cast.volunteers["vera"], course, today(cast), id=new_id(), by=cora, at=cora.now)
    with acting(cast.cora):
        assert renewals(cast.areas["a"].pk, today(cast)) == []


def test_what_was_before_encircle_is_recorded_once(cast):
    with acting(cast.cora) as cora:
        record_before(cast.volunteers["vera"], today(cast) - timedelta(days=900), id=new_id(), by=cora, at=cora.now)
    with acting(cast.cora) as cora, pytest.raises(Invalid):
        record_before(cast.volunteers["vera"], today(cast), id=new_id(), by=cora, at=cora.now)
    with as_owner():
        assert Outcome.objects.get().result == "pass"


def test_volunteers_and_applicants_in_hand_are_invited_and_nobody_who_has_left(cast):
    event = opened(cast, days=7)
    applies(cast)
    with acting(cast.cora):
        assert [one.given_name for one in to_invite(event)] == ["Nina", "Vera", "Vic"]


def test_who_may_train_is_said_and_unsaid(cast):
    for may, found in ((True, ["Vera"]), (False, [])):
        with acting(cast.cora) as cora:
            say_may_train(cast.volunteers["vera"], may, by=cora, at=cora.now)
        with acting(cast.cora):
            assert [one.given_name for one in who_may_train(cast.areas["a"].pk)] == found


def test_coming_twice_keeps_the_place(cast):
    event = opened(cast, days=7, places=1)
    vera, vic = invited(cast, event, "vera", "vic")
    for one in (vera, vic, vera):
        coming(cast, one)
    with acting(cast.cora):
        assert event_page(event.pk).people[0].volunteer.given_name == "Vera"
