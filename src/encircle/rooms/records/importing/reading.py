"""Open a workbook that somebody sent: only what is plainly an Excel workbook without macros, and of a likely size."""

import io
import zipfile
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from encircle.common.errors import Refusal

from .cells import Unfit, key_of, text_of, value_of
from .sheets import ANSWER_TITLE, BY_TITLE, OTHER_SHEETS, SHEETS, Kind, Sheet

MOST_BYTES = 10_000_000
MOST_UNPACKED = 200_000_000  # a small file can unpack to an enormous one
MOST_ROWS = 60_000
OLD_EXCEL = b"\xd0\xcf\x11\xe0"  # .xls, and any workbook with a password
MAIN_TYPE = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
ACTIVE = ("vbaproject.bin", "xl/macrosheets/", "xl/activex/", "xl/embeddings/")


class NotReadable(Refusal):
    """The file as a whole is refused."""


class Done(StrEnum):
    """What became of a row, or would."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


@dataclass
class Row:
    """One line of a sheet. `number` as the spreadsheet counts."""

    sheet: Sheet
    number: int
    raw: dict[str, Any]
    values: dict[str, Any] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)
    done: Done = Done.SAME
    given: str = ""  # Encircle's own reference of what it became

    def __getitem__(self, column: str) -> Any:
        return self.values.get(column)

    @property
    def key(self) -> str:
        return key_of(self.values.get("reference") or text_of(self.raw.get("reference")))

    def refuse(self, *reasons: str) -> None:
        self.reasons.extend(reasons)
        self.done = Done.REFUSED


@dataclass
class Book:
    """Every row of a workbook, by sheet. `faults` are about the workbook itself."""

    rows: dict[Kind, list[Row]] = field(default_factory=lambda: {sheet.kind: [] for sheet in SHEETS})
    faults: list[str] = field(default_factory=list)

    @property
    def every_row(self) -> list[Row]:
        return [row for rows in self.rows.values() for row in rows]

    @property
    def is_refused(self) -> bool:
        return bool(self.faults) or any(row.done == Done.REFUSED for row in self.every_row)


def read_book(content: bytes) -> Book:
    """Raises NotReadable when the file is not what it should be."""
    refuse_strange(content)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        book = Book()
        for name in workbook.sheet_names:
            _read_sheet(book, name, workbook)
    except (CalamineError, OSError, ValueError, zipfile.BadZipFile) as error:
        raise NotReadable("The workbook is damaged: it could not be read. Save it again in Excel.") from error
    if not book.every_row and not book.faults:
        book.faults.append("There is no row in any sheet. Row 1 holds the titles; what is to be brought in follows it")
    return book


def refuse_strange(content: bytes) -> None:
    """By what it is, not by what it is called."""
    if len(content) > MOST_BYTES:
        raise NotReadable(f"The file is larger than {MOST_BYTES // 1_000_000} MB.")
    if content.startswith(OLD_EXCEL):
        raise NotReadable("This is an old Excel file, or one with a password. Save it as .xlsx without a password.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            _refuse_package(packed)
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError, OSError, EOFError):
        raise NotReadable("This is not an Excel workbook. Save it as .xlsx and send that.") from None


def _refuse_package(packed: zipfile.ZipFile) -> None:
    entries = packed.infolist()
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise NotReadable("The workbook is too large to be opened.")
    types = packed.read("[Content_Types].xml")
    names = [entry.filename.lower() for entry in entries]
    if b"macroEnabled" in types or any(part in name for name in names for part in ACTIVE):
        raise NotReadable("The workbook holds macros or embedded objects. Save it as .xlsx without them.")
    if MAIN_TYPE not in types:
        raise NotReadable("This is not an Excel workbook. Save it as .xlsx and send that.")


def _read_sheet(book: Book, name: str, workbook: CalamineWorkbook) -> None:
    title = text_of(name).casefold()
    if title in OTHER_SHEETS:
        return
    sheet = BY_TITLE.get(title)
    lines = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    if sheet is None:
        if any(text_of(cell) for line in lines for cell in line):
            book.faults.append(f"Encircle knows no sheet “{name}”. Give it its name from the template, or take it out")
        return
    titles = [text_of(cell) for cell in lines[0]] if lines else []
    places = _places(sheet, titles, book) if any(text_of(cell) for line in lines for cell in line) else {}
    if places:
        _read_rows(book, sheet, places, lines)


def _places(sheet: Sheet, titles: list[str], book: Book) -> dict[str, int]:
    """Where each column stands. A title that is missing or unknown is a fault: nothing is passed over in silence."""
    known = {column.title.casefold(): column.name for column in sheet.columns}
    places: dict[str, int] = {}
    for place, title in enumerate(titles):
        name = known.get(title.rstrip(" *").casefold())
        if name and name not in places:
            places[name] = place
        elif title and title != ANSWER_TITLE:
            book.faults.append(f"Sheet “{sheet.title}” has a column “{title[:40]}” that is not in the template")
    missing = [column.title for column in sheet.columns if column.needed and column.name not in places]
    if missing:
        book.faults.append(f"Sheet “{sheet.title}” lacks: {', '.join(missing)}. Row 1 must hold the titles")
    return {} if missing else places


def _read_rows(book: Book, sheet: Sheet, places: dict[str, int], lines: list[list[Any]]) -> None:
    for number, line in enumerate(lines[1:], start=2):
        raw = {name: line[place] for name, place in places.items() if place < len(line)}
        if not any(text_of(cell) for cell in raw.values()):
            continue
        book.rows[sheet.kind].append(_row(sheet, number, raw))
        if len(book.rows[sheet.kind]) > MOST_ROWS:
            raise NotReadable(f"Sheet “{sheet.title}” has more than {MOST_ROWS:,} rows. Bring them in in parts.")


def _row(sheet: Sheet, number: int, raw: dict[str, Any]) -> Row:
    """A column the workbook does not have says nothing; an empty cell says that there is nothing."""
    row = Row(sheet, number, raw)
    for column in (column for column in sheet.columns if column.name in raw):
        try:
            row.values[column.name] = value_of(column, raw.get(column.name))
        except Unfit as unfit:
            row.refuse(*unfit.reasons)
    return row
