"""What pages with documents share: the box to choose a file in, its size in words, and reading it here."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from encircle.foundations.files.keeping import OpenDocument
from encircle.foundations.files.parsing.kinds import ENDINGS, PAGED, Kind
from encircle.foundations.files.parsing.refusals import MOST_BYTES, SENTENCES, Refused, Why

CHOOSE_AGAIN = "Choose the file again. A page that is shown a second time cannot keep it"


def file_field() -> forms.FileField:
    return forms.FileField(
        label="The file",
        allow_empty_file=True,  # told by its content, as everything is
        help_text=(
            f"PDF, Word (.docx), Excel (.xlsx), JPEG, PNG, text or CSV, up to {MOST_BYTES // 1_000_000} MB, without a "
            "password or macros. Where and when a picture was taken is removed from it. If something else on this "
            "page has to be put right, you will have to choose the file again."
        ),
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
    )


def check_file(form: forms.Form, cleaned: dict[str, Any]) -> None:
    """The browser drops the file when the page comes again: say so beside it."""
    sent: UploadedFile | None = cleaned.get("file")
    if sent is not None and (sent.size or 0) > MOST_BYTES:
        form.add_error("file", SENTENCES[Why.TOO_LARGE])
    elif sent is not None and form.errors:
        form.add_error("file", CHOOSE_AGAIN)


def say_if_too_large(form: forms.Form, request: HttpRequest) -> None:
    """A body that is too large reaches no form: say why instead of asking for a file."""
    length = request.META.get("CONTENT_LENGTH") or ""
    if form.is_bound and not request.FILES and length.isdecimal() and int(length) > MOST_BYTES:
        form.errors["file"] = form.error_class([SENTENCES[Why.TOO_LARGE]])


def size_in_words(size: int) -> str:
    if size < 1_000:
        return f"{size} bytes"
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{size // 1_000} kB"


def reading(opened: OpenDocument | None, kind: str, number: int) -> dict[str, Any]:
    """What `layouts/document.html` shows of one page of a document."""
    return {
        "opened": opened,
        "number": number,
        "is_paged": Kind(kind) in PAGED,
        "is_office": Kind(kind) in (Kind.WORD, Kind.EXCEL),
        "words": _words(opened, number),
    }


def _words(opened: OpenDocument | None, number: int) -> str | None:
    """None where they cannot be taken out: the file was fine when it came, and a limit was met now."""
    try:
        return opened.words(number) if opened is not None else None
    except Refused:
        return None
