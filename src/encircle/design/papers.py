"""One paper as a tagged PDF and as a Word file: a title, facts, and sections with paragraphs or a table.

What people typed reaches the paper as data, never as its source.
"""

import io
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from encircle.common.typesetting import clean, tagged_pdf

TEMPLATE = Path(__file__).parent / "papers.typ"
LONGEST_PROPERTY = 255  # of a Word file: letters of its title outside the text


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
    return tagged_pdf(TEMPLATE, "paper", asdict(paper))


def word(paper: Paper) -> bytes:
    """With real headings, heading rows that come again on each page, and the language it is in.

    The file says nothing of who made it: only what stands on the paper.
    """
    document = Document()
    _plain(document, paper)
    _margins(document, paper)
    document.add_heading(clean(paper.title), level=1)
    for name, value in paper.facts:
        line = document.add_paragraph()
        line.add_run(f"{clean(name)}: ").bold = True
        line.add_run(clean(value))
    for section in paper.sections:
        document.add_heading(clean(section.heading), level=2)
        for paragraph in section.paragraphs:
            document.add_paragraph(clean(paragraph))
        if section.table is not None:
            _add_table(document, section.table)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def _plain(document: WordDocument, paper: Paper) -> None:
    properties = document.core_properties
    properties.title, properties.language = clean(paper.title)[:LONGEST_PROPERTY], "en-GB"
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
            run = part.paragraphs[0].add_run(clean(words))
            run.font.size = Pt(9)


def _add_table(document: WordDocument, table: Table) -> None:
    made = document.add_table(rows=1, cols=len(table.headings), style="Table Grid")
    for cell, words in zip(made.rows[0].cells, table.headings, strict=True):
        cell.paragraphs[0].add_run(clean(words)).bold = True
    made.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row in table.rows:
        for cell, words in zip(made.add_row().cells, row, strict=True):
            cell.text = clean(words)
    document.add_paragraph()
