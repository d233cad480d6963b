"""The virus scanner: asked over its socket and believed; waited for where it must be asked."""

import pytest

from encircle.foundations.files import scanner
from encircle.foundations.files.intake import take_in
from encircle.foundations.files.models import Verdict
from encircle.foundations.files.parsing.refusals import Refused, Why

from .fake_clamd import EICAR, Clamd


@pytest.fixture
def clamd(tmp_path, settings):
    settings.SCANNER, settings.SCANNER_REQUIRED = str(tmp_path / "clamd"), True
    daemon = Clamd(tmp_path / "clamd")
    yield daemon
    if daemon.path.exists():
        daemon.stop()


def test_what_the_scanner_finds_nothing_in_is_clean(clamd):
    assert take_in("note.txt", b"a note").verdict == Verdict.CLEAN
    assert clamd.seen == [b"a note"]


def test_what_the_scanner_finds_something_in_is_refused(clamd):
    with pytest.raises(Refused) as refused:
        take_in("note.txt", EICAR)
    assert refused.value.why == Why.VIRUS


def test_the_scanner_sees_what_was_sent_and_not_what_became_of_it(clamd):
    take_in("note.txt", "café".encode("cp1252"))
    assert clamd.seen == ["café".encode("cp1252")]


def test_while_a_scanner_that_must_be_asked_is_down_the_document_waits(clamd):
    clamd.stop()
    assert take_in("note.txt", b"a note").verdict is None


def test_a_scanner_that_gives_no_verdict_is_as_good_as_down(clamd):
    clamd.most = 3
    assert take_in("note.txt", b"a note").verdict is None


def test_while_a_scanner_that_need_not_be_asked_is_down_the_document_comes_in_unscanned(clamd, settings):
    settings.SCANNER_REQUIRED = False
    clamd.stop()
    assert take_in("note.txt", b"a note").verdict == Verdict.NOT_SCANNED


def test_without_a_scanner_the_document_comes_in_unscanned(settings):
    settings.SCANNER, settings.SCANNER_REQUIRED = "", False
    assert take_in("note.txt", b"a note").verdict == Verdict.NOT_SCANNED


def test_a_scanner_that_is_required_and_set_up_nowhere_is_waited_for(settings):
    settings.SCANNER, settings.SCANNER_REQUIRED = "", True
    assert take_in("note.txt", b"a note").verdict is None


def test_it_says_whether_it_is_there(clamd):
    assert scanner.answers()
    clamd.stop()
    assert not scanner.answers()


def test_a_large_file_goes_in_pieces(clamd):
    large = b"0123456789" * 30_000
    assert scanner.is_clean(large)
    assert clamd.seen == [large]
