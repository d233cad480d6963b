"""The database's own catalogue says that its rights are those declared, and nothing more."""

from django.db import connection

from encircle.foundations.access.apply import declared_tables
from encircle.foundations.access.catalogue import content_tables, faults
from tests.support.database import superuser


def found():
    with connection.cursor() as cursor:
        return faults(cursor)


def test_the_catalogue_equals_the_declarations(db, say):
    wrong = found()
    say(
        f"catalogue: {len(declared_tables())} tables under row policies, {len(content_tables())} need a receipt, "
        f"{len(wrong)} faults",
        wrong,
    )


def test_a_planted_grant_is_found(db, say):
    with superuser() as raw:
        raw.execute("GRANT DELETE ON sharing_release TO encircle_app")
        try:
            wrong = found()
        finally:
            raw.execute("REVOKE DELETE ON sharing_release FROM encircle_app")
    say(f"catalogue, negative control: a planted grant was found {len(wrong)} times")
    assert wrong == ["encircle_app may DELETE on sharing_release, which is not declared."]
