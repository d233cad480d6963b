"""`encircle demo`: one command, one site, one end."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import psycopg
import pytest

from encircle.ops.demonstration import Demonstration, DemonstrationFailed, forget, refuse_taken_port
from encircle.ops.keys import keys_of
from encircle.ops.logins import APP, OWNER, WORKER
from tests.ops.conftest import CHOICE
from tests.support.postbox import free_port


class Started:
    """The command as somebody types it."""

    def __init__(self, data_dir: Path, *arguments: str) -> None:
        self.port = free_port()
        named = {"DATA_DIR": str(data_dir), "PORT": str(self.port), "ENCIRCLE_PG": CHOICE or "auto"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "encircle", "demo", *arguments],
            env=os.environ | named,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said: list[str] = []

    def await_words(self, words: str) -> None:
        for line in self.process.stdout:
            self.said.append(line)
            if words in line:
                return
        raise AssertionError("".join(self.said))

    def get(self, path: str) -> int:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
            return answer.status

    def stop(self, how: signal.Signals = signal.SIGINT) -> int:
        self.process.send_signal(how)
        return self.process.wait(60)


def processes_about(words: str) -> list[str]:
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if words in command:
            found.append(command)
    return found


@pytest.fixture(scope="module")
def kept_place():
    folder = Path(tempfile.mkdtemp(prefix="encircle-ops-", dir="/tmp"))
    folder.chmod(0o711)
    yield folder / "data"
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def once_started(kept_place):
    """The first start makes everything; what it leaves is what the others begin with."""
    demo = Started(kept_place, "--size=1")
    demo.await_words(f"demonstration is ready: http://127.0.0.1:{demo.port}")
    status = demo.get("/health/ready")
    code = demo.stop()
    return kept_place, status, code


def test_it_is_ready_when_it_says_so_and_ctrl_c_stops_all_of_it(once_started):
    data_dir, status, code = once_started
    assert (status, code) == (200, 0)
    assert processes_about(str(data_dir)) == []


def test_a_second_start_keeps_the_data_and_makes_nothing_anew(once_started):
    data_dir, _, _ = once_started
    keys = keys_of(data_dir)
    demo = Started(data_dir)
    demo.await_words("demonstration is ready")
    assert demo.stop(signal.SIGTERM) == 0
    assert keys_of(data_dir) == keys
    assert "Making the demonstration charity" not in "".join(demo.said)


@pytest.mark.parametrize("name", ["web", "postgres"])
def test_the_death_of_one_is_the_end_of_all(once_started, name):
    data_dir, _, _ = once_started
    demo = Started(data_dir)
    demo.await_words("demonstration is ready")
    pattern = {"web": "encircle serve", "postgres": "-D"}[name]
    port = f":{demo.port}" if name == "web" else ""
    for path in Path("/proc").glob("[0-9]*"):
        try:
            command = (path / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            environment = (path / "environ").read_bytes().decode(errors="replace")
        except OSError:
            continue
        ours = str(data_dir) in command or f"ENCIRCLE_DATA_DIR={data_dir}\0" in environment
        if ours and pattern in command and port in command and "keeper.py" not in command:
            os.kill(int(path.name), signal.SIGKILL)
    demo.await_words("stopped by itself")
    assert demo.process.wait(60) == 1
    assert processes_about(str(data_dir)) == []


def test_a_killed_demonstration_leaves_nothing_running(once_started):
    data_dir, _, _ = once_started
    demo = Started(data_dir)
    demo.await_words("demonstration is ready")
    demo.stop(signal.SIGKILL)
    give_up = time.monotonic() + 40
    while processes_about(str(data_dir)) or processes_about(f"127.0.0.1:{demo.port}"):
        assert time.monotonic() < give_up, processes_about(str(data_dir))
        time.sleep(0.2)


def test_another_one_beside_it_on_the_same_data_is_refused(once_started):
    data_dir, _, _ = once_started
    demonstration = Demonstration(data_dir, free_port())
    demonstration.server.choice = CHOICE
    demonstration.server.start()
    try:
        other = Started(data_dir)
        other.await_words("Encircle already runs with the data directory")
        assert other.process.wait(60) == 1
    finally:
        demonstration.close()


def test_it_refuses_a_database_that_holds_a_real_charity(once_started):
    data_dir, _, _ = once_started
    demonstration = Demonstration(data_dir, free_port())
    demonstration.server.choice = CHOICE
    demonstration.server.start()
    try:
        with psycopg.connect(demonstration.server.superuser_conninfo("encircle"), autocommit=True) as connection:
            connection.execute("UPDATE organisation_charity SET is_demo = false")
            keys = connection.execute("SELECT * FROM encircle.identity_key").fetchall()
            with pytest.raises(DemonstrationFailed, match="demo-data"):
                demonstration.command(OWNER, "demo-data")
            assert connection.execute("SELECT * FROM encircle.identity_key").fetchall() == keys
            connection.execute("UPDATE organisation_charity SET is_demo = true")
    finally:
        demonstration.close()


def test_each_process_is_told_only_its_own_password_and_the_web_cannot_seal(once_started):
    data_dir, _, _ = once_started
    demonstration = Demonstration(data_dir, free_port())
    demonstration.server.choice = CHOICE
    with demonstration.server:
        told = {login: demonstration.environment(login) for login in (APP, WORKER)}
    keys = keys_of(data_dir)
    secret = {name: value for name, value in keys.items() if name.endswith("PASSWORD") or name.endswith("SEAL_KEY")}
    known = {
        login: {name for name, word in secret.items() if any(word in value for value in environment.values())}
        for login, environment in told.items()
    }
    assert known == {
        APP: {"ENCIRCLE_APP_PASSWORD"},
        WORKER: {"ENCIRCLE_WORKER_PASSWORD", "ENCIRCLE_SEAL_KEY"},
    }


def test_starting_afresh_removes_what_was_made_and_nothing_else(place):
    (place / "postgres-15").mkdir()
    (place / "keys.env").touch()
    (place / "web.log").touch()
    (place / "audit-seals.txt").touch()
    (place / "mine.txt").write_text("keep me")
    forget(place)
    assert [path.name for path in place.iterdir()] == ["mine.txt"]


def test_a_taken_port_is_said_before_anything_starts():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(DemonstrationFailed, match=f"Port {port} is taken"):
            refuse_taken_port(port)
