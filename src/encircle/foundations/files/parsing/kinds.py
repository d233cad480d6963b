"""The kinds of document Encircle takes, and how each is named."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    PDF = "pdf"
    WORD = "word"
    EXCEL = "excel"
    JPEG = "jpeg"
    PNG = "png"
    TEXT = "text"
    CSV = "csv"


@dataclass(frozen=True)
class About:
    words: str
    media_type: str
    endings: tuple[str, ...]  # the first is given to what is handed out


ABOUT = {
    Kind.PDF: About("PDF", "application/pdf", ("pdf",)),
    Kind.WORD: About("Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ("docx",)),
    Kind.EXCEL: About("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ("xlsx",)),
    Kind.JPEG: About("JPEG picture", "image/jpeg", ("jpg", "jpeg")),
    Kind.PNG: About("PNG picture", "image/png", ("png",)),
    Kind.TEXT: About("Text", "text/plain", ("txt", "text")),
    Kind.CSV: About("CSV", "text/csv", ("csv",)),
}
ENDINGS = tuple(f".{ending}" for about in ABOUT.values() for ending in about.endings)
PAGED = frozenset({Kind.PDF, Kind.JPEG, Kind.PNG})  # shown as images of pages; the others as words


def ending_of(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""
