"""The import by page: what a try finds, bringing it in on the sender's word, the answer, and nobody else's eyes."""

import io
import json
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from openpyxl import load_workbook

from encircle.common.ids import new_id
from encircle.foundations.access.identity import acting_as, system
from encircle.foundations.access.models import Appointment
from encircle.foundations.accounts.models import User
from encircle.foundations.audit.models import Entry
from encircle.rooms.circles.models import Circle
from encircle.rooms.records import tasks
from encircle.rooms.records.importing import runs
from encircle.rooms.records.importing.models import ImportRun
from encircle.rooms.records.importing.sheets import Kind
from encircle.rooms.records.tasks import carry_out_import, sweep_imports
from tests.cast import plant_cast
from tests.rooms.records.caseload import caseload, everything, with_cells, workbook
from tests.support.client import signed_in
from tests.support.database import as_login, as_owner, clock_shifted

WRONG = {"volunteer": with_cells(Kind.VOLUNTEER, 0, area="nowhere")}


def to(name, *args):
    return reverse(f"administration:{name}", args=args)


def words(answer):
    return " ".join(BeautifulSoup(answer.content, "html.parser").select_one("main").get_text(" ").split())


def send(client, content, name="caseload.xlsx", once=None):
    return client.post(to("imports"), {"once": once or new_id(), "workbook": SimpleUploadedFile(name, content)})


def sent(client, rows=None):
    answer = send(client, workbook(rows if rows is not None else caseload()))
    assert answer.status_code == 302, words(answer)
    return answer.headers["Location"].rstrip("/").rpartition("/")[2]


def fault(answer):
    assert answer.status_code == 422
    return (
        BeautifulSoup(answer.content, "html.parser")
        .select_one("#id_workbook-error")
        .get_text(" ", strip=True)
        .removeprefix("Error: ")
    )


def test_a_try_writes_nothing_and_says_what_would_happen(db):
    cast = plant_cast()
    before = everything()
    client = signed_in(cast.olga)
    run = sent(client)
    shown = words(client.get(to("import", run)))
    assert "Every row can be brought in Nothing has been written yet." in shown
    assert "Volunteers 3 0 0 0" in shown
    assert "Bring in 20 rows" in shown
    assert everything() == before


def test_the_senders_word_brings_it_in_once(db):
    cast = plant_cast()
    client = signed_in(cast.olga)
    run = sent(client)
    for _ in range(2):
        assert client.post(to("import_confirmation", run)).headers["Location"] == to("import", run)
    shown = words(client.get(to("import", run)))
    assert "Brought in 20 rows added or changed" in shown
    with as_owner():
        assert Circle.objects.filter(name="Kingfisher").count() == 1
        assert Entry.objects.filter(item_type="records.import", verb="created").count() == 1
    again = sent(client)
    assert "All of it is in Encircle already" in words(client.get(to("import", again)))


def test_what_is_refused_stands_on_the_page_and_in_the_answer_and_cannot_be_confirmed(db):
    cast = plant_cast()
    client = signed_in(cast.olga)
    run = sent(client, caseload(**WRONG))
    shown = words(client.get(to("import", run)))
    assert "Nothing can be brought in yet 3 rows are refused." in shown
    assert "Volunteers, row 2 There is no area with the reference “nowhere”" in shown
    assert "Bring in" not in shown.partition("Why rows are refused")[2]
    assert client.post(to("import_confirmation", run)).status_code == 403
    answer = client.get(to("import_answer", run))
    said = load_workbook(io.BytesIO(answer.content))["Volunteers"]["A2"].value
    assert said.startswith("Refused: There is no area with the reference “nowhere”")


def test_the_files_say_nothing_in_their_names_and_are_kept_by_nobody(db):
    cast = plant_cast()
    client = signed_in(cast.olga)
    files = {to("import_template"): "import-workbook.xlsx", to("import_answer", sent(client)): "import-answer.xlsx"}
    for page, name in files.items():
        answer = client.get(page)
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
        assert answer.headers["Cache-Control"] == "no-store"
        assert load_workbook(io.BytesIO(answer.content)).sheetnames[0] in ("Notes", "Summary")
    with as_owner():
        assert Entry.objects.filter(verb="exported", actor_id=cast.olga.pk).count() == 1


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"reference,name", "This is not an Excel workbook. Save it as .xlsx and send that."),
        (b"", "This is not an Excel workbook. Save it as .xlsx and send that."),
        (
            b"\xd0\xcf\x11\xe0" + b"\0" * 600,
            "This is an old Excel file, or one with a password. Save it as .xlsx without a password.",
        ),
    ],
)
def test_a_file_is_told_by_its_content(db, content, why):
    cast = plant_cast()
    assert (
        fault(send(signed_in(cast.olga), content, "caseload.xlsx")).replace("Error:", "Error: ").replace("  ", " ")
        == why
    )
    with as_owner():
        assert not ImportRun.objects.exists()


def test_no_file_and_too_large_a_file_are_said(db):
    cast = plant_cast()
    client = signed_in(cast.olga)
    assert fault(client.post(to("imports"), {"once": new_id()})).endswith("Select the filled workbook")
    assert fault(send(client, b"\0" * 10_600_000)).endswith("The file must be smaller than 10 MB")


def test_a_workbook_and_its_answer_lie_encrypted_and_are_the_senders_alone(db):
    cast = plant_cast()
    with as_owner():
        Appointment.objects.create(
            user=cast.tess, role="operations_manager", starts_at=cast.now, appointed_by=cast.olga, appointed_at=cast.now
        )
    olga, tess = signed_in(cast.olga), signed_in(cast.tess)
    run = sent(olga)
    with as_owner():
        row = ImportRun.objects.get(pk=run)
        for blob in (row.workbook, row.answer, row.report):
            assert not bytes(blob).startswith(b"PK")
            assert b"Quillwort" not in bytes(blob)
            assert b"Volunteers" not in bytes(blob)
    for page in ("import", "import_answer"):
        assert tess.get(to(page, run)).status_code == 404
    for page in ("import_confirmation", "import_removal"):
        assert tess.post(to(page, run)).status_code == 404
    assert "Workbook with 21 rows" in words(olga.get(to("imports")))
    assert "Workbook with" not in words(tess.get(to("imports")))


def test_after_an_hour_it_is_gone_for_its_sender_too(db):
    cast = plant_cast()
    client = signed_in(cast.olga)
    run = sent(client)
    with clock_shifted(timedelta(minutes=61)):
        client = signed_in(cast.olga)  # the session ran out as well
        assert [client.get(to(page, run)).status_code for page in ("import", "import_answer")] == [404, 404]
        assert client.post(to("import_confirmation", run)).status_code == 404
        sweep_imports(0)
    with as_owner():
        assert not ImportRun.objects.exists()


def test_a_sweep_leaves_what_has_not_expired(db):
    cast = plant_cast()
    run = sent(signed_in(cast.olga))
    sweep_imports(0)
    with acting_as(system("clerk")):
        assert ImportRun.objects.filter(pk=run).delete()[0] == 0


def test_the_sender_can_have_it_gone_now(db):
    cast = plant_cast()
    client = signed_in(cast.olga)
    run = sent(client)
    assert client.post(to("import_removal", run)).status_code == 302
    assert client.get(to("import", run)).status_code == 404


def test_one_form_sends_one_workbook(db):
    cast = plant_cast()
    client, once = signed_in(cast.olga), new_id()
    for _ in range(2):
        assert send(client, workbook(caseload()), once=once).status_code == 302
    with as_owner():
        assert ImportRun.objects.count() == 1


def jobs():
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT task_name, args FROM procrastinate_jobs WHERE task_name LIKE 'records.%' ORDER BY id")
        return [(name, json.loads(arguments)) for name, arguments in cursor.fetchall()]


def test_a_large_workbook_is_worked_through_in_the_background_as_its_sender(db, monkeypatch):
    cast = plant_cast()
    monkeypatch.setattr(runs, "AT_ONCE", 5)
    client = signed_in(cast.olga)
    run = sent(client)
    assert "The workbook is being checked It has 21 rows." in words(client.get(to("import", run)))
    assert jobs() == [("records.carry_out_import", {"run_id": run})]
    carry_out_import(run)
    assert "Every row can be brought in" in words(client.get(to("import", run)))
    client.post(to("import_confirmation", run))
    assert "The caseload is being brought in" in words(client.get(to("import", run)))
    assert len(jobs()) == 2
    for _ in range(2):  # a worker that died is tried again
        carry_out_import(run)
    assert "Brought in 20 rows" in words(client.get(to("import", run)))
    with as_owner():
        assert Circle.objects.get(name="Kingfisher").opened_by_id == cast.olga.pk
        imported = Entry.objects.filter(item_type="circles.circle", verb="created")
        assert [(entry.actor_id, entry.system) for entry in imported] == [(cast.olga.pk, "")]


def test_the_background_may_no_more_than_its_sender_may_now(db, monkeypatch):
    cast = plant_cast()
    monkeypatch.setattr(runs, "AT_ONCE", 5)
    client = signed_in(cast.olga)
    run = sent(client)
    with as_owner():
        Appointment.objects.filter(user=cast.olga).update(ends_at=cast.now)
    carry_out_import(run)
    with as_owner():
        row = ImportRun.objects.get(pk=run)
        assert (row.checked_at, row.done_at, row.failed_at is None) == (None, None, False)
        User.objects.filter(pk=cast.olga.pk).update(suspended_at=cast.now, suspended_by=cast.adam)
    carry_out_import(run)


def test_what_breaks_off_is_said_and_leaves_nothing(db, monkeypatch):
    cast = plant_cast()
    monkeypatch.setattr(runs, "AT_ONCE", 5)
    client = signed_in(cast.olga)
    run = sent(client)
    carry_out_import(run)
    client.post(to("import_confirmation", run))
    before = everything()

    def broken(*args, **kwargs):
        raise RuntimeError("Quillwort")

    monkeypatch.setattr(tasks.runs, "import_book", broken)
    carry_out_import(run)
    assert "The import broke off" in words(client.get(to("import", run)))
    assert everything() == before


def test_an_import_that_meets_something_new_says_so_and_waits(db):
    cast = plant_cast()
    client = signed_in(cast.olga)
    run = sent(client)
    with as_owner():
        Appointment.objects.filter(user=cast.sena).update(ends_at=cast.now)
    client.post(to("import_confirmation", run))
    shown = words(client.get(to("import", run)))
    assert "Nothing can be brought in yet 1 row is refused." in shown
    with as_owner():
        assert not Circle.objects.filter(name="Kingfisher").exists()


def test_the_applications_login_alone_sees_no_workbook(db):
    cast = plant_cast()
    sent(signed_in(cast.olga))
    for login in ("encircle_app", "encircle_worker"):
        with as_login(login) as attacker:
            assert attacker.execute("SELECT count(*) FROM records_importrun").fetchone() == (0,)
