"""The course of a Circle on the pages: pauses, the day it goes on, the planned release from prison."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from encircle.common.ids import new_id
from encircle.foundations.audit.models import Entry
from encircle.rooms.circles.models import Pause, Phase, ReleaseDate
from encircle.rooms.meetings.models import Meeting
from tests.cast import plant_cast
from tests.doors.casework.test_circle_pages import confirmed
from tests.rooms.circles.test_course import day, in_prison, moved, paused, released
from tests.support.client import signed_in
from tests.support.database import as_owner

FRAME = 9


def address(name, *args):
    return reverse(f"casework:{name}", args=args)


def words(answer):
    return " ".join(BeautifulSoup(answer.content, "html.parser").main.get_text(" ").split())


def boxes(name, value):
    parts = (value.day, value.month, value.year) if value else ("", "", "")
    return dict(zip((f"{name}_day", f"{name}_month", f"{name}_year"), map(str, parts), strict=True))


def written(value):
    return f"{value:%A} {value.day} {value:%B %Y}"


def test_a_pause_asks_why_and_shows_its_words_only_when_opened(db):
    cast = plant_cast()
    client, page = signed_in(cast.cora), address("circle_pause", cast.circle_1.pk)
    assert "Select" in words(client.post(page, boxes("back_on", None)))
    sent = {"reason": "unwell", "words": "A short stay in hospital.", **boxes("back_on", day(cast, 10))}
    assert client.post(page, sent).status_code == 302
    overview = words(client.get(address("circle", cast.circle_1.pk)))
    assert f"The core member is unwell. Expected to go on: {written(day(cast, 10))}" in overview
    course = words(client.get(address("circle_course", cast.circle_1.pk)))
    assert "The core member is unwell" in course
    assert "hospital" not in overview + course
    with as_owner():
        pause = Pause.objects.get(circle=cast.circle_1)
    assert "A short stay in hospital." in words(client.get(address("pause", pause.pk)))
    with as_owner():
        assert Entry.objects.filter(verb="opened", item_id=pause.pk, actor_id=cast.cora.pk).count() == 1


def test_the_day_it_goes_on_is_moved_once_however_often_it_is_pressed(db):
    cast = plant_cast()
    paused(cast, day(cast, 10))
    client, page = signed_in(cast.cora), address("circle_return_date", cast.circle_1.pk)
    sent = {"once": str(new_id()), **boxes("back_on", day(cast, 24))}
    assert [client.post(page, sent).status_code for _ in range(2)] == [302, 302]
    shown = words(client.get(address("circle_course", cast.circle_1.pk)))
    assert f"Cora Fernleigh: from {written(day(cast, 10))} to {written(day(cast, 24))}" in shown


def test_of_a_circle_that_is_not_paused_no_day_is_moved(db):
    cast = plant_cast()
    sent = {"once": str(new_id()), **boxes("back_on", day(cast, 24))}
    answer = signed_in(cast.cora).post(address("circle_return_date", cast.circle_1.pk), sent)
    assert answer.status_code == 422
    assert "This Circle is not paused" in words(answer)


def test_a_prison_circle_shows_its_release_date_and_the_one_before(db):
    cast = plant_cast()
    in_prison(cast)
    client, page = signed_in(cast.cora), address("circle_release_date", cast.circle_1.pk)
    assert "Planned release No date is known" in words(client.get(address("circle", cast.circle_1.pk)))
    for ahead in (60, 74):
        sent = {"once": str(new_id()), "source": "prison", "leads_to": "through_gate"}
        assert confirmed(client, page, sent | boxes("released_on", day(cast, ahead))).status_code == 302
    overview = words(client.get(address("circle", cast.circle_1.pk)))
    assert f"{written(day(cast, 74))}, then through the gate. Before: {written(day(cast, 60))}" in overview
    course = words(client.get(address("circle_course", cast.circle_1.pk)))
    assert ", 14 days later" in course
    assert "First date" in course


def test_what_changes_is_shown_before_it_is_done_and_nothing_typed_is_lost(db):
    cast = plant_cast()
    in_prison(cast)
    client, page = signed_in(cast.cora), address("circle_release_date", cast.circle_1.pk)
    sent = {
        "once": str(new_id()), "source": "parole_board", "leads_to": "through_gate", "outside_weekday": "3",
        "outside_at": "6:30pm", "outside_every": "1", **boxes("released_on", day(cast, 60)),
    }  # fmt: skip
    shown = client.post(page, sent)
    assert shown.status_code == 200
    assert f"Not known {written(day(cast, 60))}, then through the gate" in words(shown)
    assert "No meeting" in words(shown)
    with as_owner():
        assert (ReleaseDate.objects.count(), Meeting.objects.filter(planned_starts_at__gt=cast.now).count()) == (0, 2)
    back = client.post(page, sent | {"step": "change"})
    assert back.status_code == 200
    fields = BeautifulSoup(back.content, "html.parser").main
    assert fields.find(attrs={"name": "outside_at"})["value"] == "6:30pm"
    other = client.post(page, sent | {"step": "keep", "agreed": "another plan"})
    assert "The meetings have changed since you looked at them" in words(other)
    with as_owner():
        assert ReleaseDate.objects.count() == 0
    assert [confirmed(client, page, sent).status_code for _ in range(2)] == [302, 302]
    with as_owner():
        assert ReleaseDate.objects.count() == 1
    assert "Through the gate (planned)" not in words(client.get(address("circle_course", cast.circle_1.pk)))


def test_the_phase_after_prison_is_planned_from_the_release_and_begun_by_a_person(db):
    cast = plant_cast()
    in_prison(cast)
    with as_owner():
        Phase.objects.filter(circle=cast.circle_1.pk).update(name="prison")
    released(cast, day(cast, 60))
    page = address("circle_course", cast.circle_1.pk)
    assert f"Through the gate (planned) {written(day(cast, 60))}" in words(signed_in(cast.cora).get(page))
    released(cast, day(cast, 0))
    shown = words(signed_in(cast.cora).get(page))
    assert "If that has happened, begin the phase “Through the gate”" in shown
    with as_owner():
        Phase.objects.filter(circle=cast.circle_1.pk).update(name="through_gate")
    assert "(planned)" not in words(signed_in(cast.cora).get(page))


def test_why_it_meets_less_often_is_read_with_a_receipt(db):
    cast = plant_cast()
    client, page = signed_in(cast.cora), address("circle_phase", cast.circle_1.pk)
    sent = {"phase": "fortnightly", "why": "He has found work.", "said_by": "Sena Whitlock"}
    assert confirmed(client, page, sent).status_code == 302
    with as_owner():
        phase = Phase.objects.get(circle=cast.circle_1.pk, name="fortnightly")
    course = client.get(address("circle_course", cast.circle_1.pk))
    assert "found work" not in words(course)
    assert address("phase", phase.pk) in course.content.decode()
    assert "Sena Whitlock He has found work." in words(client.get(address("phase", phase.pk)))
    with as_owner():
        assert Entry.objects.filter(verb="opened", item_id=phase.pk, actor_id=cast.cora.pk).count() == 1
    assert signed_in(cast.colin).get(address("phase", phase.pk)).status_code == 404


def test_a_circle_of_a_kind_without_release_date_has_no_such_page(db):
    cast = plant_cast()
    client = signed_in(cast.cora)
    assert client.get(address("circle_release_date", cast.circle_1.pk)).status_code == 404
    assert "release" not in words(client.get(address("circle", cast.circle_1.pk))).lower().replace("released to", "")


def test_the_same_date_again_is_said_beside_the_field(db):
    cast = plant_cast()
    in_prison(cast)
    released(cast, day(cast, 60))
    sent = {
        "once": str(new_id()),
        "source": "prison",
        "leads_to": "through_gate",
        **boxes("released_on", day(cast, 60)),
    }
    answer = signed_in(cast.cora).post(address("circle_release_date", cast.circle_1.pk), sent)
    assert answer.status_code == 422
    assert "That is what is known already" in words(answer)
    with as_owner():
        assert ReleaseDate.objects.count() == 1


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_pages_ask_the_same_number_of_statements_however_long_the_course(db, how_many):
    cast = plant_cast()
    in_prison(cast)
    paused(cast, day(cast, 10))
    for number in range(how_many):
        moved(cast, day(cast, 20 + number))
        released(cast, day(cast, 60 + number))
    client = signed_in(cast.cora)
    with as_owner():
        pause = Pause.objects.get(circle=cast.circle_1, ends_at=None)
    client.get(address("circle", cast.circle_1.pk))
    found = {}
    for name, page in (
        ("course", address("circle_course", cast.circle_1.pk)),
        ("circle", address("circle", cast.circle_1.pk)),
        ("pause", address("pause", pause.pk)),
    ):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page).status_code == 200
        found[name] = len(asked) - FRAME
    assert found == {"course": 11, "circle": 27, "pause": 11}


def test_a_circle_is_formed_once(db):
    cast = plant_cast()
    form = BeautifulSoup(signed_in(cast.cora).get(address("circle_phase", cast.circle_1.pk)).content, "html.parser")
    offered = [one["value"] for one in form.select("input[name=phase]")]
    assert "weekly" in offered
    assert "forming" not in offered
    sent = {"phase": "forming", "review": "", "why": "", "said_by": ""}
    assert signed_in(cast.cora).post(address("circle_phase", cast.circle_1.pk), sent).status_code == 422
