"""Everything the demonstration needs on one machine: its own database, the web, the worker, and their end."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from encircle.common.errors import Refusal
from encircle.ops.keeper import keep
from encircle.ops.keys import KEYS, SHARED_KEYS, keys_of, password_of, passwords_of
from encircle.ops.logins import APP, OWNER, WORKER, create_database, create_logins
from encircle.ops.places import ELSEWHERE, fingerprint
from encircle.ops.postgres import WHERE, Server

DATABASE = "encircle"
STARTING = 60  # seconds until the site must answer


class DemonstrationFailed(Refusal):
    """The demonstration could not start, or stopped by itself."""


class Demonstration:
    def __init__(self, data_dir: Path, port: int) -> None:
        self.data_dir = data_dir.absolute()
        self.port = port
        self.server = Server(self.data_dir)
        self.children: dict[str, subprocess.Popen[bytes]] = {}

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def prepare(self, *, size: int, seed: int, redate: bool = False) -> None:
        """The database with its logins, tables and charity; quick when all of it is there already."""
        refuse_taken_port(self.port)
        self.server.start()
        (self.data_dir / "static").mkdir(exist_ok=True)
        create_logins(self.server.superuser_conninfo(), passwords_of(keys_of(self.data_dir)))
        create_database(self.server.superuser_conninfo(), DATABASE)
        self.command(OWNER, "demo-data", f"--size={size}", f"--seed={seed}", *(["--redate"] if redate else []))

    def open(self) -> None:
        """Web and worker together; returns when the site answers."""
        self._start("web", APP, "serve", f"--bind=127.0.0.1:{self.port}", "--workers=2")
        self._start("worker", WORKER, "worker")
        give_up = time.monotonic() + STARTING
        while not self._answers():
            self.refuse_dead_child()
            if time.monotonic() > give_up:
                raise DemonstrationFailed(f"The site did not answer on {self.address}. Look in {self.data_dir}/*.log.")
            time.sleep(0.2)

    def refuse_dead_child(self) -> None:
        for name, child in self.children.items():
            if child.poll() is not None:
                words = _last_words(self.data_dir / f"{name}.log")
                raise DemonstrationFailed(f"The {name} process stopped by itself. Its last words:\n{words}")
        if not self.server.is_running:
            raise DemonstrationFailed(f"The database stopped by itself. Look in {self.data_dir}/postgres.log.")

    def close(self) -> None:
        for child in self.children.values():
            if child.stdin:
                child.stdin.close()
        for child in self.children.values():
            child.wait()
        self.server.stop()

    def command(self, login: str, *arguments: str) -> None:
        environment = self.environment(login)
        done = subprocess.run([sys.executable, "-m", "encircle", *arguments], env=environment, check=False)
        if done.returncode:
            raise DemonstrationFailed(f"`encircle {arguments[0]}` failed; its words are above.")

    def environment(self, login: str) -> dict[str, str]:
        """Only the keys and the one password that this process needs."""
        keys = keys_of(self.data_dir)
        address = self.server.conninfo(login, password_of(login, keys), DATABASE)
        own = {f"ENCIRCLE_{name}": keys[f"ENCIRCLE_{name}"] for name in (SHARED_KEYS if login == APP else KEYS)}
        own |= {
            "ENCIRCLE_MODE": "demo",
            "ENCIRCLE_DATABASE_URL": address,
            "ENCIRCLE_DATA_DIR": str(self.data_dir),
            "ENCIRCLE_SITE_ADDRESS": self.address,
        }
        return _inherited() | own

    def _start(self, name: str, login: str, *arguments: str) -> None:
        command = [sys.executable, "-m", "encircle", *arguments]
        with (self.data_dir / f"{name}.log").open("ab") as log:
            self.children[name] = keep(command, log=log, environment=self.environment(login))

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/health/ready", timeout=5) as answer:  # noqa: S310
                return bool(answer.status == 200)
        except OSError:
            return False


def forget(data_dir: Path) -> None:
    """Starts afresh: everything the demonstration made is removed. Only what is recognised as such."""
    if not data_dir.exists():
        return
    named = ("keys.env", "audit-seals.txt", "files", "static", WHERE)
    made = [*data_dir.glob("postgres-*"), *data_dir.glob("*.log"), *(data_dir / name for name in named)]
    for path in [*made, ELSEWHERE / fingerprint(data_dir.absolute())]:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise DemonstrationFailed(f"Port {port} is taken. Choose another: make demo PORT=8001.") from None


def _inherited() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("ENCIRCLE_", "DJANGO_"))}


def _last_words(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-15:])
