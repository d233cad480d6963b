"""Stepping out, missing a meeting, swapping a turn: on a phone, and without a reason for the Circle."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from encircle.common.clock import in_london
from encircle.common.ids import new_id
from encircle.rooms.meetings.models import Meeting
from encircle.rooms.support.models import Absence, Away, AwayWords, Turn
from tests.cast import plant_cast
from tests.doors.casework.test_people_pages import boxes, words
from tests.support.client import signed_in
from tests.support.database import as_owner


@pytest.fixture
def cast(db):
    return plant_cast()


def to_come(cast):
    return reverse("volunteering:to_come", args=[cast.circle_1.pk])


def press(cast, who, do):
    where = reverse("volunteering:meeting_ahead", args=[cast.meetings["next_1"].pk])
    return signed_in(cast.users[who]).post(where, {"do": do})


def seen(cast, who):
    return words(signed_in(cast.users[who]).get(to_come(cast)))


def test_the_circle_sees_when_and_never_why(cast):
    vera, today = signed_in(cast.vera), in_london(cast.now).date()
    form = {"once": str(new_id()), "reason": "My mother: nightjar-9", **boxes("starts_on", today)}
    wrong = vera.post(reverse("volunteering:away"), form | boxes("until", today - timedelta(days=3)))
    assert wrong.status_code == 422
    assert "nightjar-9" in wrong.content.decode()
    for _ in range(2):
        good = vera.post(reverse("volunteering:away"), form | boxes("until", today + timedelta(days=20)))
        assert good.status_code == 302
    with as_owner():
        away = Away.objects.get()
        assert AwayWords.objects.count() == 1
    assert "Vera is away until" in seen(cast, "vic")
    assert "Cannot come: Vera" in seen(cast, "vic")
    assert "nightjar-9" not in seen(cast, "vic")
    staff = reverse("casework:volunteer_support", args=[cast.volunteers["vera"].pk])
    assert "nightjar-9" in words(signed_in(cast.cora).get(staff))
    assert signed_in(cast.colin).get(staff).status_code == 404
    assert "Away You stepped out" in words(vera.get(reverse("volunteering:home")))
    back = reverse("volunteering:coming_back", args=[away.pk])
    assert signed_in(cast.vic).post(back).status_code == 404
    assert vera.post(back).status_code == 302
    assert "is away" not in seen(cast, "vic")


def test_a_meeting_missed_is_said_beforehand_and_taken_back(cast):
    for _ in range(2):
        assert press(cast, "vera", "cannot").status_code == 302
    with as_owner():
        assert Absence.objects.count() == 1
    assert "Cannot come: Vera" in seen(cast, "vic")
    press(cast, "vera", "can")
    assert "Cannot come: nobody has said so" in seen(cast, "vic")
    assert press(cast, "xena", "cannot").status_code == 404
    assert press(cast, "vera", "something").status_code == 404


def rang(cast, who, **more):
    form = {"do": "absence", "meeting": cast.meetings["next_1"].pk, "seat": cast.seats["vera"].pk, "says": "cannot"}
    where = reverse("casework:minutes_turns", args=[cast.circle_1.pk])
    return signed_in(cast.users[who]).post(where, form | more)


def test_a_coordinator_notes_it_for_a_volunteer_who_rings(cast):
    for _ in range(2):
        assert rang(cast, "cora").status_code == 302
    with as_owner():
        row = Absence.objects.get()
        assert (row.seat_id, row.said_by_id, Turn.objects.count()) == (cast.seats["vera"].pk, cast.cora.pk, 0)
    assert "Cannot come: Vera" in seen(cast, "vic")
    assert "can come after all" in seen(cast, "vera").lower() or "Cannot come: Vera" in seen(cast, "vera")
    assert rang(cast, "cora", says="can").status_code == 302
    assert "Cannot come: nobody has said so" in seen(cast, "vic")
    rang(cast, "cora")
    press(cast, "vera", "can")  # what was noted for her she takes back herself
    assert "Cannot come: nobody has said so" in seen(cast, "vic")


def test_what_is_missing_is_asked_for_and_nobody_notes_it_for_another_area(cast):
    empty = rang(cast, "cora", meeting="", seat="", says="")
    assert empty.status_code == 422
    for fault in ("Select the meeting", "Select who rang", "Select what they said"):
        assert fault in words(empty)
    assert rang(cast, "cora", seat=cast.seats["mark"].pk).status_code == 422
    assert rang(cast, "cora", seat=cast.seats["xena"].pk).status_code == 422
    for who, status in (("colin", 404), ("vera", 404), ("petra", 404)):
        assert rang(cast, who).status_code == status
    with as_owner():
        assert Absence.objects.count() == 0


def test_turns_are_shared_out_and_one_is_swapped(cast):
    shared = reverse("casework:minutes_turns", args=[cast.circle_1.pk])
    for _ in range(2):
        assert signed_in(cast.cora).post(shared).status_code == 302
    with as_owner():
        assert list(Turn.objects.values_list("seat", flat=True)) == [cast.seats["vera"].pk]
    assert "You write the minutes" in words(signed_in(cast.vera).get(reverse("volunteering:home")))
    assert press(cast, "vic", "offer").status_code == 403
    assert press(cast, "vic", "take").status_code == 403
    press(cast, "vera", "offer")
    assert "who asks for somebody to take it" in seen(cast, "vic")
    assert press(cast, "vera", "take").status_code == 403
    assert press(cast, "vic", "take").status_code == 302
    assert "Writes the minutes: Vic" in seen(cast, "vera")
    assert "Writes the minutes: you" in seen(cast, "vic")
    assert "Vic" in words(signed_in(cast.cora).get(shared))


@pytest.mark.parametrize(
    ("name", "who", "reads"), [("volunteering:to_come", "vera", 18), ("casework:minutes_turns", "cora", 18)]
)
def test_a_page_costs_the_same_with_one_meeting_and_with_three(cast, name, who, reads):
    client, costs = signed_in(cast.users[who]), []
    for many in (0, 2):
        with as_owner():
            for number in range(many):
                starts = cast.now + timedelta(days=20 + number)
                Meeting.objects.create(
                    circle=cast.circle_1, area=cast.areas["a"], planned_starts_at=starts, starts_at=starts,
                    ends_at=starts + timedelta(hours=2),
                )  # fmt: skip
        where = reverse(name, args=[cast.circle_1.pk])
        client.get(where)
        with CaptureQueriesContext(connection) as queries:
            client.get(where)
        costs.append(len(queries))
    assert costs == [reads, reads]
