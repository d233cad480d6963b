"""The process that opens strangers' files: it knows no key, can open nothing, and ends when it has had enough."""

import subprocess
import sys
import textwrap

import pytest

from encircle.foundations.files import closed_process
from encircle.foundations.files.closed_process import check, page_image, words_in
from encircle.foundations.files.parsing.refusals import Refused, Why

from . import corpus


def inside(code: str) -> str:
    """What code says that has taken the process over after it was closed off."""
    start = "import os, socket, sys\nfrom encircle.foundations.files.parsing.closed import close_off\nclose_off()\n"
    done = subprocess.run([sys.executable, "-I", "-c", start + textwrap.dedent(code)], capture_output=True, text=True,
                          env={}, cwd="/", check=False)  # fmt: skip
    return done.stdout.strip()


def test_it_can_open_no_file_and_no_connection():
    assert inside("print('alive')") == "alive"
    for attempt in ("open('/etc/passwd')", "socket.socket()", "os.pipe()", "os.close(0); open('/etc/passwd')"):
        code = f"try:\n    {attempt}\n    print('opened')\nexcept OSError as error:\n    print(error.errno)"
        assert inside(code) == "24", attempt  # too many open files


def test_it_is_given_no_key_and_no_password(monkeypatch):
    seen = {}

    def watched(command, **more):
        seen.update(more, command=command)
        raise subprocess.TimeoutExpired(command, 1)

    monkeypatch.setattr(closed_process.subprocess, "run", watched)
    with pytest.raises(Refused):
        check("note.txt", b"a note")
    assert (seen["env"], "-I" in seen["command"]) == ({}, True)


def test_whatever_goes_wrong_in_it_is_a_file_that_cannot_be_read(monkeypatch):
    monkeypatch.setattr(closed_process, "COMMAND", (sys.executable, "-I", "-c", "import os; os.abort()"))
    with pytest.raises(Refused) as refused:
        check("note.txt", b"a note")
    assert refused.value.why == Why.BROKEN


def test_it_does_not_take_for_ever(monkeypatch):
    monkeypatch.setattr(closed_process, "SECONDS", 0.5)
    monkeypatch.setattr(closed_process, "COMMAND", (sys.executable, "-I", "-c", "import time; time.sleep(60)"))
    with pytest.raises(Refused):
        check("note.txt", b"a note")


def test_a_page_is_an_image_and_the_readers_name_stands_across_it():
    letter = corpus.typeset("= A letter\n\nHe comes each Tuesday.")
    plain = page_image(letter, kind="pdf", number=1)
    stamped = page_image(letter, kind="pdf", number=1, stamp="Cora Fernleigh, 3 March 2026 at 10:15")
    assert plain.startswith(b"\xff\xd8\xff")
    assert stamped.startswith(b"\xff\xd8\xff")
    assert plain != stamped


def test_there_is_no_page_after_the_last():
    with pytest.raises(Refused):
        page_image(corpus.typeset(), kind="pdf", number=2)


@pytest.mark.parametrize(
    ("kind", "data", "words"),
    [
        ("pdf", corpus.typeset("He comes each Tuesday."), "He comes each Tuesday."),
        ("word", corpus.word(), "Dear colleague,\nHe attends each week."),
        ("excel", corpus.excel(), "Sheet: Sheet\nAttendance | 12 | of 14\n"),
        ("text", "café".encode(), "café"),
        ("png", corpus.picture("PNG"), ""),
    ],
)
def test_words_are_taken_out(kind, data, words):
    assert words_in(data, kind=kind, number=1) == words


def test_a_table_in_a_letter_reads_row_by_row():
    cell = "<w:tc>{}</w:tc>".format
    table = f"<w:tbl><w:tr>{cell(corpus.paragraphs('Day'))}{cell(corpus.paragraphs('Came'))}</w:tr></w:tbl>"
    letter = corpus.word(corpus.paragraphs("Before") + table + corpus.paragraphs("After"))
    assert words_in(letter, kind="word") == "Before\nDay | Came\nAfter"
