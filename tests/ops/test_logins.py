"""The logins: each may do the least, on every version, however often they are made."""

import psycopg
import pytest

from encircle.ops.keys import keys_of, passwords_of
from encircle.ops.logins import (
    APP,
    BACKUP,
    DEFINERS,
    EXTENSIONS,
    OWNER,
    TEST,
    WORKER,
    create_database,
    create_logins,
)

LOGINS = (OWNER, APP, WORKER, BACKUP)


@pytest.fixture(scope="module")
def made(shared_server):
    """Made twice: the second time changes nothing and fails at nothing."""
    passwords = passwords_of(keys_of(shared_server.data_dir))
    for _ in range(2):
        create_logins(shared_server.superuser_conninfo(), passwords)
        create_database(shared_server.superuser_conninfo(), "encircle")
    return shared_server


def connect(server, login):
    password = passwords_of(keys_of(server.data_dir))[login]
    return psycopg.connect(server.conninfo(login, password, "encircle"), autocommit=True)


def facts(server, question, *values):
    with psycopg.connect(server.superuser_conninfo("encircle")) as connection:
        return connection.execute(question, values).fetchall()


def test_no_login_is_a_superuser_and_only_the_backup_passes_row_policies(made):
    found = facts(
        made,
        "SELECT rolname, rolcanlogin, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication "
        "FROM pg_roles WHERE rolname LIKE 'encircle%%' AND rolname <> 'encircle_superuser'",
    )
    no = (False, False, False)
    assert set(found) == {
        (OWNER, True, False, False, *no),
        (APP, True, False, False, *no),
        (WORKER, True, False, False, *no),
        (BACKUP, True, False, True, *no),
        *((name, False, False, False, *no) for name in DEFINERS),
    }


def test_application_and_worker_belong_to_nobody_and_own_nothing(made):
    memberships = facts(
        made,
        "SELECT m.rolname, r.rolname FROM pg_auth_members a JOIN pg_roles m ON m.oid = a.member "
        "JOIN pg_roles r ON r.oid = a.roleid WHERE m.rolname LIKE 'encircle%%' AND m.rolname <> 'encircle_superuser'",
    )
    assert set(memberships) == {(BACKUP, "pg_read_all_data"), *((OWNER, name) for name in DEFINERS)}
    assert facts(made, "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'encircle'") == [(OWNER,)]
    owned = "SELECT count(*) FROM pg_shdepend WHERE deptype = 'o' AND refobjid = ANY (%s::regrole[]::oid[])"
    assert facts(made, owned, [APP, WORKER, BACKUP]) == [(0,)]


@pytest.mark.parametrize("login", [APP, WORKER, BACKUP])
@pytest.mark.parametrize(
    "attempt",
    [
        "CREATE TABLE public.mine (a int)",
        "CREATE TEMPORARY TABLE mine (a int)",
        "CREATE SCHEMA mine",
        "SET ROLE encircle_owner",
        "SET ROLE encircle_verifier",
        "ALTER ROLE encircle_app BYPASSRLS",
        "COPY (SELECT 1) TO PROGRAM 'true'",
        "SELECT pg_read_file('postgresql.conf')",
    ],
)
def test_a_working_login_cannot(made, login, attempt):
    with connect(made, login) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(attempt)


@pytest.mark.parametrize("login", [OWNER, APP, WORKER])
def test_only_who_backs_up_everything_reads_password_verifiers(made, login):
    with connect(made, login) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("SELECT rolpassword FROM pg_authid")


def test_the_owner_hands_functions_over_but_has_no_part_in_the_definers_rights(made):
    with connect(made, OWNER) as connection, connection.transaction(force_rollback=True):
        connection.execute("CREATE TABLE held (a int); GRANT CREATE ON SCHEMA public TO encircle_verifier")
        connection.execute("CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER RETURN 1")
        connection.execute("ALTER FUNCTION f() OWNER TO encircle_verifier")
        inherits = connection.execute("SELECT pg_has_role('encircle_owner', 'encircle_verifier', 'USAGE')").fetchone()
        assert inherits == (False,)


def test_nothing_runs_for_ever_and_the_server_speaks_utc(made):
    settings = {}
    for login in LOGINS:
        with connect(made, login) as connection:
            settings[login] = connection.execute(
                "SELECT current_setting('statement_timeout'), "
                "current_setting('idle_in_transaction_session_timeout'), current_setting('TimeZone')"
            ).fetchone()
    assert settings == {
        OWNER: ("0", "5min", "UTC"),
        APP: ("30s", "1min", "UTC"),
        WORKER: ("5min", "5min", "UTC"),
        BACKUP: ("0", "0", "UTC"),
    }


def test_what_word_search_and_periods_need_is_there(made):
    found = facts(made, "SELECT extname FROM pg_extension WHERE extname <> 'plpgsql'")
    assert {name for (name,) in found} == set(EXTENSIONS)


def test_the_login_of_the_tests_exists_only_where_it_has_a_password(made):
    assert facts(made, "SELECT count(*) FROM pg_roles WHERE rolname = %s", TEST) == [(0,)]


def test_keys_are_made_once_and_only_their_owner_reads_them(place):
    first = keys_of(place / "data")
    assert keys_of(place / "data") == first
    assert (place / "data" / "keys.env").stat().st_mode & 0o777 == 0o600
    assert len(set(first.values())) == len(first) == 10
    assert {len(bytes.fromhex(value)) for value in first.values()} == {32}


def test_a_key_that_a_newer_version_needs_is_added_and_the_others_stay(place):
    first = keys_of(place / "data")
    path = place / "data" / "keys.env"
    path.write_text("".join(line for line in path.open() if "FIELD_KEY" not in line or line.startswith("#")))
    second = keys_of(place / "data")
    assert second["ENCIRCLE_FIELD_KEY"] != first["ENCIRCLE_FIELD_KEY"]
    assert second | {"ENCIRCLE_FIELD_KEY": ""} == first | {"ENCIRCLE_FIELD_KEY": ""}
