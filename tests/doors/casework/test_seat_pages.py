"""Seats given, ended, handed over and opened backwards, through the pages."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from encircle.common.clock import in_london
from encircle.rooms.circles.models import Seat
from encircle.rooms.organisation.clocks import start_of_day
from encircle.rooms.people.models import CoreMember
from encircle.rooms.volunteers.models import Volunteer
from tests.cast import plant_cast
from tests.support.client import signed_in
from tests.support.database import as_owner


def address(name, *args):
    return reverse(f"casework:{name}", args=args)


def words(answer):
    return " ".join(BeautifulSoup(answer.content, "html.parser").main.get_text(" ").split())


def choices(answer, field):
    page = BeautifulSoup(answer.content, "html.parser")
    return {
        option.get_text(strip=True) for option in page.select(f"select[name={field}] option[value]") if option["value"]
    }


def boxes(field, day):
    return {f"{field}_day": str(day.day), f"{field}_month": str(day.month), f"{field}_year": str(day.year)}


def wren(cast, area="a"):
    with as_owner():
        return Volunteer.objects.create(
            reference="V-WREN22",
            area=cast.areas[area],
            given_name="Wren",
            family_name="Birchall",
            email="wren@people.example",
            joined_on=cast.now.date(),
        )


def test_only_volunteers_of_the_area_without_a_seat_are_offered(db):
    cast = plant_cast()
    wren(cast)
    answer = signed_in(cast.cora).get(address("new_volunteer_seat", cast.circle_1.pk))
    assert choices(answer, "volunteer") == {"Nina Saltmarsh", "Wren Birchall"}


def test_a_volunteer_sits_from_now_and_sees_from_today(db):
    cast = plant_cast()
    volunteer = wren(cast)
    client = signed_in(cast.cora)
    typed = {"volunteer": str(volunteer.pk), "sees": "joining"}
    assert client.post(address("new_volunteer_seat", cast.circle_1.pk), typed).status_code == 302
    with as_owner():
        seat = Seat.objects.get(volunteer=volunteer)
        assert seat.sees_from == start_of_day(in_london(seat.starts_at).date())
    again = client.post(address("new_volunteer_seat", cast.circle_1.pk), typed)
    assert again.status_code == 422
    with as_owner():
        assert Seat.objects.filter(volunteer=volunteer).count() == 1


def test_earlier_meetings_are_a_choice_with_a_day_of_its_own(db):
    cast = plant_cast()
    volunteer = wren(cast)
    client, place = signed_in(cast.cora), address("new_volunteer_seat", cast.circle_1.pk)
    missing = client.post(place, {"volunteer": str(volunteer.pk), "sees": "earlier"})
    assert missing.status_code == 422
    assert "Enter the first day they may see" in words(missing)
    day = in_london(cast.now).date() - timedelta(days=30)
    client.post(place, {"volunteer": str(volunteer.pk), "sees": "earlier", **boxes("sees_from", day)})
    with as_owner():
        assert Seat.objects.get(volunteer=volunteer).sees_from == start_of_day(day)


def test_a_volunteer_of_another_area_is_not_among_the_choices(db):
    cast = plant_cast()
    typed = {"volunteer": str(cast.volunteers["xena"].pk), "sees": "joining"}
    assert signed_in(cast.cora).post(address("new_volunteer_seat", cast.circle_1.pk), typed).status_code == 422
    with as_owner():
        assert Seat.objects.filter(volunteer=cast.volunteers["xena"]).count() == 1


@pytest.mark.parametrize(
    ("typed", "lasts"), [({"when": "now"}, "now"), ({"when": "today"}, "today"), ({"when": "later"}, "wrong")]
)
def test_a_seat_ends_now_or_today_or_on_a_day_that_is_given(db, typed, lasts):
    cast = plant_cast()
    answer = signed_in(cast.cora).post(address("seat_ending", cast.seats["vera"].pk), typed)
    assert answer.status_code == (422 if lasts == "wrong" else 302)
    found = signed_in(cast.vera).get("/volunteering/")
    with as_owner():
        ends_at = Seat.objects.get(pk=cast.seats["vera"].pk).ends_at
    assert (ends_at is None) == (lasts == "wrong")
    shows = b"Circle 1" in found.content
    assert shows is (lasts != "now")


def test_a_seat_that_ended_cannot_end_again(db):
    cast = plant_cast()
    client = signed_in(cast.cora)
    client.post(address("seat_ending", cast.seats["vera"].pk), {"when": "now"})
    again = client.post(address("seat_ending", cast.seats["vera"].pk), {"when": "now"})
    assert again.status_code == 422
    assert "This seat has already ended" in words(again)


def test_petras_seat_passes_to_paul_from_a_day_on(db):
    cast = plant_cast()
    client, place = signed_in(cast.cora), address("seat_successor", cast.seats["petra"].pk)
    assert choices(client.get(place), "successor") == {"Paul Meadowsweet, Probation officer"}
    day = in_london(cast.now).date() + timedelta(days=5)
    typed = {"successor": str(cast.professionals["paul"].pk), **boxes("on", day)}
    assert client.post(place, typed).status_code == 302
    shown = words(client.get(address("seats", cast.circle_1.pk)))
    assert "Begin later Paul Meadowsweet" in shown
    with as_owner():
        assert Seat.objects.get(pk=cast.seats["petra"].pk).ends_at == start_of_day(day)
    assert client.post(place, typed).status_code == 422
    with as_owner():
        assert Seat.objects.filter(professional=cast.professionals["paul"]).count() == 1


def test_a_volunteers_seat_is_not_handed_over_and_an_outer_one_not_opened_backwards(db):
    cast = plant_cast()
    client = signed_in(cast.cora)
    assert client.get(address("seat_successor", cast.seats["vera"].pk)).status_code == 404
    assert client.get(address("seat_earlier", cast.seats["omar"].pk)).status_code == 404


def test_a_second_coordinator_of_the_area_can_be_added_and_no_other(db):
    cast = plant_cast()
    client, place = signed_in(cast.cora), address("new_coordinator_seat", cast.circle_1.pk)
    assert choices(client.get(place), "coordinator") == {"Cleo Thistlewood", "Cora Fernleigh"}
    assert client.post(place, {"coordinator": str(cast.colin.pk)}).status_code == 422
    assert client.post(place, {"coordinator": str(cast.cleo.pk)}).status_code == 302
    with as_owner():
        assert Seat.objects.get(coordinator=cast.cleo).display_name == "Cleo"


def test_the_core_members_seat_is_held_by_one_at_a_time(db):
    cast = plant_cast()
    with as_owner():
        ned = CoreMember.objects.create(
            reference="P-NEW234",
            area=cast.areas["a"],
            given_name="Ned",
            family_name="Fieldgate",
            known_as="Ned",
            added_at=cast.now,
        )
    client, place = signed_in(cast.cora), address("new_core_member_seat", cast.circle_1.pk)
    taken = client.post(place, {"core_member": str(ned.pk)})
    assert taken.status_code == 422
    assert "Somebody already holds the core member’s seat" in words(taken)
    client.post(address("seat_ending", cast.seats["mark"].pk), {"when": "now"})
    assert client.post(place, {"core_member": str(ned.pk)}).status_code == 302


def test_who_has_left_stands_apart_and_nothing_can_be_done_with_it(db):
    cast = plant_cast()
    page = BeautifulSoup(signed_in(cast.cora).get(address("seats", cast.circle_1.pk)).content, "html.parser")
    past = page.select_one("details")
    assert "Nina Saltmarsh" in past.get_text()
    assert past.select("a") == []
