"""For a server that others look after: one SQL script for its administrator, and the settings that go with it."""

import os
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from psycopg import sql
from psycopg.conninfo import make_conninfo

from encircle.ops.keys import PASSWORDS, SHARED_KEYS
from encircle.ops.logins import (
    APP,
    BACKUP,
    OWNER,
    WORKER,
    create_statement,
    database_statements,
    login_statements,
    schema_statements,
)

SCRIPT = "logins.sql"
OPENING = """\
-- Encircle's database and its logins. Run once as a superuser:  psql --file logins.sql
-- It may be run again. Passwords stand in it only as scram verifiers.
\\set ON_ERROR_STOP on
"""
EXPLAIN = {
    "encircle.env": "Settings of every process of Encircle. See docs/settings.md.",
    "web.env": "The web processes' own login.",
    "worker.env": "The background workers' own login, and the key that seals the audit trail.",
    "owner.env": "The owner's login: only for `encircle migrate`, at deploy time.",
    "backup.env": "The backup's login: it reads everything. Also for `encircle audit verify`.",
}


def write_handover(folder: Path, *, database: str, host: str, port: str, site_address: str) -> list[Path]:
    """New passwords and keys into `folder`; files that are there already are refused, not overwritten."""
    passwords = {login: secrets.token_hex(32) for login in PASSWORDS}
    files = settings_files(passwords, database=database, host=host, port=port, site_address=site_address)
    files[SCRIPT] = script(passwords, database)
    folder.mkdir(parents=True, exist_ok=True)
    for name in files:
        if (folder / name).exists():
            raise FileExistsError(f"{folder / name} is there already; its passwords and keys may be in use.")
    return [_write(folder / name, text) for name, text in files.items()]


def script(passwords: Mapping[str, str], database: str) -> str:
    ours = {login: word for login, word in passwords.items() if login in (OWNER, APP, WORKER, BACKUP)}
    create = sql.SQL("SELECT {} WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = {}) \\gexec")
    parts = [
        OPENING,
        _lines(login_statements(ours)),
        create.format(create_statement(database).as_string(), database).as_string() + "\n",
        _lines(database_statements(database)),
        f"\\connect {sql.Identifier(database).as_string()}\n",
        _lines(schema_statements()),
    ]
    return "".join(parts)


def settings_files(
    passwords: Mapping[str, str], *, database: str, host: str, port: str, site_address: str
) -> dict[str, str]:
    """Each process reads what it needs and no more: the web has no owner's password."""

    def address(login: str) -> str:
        return make_conninfo(host=host, port=port or None, user=login, password=passwords[login], dbname=database)

    common = {f"ENCIRCLE_{name}": secrets.token_hex(32) for name in SHARED_KEYS}
    seal_key = secrets.token_hex(32)
    site = {"ENCIRCLE_SITE_ADDRESS": site_address, "ENCIRCLE_HOSTS": site_address.partition("://")[2].partition("/")[0]}
    places = {"ENCIRCLE_MODE": "production", "ENCIRCLE_DATA_DIR": "/var/lib/encircle"}
    values = {
        "encircle.env": places | site | common,
        "web.env": {"ENCIRCLE_DATABASE_URL": address(APP)},
        "worker.env": {"ENCIRCLE_WORKER_DATABASE_URL": address(WORKER), "ENCIRCLE_SEAL_KEY": seal_key},
        "owner.env": {"ENCIRCLE_OWNER_DATABASE_URL": address(OWNER)},
        "backup.env": {
            "ENCIRCLE_BACKUP_DATABASE_URL": address(BACKUP),
            "ENCIRCLE_SEAL_PUBLIC_KEYS": public_key_of(seal_key),
        },
    }
    return {name: _settings(EXPLAIN[name], settings) for name, settings in values.items()}


def public_key_of(seal_key: str) -> str:
    """What verifies the audit trail's seals, and can make none."""
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seal_key)).public_key().public_bytes_raw().hex()


def _settings(explanation: str, settings: Mapping[str, str]) -> str:
    """One `NAME="value"` a line, as both systemd and a shell read it."""
    return f"# {explanation}\n" + "".join(f'{name}="{value}"\n' for name, value in settings.items())


def _lines(statements: Iterable[sql.Composed]) -> str:
    return "".join(f"{statement.as_string()};\n" for statement in statements)


def _write(path: Path, text: str) -> Path:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    return path
