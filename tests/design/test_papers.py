"""A paper says the same as PDF and as Word, and what was typed stays words."""

import io

from docx import Document
from pypdf import PdfReader

from encircle.design.papers import Paper, Section, Table, pdf, word

TYPED = '#set page(fill: red) <b>bold</b> & "quoted" \\ $x$ @ref \x07 end'
PAPER = Paper(
    "Report of a Circle",
    (("Circle", "C-7KQ2MX"),),
    (
        Section("In short", ("It went well.\nSecond line.", TYPED)),
        Section("Numbers", (), Table(("What", "How many"), (("Meetings", "12 of 14"), ("Reviews", "4")))),
    ),
    header="Opened by Cora",
    footer="Confidential.",
)


def test_the_pdf_is_tagged_and_says_all_of_it():
    made = PdfReader(io.BytesIO(pdf(PAPER)))
    text = "\n".join(page.extract_text() for page in made.pages)
    for words in (
        "Report of a Circle",
        "C-7KQ2MX",
        "12 of 14",
        "Opened by Cora",
        "Confidential.",
        "<b>bold</b>",
        "#set",
    ):
        assert words in text, words
    assert made.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert made.trailer["/Root"]["/Lang"] == "en-GB"
    assert made.metadata.title == PAPER.title


def test_the_word_file_has_headings_a_heading_row_and_nobodys_name():
    made = Document(io.BytesIO(word(PAPER)))
    headings = [line.text for line in made.paragraphs if line.style.name.startswith("Heading")]
    assert headings == ["Report of a Circle", "In short", "Numbers"]
    (table,) = made.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["What", "How many"], ["Meetings", "12 of 14"], ["Reviews", "4"],
    ]  # fmt: skip
    assert "tblHeader" in table.rows[0]._tr.xml
    assert "tblHeader" not in table.rows[1]._tr.xml
    assert made.sections[0].header.paragraphs[0].text == "Opened by Cora"
    assert (made.core_properties.author, made.core_properties.language) == ("", "en-GB")
    assert any("<b>bold</b>" in line.text and "\x07" not in line.text for line in made.paragraphs)


def test_a_paper_of_nothing_but_a_title():
    paper = Paper("Empty")
    assert pdf(paper).startswith(b"%PDF")
    assert Document(io.BytesIO(word(paper))).paragraphs[0].text == "Empty"
