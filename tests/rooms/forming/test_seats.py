"""Who must not meet is kept apart when a seat is given too: by hand, by a task, by SQL."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from encircle.common.errors import Invalid
from encircle.common.ids import new_id
from encircle.rooms.circles.actions.opening import NewCircle, open_circle
from encircle.rooms.circles.actions.seating import end_seat, seat_core_member, seat_volunteer
from encircle.rooms.circles.models import Circle, Seat
from encircle.rooms.forming.actions.excluding import end_exclusion, note_exclusion
from encircle.rooms.forming.models import Exclusion
from tests.cast import acting, plant_cast
from tests.support.database import as_owner

from .planted import conflict, plant_pool

ASK = "cannot sit in one Circle with its core member"


@pytest.fixture
def cast(db):
    return plant_cast()


def exclude(cast, volunteer, person):
    with acting(cast.cora) as actor:
        note_exclusion(person, volunteer.pk, "estate", "They live in one street", id=new_id(), by=actor, at=actor.now)


def opened(cast, person, *volunteers):
    new = NewCircle(
        id=new_id(), name="The Rowan Circle", area_id=person.area_id, kind="adult", core_member_id=person.pk,
        volunteer_ids=tuple(one.pk for one in volunteers),
    )  # fmt: skip
    with acting(cast.cora) as actor:
        return open_circle(new, by=actor, at=actor.now)


def seat(cast, circle, volunteer, **more):
    with acting(cast.cora) as actor:
        return seat_volunteer(circle, volunteer.pk, starts_at=actor.now, sees_from=actor.now, by=actor, at=actor.now)


def seated(circle):
    with as_owner():
        return set(Seat.objects.filter(circle=circle, part="volunteer").values_list("volunteer_id", flat=True))


def test_an_excluded_volunteer_is_given_no_seat_by_hand(cast):
    pool = plant_pool(cast, waiting=1, volunteers=2)
    known, other = pool.volunteers
    exclude(cast, known, pool.waiting[0])
    circle = opened(cast, pool.waiting[0], other)
    with pytest.raises(Invalid) as refused:
        seat(cast, circle, known)
    assert list(refused.value.errors) == ["volunteer"]
    assert ASK in refused.value.errors["volunteer"]
    assert seated(circle) == {other.pk}


def test_a_circle_with_both_does_not_open(cast):
    pool = plant_pool(cast, waiting=1, volunteers=2)
    exclude(cast, pool.volunteers[0], pool.waiting[0])
    with pytest.raises(Invalid, match=ASK):
        opened(cast, pool.waiting[0], *pool.volunteers)
    with as_owner():
        assert not Circle.objects.filter(name="The Rowan Circle").exists()


def test_a_core_member_is_given_no_seat_beside_somebody_they_must_not_meet(cast):
    pool = plant_pool(cast, waiting=2, volunteers=1)
    circle = opened(cast, pool.waiting[1], *pool.volunteers)
    exclude(cast, pool.volunteers[0], pool.waiting[0])
    with as_owner():
        Seat.objects.filter(circle=circle, part="core_member").update(ends_at=cast.now + timedelta(minutes=30))
    later = cast.now + timedelta(hours=1)
    with acting(cast.cora) as actor, pytest.raises(Invalid) as refused:
        seat_core_member(circle, pool.waiting[0].pk, starts_at=later, by=actor, at=actor.now)
    assert "one Circle" in refused.value.errors["core_member"]


def test_a_conflict_of_which_only_seniors_know_keeps_them_apart_and_says_no_more(cast):
    pool = plant_pool(cast, waiting=1, volunteers=2)
    conflict(cast, pool.volunteers[0], pool.waiting[0])
    circle = opened(cast, pool.waiting[0], pool.volunteers[1])
    with pytest.raises(Invalid) as refused:
        seat(cast, circle, pool.volunteers[0])
    assert refused.value.errors == {
        "volunteer": "Ada Freehand cannot sit in one Circle with its core member. Ask a senior coordinator"
    }


def test_the_database_refuses_whoever_writes_the_seat(cast):
    """The owner of the tables is bound by no row policy, and by this all the same."""
    pool = plant_pool(cast, waiting=1, volunteers=2)
    exclude(cast, pool.volunteers[0], pool.waiting[0])
    circle = opened(cast, pool.waiting[0], pool.volunteers[1])
    with as_owner():
        moved = Seat.objects.get(circle=circle, volunteer=pool.volunteers[1])
        with pytest.raises(IntegrityError, match="never sit in one Circle"), transaction.atomic():
            Seat.objects.filter(pk=moved.pk).update(volunteer=pool.volunteers[0])


def test_what_is_noted_later_ends_no_seat_and_lets_it_end(cast):
    pool = plant_pool(cast, waiting=1, volunteers=2)
    circle = opened(cast, pool.waiting[0], *pool.volunteers)
    exclude(cast, pool.volunteers[0], pool.waiting[0])
    with as_owner():
        present = Seat.objects.get(circle=circle, volunteer=pool.volunteers[0])
        assert present.ends_at is None
    with acting(cast.cora) as actor:
        end_seat(present.pk, on=actor.now.date(), by=actor, at=actor.now)
    with as_owner(), pytest.raises(IntegrityError, match="never sit in one Circle"), transaction.atomic():
        Seat.objects.filter(pk=present.pk).update(ends_at=None)


def test_an_exclusion_that_is_ended_lets_them_sit(cast):
    pool = plant_pool(cast, waiting=1, volunteers=2)
    exclude(cast, pool.volunteers[0], pool.waiting[0])
    circle = opened(cast, pool.waiting[0], pool.volunteers[1])
    with acting(cast.cora) as actor:
        end_exclusion(Exclusion.objects.get(), by=actor, at=actor.now)
    seat(cast, circle, pool.volunteers[0])
    assert seated(circle) == {one.pk for one in pool.volunteers}


def test_whoever_sat_there_before_keeps_nobody_apart(cast):
    pool = plant_pool(cast, waiting=2, volunteers=1)
    circle = opened(cast, pool.waiting[1])
    exclude(cast, pool.volunteers[0], pool.waiting[1])
    with acting(cast.cora) as actor:
        end_seat(Seat.objects.get(circle=circle, part="core_member").pk, on=None, by=actor, at=actor.now)
        after = actor.now + timedelta(minutes=1)
        seat_core_member(circle, pool.waiting[0].pk, starts_at=after, by=actor, at=actor.now)
        seat_volunteer(circle, pool.volunteers[0].pk, starts_at=after, sees_from=after, by=actor, at=actor.now)
    assert seated(circle) == {pool.volunteers[0].pk}
