"""The database's logins and the least that each may do, as SQL that may be run again at any time.

The same statements are written down for the administrator of an existing server (`encircle logins`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import psycopg
from psycopg import pq, sql

OWNER, APP, WORKER, BACKUP, TEST = (
    "encircle_owner",
    "encircle_app",
    "encircle_worker",
    "encircle_backup",
    "encircle_test",
)
DEFINERS = ("encircle_verifier", "encircle_scope", "encircle_searcher", "encircle_sealer")
VISITORS = (APP, WORKER, BACKUP, *DEFINERS)
EXTENSIONS = ("pg_trgm", "unaccent", "btree_gist", "btree_gin", "fuzzystrmatch")
NOTHING = "NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION"


@dataclass(frozen=True)
class Login:
    name: str
    attributes: str
    settings: Mapping[str, str] = field(default_factory=dict)
    member_of: tuple[str, ...] = ()


def _timed(statement: str, idle: str, **more: str) -> dict[str, str]:
    """Nothing runs or waits for ever. Server time is UTC everywhere."""
    limits = {"statement_timeout": statement, "idle_in_transaction_session_timeout": idle}
    return limits | {"lock_timeout": "10s", "timezone": "UTC", **more}


LOGINS = (
    *(Login(name, f"NOLOGIN NOINHERIT NOBYPASSRLS {NOTHING}") for name in DEFINERS),
    # A member of the definers so that it can hand functions over to them; it inherits none of their rights.
    Login(OWNER, f"LOGIN NOINHERIT NOBYPASSRLS {NOTHING}", _timed("0", "5min", lock_timeout="30s"), DEFINERS),
    Login(APP, f"LOGIN NOINHERIT NOBYPASSRLS {NOTHING}", _timed("30s", "60s")),
    Login(WORKER, f"LOGIN NOINHERIT NOBYPASSRLS {NOTHING}", _timed("5min", "5min")),
    Login(
        BACKUP,
        f"LOGIN INHERIT BYPASSRLS {NOTHING}",
        _timed("0", "0", lock_timeout="5min"),
        ("pg_read_all_data",),
    ),
)
TEST_LOGIN = Login(
    TEST,
    f"LOGIN INHERIT NOBYPASSRLS {NOTHING}",
    _timed("30s", "60s", role=APP),
    (OWNER, APP, WORKER),
)


def create_logins(superuser_conninfo: str, passwords: Mapping[str, str]) -> None:
    """Creates what is missing and sets the rest right. The test login exists where it has a password."""
    with psycopg.connect(superuser_conninfo) as connection:
        for statement in login_statements(passwords):
            connection.execute(statement)


def create_database(superuser_conninfo: str, name: str, template: str | None = None) -> bool:
    """Creates the database if there is none yet, and says whether it did."""
    with psycopg.connect(superuser_conninfo, autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if not known:
            connection.execute(create_statement(name, template))
        connection.execute("SELECT pg_advisory_lock(61)")  # two at once would trip over the same catalogue rows
        for statement in database_statements(name):
            connection.execute(statement)
    if not template:
        _furnish(psycopg.conninfo.make_conninfo(superuser_conninfo, dbname=name))
    return not known


def login_statements(passwords: Mapping[str, str]) -> Iterator[sql.Composed]:
    wanted = [*LOGINS, *([TEST_LOGIN] if TEST in passwords else [])]
    for login in wanted:
        yield _create_role(login.name)
        yield sql.SQL("ALTER ROLE {} " + login.attributes).format(sql.Identifier(login.name))  # type: ignore[arg-type]
        if login.name in passwords:
            verifier = _verifier(login.name, passwords[login.name])
            yield sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(login.name), verifier)
        for name, value in login.settings.items():
            yield _set(login.name, name, value)
    for login in wanted:
        for role in login.member_of:
            yield sql.SQL("GRANT {} TO {}").format(sql.Identifier(role), sql.Identifier(login.name))


def database_statements(name: str) -> Iterator[sql.Composed]:
    """Nobody connects who has no business there; nobody but the owner makes tables, nor temporary ones."""
    database = sql.Identifier(name)
    yield sql.SQL("ALTER DATABASE {} OWNER TO {}").format(database, sql.Identifier(OWNER))
    yield sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database)
    for login in (APP, WORKER, BACKUP):
        yield sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, sql.Identifier(login))


def schema_statements() -> Iterator[sql.Composed]:
    for name in EXTENSIONS:
        yield sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(name))
    yield sql.SQL("REVOKE ALL ON SCHEMA public FROM PUBLIC").format()
    # Owning the database would be enough if the owner inherited `pg_database_owner`; it inherits nothing.
    yield sql.SQL("ALTER SCHEMA public OWNER TO {}").format(sql.Identifier(OWNER))
    yield sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(sql.SQL(", ").join(map(sql.Identifier, VISITORS)))


def _verifier(login: str, password: str) -> str:
    """A scram verifier, reckoned here: the password itself never stands in a statement or a server's log."""
    nowhere = pq.PGconn.connect(b"host=/nowhere")  # the library wants a connection, and asks it nothing
    return nowhere.encrypt_password(password.encode(), login.encode(), b"scram-sha-256").decode()


def _create_role(name: str) -> sql.Composed:
    """`CREATE ROLE IF NOT EXISTS`, which PostgreSQL lacks."""
    return sql.SQL(
        "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = {}) THEN CREATE ROLE {}; END IF; END $$"
    ).format(name, sql.Identifier(name))


def _set(login: str, name: str, value: str) -> sql.Composed:
    return sql.SQL("ALTER ROLE {} SET {} = {}").format(sql.Identifier(login), sql.Identifier(name), value)


def create_statement(name: str, template: str | None = None) -> sql.Composed:
    source = sql.Identifier(template or "template0")
    return sql.SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'").format(sql.Identifier(name), source)


def _furnish(superuser_conninfo: str) -> None:
    with psycopg.connect(superuser_conninfo) as connection:
        for statement in schema_statements():
            connection.execute(statement)
