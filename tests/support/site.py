"""The site as it is really served: `encircle serve` and `encircle worker` under their own logins, on a free port."""

import fcntl
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import psycopg

from encircle.ops.keeper import keep
from encircle.ops.logins import APP, OWNER, WORKER, create_database
from tests.support.postbox import Postbox, free_port
from tests.support.server import TEMPLATE, Cluster, environment, run_encircle

DEMONSTRATION = "encircle_demonstration"
STARTING = 60  # seconds


@dataclass(frozen=True)
class Site:
    address: str
    database: str
    cluster: Cluster
    postbox: Postbox
    data_dir: Path
    processes: dict[str, subprocess.Popen[bytes]]

    def superuser(self) -> psycopg.Connection:
        return psycopg.connect(self.cluster.superuser_conninfo(self.database), autocommit=True)

    def log(self, name: str = "web") -> str:
        return (self.data_dir / f"{name}.log").read_text(errors="replace")

    def kill(self, name: str) -> None:
        """Without any warning, as a power cut would."""
        subprocess.run(["pkill", "-KILL", "-P", str(self.processes[name].pid)], check=False)
        self.processes[name].wait()

    def start(self, name: str, login: str, *arguments: str) -> None:
        settings = {
            "DATABASE_URL": self.cluster.conninfo(login, self.database),
            "DATA_DIR": str(self.data_dir),
            "SITE_ADDRESS": self.address,
            "SMTP_PORT": str(self.postbox.port),
        }
        with (self.data_dir / f"{name}.log").open("ab") as log:
            command = [sys.executable, "-m", "encircle", *arguments]
            self.processes[name] = keep(command, log=log, environment=environment(**settings))

    def start_web(self) -> None:
        self.start("web", APP, "serve", f"--bind={self.address.removeprefix('http://')}", "--workers=2")
        give_up = time.monotonic() + STARTING
        while not self._answers():
            assert self.processes["web"].poll() is None, f"the web process ended:\n{self.log()[-3000:]}"
            assert time.monotonic() < give_up, f"the site did not become ready:\n{self.log()[-3000:]}"
            time.sleep(0.1)

    def start_worker(self) -> None:
        """Returns when it has signed on to the queue."""
        before = self._workers()
        self.start("worker", WORKER, "worker")
        give_up = time.monotonic() + STARTING
        while not self._workers() - before:
            assert self.processes["worker"].poll() is None, f"the worker ended:\n{self.log('worker')}"
            assert time.monotonic() < give_up, f"the worker did not sign on:\n{self.log('worker')}"
            time.sleep(0.1)

    def stop(self) -> None:
        for process in self.processes.values():
            if process.stdin:
                process.stdin.close()
        for process in self.processes.values():
            process.wait()

    def _workers(self) -> set[int]:
        with self.superuser() as connection:
            return {number for (number,) in connection.execute("SELECT id FROM procrastinate_workers").fetchall()}

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/health/ready", timeout=10) as answer:
                return answer.status == 200
        except OSError:
            return False


@contextmanager
def served(
    cluster: Cluster, name: str, folder: Path, *, demonstration: bool = True, worker: bool = True
) -> Iterator[Site]:
    """A clone of its own, of the demonstration charity or of the empty template, with web, worker and postbox."""
    template = demonstration_template(cluster, folder) if demonstration else TEMPLATE
    create_database(cluster.superuser_conninfo(), name, template)
    data_dir = folder / name
    data_dir.mkdir(exist_ok=True)
    if demonstration:
        shutil.copytree(folder / "demonstration" / "files", data_dir / "files", dirs_exist_ok=True)
    site = Site(f"http://127.0.0.1:{free_port()}", name, cluster, Postbox().start(), data_dir, {})
    try:
        site.start_web()
        if worker:
            site.start_worker()
        yield site
    finally:
        site.stop()
        site.postbox.stop()
        drop(cluster, name)


@contextmanager
def clock_ahead(site: Site, shift: timedelta) -> Iterator[None]:
    """The database's own clock runs ahead for a while: sessions expire without anybody waiting for it."""
    with site.superuser() as raw:
        raw.execute("INSERT INTO encircle.clock_shift (shift) VALUES (%s)", [shift])
        try:
            yield
        finally:
            raw.execute("DELETE FROM encircle.clock_shift")


def demonstration_template(cluster: Cluster, folder: Path) -> str:
    """Loaded once in a run, by the first worker that asks; the others wait."""
    with (folder / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "demonstration.loaded").exists():
            create_database(cluster.superuser_conninfo(), DEMONSTRATION, TEMPLATE)
            place = folder / "demonstration"
            (place / "files").mkdir(parents=True)
            settings = {"DATABASE_URL": cluster.conninfo(OWNER, DEMONSTRATION), "DATA_DIR": str(place)}
            run_encircle("demo-data", MODE="demo", **settings)
            (folder / "demonstration.loaded").touch()
    return DEMONSTRATION


def drop(cluster: Cluster, name: str) -> None:
    with psycopg.connect(cluster.superuser_conninfo(), autocommit=True) as connection:
        connection.execute(psycopg.sql.SQL("DROP DATABASE {} WITH (FORCE)").format(psycopg.sql.Identifier(name)))


def run_folder() -> Path:
    return Path(os.environ["ENCIRCLE_TEST_RUN"])
