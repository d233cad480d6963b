"""Turns: what must not happen at once waits for the other's transaction."""

from uuid import UUID

from django.db import connection


def claim_lock(claim_id: UUID) -> None:
    _wait(f"expenses claim {claim_id}")


def volunteer_lock(volunteer_id: UUID) -> None:
    _wait(f"expenses of {volunteer_id}")


def payments_lock() -> None:
    _wait("expenses payments")


def _wait(what: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [what])
