"""Open a Circle: its phase and first seats are there, and its people can see it."""

from datetime import time

import pytest
from django.db import connection

from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.common.ids import new_id
from encircle.foundations.audit.models import Entry
from encircle.rooms.circles.actions.opening import NewCircle, OuterSeat, open_circle
from encircle.rooms.circles.models import Circle, Seat
from encircle.rooms.circles.queries import circle_now
from encircle.rooms.circles.vocabulary import SeatPart
from encircle.rooms.organisation.vocabulary import CircleKind
from encircle.rooms.people.models import CoreMember
from tests.cast import acting, plant_cast
from tests.support.database import as_owner


def new_core_member(cast, area="a"):
    with as_owner():
        return CoreMember.objects.create(
            reference="P-NEW234",
            area=cast.areas[area],
            given_name="Ned",
            family_name="Fieldgate",
            known_as="Ned",
            added_at=cast.now,
        )


def new_circle(cast, core_member, **more):
    return NewCircle(
        **{
            "id": new_id(),
            "name": "Circle 7",
            "area_id": cast.areas["a"].pk,
            "kind": CircleKind.ADULT,
            "core_member_id": core_member.pk,
            "volunteer_ids": (cast.volunteers["vera"].pk, cast.volunteers["vic"].pk),
            "outer_circle": (OuterSeat(cast.professionals["omar"].pk, "Offender manager"),),
            "weekday": 1,
            "slot_time": time(18, 30),
            **more,
        }
    )


def test_a_coordinator_opens_a_circle_with_everybody_in_it(db):
    cast = plant_cast()
    new = new_circle(cast, new_core_member(cast))
    with acting(cast.cora) as cora:
        open_circle(new, by=cora, at=cora.now)
    with acting(cast.cora) as cora:
        found = circle_now(new.id, cora.now)
        seats = list(Seat.objects.filter(circle=new.id).values_list("part", "display_name", "letter", "position"))
    assert (found.standing, found.core_member, found.coordinators) == ("Forming", "Ned", ("Cora Fernleigh",))
    assert sorted(seats) == [
        (SeatPart.COORDINATOR, "Cora", "", ""),
        (SeatPart.CORE_MEMBER, "Ned", "", ""),
        (SeatPart.OUTER_CIRCLE, "Omar Stonecrop", "", "Offender manager"),
        (SeatPart.VOLUNTEER, "Vera", "A", ""),
        (SeatPart.VOLUNTEER, "Vic", "B", ""),
    ]


def test_its_volunteers_see_it_from_then_on_and_nobody_else(db):
    cast = plant_cast()
    new = new_circle(cast, new_core_member(cast), volunteer_ids=(cast.volunteers["vera"].pk,))
    with acting(cast.cora) as cora:
        open_circle(new, by=cora, at=cora.now)
    for user, sees in ((cast.vera, True), (cast.vic, False), (cast.xena, False), (cast.omar, False)):
        with acting(user):
            assert Circle.objects.filter(pk=new.id).exists() is sees


def test_it_leaves_a_line_for_the_circle_and_one_for_each_seat(db):
    cast = plant_cast()
    new = new_circle(cast, new_core_member(cast))
    with acting(cast.cora) as cora:
        open_circle(new, by=cora, at=cora.now)
    with as_owner():
        lines = Entry.objects.filter(circle_id=new.id).values_list("verb", "item_type")
        assert sorted(lines) == [("created", "circles.circle"), *[("created", "circles.seat")] * 5]


def test_nobody_opens_a_circle_in_an_area_they_do_not_coordinate(db):
    cast = plant_cast()
    new = new_circle(cast, new_core_member(cast))
    for user in (cast.colin, cast.vera, cast.adam):
        with acting(user) as actor, pytest.raises(NotAllowed):
            open_circle(new, by=actor, at=actor.now)
    with as_owner():
        assert not Circle.objects.filter(pk=new.id).exists()


def test_a_core_member_of_another_area_is_refused(db):
    cast = plant_cast()
    new = new_circle(cast, new_core_member(cast, area="b"))
    with acting(cast.olga) as olga, pytest.raises(Invalid) as refusal:
        open_circle(new, by=olga, at=olga.now)
    assert refusal.value.errors == {"core_member": "Select a core member of the Circle’s area"}


def test_a_volunteer_the_coordinator_cannot_see_is_as_good_as_absent(db):
    cast = plant_cast()
    new = new_circle(cast, new_core_member(cast), volunteer_ids=(cast.volunteers["xena"].pk,))
    with acting(cast.cora) as cora, pytest.raises(NotFound):
        open_circle(new, by=cora, at=cora.now)
    with as_owner():
        assert not Circle.objects.filter(pk=new.id).exists()


def test_the_database_itself_refuses_a_circle_of_another_area(db):
    cast = plant_cast()
    with acting(cast.cora), connection.cursor() as cursor, pytest.raises(Exception, match="row-level security"):
        cursor.execute(
            "INSERT INTO circles_circle (id, reference, name, area_id, kind, opened_at, meeting_minutes) "
            "VALUES (%s, 'C-SLY234', 'Sly', %s, 'adult', now(), 120)",
            [new_id(), cast.areas["b"].pk],
        )
