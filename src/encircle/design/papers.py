"""One paper as a tagged PDF and as a Word file: a title, facts, and sections with paragraphs or a table.

What people typed reaches the paper as data, never as its source.
"""

import io
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import typst
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

TEMPLATE = Path(__file__).parent / "papers.typ"


@dataclass(frozen=True)
class Table:
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Section:
    heading: str
    paragraphs: tuple[str, ...] = ()
    table: Table | None = None


@dataclass(frozen=True)
class Paper:
    """`header` says by whom and when it was opened, `footer` for whom it is."""

    title: str
    facts: tuple[tuple[str, str], ...] = ()
    sections: tuple[Section, ...] = ()
    header: str = ""
    footer: str = ""


def pdf(paper: Paper) -> bytes:
    """PDF/UA-1."""
    return typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
        sys_inputs={"paper": json.dumps(_cleaned(asdict(paper)))},
    )


def word(paper: Paper) -> bytes:
    """With real headings, heading rows that come again on each page, and the language it is in.

    The file says nothing of who made it: only what stands on the paper.
    """
    document = Document()
    _plain(document, paper)
    _margins(document, paper)
    document.add_heading(paper.title, level=1)
    for name, value in paper.facts:
        line = document.add_paragraph()
        line.add_run(f"{name}: ").bold = True
        line.add_run(_clean(value))
    for section in paper.sections:
        document.add_heading(section.heading, level=2)
        for paragraph in section.paragraphs:
            document.add_paragraph(_clean(paragraph))
        if section.table is not None:
            _add_table(document, section.table)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def _plain(document: WordDocument, paper: Paper) -> None:
    properties = document.core_properties
    properties.title, properties.language = paper.title, "en-GB"
    properties.author = properties.comments = properties.last_modified_by = ""
    normal: Any = document.styles["Normal"]
    normal.font.size = Pt(11)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    normal.element.get_or_add_rPr().append(language)


def _margins(document: WordDocument, paper: Paper) -> None:
    first = document.sections[0]
    for part, words in ((first.header, paper.header), (first.footer, paper.footer)):
        if words:
            run = part.paragraphs[0].add_run(_clean(words))
            run.font.size = Pt(9)


def _add_table(document: WordDocument, table: Table) -> None:
    made = document.add_table(rows=1, cols=len(table.headings), style="Table Grid")
    for cell, words in zip(made.rows[0].cells, table.headings, strict=True):
        cell.paragraphs[0].add_run(_clean(words)).bold = True
    made.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row in table.rows:
        for cell, words in zip(made.add_row().cells, row, strict=True):
            cell.text = _clean(words)
    document.add_paragraph()


def _cleaned(found: Any) -> Any:
    if isinstance(found, dict):
        return {key: _cleaned(value) for key, value in found.items()}
    if isinstance(found, (list, tuple)):
        return [_cleaned(value) for value in found]
    return _clean(found) if isinstance(found, str) else found


def _clean(words: str) -> str:
    """No control characters: XML knows none, and no letter of a typeface shows one."""
    return "".join(one for one in words if one in "\n\t" or ord(one) >= 32)
