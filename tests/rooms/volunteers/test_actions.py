"""Volunteers are added, changed, invited and leave, in the area of whoever does it."""

from datetime import timedelta

import pytest

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.common.ids import new_id
from encircle.foundations.accounts.models import User
from encircle.rooms.circles.actions.seating import end_seats_of_volunteer
from encircle.rooms.volunteers.actions import (
    Details,
    add_volunteer,
    change_volunteer,
    invite_volunteer,
    volunteer_leaves,
)
from encircle.rooms.volunteers.models import Volunteer
from encircle.rooms.volunteers.queries import volunteer, volunteers
from tests.cast import acting, plant_cast
from tests.support.database import as_owner, clock_shifted

WREN = Details("Wren", "Birchall", "Wren@People.example", "01632 960101")


def added_by(cora, cast):
    return add_volunteer(new_id(), cast.areas["a"].pk, WREN, joined_on=in_london(cora.now).date(), by=cora, at=cora.now)


def names(user):
    with acting(user):
        return [found.full_name for found in volunteers()]


def test_a_coordinator_adds_a_volunteer_of_her_area_whom_the_next_area_does_not_see(db):
    cast = plant_cast()
    with acting(cast.cora) as cora:
        added = added_by(cora, cast)
    assert names(cast.cora) == ["Nina Saltmarsh", "Vera Applegarth", "Vic Hollowell", "Wren Birchall"]
    assert names(cast.colin) == ["Xena Copperbeech"]
    assert names(cast.vera) == ["Vera Applegarth"]
    with acting(cast.colin), pytest.raises(NotFound):
        volunteer(added.pk)


def test_nobody_adds_a_volunteer_elsewhere(db):
    cast = plant_cast()
    for user in (cast.colin, cast.vera, cast.adam):
        with acting(user) as actor, pytest.raises(NotAllowed):
            add_volunteer(new_id(), cast.areas["a"].pk, WREN, joined_on=cast.now.date(), by=actor, at=actor.now)


def test_what_is_missing_is_said_beside_its_field(db):
    cast = plant_cast()
    with acting(cast.cora) as cora, pytest.raises(Invalid) as refused:
        change_volunteer(cast.volunteers["vera"], Details(" ", "", "vera"), by=cora, at=cora.now)
    assert set(refused.value.errors) == {"given_name", "family_name", "email"}


def test_a_volunteer_is_invited_once_and_can_then_be_seen_as_a_login(db):
    cast = plant_cast()
    with acting(cast.cora) as cora:
        added = added_by(cora, cast)
    with acting(cast.cora) as cora:
        invite_volunteer(volunteer(added.pk), by=cora, at=cora.now)
    with as_owner():
        assert Volunteer.objects.get(pk=added.pk).user_id == User.objects.get(email="wren@people.example").pk
    with acting(cast.cora) as cora, pytest.raises(NotAllowed):
        invite_volunteer(volunteer(added.pk), by=cora, at=cora.now)


def test_one_who_leaves_the_charity_today_has_no_circle_from_tomorrow(db):
    cast = plant_cast()
    with acting(cast.cora) as cora:
        today = in_london(cora.now).date()
        volunteer_leaves(cast.volunteers["vera"], on=today, by=cora, at=cora.now)
        assert end_seats_of_volunteer(cast.volunteers["vera"].pk, on=today, by=cora, at=cora.now) == 1
        assert [found.given_name for found in volunteers(present_on=today)] == ["Nina", "Vera", "Vic"]
        assert [found.given_name for found in volunteers(present_on=today + timedelta(days=1))] == ["Nina", "Vic"]
    with acting(cast.vera) as vera:
        assert len(vera.volunteer_seats) == 1
    with clock_shifted(timedelta(days=1)), acting(cast.vera) as vera:
        assert vera.volunteer_seats == ()


def test_nobody_leaves_yesterday(db):
    cast = plant_cast()
    yesterday = in_london(cast.now).date() - timedelta(days=1)
    with acting(cast.cora) as cora, pytest.raises(Invalid):
        volunteer_leaves(cast.volunteers["vera"], on=yesterday, by=cora, at=cora.now)
