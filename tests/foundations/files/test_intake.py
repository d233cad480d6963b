"""What strangers send: good files are taken, hostile ones refused with their reason, pictures lose what they knew."""

import io

import pytest
from PIL import Image

from encircle.foundations.files.closed_process import check
from encircle.foundations.files.names import cleaned
from encircle.foundations.files.parsing.refusals import SENTENCES, Refused, Why

from .corpus import DEFUSED, GOOD, HOSTILE, is_harmless


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_is_taken_as_what_it_is(name):
    kind, pages, kept = check(name, GOOD[name]())
    shown_on = {"pdf": 1, "jpeg": 1, "png": 1}
    assert (pages, bool(kept)) == (shown_on.get(kind, 0), True)
    assert kind == {"jpg": "jpeg", "docx": "word", "xlsx": "excel", "txt": "text"}.get(
        name.rpartition(".")[2].lower(), name.rpartition(".")[2].lower()
    )


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_its_reason(name):
    hostile = HOSTILE[name]
    with pytest.raises(Refused) as refused:
        check(cleaned(name), hostile.make())
    assert refused.value.why == hostile.why


def test_every_reason_is_met_by_a_hostile_file_and_says_what_to_do():
    met = {hostile.why for hostile in HOSTILE.values()}
    assert set(Why) - met == {Why.VIRUS}  # in test_scanning
    assert set(SENTENCES) == set(Why)


@pytest.mark.parametrize("name", DEFUSED)
def test_a_picture_is_painted_anew_and_what_was_hidden_in_it_stays_behind(name):
    sent = DEFUSED[name]()
    assert not is_harmless(sent)
    _, _, kept = check(name, sent)
    assert is_harmless(kept)
    assert Image.open(io.BytesIO(kept)).info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_a_photograph_taken_on_its_side_is_put_upright():
    _, _, kept = check("photograph.jpg", DEFUSED["photograph.jpg"]())
    assert Image.open(io.BytesIO(kept)).size == (30, 40)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("letter.pdf", "letter.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\me\\letter.docx", "letter.docx"),
        ("letter\u202efdp.exe", "letter fdp.exe"),
        ("a\r\nSet-Cookie: x\0.pdf", "a Set-Cookie: x .pdf"),
        ("  . ", "document"),
        ("", "document"),
        (f"{'long' * 100}.pdf", f"{'long' * 29}.pdf"),
    ],
)
def test_a_name_is_cleaned(name, shown):
    assert cleaned(name) == shown
