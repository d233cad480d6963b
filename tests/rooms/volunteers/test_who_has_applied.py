"""Somebody who has applied and is not accepted is nobody's volunteer anywhere."""

import pytest
from django.db import IntegrityError

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.config.doors import doors_of
from encircle.rooms.circles.actions.seating import seat_volunteer
from encircle.rooms.circles.models import Seat
from encircle.rooms.practice.models import SearchKind
from encircle.rooms.practice.search import answer_search, make_search
from encircle.rooms.volunteers.actions import volunteer_leaves
from encircle.rooms.volunteers.models import Volunteer
from encircle.rooms.volunteers.queries import volunteer, volunteers
from tests.cast import acting, plant_cast
from tests.support.database import as_owner


def planted(cast, *, joined_on=None):
    with as_owner():
        return Volunteer.objects.create(
            reference="V-WREN22",
            area=cast.areas["a"],
            given_name="Wren",
            family_name="Birchall",
            email="wren@people.example",
            joined_on=joined_on,
            user=cast.tess,
        )


def test_they_stand_in_no_list_of_volunteers_and_have_no_volunteers_page(db):
    cast = plant_cast()
    applied = planted(cast)
    with acting(cast.cora):
        assert [one.given_name for one in volunteers()] == ["Nina", "Vera", "Vic"]
        with pytest.raises(NotFound):
            volunteer(applied.pk)


@pytest.mark.parametrize(("has_joined", "seen"), [(True, ["Wren Birchall"]), (False, [])])
def test_the_search_finds_volunteers_and_not_who_has_only_applied(db, has_joined, seen):
    cast = plant_cast()
    planted(cast, joined_on=cast.now.date() if has_joined else None)
    with acting(cast.cora) as cora:
        _, found = answer_search(make_search("Birchall", SearchKind.NAMES, by=cora, at=cora.now))
        assert [one.name for one in found.named] == seen


def test_they_get_no_seat(db):
    cast = plant_cast()
    applied = planted(cast)
    with acting(cast.cora) as cora, pytest.raises(Invalid) as refused:
        seat_volunteer(cast.circle_1, applied.pk, starts_at=cora.now, sees_from=cora.now, by=cora, at=cora.now)
    assert refused.value.errors == {"volunteer": "Wren Birchall has applied and is not accepted as a volunteer yet"}


def test_the_database_gives_them_none_either(db):
    cast = plant_cast()
    applied = planted(cast)
    seat = Seat(
        circle=cast.circle_1,
        area=cast.areas["a"],
        part="volunteer",
        volunteer=applied,
        display_name="Wren",
        letter="Z",
        starts_at=cast.now,
        sees_from=cast.now,
        added_by=cast.cora,
    )
    with acting(cast.cora), pytest.raises(IntegrityError, match="only applied"):
        Seat.objects.bulk_create([seat])
    with as_owner():
        Volunteer.objects.filter(pk=applied.pk).update(joined_on=cast.now.date())
    with acting(cast.cora):
        Seat.objects.bulk_create([seat])


def test_they_do_not_come_in_by_the_volunteers_door(db):
    cast = plant_cast()
    applied = planted(cast)
    with acting(cast.tess) as tess:
        assert (tess.volunteer_id, tess.applicant_id) == (None, applied.pk)
        assert "volunteering" not in doors_of(tess)


def test_they_do_not_leave_what_they_have_not_joined(db):
    cast = plant_cast()
    applied = planted(cast)
    with acting(cast.cora) as cora, pytest.raises(NotAllowed):
        volunteer_leaves(applied, on=in_london(cora.now).date(), by=cora, at=cora.now)
