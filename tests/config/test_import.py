"""`encircle import`: in the name of a person who may, with what they may, and nothing more."""

import io
import stat
from argparse import Namespace

import pytest
from openpyxl import load_workbook

from encircle.common.errors import Refusal
from encircle.config import cli
from encircle.config.commands import import_
from encircle.foundations.accounts.models import User
from encircle.foundations.audit.models import Entry
from encircle.rooms.circles.models import Circle
from encircle.rooms.records.importing.sheets import Kind
from tests.cast import plant_cast
from tests.rooms.records.caseload import caseload, everything, with_cells, workbook
from tests.support.database import as_owner


def told(tmp_path, *, rows=None, **more):
    file = tmp_path / "caseload.xlsx"
    file.write_bytes(workbook(rows if rows is not None else caseload()))
    given = {"file": file, "template": None, "by": "Olga@people.example", "dry_run": False, "answer": None}
    return Namespace(**{**given, **more})


def test_the_command_is_called_import():
    assert "import" in cli.command_names()


def test_the_template_is_written_for_this_charity(db, tmp_path, capsys):
    plant_cast()
    where = tmp_path / "empty.xlsx"
    assert import_.run(told(tmp_path, template=where)) == 0
    notes = [str(row[0].value) for row in load_workbook(where)["Notes"].iter_rows()]
    assert "Areas in Encircle now: Devon and Cornwall; Dorset" in notes
    assert "fill it in" in capsys.readouterr().out


def test_it_brings_the_caseload_in_as_that_person_and_says_how_much(db, tmp_path, capsys):
    cast = plant_cast()
    assert import_.run(told(tmp_path)) == 0
    printed = capsys.readouterr().out
    assert "All of it was brought in." in printed
    assert "Volunteers: 3 new" in printed
    with as_owner():
        assert Circle.objects.filter(name="Kingfisher").exists()
        assert set(Entry.objects.values_list("actor_id", flat=True)) == {cast.olga.pk}
    assert import_.run(told(tmp_path)) == 0
    assert "Everything is in Encircle already. Nothing had to change." in capsys.readouterr().out


def test_a_dry_run_writes_nothing(db, tmp_path, capsys):
    plant_cast()
    before = everything()
    assert import_.run(told(tmp_path, dry_run=True)) == 0
    assert "This was a try. Every row can be brought in; nothing has been yet." in capsys.readouterr().out
    assert everything() == before


def test_a_refused_row_is_said_and_the_answer_is_for_nobody_else_on_this_machine(db, tmp_path, capsys):
    plant_cast()
    before = everything()
    wrong = caseload(volunteer=with_cells(Kind.VOLUNTEER, 0, area="nowhere"))
    assert import_.run(told(tmp_path, rows=wrong)) == 1
    assert "Volunteers, row 2: There is no area with the reference “nowhere”" in capsys.readouterr().out
    answer = tmp_path / "import-answer.xlsx"
    assert stat.S_IMODE(answer.stat().st_mode) == 0o600
    said = load_workbook(io.BytesIO(answer.read_bytes()))["Volunteers"]["A2"].value
    assert said.startswith("Refused: There is no area")
    assert everything() == before


@pytest.mark.parametrize("email", ["nobody@people.example", "cora@people.example", "adam@people.example"])
def test_somebody_who_may_not_brings_nothing_in(db, tmp_path, email):
    plant_cast()
    before = everything()
    with pytest.raises(import_.NotThatPerson):
        import_.run(told(tmp_path, by=email))
    assert everything() == before


def test_a_suspended_manager_brings_nothing_in(db, tmp_path):
    cast = plant_cast()
    with as_owner():
        User.objects.filter(pk=cast.olga.pk).update(suspended_at=cast.now, suspended_by=cast.adam)
    with pytest.raises(import_.NotThatPerson):
        import_.run(told(tmp_path))


def test_what_it_needs_is_said(db, tmp_path):
    plant_cast()
    for missing in ({"file": None}, {"by": None}, {"file": tmp_path / "none.xlsx"}):
        with pytest.raises(Refusal):
            import_.run(told(tmp_path, **missing))
    (tmp_path / "caseload.xlsx").write_bytes(b"words")
    given = Namespace(
        file=tmp_path / "caseload.xlsx", template=None, by="olga@people.example", dry_run=False, answer=None
    )
    with pytest.raises(Refusal, match="not an Excel workbook"):
        import_.run(given)
