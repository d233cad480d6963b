"""One throwaway PostgreSQL for one run of the tests, with a migrated template that every worker clones."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from psycopg.conninfo import make_conninfo

from encircle.ops.keys import keys_of, passwords_of
from encircle.ops.logins import OWNER, TEST, create_database, create_logins
from encircle.ops.postgres import SUPERUSER, Server

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = "encircle_template"
PATIENCE = 600  # seconds a worker waits for the template: on a busy machine the first takes minutes
# What the template is made of: when none of it changed, the one of the last run serves again.
INGREDIENTS = (
    "src/encircle/foundations",
    "src/encircle/rooms",
    "src/encircle/ops",
    "src/encircle/config/settings",
)
KEYS = {
    "ENCIRCLE_IDENTITY_KEY": "11" * 32,
    "ENCIRCLE_FIELD_KEY": "22" * 32,
    "ENCIRCLE_FILE_KEY": "44" * 32,
    "ENCIRCLE_SECRET_KEY": "33" * 32,
}


@dataclass(frozen=True)
class Cluster:
    """Where the run's server is and how to get in, as told to every worker."""

    host: str
    passwords: Mapping[str, str]

    def conninfo(self, login: str, dbname: str) -> str:
        return make_conninfo(host=self.host, user=login, password=self.passwords[login], dbname=dbname)

    def superuser_conninfo(self, dbname: str = "postgres") -> str:
        return self.conninfo(SUPERUSER, dbname)


class Run:
    """Held by the process that was started as `pytest`; the server ends with it, however it ends."""

    def __init__(self, cache: Path | None) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="encircle-tests-", dir="/tmp"))
        self.folder.chmod(0o711)  # the server's own account must get through
        self.cache = cache
        self.server = Server(self.folder, durable=False, postgres=os.environ.get("ENCIRCLE_TEST_PG", ""))
        self.thread: threading.Thread | None = None

    def begin(self) -> None:
        """Under xdist the workers collect the tests meanwhile."""
        self.thread = threading.Thread(target=self.prepare, daemon=True)
        self.thread.start()

    def prepare(self) -> None:
        try:
            cluster = self._make_ready()
            _tell(self.folder, "ready", json.dumps(asdict(cluster)))
        except BaseException as error:
            _tell(self.folder, "failed", f"{type(error).__name__}: {error}")

    def end(self) -> None:
        if self.thread:
            self.thread.join()
        self.server.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _make_ready(self) -> Cluster:
        kept = self.cache / _fingerprint(self.server.choice) if self.cache else None
        if kept and kept.exists():
            _copy(f"{kept}/.", self.folder)
        is_new = kept is not None and not kept.exists()
        self.server.removed_at_end = not is_new  # its files are copied once it has stopped
        cluster = _cluster(self.server.start())
        if not kept or is_new:
            build_template(cluster)
        if kept and is_new:
            self._keep(kept)
        return cluster

    def _keep(self, kept: Path) -> None:
        """A copy of the stopped server's files for the next run; a run that comes second changes nothing."""
        self.server.stop()
        half = kept.with_name(f"{kept.name}.{os.getpid()}")
        _copy(self.folder, half)
        for old in sorted(kept.parent.glob("template-*"), key=lambda path: path.stat().st_mtime)[:-4]:
            shutil.rmtree(old, ignore_errors=True)
        try:
            half.rename(kept)
        except OSError:
            shutil.rmtree(half, ignore_errors=True)
        self.server.removed_at_end = True
        self.server.start()


def build_template(cluster: Cluster) -> None:
    create_logins(
        cluster.superuser_conninfo(),
        {name: word for name, word in cluster.passwords.items() if name != SUPERUSER},
    )
    create_database(cluster.superuser_conninfo(), TEMPLATE)
    run_encircle("migrate", "--quiet", DATABASE_URL=cluster.conninfo(OWNER, TEMPLATE))


def run_encircle(*arguments: str, **settings: str) -> str:
    """The command as a deployer runs it, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "encircle", *arguments],
        env=environment(**settings),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"encircle {' '.join(arguments)} failed:\n{done.stdout}\n{done.stderr}")
    return done.stdout


def environment(**settings: str) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("ENCIRCLE_", "DJANGO_"))}
    named = {f"ENCIRCLE_{name}": value for name, value in settings.items()}
    return inherited | KEYS | {"ENCIRCLE_MODE": "test"} | named


def await_cluster(folder: Path) -> Cluster:
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        if (folder / "ready").exists():
            return Cluster(**json.loads((folder / "ready").read_text()))
        if (folder / "failed").exists():
            raise RuntimeError(f"The test database could not be prepared. {(folder / 'failed').read_text()}")
        time.sleep(0.05)
    raise RuntimeError("The test database was not ready in time.")


def _cluster(server: Server) -> Cluster:
    keys = keys_of(server.data_dir)
    passwords = passwords_of(keys) | {TEST: "tests-only", SUPERUSER: keys["ENCIRCLE_SUPERUSER_PASSWORD"]}
    return Cluster(str(server.socket_dir), passwords)


def _tell(folder: Path, name: str, words: str) -> None:
    half = folder / f".{name}"
    half.touch(mode=0o600)
    half.write_text(words)
    half.rename(folder / name)


def _copy(source: Path | str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["cp", "-a", source, target], check=True)


def _fingerprint(choice: str) -> str:
    digest = hashlib.sha256(f"{choice} {sys.version_info[:2]} {os.environ.get('ENCIRCLE_PG', '')}".encode())
    files = [ROOT / "pyproject.toml", *(path for part in INGREDIENTS for path in (ROOT / part).rglob("*"))]
    for path in sorted(path for path in files if path.suffix in (".py", ".sql", ".toml")):
        digest.update(str(path).encode() + path.read_bytes())
    return f"template-{digest.hexdigest()[:16]}"
