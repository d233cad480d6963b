"""`encircle doctor` says in plain words what is wrong, and nothing where all is well."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import override_settings

from encircle.config import diagnosis
from encircle.config.cli import main
from encircle.config.commands.doctor import examine
from tests.support import database as databases
from tests.support.database import superuser
from tests.support.postbox import Postbox, free_port


@pytest.fixture
def postbox():
    box = Postbox().start()
    yield box
    box.stop()


@pytest.fixture
def application(db):
    """The doctor comes in as the application does."""
    with databases.django_connected(databases.current.conninfo("encircle_app")):
        yield


@pytest.fixture
def worker_running(db):
    with superuser() as raw:
        raw.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")


def test_nothing_is_said_where_all_is_well(application, worker_running, postbox, tmp_path):
    with override_settings(EMAIL_PORT=postbox.port, DATA_DIR=tmp_path, SEAL_ANCHOR=tmp_path / "seals.txt"):
        assert {name: examine(check) for name, check in diagnosis.CHECKS.items()} == {
            name: [] for name in diagnosis.CHECKS
        }
    assert postbox.messages == []


def test_no_worker_is_noticed(application):
    (sentence,) = diagnosis.queue_check()
    assert sentence.startswith("No worker is running: no notice goes out")


def test_a_worker_that_fell_silent_is_noticed(application):
    with superuser() as raw:
        raw.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour')")
    (sentence,) = diagnosis.queue_check()
    assert sentence.startswith("No worker is running")


def test_failed_tasks_are_counted(application, worker_running):
    with superuser() as raw:
        raw.execute("INSERT INTO procrastinate_jobs (queue_name, task_name, status) VALUES ('q', 't', 'failed')")
    (sentence,) = diagnosis.queue_check()
    assert sentence.startswith("1 tasks failed for good.")


def test_a_mail_server_that_does_not_answer_is_named():
    port = free_port()
    with override_settings(EMAIL_PORT=port):
        (sentence,) = diagnosis.mail_check()
    assert sentence == (
        f"The mail server 127.0.0.1:{port} does not answer. Look at ENCIRCLE_SMTP_HOST and ENCIRCLE_SMTP_PORT."
    )


def test_a_mail_server_without_the_encryption_asked_for_is_named(postbox):
    with override_settings(EMAIL_PORT=postbox.port, EMAIL_USE_SSL=True):
        (sentence,) = diagnosis.mail_check()
    assert "ENCIRCLE_SMTP_TLS is wrong" in sentence


def test_a_clock_that_is_off_is_noticed(application, monkeypatch):
    class Ahead(datetime):
        @classmethod
        def now(cls, zone=None):
            return datetime.now(UTC) + timedelta(seconds=90)

    monkeypatch.setattr(diagnosis, "datetime", Ahead)
    (sentence,) = diagnosis.clock_check()
    assert sentence == "The database's clock and ours differ by 90 seconds. Set both by NTP."


def test_a_waiting_migration_is_noticed(application):
    with superuser() as raw:
        taken = raw.execute("DELETE FROM django_migrations WHERE app = 'post' RETURNING app, name, applied").fetchall()
    try:
        (sentence,) = diagnosis.migrations_check()
        assert sentence.startswith("The database is behind this version by ")
        assert sentence.endswith(" steps. Run: encircle migrate")
    finally:
        with superuser() as raw, raw.cursor() as cursor:
            cursor.executemany("INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, %s)", taken)


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").touch()
    with override_settings(DATA_DIR=tmp_path / "file" / "below"):
        (sentence,) = examine(diagnosis.storage_check)
    assert sentence.startswith("Not a directory: ")


def test_a_worker_with_the_owners_login_is_noticed(application, monkeypatch):
    monkeypatch.setenv("ENCIRCLE_WORKER_DATABASE_URL", databases.current.conninfo("encircle_owner"))
    assert list(diagnosis.logins_check()) == [
        "The worker's database login encircle_owner has more rights than it should: row policies may not bind it."
    ]


def test_a_database_that_is_away_is_said_in_plain_words(db):
    with databases.django_connected("host=/nowhere dbname=none"):
        assert [sentence.split(".")[0] for sentence in examine(diagnosis.database_check)] == [
            "The database does not answer this question"
        ]


def test_the_command_fails_when_something_is_wrong(application, capsys):
    assert main(["doctor", "queue"]) == 1
    assert capsys.readouterr().out.splitlines()[0] == "queue"


def test_the_command_succeeds_when_all_is_well(application, worker_running, capsys):
    assert main(["doctor", "queue", "database"]) == 0
    assert capsys.readouterr().out.splitlines() == ["queue       well", "database    well"]


def test_a_scanner_that_is_down_is_noticed_with_what_it_means():
    with override_settings(SCANNER="/nowhere/clamd", SCANNER_REQUIRED=True):
        (sentence,) = diagnosis.scanner_check()
    assert "does not answer" in sentence
    assert "wait unopened" in sentence
    with override_settings(SCANNER="/nowhere/clamd", SCANNER_REQUIRED=False):
        (sentence,) = diagnosis.scanner_check()
    assert "wait unopened" not in sentence


def test_a_scanner_that_is_required_and_set_up_nowhere_is_noticed():
    with override_settings(SCANNER="", SCANNER_REQUIRED=True):
        (sentence,) = diagnosis.scanner_check()
    assert sentence.startswith("ENCIRCLE_SCANNER_REQUIRED is yes")
