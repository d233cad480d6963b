"""A small PostgreSQL starter: one private server for one data directory, gone when its starter is gone.

It listens on a socket in a private folder only, never on TCP; every login has a scram password; it drops
root; it clears what a killed starter left behind. It knows nothing of Django.
"""

import fcntl
import shutil
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from psycopg.conninfo import make_conninfo

from encircle.common.errors import Refusal
from encircle.ops import orphans
from encircle.ops.binaries import Binaries, find_binaries
from encircle.ops.keeper import keep
from encircle.ops.keys import keys_of, password_of
from encircle.ops.places import cluster_parent, reachable_binaries, server_account, socket_dir

SUPERUSER = "encircle_superuser"
STARTING = 60  # seconds; recovery after a crash may take a while
WHERE = "WHERE-THE-DATABASE-IS.txt"
LONGEST_LOG = 10_000_000

SETTINGS = {
    "listen_addresses": "",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "max_connections": "100",
    "max_locks_per_transaction": "128",
    "jit": "off",  # our queries are small: compiling them costs more than it saves
    # A failing row or statement would otherwise stand in the log in full.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}
THROWAWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum_naptime": "10s",
}


class CannotStart(Refusal):
    """The server did not start; the message says why in plain words."""


class Server:
    """`with Server(data_dir) as server:` or `.start()` and `.stop()`.

    `durable=False` is for tests: nothing is flushed to disk, and everything is removed at the end.
    """

    def __init__(self, data_dir: Path | str, *, durable: bool = True, postgres: str = "") -> None:
        self.data_dir = Path(data_dir).absolute()
        self.durable = durable
        self.removed_at_end = not durable
        self.choice = postgres
        self._keeper: subprocess.Popen[bytes] | None = None
        self._lock: IO[str] | None = None

    def start(self) -> Self:
        self.data_dir.mkdir(parents=True, exist_ok=True)
        self._lock = _hold(self.data_dir / ".postgres.lock")
        self.account = server_account()
        self.parent = cluster_parent(self.data_dir, self.account)
        self.binaries = self._choose_binaries()
        self.cluster = self.parent / f"postgres-{self.binaries.major}"
        self.socket_dir = socket_dir(self.cluster, self.account)
        orphans.clear(self.cluster)
        if not (self.cluster / "PG_VERSION").exists():
            self._create()
        self._launch()
        return self

    def stop(self) -> None:
        """Closing the keeper's input is the request to stop; it then ends the server in an orderly way."""
        if self._keeper and self._keeper.stdin:
            self._keeper.stdin.close()
            self._keeper.wait()
            shutil.rmtree(self.socket_dir, ignore_errors=True)
        if self._lock:
            self._lock.close()
        self._keeper = self._lock = None

    def superuser_conninfo(self, dbname: str = "postgres") -> str:
        return self.conninfo(SUPERUSER, password_of(SUPERUSER, keys_of(self.data_dir)), dbname)

    def conninfo(self, login: str, password: str, dbname: str) -> str:
        return make_conninfo(host=str(self.socket_dir), user=login, password=password, dbname=dbname)

    @property
    def is_running(self) -> bool:
        return self._keeper is not None and self._keeper.poll() is None

    @property
    def is_elsewhere(self) -> bool:
        """The data could not lie in the data directory: see `cluster` for where it went."""
        return self.parent != self.data_dir

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _choose_binaries(self) -> Binaries:
        made_by = _version_in(self.parent)
        return reachable_binaries(find_binaries(self.choice, major=made_by), self.account)

    def _create(self) -> None:
        """initdb in a folder beside, then one rename: a half-made cluster is never taken for a whole one."""
        self.parent.mkdir(parents=True, exist_ok=True)
        half = self.parent / f"{self.cluster.name}.making"
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(mode=0o700)
        self.account.own(half)
        password_file = self.socket_dir / "password"
        password_file.write_text(password_of(SUPERUSER, keys_of(self.data_dir)))
        self.account.own(password_file)
        try:
            self._initdb(half, password_file)
        finally:
            password_file.unlink()
        half.rename(self.cluster)
        if self.is_elsewhere:
            _say_where(self.data_dir, self.cluster)

    def _initdb(self, folder: Path, password_file: Path) -> None:
        """Sorting by code point and case by Unicode, without ICU: the same everywhere."""
        command = [
            self.binaries.tool("initdb"),
            "-D",
            str(folder),
            "-U",
            SUPERUSER,
            f"--pwfile={password_file}",
        ]
        command += ["--auth=scram-sha-256", "--encoding=UTF8", "--data-checksums", "--no-instructions"]
        command += [] if self.durable else ["--no-sync"]
        done = subprocess.CompletedProcess[str]([], 1)
        for locale in _locales(self.binaries.major):
            done = subprocess.run(
                command + locale, capture_output=True, text=True, check=False, cwd="/", **self.account.popen()
            )
            if done.returncode == 0:
                return
        raise CannotStart(f"PostgreSQL could not create its files: {done.stderr.strip()}")

    def _launch(self) -> None:
        account = self.account
        folders = {self.data_dir, self.parent, self.socket_dir} if self.removed_at_end else set()
        with _open_log(self.data_dir / "postgres.log") as log:
            self._keeper = keep(self._postgres(), uid=account.uid, gid=account.gid, removing=folders, log=log)
        self._await_ready()

    def _postgres(self) -> list[str]:
        settings = SETTINGS | {"unix_socket_directories": str(self.socket_dir)} | ({} if self.durable else THROWAWAY)
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [self.binaries.tool("postgres"), "-D", str(self.cluster), *options]

    def _await_ready(self) -> None:
        give_up = time.monotonic() + STARTING
        while not orphans.is_ready(self.cluster):
            if not self.is_running or time.monotonic() > give_up:
                self.stop()
                raise CannotStart(f"PostgreSQL did not start. Its last words: {self._last_words()}")
            time.sleep(0.02)

    def _last_words(self) -> str:
        lines = (self.data_dir / "postgres.log").read_text(errors="replace").splitlines()
        return " / ".join(lines[-5:]) or "none"


def _hold(path: Path) -> IO[str]:
    """A lock that ends with this process, however it ends."""
    file = path.open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise CannotStart(f"Encircle already runs with the data directory {path.parent}. Stop it first.") from None
    return file


def _version_in(parent: Path) -> int | None:
    made = sorted(int(path.parent.name.partition("-")[2]) for path in parent.glob("postgres-[0-9][0-9]/PG_VERSION"))
    return made[-1] if made else None


def _locales(major: int) -> list[list[str]]:
    """The first that this machine knows. Character kinds (lc-ctype) guide word search in every version."""
    provider = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if major >= 17 else []
    return [[*provider, "--locale=C", "--lc-ctype=C.UTF-8"], [*provider, "--locale=C"]]


def _open_log(path: Path) -> IO[bytes]:
    too_long = path.exists() and path.stat().st_size > LONGEST_LOG
    return path.open("wb" if too_long else "ab")


def _say_where(data_dir: Path, cluster: Path) -> None:
    (data_dir / WHERE).write_text(
        f"PostgreSQL does not run as root and cannot enter this folder, so the database's files are in\n{cluster}\n"
    )
