"""Who acts cannot be forged, borrowed or replayed; without an identity there are no rows."""

import time
from datetime import timedelta

import pytest
from django.db import connection, transaction

from encircle.foundations.access import identity
from encircle.foundations.access.identity import acting_as, person, sign, switched, system
from encircle.rooms.circles.models import Circle
from tests.cast import acting, plant_cast
from tests.support.database import as_login, as_owner, clock_shifted


def circles_seen() -> set[str]:
    return set(Circle.objects.values_list("name", flat=True))


def test_a_coordinator_sees_the_circles_of_her_own_area(db):
    cast = plant_cast()
    with acting(cast.cora):
        assert circles_seen() == {"Circle 1"}
    with acting(cast.colin):
        assert circles_seen() == {"Circle 2"}


def test_a_volunteer_sees_the_own_circle_only(db):
    cast = plant_cast()
    with acting(cast.vera):
        assert circles_seen() == {"Circle 1"}
    with acting(cast.xena):
        assert circles_seen() == {"Circle 2"}


def test_a_departed_volunteer_sees_nothing(db):
    cast = plant_cast()
    with acting(cast.nina):
        assert circles_seen() == set()


def test_the_operations_manager_sees_all_areas_and_the_administrator_no_case(db):
    cast = plant_cast()
    with acting(cast.olga):
        assert circles_seen() == {"Circle 1", "Circle 2"}
    for nobody in (cast.adam, cast.dana, cast.tess, cast.omar):
        with acting(nobody):
            assert circles_seen() == set()


def test_without_an_identity_there_are_no_rows(db):
    plant_cast()
    with transaction.atomic():
        assert circles_seen() == set()


def test_an_identity_ends_with_its_transaction(db):
    cast = plant_cast()
    with acting(cast.cora):
        pass
    with transaction.atomic():
        assert circles_seen() == set()


def test_a_token_of_an_earlier_transaction_is_worth_nothing(db):
    cast = plant_cast()
    with acting_as(person(cast.cora.pk)) as earlier:
        pass
    time.sleep(0.001)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('encircle.identity', %s, true)", [earlier.token])
        assert circles_seen() == set()


def test_a_token_is_worth_nothing_on_another_connection(db):
    cast = plant_cast()
    with acting_as(person(cast.cora.pk)) as mine, as_login("encircle_app") as borrowed:
        borrowed.execute("SELECT set_config('encircle.identity', %s, true)", [mine.token])
        assert borrowed.execute("SELECT count(*) FROM circles_circle").fetchone() == (0,)


@pytest.mark.parametrize("place", range(8))
def test_a_token_changed_in_any_of_its_parts_is_worth_nothing(db, place):
    cast = plant_cast()
    with acting_as(person(cast.vera.pk)) as vera:
        parts = vera.token.split("|")
        parts[place] = (
            str(cast.cora.pk) if place == 2 else parts[place][:-1] + ("1" if parts[place][-1:] != "1" else "2")
        )
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('encircle.identity', %s, true)", ["|".join(parts)])
        assert circles_seen() == set()


def test_another_key_signs_nothing(db, settings):
    cast = plant_cast()
    settings.IDENTITY_KEY = "ab" * 32
    with acting(cast.cora):
        assert circles_seen() == set()


def test_a_suspended_person_sees_nothing_from_that_moment(db):
    cast = plant_cast()
    with as_owner():
        cast.cora.suspended_at, cast.cora.suspended_by = cast.now, cast.adam
        cast.cora.save()
    with acting(cast.cora):
        assert circles_seen() == set()


def test_an_appointment_ends_by_the_clock_with_nobody_doing_anything(db):
    cast = plant_cast()
    with as_owner():
        cast.cora.appointments.update(ends_at=cast.now + timedelta(days=1))
    with acting(cast.cora):
        assert circles_seen() == {"Circle 1"}
    with clock_shifted(timedelta(days=1, minutes=1)), acting(cast.cora):
        assert circles_seen() == set()


def test_switching_gives_the_identity_before_back(db):
    cast = plant_cast()
    with acting(cast.cora) as before:
        with switched(system("doorkeeper")):
            assert circles_seen() == set()
        assert circles_seen() == {"Circle 1"}
        with connection.cursor() as cursor:
            cursor.execute("SELECT encircle.nonce()")
            assert cursor.fetchone() == (before.acting.nonce,)


def test_signing_needs_a_transaction(db):
    with pytest.raises(transaction.TransactionManagementError):
        sign(identity.system("doorkeeper"))


def test_the_application_cannot_read_the_key(db):
    plant_cast()
    with as_login("encircle_app") as attacker, pytest.raises(Exception, match="permission denied"):
        attacker.execute("SELECT * FROM encircle.identity_key")
