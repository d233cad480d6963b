"""A demonstration charity of a size in a database of its own, and a server over it."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from encircle.ops.keys import keys_of, password_of, passwords_of
from encircle.ops.logins import create_database, create_logins
from encircle.ops.postgres import Server

ROOT = Path(__file__).parents[1]
LOAD = "from encircle.demo.load import load_charity; load_charity(size={size})"


@dataclass(frozen=True)
class Running:
    """The site and, beside it, the plain one over the same database."""

    address: str
    plain: str
    size: int
    loaded_in: float
    superuser: str


class Charities:
    """Databases on one server; each loaded once."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.keys = keys_of(server.data_dir)
        create_logins(server.superuser_conninfo(), passwords_of(self.keys))

    def address_of(self, login: str, database: str) -> str:
        return self.server.conninfo(login, password_of(login, self.keys), database)

    def environment(self, database: str, login: str) -> dict[str, str]:
        own = {
            "ENCIRCLE_MODE": "demo",
            "DJANGO_SETTINGS_MODULE": "encircle.config.settings.demo",
            "ENCIRCLE_DATABASE_URL": self.address_of(login, database),
            "ENCIRCLE_DATA_DIR": str(self.server.data_dir),
            "BENCHMARK_OWNER": self.address_of("encircle_owner", database),
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        }
        return os.environ | {name: value for name, value in self.keys.items() if name.endswith("_KEY")} | own

    def make(self, size: int) -> tuple[str, float]:
        database = f"bench_{size}"
        create_database(self.server.superuser_conninfo(), database)
        as_owner = self.environment(database, "encircle_owner")
        as_owner["ENCIRCLE_OWNER_DATABASE_URL"] = self.address_of("encircle_owner", database)
        subprocess.run([sys.executable, "-m", "encircle", "migrate", "--quiet"], env=as_owner, check=True)
        began = time.monotonic()
        script = f"import django; django.setup(); {LOAD.format(size=size)}"
        subprocess.run([sys.executable, "-c", script], env=as_owner, check=True)
        took = time.monotonic() - began
        with psycopg.connect(self.address_of("encircle_owner", database), autocommit=True) as owner:
            owner.execute(
                "CREATE TABLE benchmark_note (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, words text)"
            )
        with psycopg.connect(self.server.superuser_conninfo(database), autocommit=True) as all_of_it:
            all_of_it.execute("VACUUM ANALYZE")
        return database, took

    @contextmanager
    def served(self, size: int, port: int) -> Iterator[Running]:
        database, took = self.make(size)
        here = self.environment(database, "encircle_app")
        plain = here | {"DJANGO_SETTINGS_MODULE": "benchmarks.plain.settings"}
        with _site(port, here, "/health/ready") as address, _site(port + 1, plain, "/sign-in/cora") as beside:
            yield Running(address, beside, size, took, self.server.superuser_conninfo(database))


@contextmanager
def _site(port: int, environment: dict[str, str], ready: str) -> Iterator[str]:
    """One process with one thread: both sites wait for the same things."""
    address = f"127.0.0.1:{port}"
    command = [sys.executable, "-m", "gunicorn", "benchmarks.wsgi:application", "--bind", address]
    command += ["--workers", "1", "--log-level", "warning", "--keep-alive", "30"]
    process = subprocess.Popen(command, env=environment, cwd=ROOT)
    try:
        _await(f"http://{address}{ready}")
        yield address
    finally:
        process.terminate()
        process.wait()


def _await(address: str) -> None:
    give_up = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.2)
