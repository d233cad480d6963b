"""Which professionals cannot open what is sent to them: not signed up yet, or suspended. A release waits for the first,
and nothing goes to the second."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import connection


@dataclass(frozen=True)
class CannotOpen:
    suspended: frozenset[UUID]
    unjoined: frozenset[UUID]


def who_cannot_open(professional_ids: Collection[UUID]) -> CannotOpen:
    """Of these professionals; logins themselves stay hidden."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM encircle.who_cannot_open(%s::uuid[])", [list(professional_ids)])
        rows = cursor.fetchall()
    return CannotOpen(
        frozenset(one for one, suspended, _ in rows if suspended),
        frozenset(one for one, _, unjoined in rows if unjoined),
    )
