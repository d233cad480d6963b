"""A paper says the same as PDF and as Word, and what was typed stays words."""

import io
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader

import encircle
from encircle.common import typesetting
from encircle.design.papers import Paper, Section, Table, pdf, word

SOURCES = Path(encircle.__file__).parent
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


ODD = {
    "emoji": ("A good week \U0001f600", "A good week"),
    "a family of emoji": ("Seen \U0001f468\u200d\U0001f469\u200d\U0001f467 today", "today"),
    "control characters": ("Pasted\x01 from\x0b an old\x0c\x1b file\x7f\x9f", "Pasted from an old file"),
    "old line ends": ("One\rtwo\r\nthree", "two"),
    "byte order mark": ("\ufeffFrom a file", "From a file"),
    "no letter": ("End\ufffe\uffff\U0010ffff.", "End."),
    "half a letter": ("Half \ud83d of one", "of one"),
    "right to left": ("Salam: \u0645\u0631\u062d\u0628\u0627 \u05e9\u05dc\u05d5\u05dd", "Salam"),
    "turned round": ("a \u202eback\u202c b", "a"),
    "Chinese": ("Ni hao: \u4f60\u597d\uff0c\u4e16\u754c", "Ni hao"),
    "letters of no typeface": ("Signs \U00012000\U00012001 and \u0378", "Signs"),
    "many accents": ("e" + "\u0301" * 300, "e"),
}


@pytest.mark.parametrize(("typed", "kept"), ODD.values(), ids=ODD)
def test_whatever_is_typed_makes_a_pdf_and_a_word_file_with_the_rest_of_the_words(typed, kept):
    table = Table(("What", typed), ((typed, typed),))
    made = Paper(typed, ((typed, typed),), (Section(typed, (typed,), table),), header=typed, footer=typed)

    read = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf(made))).pages)
    document = Document(io.BytesIO(word(made)))
    written = "\n".join(paragraph.text for paragraph in document.paragraphs)

    assert kept in " ".join(read.split())
    assert kept in " ".join(written.split())


def test_letters_that_no_typeface_has_are_named_and_never_left_out_unsaid(monkeypatch):
    whole = typesetting._compiled
    monkeypatch.setattr(  # a machine with no typeface but ours
        typesetting, "_compiled", lambda source, inputs, system_fonts: whole(source, inputs, system_fonts=False)
    )
    typesetting._can_show.cache_clear()
    made = pdf(Paper("Odd", sections=(Section("Words", ("Good \U0001f600\U0001f600 and \u4f60\u597d.",)),)))
    typesetting._can_show.cache_clear()
    read = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    assert "Good [grinning face][grinning face] and [2 letters this paper cannot show]." in read


def test_a_word_longer_than_a_line_stays_on_the_page():
    made = PdfReader(io.BytesIO(pdf(Paper("Long", sections=(Section("Words", ("W" * 400,)),)))))
    (page,) = made.pages
    lines = [line for line in page.extract_text().splitlines() if "WWW" in line]
    assert len(lines) >= 5
    assert sum(line.count("W") for line in lines) == 400


def test_an_address_can_be_copied_from_the_page_as_it_is():
    address = "https://circles.example.org/questionnaire/mt0A23Xdr2uwLbTtp2QamPDzJcySrYiQxhqPCIIxmt0A23Xdr2uwLbT"
    made = PdfReader(io.BytesIO(pdf(Paper("Address", sections=(Section("Go to", (address,)),)))))
    assert address in made.pages[0].extract_text().replace("\n", "")


def test_a_release_a_form_and_a_letter_are_set_by_the_same_hand():
    """Each writer of the rooms, so that none of them fails for a letter the others take."""
    writers = [
        file for file in SOURCES.rglob("*.py") if "demo" not in file.parts and "import typst" in file.read_text()
    ]
    assert [file.name for file in writers] == ["typesetting.py"]
