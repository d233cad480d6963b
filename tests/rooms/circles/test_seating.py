"""Seats begin and end, and with them what their holders see."""

from datetime import timedelta

import pytest

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.rooms.circles.actions.seating import (
    end_seat,
    hand_over_seat,
    open_earlier_meetings,
    seat_professional,
    seat_volunteer,
)
from encircle.rooms.circles.models import Circle, Seat
from encircle.rooms.circles.seat_queries import seats_of
from encircle.rooms.meetings.models import Meeting
from encircle.rooms.organisation.clocks import end_of_day
from encircle.rooms.volunteers.models import Volunteer
from tests.cast import acting, plant_cast
from tests.support.database import as_owner, clock_shifted


def new_volunteer(cast, given="Wren", **more):
    with as_owner():
        user = cast.users["tess"] if more.pop("signs_in", False) else None
        return Volunteer.objects.create(
            reference=f"V-{given[:4].upper()}22",
            area=cast.areas["a"],
            given_name=given,
            family_name="Birchall",
            email="wren@people.example",
            joined_on=cast.now.date(),
            user=user,
            **more,
        )


def meetings_seen():
    return set(Meeting.objects.values_list("pk", flat=True))


def today(actor):
    return in_london(actor.now).date()


# --- a volunteer joins ---


def test_one_who_joins_sees_meetings_from_the_joining_date_only(db):
    cast = plant_cast()
    wren = new_volunteer(cast, signs_in=True)
    with acting(cast.cora) as cora:
        seat_volunteer(cast.circle_1, wren.pk, starts_at=cora.now, sees_from=cora.now, by=cora, at=cora.now)
    with acting(cast.tess):
        assert meetings_seen() == {cast.meetings["next_1"].pk}


def test_earlier_meetings_are_opened_only_on_purpose(db):
    cast = plant_cast()
    wren = new_volunteer(cast, signs_in=True)
    with acting(cast.cora) as cora:
        seat = seat_volunteer(cast.circle_1, wren.pk, starts_at=cora.now, sees_from=cora.now, by=cora, at=cora.now)
    with acting(cast.cora) as cora:
        open_earlier_meetings(seat.pk, sees_from=cora.now - timedelta(days=3), by=cora, at=cora.now)
    with acting(cast.tess):
        assert meetings_seen() == {cast.meetings["next_1"].pk, cast.meetings["yesterday_1"].pk}
    with acting(cast.cora) as cora, pytest.raises(Invalid):
        open_earlier_meetings(seat.pk, sees_from=cora.now, by=cora, at=cora.now)


def test_a_letter_is_never_used_twice_in_a_circle(db):
    cast = plant_cast()  # A, B and, departed, C
    wren = new_volunteer(cast)
    with acting(cast.cora) as cora:
        seat = seat_volunteer(cast.circle_1, wren.pk, starts_at=cora.now, sees_from=cora.now, by=cora, at=cora.now)
    assert (seat.letter, seat.display_name) == ("D", "Wren")


def test_two_of_one_given_name_are_told_apart_without_a_surname(db):
    cast = plant_cast()
    second = new_volunteer(cast, given="Vera")
    with acting(cast.cora) as cora:
        seat = seat_volunteer(cast.circle_1, second.pk, starts_at=cora.now, sees_from=cora.now, by=cora, at=cora.now)
    assert seat.display_name == "Vera (D)"


def test_nobody_sits_twice_at_a_time_but_a_departed_volunteer_can_come_back(db):
    cast = plant_cast()
    with acting(cast.cora) as cora:
        with pytest.raises(Invalid) as refusal:
            seat_volunteer(
                cast.circle_1,
                cast.volunteers["vera"].pk,
                starts_at=cora.now,
                sees_from=cora.now,
                by=cora,
                at=cora.now,
            )
        assert refusal.value.errors == {"volunteer": "This person already has a seat in the Circle at that time"}
        seat_volunteer(
            cast.circle_1, cast.volunteers["nina"].pk, starts_at=cora.now, sees_from=cora.now, by=cora, at=cora.now
        )
    with acting(cast.nina):
        assert meetings_seen() == {cast.meetings["next_1"].pk}


def test_one_who_left_the_charity_gets_no_seat(db):
    cast = plant_cast()
    gone = new_volunteer(cast, left_on=cast.now.date() - timedelta(days=2))
    with acting(cast.cora) as cora, pytest.raises(Invalid) as refusal:
        seat_volunteer(cast.circle_1, gone.pk, starts_at=cora.now, sees_from=cora.now, by=cora, at=cora.now)
    assert refusal.value.errors == {"volunteer": "Wren Birchall has left the charity"}


# --- a seat ends ---


def test_a_volunteer_who_leaves_today_sees_all_today_and_nothing_from_tomorrow(db):
    cast = plant_cast()
    with acting(cast.cora) as cora:
        seat = end_seat(cast.seats["vera"].pk, on=today(cora), by=cora, at=cora.now)
        assert seat.ends_at == end_of_day(cora.now)
        left = seat.ends_at - cora.now
    with clock_shifted(left - timedelta(minutes=1)), acting(cast.vera):
        assert cast.circle_1.pk in set(Circle.objects.values_list("pk", flat=True))
    with clock_shifted(left + timedelta(seconds=1)), acting(cast.vera):
        assert meetings_seen() == set()
        assert set(Circle.objects.all()) == set()


def test_a_seat_can_end_this_very_moment(db):
    cast = plant_cast()
    with acting(cast.cora) as cora:
        end_seat(cast.seats["vera"].pk, on=None, by=cora, at=cora.now)
    with acting(cast.vera) as vera:
        assert vera.volunteer_circles == frozenset()
        assert meetings_seen() == set()


def test_a_seat_never_ends_in_the_past_or_twice(db):
    cast = plant_cast()
    with acting(cast.cora) as cora:
        with pytest.raises(Invalid):
            end_seat(cast.seats["vera"].pk, on=today(cora) - timedelta(days=1), by=cora, at=cora.now)
        with pytest.raises(Invalid) as refusal:
            end_seat(cast.seats["nina"].pk, on=None, by=cora, at=cora.now)
        assert refusal.value.errors == {"": "This seat has already ended"}


def test_seats_of_another_area_are_not_there_to_end(db):
    cast = plant_cast()
    with acting(cast.colin) as colin, pytest.raises(NotFound):
        end_seat(cast.seats["vera"].pk, on=None, by=colin, at=colin.now)
    with acting(cast.vera) as vera, pytest.raises(NotAllowed):
        end_seat(cast.seats["vic"].pk, on=None, by=vera, at=vera.now)


# --- the outer circle ---


def test_a_successor_takes_over_from_a_day_on(db):
    cast = plant_cast()
    with acting(cast.cora) as cora:
        day = today(cora) + timedelta(days=3)
        seat = hand_over_seat(cast.seats["petra"].pk, cast.professionals["paul"].pk, on=day, by=cora, at=cora.now)
    with as_owner():
        old = Seat.objects.get(pk=cast.seats["petra"].pk)
    assert old.ends_at == seat.starts_at
    assert in_london(seat.starts_at).date() == day
    assert seat.position == "Probation officer"
    with acting(cast.petra) as petra:
        assert len(petra.outer_seats) == 1
    with acting(cast.paul) as paul:
        assert paul.outer_seats == ()


def test_after_the_handover_only_the_successor_holds_the_seat(db):
    cast = plant_cast()
    with acting(cast.cora) as cora:
        hand_over_seat(cast.seats["petra"].pk, cast.professionals["paul"].pk, on=today(cora), by=cora, at=cora.now)
    with acting(cast.petra) as petra:
        assert petra.outer_seats == ()
    with acting(cast.paul) as paul:
        assert len(paul.outer_seats) == 1


def test_a_successor_works_at_the_same_agency(db):
    cast = plant_cast()
    with acting(cast.cora) as cora, pytest.raises(Invalid) as refusal:
        hand_over_seat(cast.seats["petra"].pk, cast.professionals["omar"].pk, on=today(cora), by=cora, at=cora.now)
    assert refusal.value.errors == {"successor": "Select somebody at the same agency"}


def test_a_professional_without_a_position_sits_by_their_job(db):
    cast = plant_cast()
    with acting(cast.cora) as cora:
        seat = seat_professional(
            cast.circle_1, cast.professionals["paul"].pk, position=" ", starts_at=cora.now, by=cora, at=cora.now
        )
    assert seat.position == "Probation officer"


# --- reading seats ---


def test_the_seats_page_has_everybody_by_full_name_and_the_departed_apart(db):
    cast = plant_cast()
    with acting(cast.cora) as cora:
        seats = seats_of(cast.circle_1.pk, cora.now)
    assert {(line.name, line.said_as, line.agency) for line in seats.present} == {
        ("Mark Hazelgrove", "Core member", ""),
        ("Vera Applegarth", "Volunteer A", ""),
        ("Vic Hollowell", "Volunteer B", ""),
        ("Cora Fernleigh", "Coordinator", ""),
        ("Petra Nightingale", "Probation officer", "Probation Service South West"),
        ("Omar Stonecrop", "Police offender manager", "Devon and Cornwall Police"),
        ("Hana Willowherb", "Community nurse", "Invented Partnership NHS Trust"),
    }
    assert [line.name for line in seats.past] == ["Nina Saltmarsh"]


def test_a_volunteer_reading_seats_gets_no_surname_of_another(db):
    cast = plant_cast()
    with acting(cast.vera) as vera:
        names = {line.name for line in seats_of(cast.circle_1.pk, vera.now).present}
    assert not names & {"Vic Hollowell", "Mark Hazelgrove"}
    assert {"Vic", "Mark"} <= names
