"""Files that somebody sends: only what is plainly a workbook is opened, and what comes back is never a formula."""

import io
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from encircle.rooms.records.importing import reading
from encircle.rooms.records.importing.reading import Done, NotReadable, read_book
from encircle.rooms.records.importing.sheets import SHEETS, Kind
from encircle.rooms.records.importing.writing import answer, template
from tests.rooms.records.caseload import caseload, saved, workbook


def packed(content, **parts):
    """The same package with parts added or replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename not in parts:
                new.writestr(entry, old.read(entry))
        for name, data in parts.items():
            new.writestr(name, data)
    return out.getvalue()


def typed(content, old, new):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return packed(content, **{"[Content_Types].xml": package.read("[Content_Types].xml").replace(old, new)})


GOOD = workbook(caseload())
STRANGE = {
    "words": b"reference,name\n",
    "nothing": b"",
    "a picture": b"\x89PNG\r\n\x1a\n" + b"\0" * 50,
    "an old workbook, or one with a password": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "a package of something else": packed(GOOD, **{"[Content_Types].xml": b"<Types/>"}),
    "a cut-off package": GOOD[: len(GOOD) // 2],
    "macros": packed(GOOD, **{"xl/vbaProject.bin": b"x"}),
    "a type that says macros": typed(GOOD, b"spreadsheetml.sheet.main", b"sheet.macroEnabled.main"),
    "old macros": packed(GOOD, **{"xl/macrosheets/sheet1.xml": b"x"}),
    "embedded things": packed(GOOD, **{"xl/embeddings/oleObject1.bin": b"x"}),
}


@pytest.mark.parametrize("name", STRANGE)
def test_what_is_no_plain_workbook_is_refused_whatever_it_is_called(name):
    with pytest.raises(NotReadable):
        read_book(STRANGE[name])


def test_macros_are_called_macros():
    with pytest.raises(NotReadable, match="holds macros"):
        read_book(STRANGE["macros"])


def test_a_file_that_is_too_large_is_refused_packed_or_unpacked(monkeypatch):
    monkeypatch.setattr(reading, "MOST_BYTES", len(GOOD) - 1)
    with pytest.raises(NotReadable, match="larger than"):
        read_book(GOOD)
    monkeypatch.undo()
    monkeypatch.setattr(reading, "MOST_UNPACKED", 10_000)
    with pytest.raises(NotReadable, match="too large"):
        read_book(GOOD)


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 2)
    with pytest.raises(NotReadable, match="more than 2 rows"):
        read_book(GOOD)


def test_a_damaged_sheet_is_refused_in_plain_words():
    with pytest.raises(NotReadable, match="damaged"):
        read_book(packed(GOOD, **{"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row"}))


def test_the_rows_are_numbered_as_the_spreadsheet_numbers_them():
    book = Workbook()
    book.active.title = " areas "
    for line in (["Name*", "reference *"], ["Gwent", "A1"], [None, "  "], ["Powys", "A2"]):
        book.active.append(line)
    rows = read_book(saved(book)).rows[Kind.AREA]
    assert [(row.number, row.key, row["name"]) for row in rows] == [(2, "a1", "Gwent"), (4, "a2", "Powys")]


def test_a_sheet_without_the_columns_it_needs_is_a_fault():
    book = Workbook()
    book.active.title = "Volunteers"
    for line in (["Reference", "Given name"], ["V1", "Una"]):
        book.active.append(line)
    read = read_book(saved(book))
    assert read.rows[Kind.VOLUNTEER] == []
    assert read.faults[0] == (
        "Sheet “Volunteers” lacks: Area, Family name, E-mail address, Joined on. Row 1 must hold the titles"
    )


def test_nothing_is_passed_over_in_silence():
    book = load_workbook(io.BytesIO(GOOD))
    book["Areas"].cell(1, 3, "Nickname")
    book.create_sheet("Voluntears").append(["Reference"])
    faults = read_book(saved(book)).faults
    assert faults == [
        "Sheet “Areas” has a column “Nickname” that is not in the template",
        "Encircle knows no sheet “Voluntears”. Give it its name from the template, or take it out",
    ]


def test_an_empty_workbook_says_so():
    assert read_book(template([], [])).faults == [
        "There is no row in any sheet. Row 1 holds the titles; what is to be brought in follows it"
    ]


def test_the_template_explains_every_column_and_offers_its_lists():
    book = load_workbook(io.BytesIO(template(["Gwent"], ["Housing", "Work, money and learning"])))
    assert book.sheetnames == ["Notes", *(sheet.title for sheet in SHEETS), "Lists"]
    assert book["Lists"].sheet_state == "hidden"
    notes = [[cell.value for cell in row] for row in book["Notes"].iter_rows()]
    explained = {row[1] for row in notes if row[1]}
    assert explained >= {column.title for sheet in SHEETS for column in sheet.columns}
    assert any("Housing; Work, money and learning" in str(row[0]) for row in notes)
    circles = book["Circles"]
    assert [cell.value for cell in circles[1]][:4] == ["Reference *", "Name *", "Area *", "Kind *"]
    lists = {check.formula1 for check in circles.data_validations.dataValidation}
    assert "'Areas'!$A$2:$A$2001" in lists
    place = next(check.formula1 for check in circles.data_validations.dataValidation if "D2:" in str(check.sqref))
    cells = book["Lists"][place.removeprefix("Lists!").replace("$", "")]
    assert [row[0].value for row in cells] == [
        "Adult community",
        "Prison and through the gate",
        "Young person",
        "Adapted for intellectual disability",
    ]


DANGEROUS = ("=1+1", "+44 evil", "-2", "@SUM(A1)", '=HYPERLINK("http://x.example","y")')


def test_a_cell_of_the_answer_is_never_a_formula():
    rows = caseload(area=[{"reference": f"A{n}", "name": word} for n, word in enumerate(DANGEROUS)])
    book = Workbook()
    book.active.title = "Areas"
    book.active.append(["Reference", "Name"])
    for row in rows[Kind.AREA]:
        book.active.append([row["reference"], row["name"]])
        book.active.cell(book.active.max_row, 2).data_type = "s"
    read = read_book(saved(book))
    for row in read.rows[Kind.AREA]:
        row.refuse("=because")
    page = load_workbook(io.BytesIO(answer(read, written=False, dry_run=True)))["Areas"]
    cells = [cell for line in page.iter_rows(min_row=2) for cell in line]
    assert {cell.data_type for cell in cells} == {"s"}
    shown = {cell.value: cell.quotePrefix for cell in cells if cell.column == 3}
    assert shown == dict.fromkeys(DANGEROUS, True)


def test_the_answer_holds_the_reason_beside_its_row_and_can_be_sent_in_again():
    read = read_book(workbook(caseload()))
    wrong = read.rows[Kind.VOLUNTEER][1]
    wrong.refuse("“Area” is empty", "“Given name” is empty")
    for row in read.every_row:
        row.done = row.done if row.reasons else Done.NEW
    sent_back = answer(read, written=False, dry_run=True)
    book = load_workbook(io.BytesIO(sent_back))
    assert book["Volunteers"]["A3"].value == "Refused: “Area” is empty. “Given name” is empty."
    assert [book["Volunteers"][place].value for place in ("A1", "B1", "A2")] == [
        "What Encircle says",
        "Reference",
        "New",
    ]
    assert book["Summary"]["A1"].value.startswith("Nothing was brought in")
    again = read_book(sent_back)
    assert again.faults == []
    assert [row.values for row in again.every_row] == [row.values for row in read.every_row]
