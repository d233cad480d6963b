"""What a file is, told by what is inside it, and whether it may be taken. Answers with what will be kept."""

import io
import zipfile
from collections.abc import Callable

from . import images, office, pdf, text
from .kinds import ABOUT, Kind, ending_of
from .refusals import MOST_BYTES, Refused, Why

Kept = tuple[bytes, int]  # what is kept, and how many pages it is shown on (0: it is shown as words)

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")
APPLE = (b"ftypheic", b"ftypheix", b"ftyphevc", b"ftypmif1", b"ftypmsf1", b"ftypavif")

CHECKS: dict[Kind, Callable[[bytes], Kept]] = {
    Kind.PDF: pdf.checked,
    Kind.WORD: office.checked_word,
    Kind.EXCEL: office.checked_excel,
    Kind.JPEG: images.checked,
    Kind.PNG: images.checked,
    Kind.TEXT: text.checked,
    Kind.CSV: text.checked_csv,
}


def checked(data: bytes, *, name: str) -> tuple[dict[str, object], bytes]:
    if not data:
        raise Refused(Why.EMPTY)
    if len(data) > MOST_BYTES:
        raise Refused(Why.TOO_LARGE)
    kind = recognised(data, ending_of(name))
    if ending_of(name) not in ABOUT[kind].endings:
        raise Refused(Why.WRONG_ENDING)
    kept, pages = CHECKS[kind](data)
    return {"kind": kind, "pages": pages}, kept


def recognised(data: bytes, ending: str) -> Kind:
    """By content alone; the ending only tells CSV from other text, which nothing else can."""
    if data.startswith(b"%PDF-"):
        return Kind.PDF
    if data.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if data.startswith(b"PK\x03\x04"):
        return office.recognised(data)
    _known_and_not_taken(data)
    if not text.is_text(data):
        raise Refused(Why.UNKNOWN_KIND)
    if text.is_web_page(data):
        raise Refused(Why.WEB_PAGE)
    return Kind.CSV if ending == "csv" else Kind.TEXT


def _known_and_not_taken(data: bytes) -> None:
    if data.startswith(OLD_OFFICE):
        raise Refused(Why.PASSWORD if ENCRYPTED_OFFICE in data else Why.OLD_OFFICE)
    if data[4:12] in APPLE:
        raise Refused(Why.APPLE_PICTURE)
    if b"%PDF-" in data[:1024] or zipfile.is_zipfile(io.BytesIO(data)):
        raise Refused(Why.TWO_IN_ONE)
