"""What the administrator of an existing server is given: it works with plain psql, and holds no password."""

import os
import subprocess

import psycopg
import pytest

from encircle.config.cli import main
from encircle.ops.keys import read_keys
from encircle.ops.logins import APP, OWNER, WORKER


def settings_in(folder):
    return {name: value.strip('"') for path in folder.glob("*.env") for name, value in read_keys(path).items()}


@pytest.fixture
def folder(server, place):
    folder = place / "etc"
    arguments = ["logins", str(folder), "--site-address=https://circles.example.org", f"--host={server.socket_dir}"]
    assert main(arguments) == 0
    return folder


def run_script(server, folder):
    psql = [server.binaries.tool("psql"), "--no-psqlrc", "--quiet", "--file", str(folder / "logins.sql")]
    return subprocess.run([*psql, server.superuser_conninfo()], capture_output=True, text=True, check=False)


def test_the_script_makes_the_logins_and_may_be_run_again(server, folder):
    for _ in range(2):
        done = run_script(server, folder)
        assert (done.returncode, done.stderr.replace("already exists, skipping", "")[:6]) in ((0, ""), (0, "psql:/"))
    settings = settings_in(folder)
    for login in (OWNER, APP, WORKER):
        name = "DATABASE_URL" if login == APP else f"{login.removeprefix('encircle_').upper()}_DATABASE_URL"
        with psycopg.connect(settings[f"ENCIRCLE_{name}"]) as connection:
            assert connection.execute("SELECT current_user, current_database()").fetchone() == (login, "encircle")


def test_no_password_stands_in_the_script(folder):
    passwords = [
        value.partition("password=")[2].split()[0] for value in settings_in(folder).values() if "pass" in value
    ]
    text = (folder / "logins.sql").read_text()
    assert len(passwords) == 4
    assert [password for password in passwords if password in text] == []


def test_only_their_owner_reads_the_files_and_the_web_has_no_owners_password(folder):
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert set(read_keys(folder / "web.env")) == {"ENCIRCLE_DATABASE_URL"}
    assert "SEAL_KEY" not in (folder / "encircle.env").read_text() + (folder / "web.env").read_text()
    assert OWNER not in (folder / "encircle.env").read_text() + (folder / "web.env").read_text()


def test_a_shell_and_systemd_read_the_settings_alike(folder):
    said = subprocess.run(
        f'. {folder}/web.env && printf %s "$ENCIRCLE_DATABASE_URL"',
        shell=True,
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": os.environ["PATH"]},
    )
    assert said.stdout == settings_in(folder)["ENCIRCLE_DATABASE_URL"]


def test_files_in_use_are_not_overwritten(folder, capsys):
    before = (folder / "encircle.env").read_text()
    assert main(["logins", str(folder), "--site-address=https://other.example.org"]) == 1
    assert "is there already" in capsys.readouterr().err
    assert (folder / "encircle.env").read_text() == before
