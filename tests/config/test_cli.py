"""`encircle <command>`: commands are found by their files, and every refusal is said in plain words."""

import pytest

from encircle.config import cli


def test_the_overview_names_every_command_with_a_line(capsys):
    assert cli.main([]) == 0
    lines = capsys.readouterr().out.splitlines()[2:]
    assert [line.split()[0] for line in lines] == cli.command_names()
    assert [line for line in lines if len(line.split()) < 3] == []


def test_the_contracted_commands_are_there():
    assert {"serve", "worker", "migrate", "demo", "doctor"} <= set(cli.command_names())


def test_an_unknown_command_is_said_and_fails(capsys):
    assert cli.main(["fly"]) == 2
    assert capsys.readouterr().err.startswith("encircle: there is no command 'fly'.")


def test_a_command_says_how_it_is_used(capsys):
    with pytest.raises(SystemExit) as stopped:
        cli.main(["demo", "--help"])
    assert stopped.value.code == 0
    assert "--port" in capsys.readouterr().out


def test_an_unknown_mode_is_named(monkeypatch, capsys):
    monkeypatch.setenv("ENCIRCLE_MODE", "holiday")
    assert cli.main(["doctor"]) == 1
    assert "ENCIRCLE_MODE is 'holiday'; it may be one of demo, production, test." in capsys.readouterr().err


def test_each_command_works_under_its_own_login():
    addresses = {"ENCIRCLE_DATABASE_URL": "app", "ENCIRCLE_OWNER_DATABASE_URL": "owner"}
    found = {login: cli.database_address(login, addresses) for login in ("app", "owner", "worker")}
    assert found == {"app": "app", "owner": "owner", "worker": "app"}
