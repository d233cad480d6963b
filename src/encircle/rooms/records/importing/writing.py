"""Write workbooks: the one to fill in, and the answer. Nothing in a cell is ever a formula."""

import io
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from .cells import text_of
from .reading import Book, Done, Row
from .sheets import ANSWER_TITLE, SHEETS, Column, Form, Sheet

ROWS_READY = 2000  # rows of the template that offer their lists
BOLD, WRAPPED = Font(bold=True), Alignment(wrap_text=True, vertical="top")
HEAD = PatternFill("solid", start_color="FFE8EEF0")
REFUSED = PatternFill("solid", start_color="FFF9E1DE")
DATE_FORMAT, TIME_FORMAT, TEXT_FORMAT = "dd/mm/yyyy", "hh:mm", "@"
# Everything else is kept as words: otherwise a spreadsheet makes a date of 3-4 and drops a first nought.
FORMATS = {Form.DATE: DATE_FORMAT, Form.TIME: TIME_FORMAT, Form.NUMBER: "0"}
SAYS = {Done.NEW: "New", Done.CHANGED: "Changed", Done.SAME: "As before", Done.REFUSED: "Refused"}
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


def template(areas: Sequence[str], topics: Sequence[str]) -> bytes:
    """The workbook to fill in: a sheet of notes, and one for each kind of row."""
    book = Workbook()
    _notes(book.active, areas, topics)
    lists = book.create_sheet("Lists")
    for sheet in SHEETS:
        _empty_sheet(book.create_sheet(sheet.title), sheet, lists)
    lists.sheet_state = "hidden"
    book.move_sheet(lists, offset=len(SHEETS))
    return _saved(book)


def answer(book: Book, *, written: bool, dry_run: bool) -> bytes:
    """The rows as they were sent, with what became of each in front. Sent in again, the first column is passed over."""
    out = Workbook(write_only=True)
    summary = out.create_sheet("Summary")
    summary.column_dimensions["A"].width = 100
    for line in summary_lines(book, written=written, dry_run=dry_run):
        summary.append([_cell(summary, line)])
    for sheet in SHEETS:
        if book.rows[sheet.kind]:
            _answered(out.create_sheet(sheet.title), sheet, book.rows[sheet.kind], dry_run)
    return _saved(out)


def summary_lines(book: Book, *, written: bool, dry_run: bool) -> list[str]:
    refused = sum(row.done == Done.REFUSED for row in book.every_row)
    if written:
        moved = any(row.done in (Done.NEW, Done.CHANGED) for row in book.every_row)
        lines = ["All of it was brought in." if moved else "Everything is in Encircle already. Nothing had to change."]
    elif refused or book.faults:
        lines = ["Nothing was brought in: put right what is refused, and send the whole workbook again."]
    else:
        lines = ["This was a try. Every row can be brought in; nothing has been yet."] if dry_run else []
    lines += book.faults
    for sheet in SHEETS:
        if rows := book.rows[sheet.kind]:
            counted = {done: sum(row.done == done for row in rows) for done in Done}
            parts = ", ".join(f"{number:,} {SAYS[done].lower()}" for done, number in counted.items() if number)
            lines.append(f"{sheet.title}: {parts}")
    return lines


def _notes(page: Worksheet, areas: Sequence[str], topics: Sequence[str]) -> None:
    page.title = "Notes"
    for width, letter in ((16, "A"), (26, "B"), (10, "C"), (90, "D")):
        page.column_dimensions[letter].width = width
    for line in _introduction(areas, topics):
        page.append([line])
        page.merge_cells(start_row=page.max_row, start_column=1, end_row=page.max_row, end_column=4)
        page.cell(page.max_row, 1).alignment = WRAPPED
        page.row_dimensions[page.max_row].height = 15 * (1 + len(line) // 130)
    page.append([])
    page.append(["Sheet", "Column", "Needed", "What to write"])
    for cell in page[page.max_row]:
        cell.font, cell.fill = BOLD, HEAD
    for sheet in SHEETS:
        page.append([sheet.title, "", "", sheet.says])
        page.cell(page.max_row, 1).font = BOLD
        for column in sheet.columns:
            page.append(["", column.title, "yes" if column.needed else "", _note(column)])
        for row in page.iter_rows(min_row=page.max_row - len(sheet.columns), max_row=page.max_row, max_col=4):
            row[3].alignment = WRAPPED


def _introduction(areas: Sequence[str], topics: Sequence[str]) -> list[str]:
    lines = [
        "Bring an existing caseload into Encircle. Fill in the sheets you need, in any order; leave the others empty.",
        "Keep the names of the sheets and the titles in row 1. Each row has a reference of your own choosing, by which "
        "other sheets name it: V-12 for a volunteer, say. Bring the same reference in again and that row is changed "
        "where its cells changed; a row you leave out stays in Encircle as it is. Nothing is ever removed.",
        "Either every row is brought in, or none. You get the workbook back with a sentence beside each row.",
        "Dates are day/month/year. Times are London time. Coordinators are invited in Administration before their "
        "seats are brought in. Nobody is written to.",
    ]
    if areas:
        lines.append("Areas in Encircle now: " + "; ".join(areas))
    return [*lines, *(["Topics in Encircle now: " + "; ".join(topics)] if topics else [])]


def _note(column: Column) -> str:
    one_of = "One of: " + ", ".join(label for _, label in column.choices) + "." if column.choices else ""
    kinds = {Form.DATE: "A date, like 31/12/2024.", Form.YES_NO: "yes or no."}
    return " ".join(part for part in (column.hint, one_of, kinds.get(column.form, "")) if part)


def _empty_sheet(page: Worksheet, sheet: Sheet, lists: Worksheet) -> None:
    page.freeze_panes = "B2"
    for place, column in enumerate(sheet.columns, start=1):
        letter = get_column_letter(place)
        head = page.cell(1, place, column.title + (" *" if column.needed else ""))
        head.font, head.fill, head.alignment = BOLD, HEAD, WRAPPED
        page.column_dimensions[letter].width = max(14, min(40, len(column.title) + 6))
        page.column_dimensions[letter].number_format = FORMATS.get(column.form, TEXT_FORMAT)
        if check := _validation(column, lists):
            check.add(f"{letter}2:{letter}{ROWS_READY + 1}")
            page.add_data_validation(check)


def _validation(column: Column, lists: Worksheet) -> DataValidation | None:
    if column.form in (Form.CHOICE, Form.YES_NO):
        labels = [label for _, label in column.choices] or ["yes", "no"]
        check = DataValidation("list", formula1=_listed(labels, lists), allow_blank=True, showErrorMessage=True)
        check.error, check.errorTitle = "Choose one of the list.", column.title
        return check
    if column.form == Form.REFERENCE and len(column.to) == 1:
        title = next(sheet.title for sheet in SHEETS if sheet.kind == column.to[0])
        check = DataValidation("list", formula1=f"'{title}'!$A$2:$A${ROWS_READY + 1}", allow_blank=True)
        check.showErrorMessage = False  # it may also be one brought in before
        return check
    return None


def _listed(labels: list[str], lists: Worksheet) -> str:
    """The range of the hidden sheet that holds these words."""
    place = 1 if lists.max_row == 1 and lists["A1"].value is None else lists.max_column + 1
    for row, label in enumerate(labels, start=1):
        lists.cell(row, place, label)
    letter = get_column_letter(place)
    return f"Lists!${letter}$1:${letter}${len(labels)}"


def _answered(page: Any, sheet: Sheet, rows: list[Row], dry_run: bool) -> None:
    page.freeze_panes = "B2"
    page.column_dimensions["A"].width = 60
    columns = [column for column in sheet.columns if any(column.name in row.raw for row in rows)]
    for letter in map(get_column_letter, range(2, len(columns) + 2)):
        page.column_dimensions[letter].width = 20
    page.append([_head(page, title) for title in (ANSWER_TITLE, *(column.title for column in columns))])
    for row in rows:
        says = _cell(page, said_of(row, dry_run=dry_run))
        if row.done == Done.REFUSED:
            says.fill, says.alignment = REFUSED, WRAPPED
        page.append([says, *(_cell(page, row.raw.get(column.name)) for column in columns)])


def said_of(row: Row, *, dry_run: bool) -> str:
    if row.done == Done.REFUSED:
        return "Refused: " + ". ".join(row.reasons) + "."
    named = f": {row.given}" if row.given and row.done == Done.NEW and not dry_run else ""
    return SAYS[row.done] + named


def _head(page: Any, title: str) -> WriteOnlyCell:
    cell = _cell(page, title)
    cell.font, cell.fill = BOLD, HEAD
    return cell


def _cell(page: Any, value: Any) -> WriteOnlyCell:
    """Words stay words: a name that begins like a formula is marked as text for every spreadsheet."""
    if isinstance(value, (date, datetime, time)):
        cell = WriteOnlyCell(page, value=value)
        cell.number_format = TIME_FORMAT if isinstance(value, time) else DATE_FORMAT
        return cell
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return WriteOnlyCell(page, value=value)
    said = text_of(value)
    cell = WriteOnlyCell(page, value=said)
    if said:
        cell.data_type = "s"
    if said.startswith(DANGEROUS):
        cell.quotePrefix = True
    return cell


def _saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
