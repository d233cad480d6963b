"""Plain text and CSV: letters and line ends, kept as UTF-8."""

import re

from .refusals import Refused, Why

CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
WEB = ("<!doctype html", "<html", "<script", "<svg", "<?xml", "<?php", "<iframe", "<body", "<head", "{\\rtf", "#!/")
# A cell by which a sheet asks another program for something: =cmd|' /C calc'!A0
CALLS_A_PROGRAM = re.compile(r"""(?:^|[,;\t"'])\s*[=+\-@][^\n,;]*\|[^\n]*!""", re.MULTILINE)


def decoded(data: bytes) -> str:
    """UTF-8, UTF-16 with its mark, else the Western European of Windows. Raises UnicodeDecodeError."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def is_text(data: bytes) -> bool:
    try:
        return not CONTROL.search(decoded(data))
    except UnicodeDecodeError:
        return False


def is_web_page(data: bytes) -> bool:
    return decoded(data[:4096] if data[:2] not in (b"\xff\xfe", b"\xfe\xff") else data).lstrip().lower().startswith(WEB)


def checked(data: bytes) -> tuple[bytes, int]:
    words = decoded(data)
    if not words.strip():
        raise Refused(Why.EMPTY)
    return words.encode(), 0


def checked_csv(data: bytes) -> tuple[bytes, int]:
    kept, pages = checked(data)
    if CALLS_A_PROGRAM.search(kept.decode()):
        raise Refused(Why.STARTS_PROGRAM)
    return kept, pages
