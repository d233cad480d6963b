"""Passwords and keys of one installation: made once, kept in a file that only its owner can read."""

import os
import secrets
from pathlib import Path

FILE = "keys.env"
PASSWORDS = {
    "encircle_superuser": "SUPERUSER_PASSWORD",
    "encircle_owner": "OWNER_PASSWORD",
    "encircle_app": "APP_PASSWORD",
    "encircle_worker": "WORKER_PASSWORD",
    "encircle_backup": "BACKUP_PASSWORD",
}
SHARED_KEYS = ("SECRET_KEY", "IDENTITY_KEY", "FIELD_KEY", "FILE_KEY")
KEYS = (*SHARED_KEYS, "SEAL_KEY")  # the web does not know the last: whoever breaks into it can seal nothing
OPENING = (
    "# Passwords and keys of this installation. Without FIELD_KEY and FILE_KEY nothing encrypted can be read again.\n"
)


def keys_of(data_dir: Path) -> dict[str, str]:
    """Every `ENCIRCLE_…` secret by its name, from the file; what the file lacks is made and added."""
    path = data_dir / FILE
    known = read_keys(path)
    missing = {name: secrets.token_hex(32) for name in _names() if name not in known}
    if missing:
        _append(path, missing)
    return known | missing


def password_of(login: str, keys: dict[str, str]) -> str:
    return keys[f"ENCIRCLE_{PASSWORDS[login]}"]


def passwords_of(keys: dict[str, str]) -> dict[str, str]:
    return {login: password_of(login, keys) for login in PASSWORDS if login != "encircle_superuser"}


def read_keys(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    lines = (line.strip() for line in path.read_text().splitlines())
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


def _names() -> list[str]:
    return [f"ENCIRCLE_{name}" for name in (*PASSWORDS.values(), *KEYS)]


def _append(path: Path, values: dict[str, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a") as file:
        os.fchmod(descriptor, 0o600)
        if not file.tell():
            file.write(OPENING)
        file.writelines(f"{name}={value}\n" for name, value in values.items())
