"""A volunteer says how a meeting left them; whoever should ring is asked, and the next when nobody does."""

from datetime import timedelta

import pytest

from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.foundations.access.models import Appointment
from encircle.foundations.access.vocabulary import Role
from encircle.rooms.meetings.models import Attendance
from encircle.rooms.organisation.models import OnCallShift
from encircle.rooms.support.models import CallBack, CallBackWords, Check, CheckWords
from encircle.rooms.support.queries import (
    calls_wanted,
    check_row,
    meetings_to_answer,
    open_check,
    own_check,
    whom_to_call,
)
from encircle.rooms.support.vocabulary import Answer, CallOutcome
from tests.cast import acting, plant_cast
from tests.support.database import as_owner

from . import scene

HOUR = timedelta(hours=1)


@pytest.fixture
def cast(db):
    return plant_cast()


def wanted(cast, who="cora"):
    with acting(cast.users[who]):
        return [(line.name, line.to_debrief) for line in calls_wanted()]


def test_it_is_asked_after_a_meeting_that_is_over_and_said_once(cast):
    with acting(cast.vera) as vera:
        assert meetings_to_answer(vera) == [cast.meetings["yesterday_1"], cast.meetings["past_1"]]
    scene.say(cast, answer=Answer.FINE)
    scene.say(cast, answer=Answer.TODAY)
    with acting(cast.vera) as vera:
        assert meetings_to_answer(vera) == [cast.meetings["past_1"]]
        assert own_check(cast.meetings["yesterday_1"].pk, vera).answer == Answer.FINE


@pytest.mark.parametrize(("who", "meeting"), [("vera", "next_1"), ("xena", "yesterday_1"), ("nina", "yesterday_1")])
def test_nobody_says_it_of_a_meeting_to_come_or_of_one_they_were_not_at(cast, who, meeting):
    with pytest.raises(NotAllowed):
        scene.say(cast, who, meeting=meeting)


def test_who_sent_apologies_is_not_asked(cast):
    with as_owner():
        Attendance.objects.filter(meeting=cast.meetings["past_1"], seat=cast.seats["vera"]).update(presence="apologies")
    with acting(cast.vera) as vera:
        assert meetings_to_answer(vera) == [cast.meetings["yesterday_1"]]
    with pytest.raises(NotAllowed):
        scene.say(cast, meeting="past_1")


def test_a_call_today_rings_at_the_coordinator_at_once_and_nobody_is_asked_twice(cast):
    scene.say(cast)
    assert scene.look() == 1
    assert scene.look() == 0
    assert (scene.asked(cast), scene.noticed()) == (["cora"], ["cora"])


def test_whoever_is_on_call_is_asked_too_wherever_they_work_and_sees_whom_to_ring(cast):
    with as_owner():
        OnCallShift.objects.create(
            user=cast.colin, name="Colin", number="01632 960123", starts_at=cast.now - HOUR,
            ends_at=cast.now + 9 * HOUR,
        )  # fmt: skip
    check = scene.plant_check(cast)
    scene.look(timedelta(minutes=1))
    assert sorted(scene.asked(cast)) == ["colin", "cora"]
    with acting(cast.colin):
        assert whom_to_call([check.pk])[check.pk][0] == "Vera Applegarth"
    scene.call(cast, check, who="colin")
    assert wanted(cast) == []


def test_nobody_rings_so_the_senior_coordinator_is_asked_and_then_the_manager(cast):
    scene.plant_check(cast)
    scene.look(HOUR / 2)
    assert scene.asked(cast) == ["cora"]
    scene.look(2 * HOUR)
    assert sorted(scene.asked(cast)) == ["cora", "cora", "sena"]
    scene.look(4 * HOUR)
    assert sorted(scene.asked(cast)) == ["cora", "cora", "cora", "olga", "sena", "sena"]


def test_once_somebody_has_spoken_with_them_nobody_is_asked_any_more(cast):
    check = scene.plant_check(cast)
    scene.call(cast, check, CallOutcome.NOT_REACHED)
    assert scene.look(timedelta(minutes=1)) == 1
    scene.call(cast, check, CallOutcome.LATER)
    assert scene.look(9 * HOUR) == 0
    assert wanted(cast) == [("Vera Applegarth", True)]
    scene.call(cast, check, CallOutcome.DEBRIEFED)
    assert wanted(cast) == []


def test_a_call_that_is_not_for_today_rings_nowhere_and_stands_on_the_list(cast):
    scene.say(cast, answer=Answer.CALL)
    scene.say(cast, "vic", Answer.FINE)
    assert scene.look() == 0
    assert wanted(cast) == [("Vera Applegarth", False)]
    assert wanted(cast, "colin") == []


def test_those_who_need_a_call_today_stand_first(cast):
    scene.plant_check(cast, "vic", Answer.CALL, ago=timedelta(days=3))
    scene.plant_check(cast, "vera", Answer.TODAY)
    assert wanted(cast) == [("Vera Applegarth", False), ("Vic Hollowell", False)]


def test_words_are_the_volunteers_and_those_who_ring_and_nobody_elses(cast):
    check = scene.plant_check(cast, words="It was hard: nightjar-9")
    scene.call(cast, check, words="We spoke of it: fulmar-9")
    for who in ("vera", "cora", "sena", "olga"):
        with acting(cast.users[who]) as actor:
            found = open_check(check_row(check.pk), by=actor)
            assert [one.text for one in found.words] == ["It was hard: nightjar-9"]
            assert list(found.said.values()) == ["We spoke of it: fulmar-9"]
    for who in ("vic", "xena", "colin", "petra", "omar", "adam", "dana", "tess"):
        with acting(cast.users[who]):
            seen = [Check.objects.count(), CheckWords.objects.count(), CallBack.objects.count()]
            assert (seen, CallBackWords.objects.count()) == ([0, 0, 0], 0)
            with pytest.raises(NotFound):
                check_row(check.pk)


def test_a_volunteer_does_not_record_a_call_to_themselves_even_where_they_are_staff_too(cast):
    check = scene.plant_check(cast)
    with as_owner():
        Appointment.objects.create(
            user=cast.vera, role=Role.COORDINATOR, area_id=cast.areas["a"].pk, starts_at=cast.now - HOUR,
            appointed_by=cast.olga, appointed_at=cast.now,
        )  # fmt: skip
    with pytest.raises(NotAllowed):
        scene.call(cast, check, who="vera")


def test_a_call_is_after_it_was_asked_for(cast):
    check = scene.plant_check(cast, ago=-HOUR)
    with pytest.raises(Invalid):
        scene.call(cast, check)
    fine = scene.plant_check(cast, "vic", Answer.FINE)
    with pytest.raises(NotAllowed):
        scene.call(cast, fine)
