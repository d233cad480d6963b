"""Where the database's files and its socket go, and which account they belong to."""

import hashlib
import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from encircle.common.errors import Refusal
from encircle.ops.binaries import Binaries

ACCOUNTS = ("postgres", "nobody")
ELSEWHERE = Path("/var/lib/encircle")
LONGEST_SOCKET_PATH = 107 - len("/.s.PGSQL.5432.lock")


class UnsafePlace(Refusal):
    """A folder we need belongs to somebody else."""


@dataclass(frozen=True)
class Account:
    """The unprivileged account the server runs as; `None` ids when we are unprivileged ourselves."""

    uid: int | None = None
    gid: int | None = None

    def popen(self) -> dict[str, Any]:
        return {} if self.uid is None else {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)

    @property
    def effective_uid(self) -> int:
        return os.geteuid() if self.uid is None else self.uid


def server_account() -> Account:
    """PostgreSQL refuses to run as root, so root lends it another account."""
    if os.geteuid() != 0:
        return Account()
    for name in ACCOUNTS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise UnsafePlace("PostgreSQL cannot run as root, and there is neither an account `postgres` nor `nobody`.")


def can_reach(folder: Path, account: Account) -> bool:
    """Whether that account may enter the folder: a root-only home bars the way to everything below it."""
    if account.uid is None:
        return True
    asked = subprocess.run(["test", "-x", folder], check=False, **account.popen())
    return bool(asked.returncode == 0)


def fingerprint(folder: Path) -> str:
    return hashlib.sha256(str(folder).encode()).hexdigest()[:8]


def cluster_parent(data_dir: Path, account: Account) -> Path:
    """The data directory itself, or a place that the server's account can reach."""
    return data_dir if can_reach(data_dir, account) else ELSEWHERE / fingerprint(data_dir)


def reachable_binaries(binaries: Binaries, account: Account) -> Binaries:
    """The same programs, copied out of a root-only home when they lie in one."""
    if can_reach(binaries.folder, account):
        return binaries
    copy = ELSEWHERE / f"postgresql-{binaries.major}-{fingerprint(binaries.folder)}"
    if not copy.exists():
        copy.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
        half = copy.with_name(f"{copy.name}.{os.getpid()}")
        shutil.copytree(binaries.installation, half, symlinks=True)
        half.rename(copy)
    return Binaries(copy / binaries.folder.name, binaries.major)


def socket_dir(cluster: Path, account: Account) -> Path:
    """A short private folder: a socket's whole path may have 107 bytes."""
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR") or "/nowhere")
    name = f"encircle-{fingerprint(cluster)}"
    if account.uid is None and os.access(runtime, os.W_OK) and len(f"{runtime}/{name}") <= LONGEST_SOCKET_PATH:
        return private_dir(runtime / name, account)
    return private_dir(Path("/tmp") / f"encircle-{os.geteuid()}-{fingerprint(cluster)}", account)  # noqa: S108


def private_dir(folder: Path, account: Account) -> Path:
    """Makes the folder for that account alone. One that somebody else put there first is refused."""
    try:
        folder.mkdir(mode=0o700)
        account.own(folder)
    except FileExistsError:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != account.effective_uid:
            raise UnsafePlace(f"{folder} exists and belongs to somebody else. Remove it and try again.") from None
        folder.chmod(0o700)
    return folder
