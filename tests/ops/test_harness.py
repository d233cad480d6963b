"""The harness itself: what every other test of the database stands on."""

import psycopg
import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

from tests.support.database import as_login, as_owner, superuser


def _who() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_user, current_user")
        return cursor.fetchone()


def test_a_test_runs_as_the_application(db):
    assert _who() == ("encircle_test", "encircle_app")


def test_the_owner_is_lent_and_given_back(db):
    with as_owner():
        assert _who() == ("encircle_test", "encircle_owner")
    assert _who() == ("encircle_test", "encircle_app")


def test_the_owner_is_given_back_after_an_error(db):
    with pytest.raises(ZeroDivisionError), as_owner(), transaction.atomic():
        raise ZeroDivisionError
    assert _who() == ("encircle_test", "encircle_app")


@pytest.mark.parametrize("turn", [1, 2])
def test_rows_are_committed_and_swept_away(db, turn):
    with superuser() as raw:
        assert raw.execute("SELECT count(*) FROM procrastinate_workers").fetchone() == (0,)
        raw.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    with superuser() as another:
        assert another.execute("SELECT count(*) FROM procrastinate_workers").fetchone() == (1,)


def test_reference_tables_survive_the_sweep(db):
    with as_owner():
        assert ContentType.objects.exists()


def test_an_attackers_connection_is_the_application_itself(db):
    with as_login() as raw:
        assert raw.execute("SELECT session_user, current_user").fetchone() == ("encircle_app", "encircle_app")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            raw.execute("SET ROLE encircle_owner")
