"""The words of a Word or Excel file, and of plain text: for reading inside, without its look."""

import io
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from python_calamine import CalamineError, CalamineWorkbook

from . import pages
from .kinds import Kind
from .office import Archive, xml
from .refusals import Refused, Why
from .text import decoded

MOST_LETTERS = 1_000_000
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CUT = "\n\n[The rest is too long to be shown here.]"


def words(data: bytes, *, kind: str, number: int = 0) -> tuple[dict[str, object], bytes]:
    if kind == Kind.PDF:
        found = pages.words_of_page(data, number)
    elif kind in (Kind.JPEG, Kind.PNG):
        found = ""
    elif kind == Kind.WORD:
        found = "\n".join(_of_word(data))
    elif kind == Kind.EXCEL:
        found = "\n".join(_of_excel(data))
    else:
        found = decoded(data)
    is_cut = len(found) > MOST_LETTERS
    return {"cut": is_cut}, (found[:MOST_LETTERS] + (CUT if is_cut else "")).encode("utf-8", "replace")


def _of_word(data: bytes) -> Iterator[str]:
    archive = Archive(data)
    yield from _lines(xml(archive.read("word/document.xml")))
    for part, title in (("footnotes", "Footnotes"), ("endnotes", "Endnotes"), ("comments", "Comments in the margin")):
        if f"word/{part}.xml" in archive.names:
            lines = [line for line in _lines(xml(archive.read(f"word/{part}.xml"))) if line.strip()]
            yield from (["", title, *lines] if lines else [])


def _lines(root: Element) -> Iterator[str]:
    """A paragraph a line; a row of a table one line."""
    inside = {id(p) for row in root.iter(f"{W}tr") for p in row.iter(f"{W}p")}
    for element in root.iter():
        if element.tag == f"{W}tr":
            cells = [" ".join(_of_paragraph(p) for p in cell.iter(f"{W}p")) for cell in element.findall(f"{W}tc")]
            yield " | ".join(cells)
        elif element.tag == f"{W}p" and id(element) not in inside:
            yield _of_paragraph(element)


def _of_paragraph(paragraph: Element) -> str:
    said = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
    return "".join(
        (element.text or "") if element.tag == f"{W}t" else said.get(element.tag, "") for element in paragraph.iter()
    )


def _of_excel(data: bytes) -> Iterator[str]:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name in workbook.sheet_names:
            yield f"Sheet: {name}"
            for row in workbook.get_sheet_by_name(name).to_python(skip_empty_area=True):
                line = " | ".join(_of_cell(cell) for cell in row)
                if line.strip(" |"):
                    yield line
            yield ""
    except CalamineError as error:
        raise Refused(Why.BROKEN) from error


def _of_cell(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)
