"""The database as tests meet it: real commits under the application's role, and ways past it to plant rows.

with as_owner():                     plant rows that no policy would let in
with as_login("encircle_app") as c:  attack with plain SQL, as the application's own login
with superuser() as c:               look at the catalogue, or at what nobody may see
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import psycopg
from django.db import connection, connections

from encircle.config.settings.base import database as described
from encircle.ops.logins import APP, OWNER, TEST, create_database
from tests.support.server import TEMPLATE, Cluster

KEPT = (
    "public.django_migrations",
    "public.django_content_type",
    "public.auth_permission",
    "encircle.identity_key",
)


class TestDatabase:
    """One worker's clone of the template."""

    __test__ = False

    def __init__(self, cluster: Cluster, name: str) -> None:
        self.cluster = cluster
        self.name = name
        create_database(cluster.superuser_conninfo(), name, TEMPLATE)
        self.sweeper = psycopg.connect(cluster.superuser_conninfo(name), autocommit=True)
        self.sweeper.execute("SET lock_timeout = '5s'")
        self.sweeper.execute("SET session_replication_role = replica")  # neither triggers nor foreign keys
        self.sweep = _sweeping(self.sweeper)

    def conninfo(self, login: str) -> str:
        return self.cluster.conninfo(login, self.name)

    def point_django_here(self) -> None:
        connections["default"].settings_dict.update(described(self.conninfo(TEST)))
        connections["default"].close()

    def settle(self) -> None:
        """After a test: no transaction left open, and the application's role again."""
        if connection.connection is None:
            return
        idle = connection.connection.info.transaction_status == psycopg.pq.TransactionStatus.IDLE
        if idle and not connection.in_atomic_block and not connection.needs_rollback:
            connection.connection.execute("RESET ROLE")
        else:
            connection.close()

    def empty(self) -> None:
        self.sweeper.execute(self.sweep)


current: TestDatabase | None = None


def _present() -> TestDatabase:
    assert current is not None, "This test needs the `db` fixture."
    return current


@contextmanager
def as_owner() -> Iterator[None]:
    """Django's own connection as the owner of the tables, whom row policies do not bind."""
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {OWNER}")
    try:
        yield
    finally:
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("RESET ROLE")


@contextmanager
def as_login(login: str = APP, **options: Any) -> Iterator[psycopg.Connection]:
    """A connection of its own under a real login, without identity: an attacker who has its password."""
    with psycopg.connect(_present().conninfo(login), **options) as raw:
        yield raw


@contextmanager
def superuser(**options: Any) -> Iterator[psycopg.Connection]:
    options.setdefault("autocommit", True)
    with psycopg.connect(_present().cluster.superuser_conninfo(_present().name), **options) as raw:
        yield raw


@contextmanager
def clock_shifted(shift: timedelta) -> Iterator[None]:
    """The database's own clock, `encircle.now()`, runs ahead (or behind) for a while."""
    with superuser() as raw:
        raw.execute("DELETE FROM encircle.clock_shift")
        raw.execute("INSERT INTO encircle.clock_shift (shift) VALUES (%s)", [shift])
    try:
        yield
    finally:
        with superuser() as raw:
            raw.execute("DELETE FROM encircle.clock_shift")


@contextmanager
def django_connected(conninfo: str) -> Iterator[None]:
    """Django's own connection goes there for a while, as if it had been started so."""
    settings = connections["default"].settings_dict
    before = dict(settings)
    connections["default"].close()
    settings.update(described(conninfo))
    try:
        yield
    finally:
        connections["default"].close()
        settings.update(before)


def _sweeping(raw: psycopg.Connection) -> str:
    """One statement that empties every table that holds anything."""
    found = raw.execute(
        "SELECT n.nspname || '.' || c.relname, format('%I.%I', n.nspname, c.relname) FROM pg_class c "
        "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' "
        "AND n.nspname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1"
    ).fetchall()
    lines = [
        f"IF EXISTS (SELECT FROM {quoted}) THEN DELETE FROM {quoted}; END IF;"
        for name, quoted in found
        if name not in KEPT
    ]
    return "DO $$ BEGIN " + "\n".join(lines) + " END $$"
