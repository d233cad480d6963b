"""Appointments: who may give and end them, for how long, and that the database refuses what the rule refuses."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.common.ids import new_id
from encircle.foundations.access.actions import NewAppointment, appoint, cover, end_appointment
from encircle.foundations.access.models import Appointment
from encircle.foundations.access.vocabulary import Role
from encircle.foundations.audit.models import Entry
from encircle.foundations.post.models import Notice
from encircle.rooms.circles.models import Circle
from tests.cast import acting, plant_cast
from tests.support.database import as_owner, clock_shifted

DAY = timedelta(days=1)


def new(user, role, at, **more):
    return NewAppointment(id=new_id(), user_id=user.pk, role=role, starts_at=at, **more)


def circles_seen():
    return set(Circle.objects.values_list("name", flat=True))


def appointment_of(cast, key, role):
    with as_owner():
        return Appointment.objects.get(user=cast.users[key], role=role)


def test_the_operations_manager_appoints_a_coordinator_and_the_person_sees_the_area_at_once(db):
    cast = plant_cast()
    with acting(cast.tess):
        assert circles_seen() == set()
    with acting(cast.olga) as olga:
        appoint(new(cast.tess, Role.COORDINATOR, olga.now, area_id=cast.areas["b"].pk), by=olga, at=olga.now)
    with acting(cast.tess):
        assert circles_seen() == {"Circle 2"}
    with as_owner():
        assert list(Entry.objects.filter(item_type="access.appointment").values_list("verb", "actor_id", "detail")) == [
            ("created", cast.olga.pk, "coordinator")
        ]
        assert list(Notice.objects.values_list("user", "kind")) == [(cast.tess.pk, "account")]


@pytest.mark.parametrize("key", ["olga", "adam"])
@pytest.mark.parametrize("role", list(Role))
def test_nobody_appoints_themselves_to_anything(db, key, role):
    cast = plant_cast()
    area = cast.areas["a"].pk if role == Role.COORDINATOR else None
    with acting(cast.users[key]) as actor, pytest.raises(NotAllowed):
        appoint(new(cast.users[key], role, actor.now, area_id=area), by=actor, at=actor.now)


INSERT = """
    INSERT INTO access_appointment (id, user_id, role, area_id, starts_at, appointed_by_id, appointed_at, covering)
    VALUES (%s, %s, %s, NULL, %s, %s, %s, false)
"""


def insert(actor, user_id, role, appointed_by):
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [new_id(), user_id, role, actor.now, appointed_by, actor.now])


@pytest.mark.parametrize(
    ("key", "role"),
    [("olga", "senior_coordinator"), ("adam", "trustee"), ("adam", "operations_manager"), ("cora", "trustee")],
)
def test_the_database_itself_refuses_whoever_appoints_themselves(db, key, role):
    cast = plant_cast()
    me = cast.users[key].pk
    for appointed_by in (me, cast.olga.pk, None):
        with acting(cast.users[key]) as actor, pytest.raises(Exception, match=r"row-level security|never_of_oneself"):
            insert(actor, me, role, appointed_by)


@pytest.mark.parametrize(
    "role",
    [Role.COORDINATOR, Role.SENIOR_COORDINATOR, Role.SAFEGUARDING_LEAD, Role.OPERATIONS_MANAGER],
)
def test_the_administrator_appoints_nobody_who_sees_cases(db, role):
    cast = plant_cast()
    area = cast.areas["a"].pk if role == Role.COORDINATOR else None
    with acting(cast.adam) as adam, pytest.raises(NotAllowed):
        appoint(new(cast.tess, role, adam.now, area_id=area), by=adam, at=adam.now)
    if area is None:
        with acting(cast.adam) as adam, pytest.raises(Exception, match="row-level security"):
            insert(adam, cast.tess.pk, role, adam.user_id)


def test_the_administrator_appoints_trustees_and_assurance(db):
    cast = plant_cast()
    with acting(cast.adam) as adam:
        appoint(new(cast.paul, Role.TRUSTEE, adam.now), by=adam, at=adam.now)
    assert appointment_of(cast, "paul", Role.TRUSTEE).appointed_by_id == cast.adam.pk


def test_nobody_below_appoints_anybody(db):
    cast = plant_cast()
    for key in ("cora", "sena", "dana", "tess", "vera", "omar"):
        with acting(cast.users[key]) as actor, pytest.raises(NotAllowed):
            appoint(new(cast.vic, Role.TRUSTEE, actor.now), by=actor, at=actor.now)


def test_an_appointment_is_made_once_however_often_its_form_is_sent(db):
    cast = plant_cast()
    wanted = new(cast.tess, Role.DATA_PROTECTION_LEAD, cast.now)
    for _ in range(2):
        with acting(cast.olga) as olga:
            appoint(wanted, by=olga, at=olga.now)
    with as_owner():
        assert Appointment.objects.filter(role=Role.DATA_PROTECTION_LEAD, user=cast.tess).count() == 1
        assert Notice.objects.count() == 1


def test_what_does_not_fit_is_said_beside_its_field(db):
    cast = plant_cast()
    cases = {
        "area": new(cast.tess, Role.COORDINATOR, cast.now),
        "starts_on": new(cast.tess, Role.TRUSTEE, cast.now - DAY * 2),
        "ends_on": new(cast.tess, Role.COUNSELLOR, cast.now + DAY, ends_at=cast.now + DAY),
        "": new(cast.tess, Role.TRUSTEE, cast.now),
    }
    for field, wanted in cases.items():
        with acting(cast.olga) as olga, pytest.raises(Invalid) as refused:
            appoint(wanted, by=olga, at=olga.now)
        assert set(refused.value.errors) == {field}
    unknown = NewAppointment(id=new_id(), user_id=new_id(), role=Role.TRUSTEE, starts_at=cast.now)
    with acting(cast.olga) as olga, pytest.raises(NotFound):
        appoint(unknown, by=olga, at=olga.now)


def test_who_covers_an_area_sees_it_for_exactly_that_time(db):
    cast = plant_cast()
    with acting(cast.olga) as olga:
        cover(
            id=new_id(),
            user_id=cast.cora.pk,
            area_id=cast.areas["b"].pk,
            starts_at=olga.now + DAY,
            ends_at=olga.now + DAY * 3,
            by=olga,
            at=olga.now,
        )
    seen = {}
    for days in (0, 2, 4):
        with clock_shifted(DAY * days + timedelta(minutes=1)), acting(cast.cora):
            seen[days] = circles_seen()
    assert seen == {0: {"Circle 1"}, 2: {"Circle 1", "Circle 2"}, 4: {"Circle 1"}}


def test_only_the_operations_manager_decides_who_covers_and_never_herself(db):
    cast = plant_cast()
    period = {"starts_at": cast.now, "ends_at": cast.now + DAY}
    for key, whom in (("adam", "cora"), ("sena", "cora"), ("cora", "cleo"), ("olga", "olga")):
        with acting(cast.users[key]) as actor, pytest.raises(NotAllowed):
            cover(
                id=new_id(),
                user_id=cast.users[whom].pk,
                area_id=cast.areas["b"].pk,
                by=actor,
                at=actor.now,
                **period,
            )


def test_only_somebody_who_works_with_cases_covers(db):
    cast = plant_cast()
    with acting(cast.olga) as olga, pytest.raises(Invalid) as refused:
        cover(
            id=new_id(),
            user_id=cast.vera.pk,
            area_id=cast.areas["b"].pk,
            starts_at=olga.now,
            ends_at=olga.now + DAY,
            by=olga,
            at=olga.now,
        )
    assert set(refused.value.errors) == {"person"}


def test_an_appointment_ended_now_is_gone_at_once_and_one_ended_later_then(db):
    cast = plant_cast()
    cora, cleo = (appointment_of(cast, key, Role.COORDINATOR) for key in ("cora", "cleo"))
    with acting(cast.olga) as olga:
        end_appointment(cora.pk, ends_at=olga.now, by=olga, at=olga.now)
        end_appointment(cleo.pk, ends_at=olga.now + DAY, by=olga, at=olga.now)
    with acting(cast.cora):
        assert circles_seen() == set()
    with acting(cast.cleo):
        assert circles_seen() == {"Circle 1"}
    with clock_shifted(DAY + timedelta(minutes=1)), acting(cast.cleo):
        assert circles_seen() == set()


def test_nobody_ends_their_own_and_the_administrator_none_that_sees_cases(db):
    cast = plant_cast()
    olgas = appointment_of(cast, "olga", Role.OPERATIONS_MANAGER)
    coras = appointment_of(cast, "cora", Role.COORDINATOR)
    adams = appointment_of(cast, "adam", Role.ADMINISTRATOR)
    for key, found in (("olga", olgas), ("adam", coras), ("adam", adams), ("adam", olgas)):
        with acting(cast.users[key]) as actor:
            with pytest.raises(NotAllowed):
                end_appointment(found.pk, ends_at=actor.now, by=actor, at=actor.now)
            assert Appointment.objects.filter(pk=found.pk).update(ends_at=actor.now) == 0


def test_an_end_never_moves_later_and_pressing_twice_changes_nothing(db):
    cast = plant_cast()
    found = appointment_of(cast, "tess", Role.TRUSTEE)
    with acting(cast.adam) as adam:
        end_appointment(found.pk, ends_at=adam.now + DAY, by=adam, at=adam.now)
    with acting(cast.adam) as adam, pytest.raises(Invalid) as refused:
        end_appointment(found.pk, ends_at=adam.now + DAY * 9, by=adam, at=adam.now)
    assert set(refused.value.errors) == {"on"}
    for _ in range(2):
        with acting(cast.adam) as adam:
            end_appointment(found.pk, ends_at=adam.now, by=adam, at=adam.now)
    with as_owner():
        assert Notice.objects.count() == 2


def test_one_that_had_not_begun_is_over_as_soon_as_it_begins(db):
    cast = plant_cast()
    begins = datetime.now(UTC) + DAY * 5
    with acting(cast.olga) as olga:
        made = appoint(new(cast.tess, Role.COORDINATOR, begins, area_id=cast.areas["a"].pk), by=olga, at=olga.now)
    with acting(cast.olga) as olga:
        end_appointment(made, ends_at=olga.now, by=olga, at=olga.now)
    with clock_shifted(DAY * 6), acting(cast.tess):
        assert circles_seen() == set()
