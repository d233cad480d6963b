"""A volunteer says how a meeting left them, on a phone, without JavaScript; the staff ring back."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from encircle.common.clock import in_london
from encircle.common.ids import new_id
from encircle.rooms.support.models import CallBack, Check, CheckWords
from encircle.rooms.support.vocabulary import Answer, CallOutcome
from tests.cast import plant_cast
from tests.doors.casework.test_people_pages import words
from tests.rooms.support import scene
from tests.support.client import signed_in
from tests.support.database import as_owner


@pytest.fixture
def cast(db):
    return plant_cast()


def address(cast, meeting="yesterday_1"):
    return reverse("volunteering:wellbeing", args=[cast.meetings[meeting].pk])


def home(client):
    return client.get(reverse("volunteering:home"))


def test_one_press_on_the_home_page_says_it_and_a_second_says_nothing_twice(cast):
    vera = signed_in(cast.vera)
    assert "how are you?" in words(home(vera))
    for answer in ("today", "fine"):
        assert vera.post(address(cast), {"answer": answer}).url == address(cast)
    with as_owner():
        assert [check.answer for check in Check.objects.all()] == ["today"]
    assert "You said: I need a call today" in words(vera.get(address(cast)))
    assert "You asked for a call" in words(home(vera))
    assert "asked for a call" not in words(home(signed_in(cast.vic)))


def test_words_with_it_and_words_afterwards(cast):
    vera = signed_in(cast.vera)
    vera.post(address(cast), {"answer": "call", "words": "It was hard: nightjar-9"})
    more = {"once": str(new_id()), "words": "And it stays with me: fulmar-9"}
    for _ in range(2):
        assert vera.post(address(cast), more).status_code == 302
    assert vera.post(address(cast), more | {"words": " "}).status_code == 422
    shown = words(vera.get(address(cast)))
    assert "nightjar-9" in shown
    assert shown.count("fulmar-9") == 1
    with as_owner():
        assert CheckWords.objects.count() == 2


def test_nothing_chosen_is_said_beside_the_question_and_what_was_typed_stays(cast):
    answer = signed_in(cast.vera).post(address(cast), {"words": "fulmar-9"})
    assert answer.status_code == 422
    assert "Select how you are" in words(answer)
    assert "fulmar-9" in answer.content.decode()


def test_a_meeting_to_come_is_not_asked_about_and_a_strangers_does_not_exist(cast):
    assert signed_in(cast.vera).get(address(cast, "next_1")).status_code == 403
    assert signed_in(cast.xena).get(address(cast)).status_code == 404
    for who in (cast.cora, cast.omar, cast.adam):
        assert signed_in(who).get(address(cast)).status_code == 404


def test_the_coordinator_rings_and_records_it_and_the_volunteer_reads_it(cast):
    check = scene.plant_check(cast, words="It was hard: nightjar-9", ago=timedelta(minutes=10))
    cora, where = signed_in(cast.cora), reverse("casework:call_back", args=[check.pk])
    assert "Volunteers to ring (1)" in words(cora.get(reverse("casework:home")))
    assert "Vera Applegarth" in words(cora.get(reverse("casework:support")))
    page = cora.get(where)
    assert "nightjar-9" in words(page)
    form = {"once": str(new_id()), "outcome": "", "words": "We spoke: fulmar-9", **_when(cast)}
    wrong = cora.post(where, form)
    assert wrong.status_code == 422
    assert "Select what came of it" in words(wrong)
    assert "fulmar-9" in wrong.content.decode()
    for _ in range(2):
        assert cora.post(where, form | {"outcome": "debriefed"}).status_code == 302
    with as_owner():
        assert CallBack.objects.count() == 1
    assert "Nobody waits for a call." in words(cora.get(reverse("casework:support")))
    shown = words(signed_in(cast.vera).get(address(cast)))
    assert "Cora Fernleigh rang on" in shown
    assert "fulmar-9" in shown
    for who in (cast.vic, cast.xena):
        assert "fulmar-9" not in words(signed_in(who).get(reverse("volunteering:home")))
        assert signed_in(who).get(where).status_code == 404


def _when(cast):
    there = in_london(cast.now)
    return {
        "called_at_day": there.day, "called_at_month": there.month, "called_at_year": there.year,
        "called_at_time": f"{there:%H:%M}",
    }  # fmt: skip


def _one(cast):
    scene.plant_check(cast, "vera", Answer.TODAY, "One", ago=timedelta(hours=1))


def _two_more(cast):
    scene.plant_check(cast, "vic", Answer.CALL, "Two", ago=timedelta(hours=2))
    check = scene.plant_check(cast, "vic", Answer.CALL, "Three", meeting="past_1", ago=timedelta(hours=3))
    scene.call(cast, check, CallOutcome.NOT_REACHED, "Four")


@pytest.mark.parametrize(("name", "reads"), [("casework:support", 24), ("volunteering:home", 37)])
def test_a_page_costs_the_same_with_one_answer_and_with_three(cast, name, reads):
    client, costs = signed_in(cast.users[{"casework": "cora"}.get(name.split(":")[0], "vera")]), []
    for more in (_one, _two_more):
        more(cast)
        client.get(reverse(name))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(name))
        costs.append(len(queries))
    assert costs == [reads, reads]
