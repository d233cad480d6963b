"""A PDF: one document from the first byte to the last, with nothing in it that acts by itself."""

import io
import re
import zipfile
from collections.abc import Iterator

import pikepdf

from .refusals import MOST_PAGES, Refused, Why

# What a dictionary anywhere in the file may not say of itself: its /S (an action) or its /Subtype or /Type.
ACTIONS = {
    "/JavaScript": Why.SCRIPT,
    "/Launch": Why.STARTS_PROGRAM,
    "/GoToE": Why.STARTS_PROGRAM,
    "/GoToR": Why.STARTS_PROGRAM,
    "/Rendition": Why.MEDIA_INSIDE,
    "/Movie": Why.MEDIA_INSIDE,
    "/Sound": Why.MEDIA_INSIDE,
    "/RichMediaExecute": Why.MEDIA_INSIDE,
    "/GoTo3DView": Why.MEDIA_INSIDE,
    "/SubmitForm": Why.ACTIVE_FORM,
    "/ImportData": Why.ACTIVE_FORM,
}
PARTS = {
    "/EmbeddedFile": Why.FILES_INSIDE,
    "/FileAttachment": Why.FILES_INSIDE,
    "/RichMedia": Why.MEDIA_INSIDE,
    "/Movie": Why.MEDIA_INSIDE,
    "/Sound": Why.MEDIA_INSIDE,
    "/Screen": Why.MEDIA_INSIDE,
    "/3D": Why.MEDIA_INSIDE,
}
# Entries no dictionary may have.
ENTRIES = {
    "/JS": Why.SCRIPT,
    "/JavaScript": Why.SCRIPT,
    "/EmbeddedFiles": Why.FILES_INSIDE,
    "/EF": Why.FILES_INSIDE,
    "/XFA": Why.ACTIVE_FORM,
    "/RichMediaContent": Why.MEDIA_INSIDE,
}
# Also looked for in the plain bytes: a reader that mends a damaged file finds what no table of contents names.
IN_PLAIN_SIGHT = {
    b"/Encrypt": Why.PASSWORD,
    b"/JavaScript": Why.SCRIPT,
    b"/Launch": Why.STARTS_PROGRAM,
    b"/EmbeddedFile": Why.FILES_INSIDE,
    b"/RichMedia": Why.MEDIA_INSIDE,
}
LINK_SCHEMES = ("http://", "https://", "mailto:", "tel:")
ESCAPED = re.compile(rb"#([0-9a-fA-F]{2})")
DEEPEST = 60


def checked(data: bytes) -> tuple[bytes, int]:
    _is_one_document(data)
    _nothing_in_plain_sight(data)
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            if document.is_encrypted:
                raise Refused(Why.PASSWORD)
            for why in _found(document):
                raise Refused(why)
            pages = len(document.pages)
    except pikepdf.PasswordError as error:
        raise Refused(Why.PASSWORD) from error
    except pikepdf.PdfError as error:
        raise Refused(Why.BROKEN) from error
    if not pages:
        raise Refused(Why.BROKEN)
    if pages > MOST_PAGES:
        raise Refused(Why.TOO_MANY_PAGES)
    return data, pages


def _is_one_document(data: bytes) -> None:
    """Nothing before, nothing after, and no archive whose table of contents hides in its tail."""
    _before, mark, after = data.rpartition(b"%%EOF")
    if not mark:
        raise Refused(Why.BROKEN)
    if after.strip(b"\r\n\t \0") or zipfile.is_zipfile(io.BytesIO(data)):
        raise Refused(Why.TWO_IN_ONE)


def _nothing_in_plain_sight(data: bytes) -> None:
    plain = ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), data)
    for words, why in IN_PLAIN_SIGHT.items():
        if words in plain:
            raise Refused(why)


def _found(document: pikepdf.Pdf) -> Iterator[Why]:
    """Every object of the file, whether a page leads to it or not."""
    yield from _in(document.trailer, 0)
    for thing in document.objects:
        yield from _in(thing, 0)


def _in(thing: pikepdf.Object, depth: int) -> Iterator[Why]:
    if depth > DEEPEST:
        yield Why.BROKEN
    elif isinstance(thing, pikepdf.Array):
        for each in thing:
            yield from _in_direct(each, depth)
    elif isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        yield from _says(thing)
        if isinstance(thing, pikepdf.Stream) and "/F" in thing:
            yield Why.LINKED  # its content lies in another file
        for key in thing.keys():  # noqa: SIM118 - not a dictionary of Python's
            if key in ENTRIES:
                yield ENTRIES[key]
            yield from _in_direct(thing.get(key), depth)


def _in_direct(thing: object, depth: int) -> Iterator[Why]:
    """What is an object of its own comes by itself; following it would go round in circles."""
    if isinstance(thing, pikepdf.Object) and not thing.is_indirect:
        yield from _in(thing, depth + 1)


def _says(thing: pikepdf.Object) -> Iterator[Why]:
    if (action := _name(thing, "/S")) in ACTIONS:
        yield ACTIONS[action]
    if action == "/URI" and not str(thing.get("/URI", "")).lower().startswith(LINK_SCHEMES):
        yield Why.LINKED  # a link that is clicked may lead to a page, and not to a file or a script
    for key in ("/Type", "/Subtype"):
        if (part := _name(thing, key)) in PARTS:
            yield PARTS[part]


def _name(thing: pikepdf.Object, key: str) -> str:
    value = thing.get(key)
    return str(value) if isinstance(value, pikepdf.Name) else ""
