"""A backup as docs/deploy.md makes it: rows, files and keys together bring a document back; any one alone does not."""

import os
import subprocess

import psycopg
import pytest
from django.core.files.storage import storages

from encircle.common.ids import new_id
from encircle.foundations.files.envelope import Unreadable
from encircle.foundations.files.vault import BytesGone
from encircle.ops.binaries import find_binaries
from encircle.ops.logins import BACKUP, OWNER, TEST, create_database
from encircle.rooms.people import documents
from encircle.rooms.people.documents import NewDocument, add_document, open_document
from tests.cast import acting, plant_cast
from tests.support import database as databases
from tests.support.database import django_connected
from tests.support.server import run_encircle

WORDS = b"The letter that comes back."


def kept_in(folder):
    return {
        "documents": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": folder}},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def read(cast, document_id):
    with acting(cast.cora) as cora:
        opened = open_document(documents.document(document_id), by=cora)
        return opened.lock.name, opened.content()


def run(tool, *arguments):
    program = find_binaries(os.environ.get("ENCIRCLE_TEST_PG", "")).tool(tool)
    done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
    complaints = [line for line in done.stderr.splitlines() if "ERROR:" in line]
    assert [line for line in complaints if "must be owner of extension" not in line] == [], done.stderr


@pytest.fixture
def restored(db, cluster, tmp_path):
    """The dump of the backup's login in a new database, with owners and rights set anew by `encircle migrate`."""
    name, dump = "encircle_restored", str(tmp_path / "encircle.dump")

    def restore():
        run("pg_dump", "--format=custom", f"--file={dump}", databases.current.conninfo(BACKUP))
        create_database(cluster.superuser_conninfo(), name)
        target = cluster.superuser_conninfo(name)
        run("pg_restore", f"--dbname={target}", "--no-owner", f"--role={OWNER}", dump)
        run_encircle("migrate", "--quiet", DATABASE_URL=cluster.conninfo(OWNER, name))
        return cluster.conninfo(TEST, name)

    yield restore
    with psycopg.connect(cluster.superuser_conninfo(), autocommit=True) as raw:
        raw.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def test_rows_files_and_keys_together_bring_a_document_back(restored, settings, tmp_path):
    settings.STORAGES = settings.STORAGES | kept_in(tmp_path / "files")
    cast = plant_cast()
    with acting(cast.cora) as cora:
        kept = add_document(
            NewDocument(id=new_id(), subject_id=cast.mark.pk, area_id=cast.mark.area_id, name="letter.txt",
                        content=WORDS, kind="letter"), by=cora, at=cora.now,
        )  # fmt: skip
    files = [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert [WORDS in path.read_bytes() for path in files] == [False]

    with django_connected(restored()):
        assert read(cast, kept.pk) == ("letter.txt", WORDS)

        former, settings.FILE_KEY = settings.FILE_KEY, "ab" * 32
        with pytest.raises(Unreadable):
            read(cast, kept.pk)
        settings.FILE_KEY = former

        (tmp_path / "files").rename(tmp_path / "lost")
        with pytest.raises(BytesGone):
            read(cast, kept.pk)
        assert storages["documents"].exists("x") is False
