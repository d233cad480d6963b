"""Ways of coming to the database without being somebody: each must see what a stranger sees, and nothing more."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID, uuid4

import psycopg

from encircle.foundations.access import identity
from encircle.foundations.access.identity import person, system
from tests.support.database import as_login, superuser

from .rows import signed

Attack = Callable[[psycopg.Connection, UUID], None]
SET = "SELECT set_config('encircle.identity', %s, true)"


def without(raw: psycopg.Connection, olga: UUID) -> None:
    """Nothing was signed."""


def made_up(raw: psycopg.Connection, olga: UUID) -> None:
    """Signed with a key of the attacker's own."""
    with signed(raw, person(olga)) as token:
        raw.execute(SET, [token[:-64] + "0" * 64])


def of_a_system(raw: psycopg.Connection, olga: UUID) -> None:
    """A genuine signature under words changed afterwards: the doorkeeper instead of Olga."""
    with signed(raw, person(olga)) as token:
        parts = token.split("|")
        parts[1:3] = ["system", "doorkeeper"]
        raw.execute(SET, ["|".join(parts)])


def another_key(raw: psycopg.Connection, olga: UUID) -> None:
    """Rightly signed with a key that is no key of ours."""
    kept = identity.identity_key
    identity.identity_key = lambda: b"\x99" * 32  # type: ignore[assignment]
    try:
        with signed(raw, person(olga)):
            pass
    finally:
        identity.identity_key = kept


def expired(raw: psycopg.Connection, olga: UUID) -> None:
    """Genuine in an earlier transaction of this very connection."""
    with signed(raw, person(olga)) as token:
        raw.commit()
    raw.execute("SELECT pg_sleep(0.001)")
    raw.commit()
    raw.execute(SET, [token])


def replayed(raw: psycopg.Connection, olga: UUID) -> None:
    """Genuine at this moment on another connection."""
    other = psycopg.connect(raw.info.dsn, password=raw.info.password)
    with signed(other, person(olga)) as token:
        raw.execute(SET, [token])
    _KEPT.append(other)  # its transaction lives on while we look


_KEPT: list[psycopg.Connection] = []


def borrowed(raw: psycopg.Connection, olga: UUID) -> None:
    """Genuine, in a transaction that began before Olga was suspended."""
    with signed(raw, person(olga)):
        assert raw.execute("SELECT count(*) FROM circles_circle").fetchone() > (0,)
        _suspend(olga, "now()")


def suspended(raw: psycopg.Connection, olga: UUID) -> None:
    """Rightly signed for somebody suspended."""
    _suspend(olga, "now()")
    with signed(raw, person(olga)):
        pass


def gone(raw: psycopg.Connection, olga: UUID) -> None:
    """Rightly signed for somebody whose access has ended, by the clock alone."""
    _end_access(olga, "now() - interval '1 second'")
    with signed(raw, person(olga)):
        pass


def unknown(raw: psycopg.Connection, olga: UUID) -> None:
    """Rightly signed for a login that does not exist."""
    with signed(raw, person(uuid4())):
        pass


def unnamed(raw: psycopg.Connection, olga: UUID) -> None:
    """Rightly signed for a system identity nobody has heard of."""
    with signed(raw, system("stranger")):
        pass


def overlong(raw: psycopg.Connection, olga: UUID) -> None:
    """A genuine token with something behind it."""
    with signed(raw, person(olga)) as token:
        raw.execute(SET, [f"{token}|x"])


ATTACKS: dict[str, Attack] = {
    "no identity": without,
    "forged signature": made_up,
    "changed words": of_a_system,
    "another key": another_key,
    "expired": expired,
    "replayed on another connection": replayed,
    "borrowed after suspension": borrowed,
    "suspended": suspended,
    "gone": gone,
    "unknown login": unknown,
    "unknown system identity": unnamed,
    "something added": overlong,
}


@contextmanager
def attacking(name: str, olga: UUID) -> Iterator[psycopg.Connection]:
    """A connection of the application's login that was come to in this way; Olga is herself again afterwards."""
    try:
        with as_login("encircle_app") as raw:
            ATTACKS[name](raw, olga)
            yield raw
            raw.rollback()
    finally:
        while _KEPT:
            _KEPT.pop().close()
        _suspend(olga, "NULL")
        _end_access(olga, "NULL")


def _suspend(olga: UUID, since: str) -> None:
    with superuser() as behind:
        behind.execute("SET ROLE encircle_owner")
        behind.execute(f"UPDATE accounts_user SET suspended_at = {since} WHERE id = %s", [olga])


def _end_access(olga: UUID, at: str) -> None:
    with superuser() as behind:
        behind.execute("SET ROLE encircle_owner")
        behind.execute(f"UPDATE accounts_user SET ends_at = {at} WHERE id = %s", [olga])
