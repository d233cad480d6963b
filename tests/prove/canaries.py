"""Words planted in what people wrote, and where they are looked for."""

import io
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from django.db import connection
from pypdf import PdfReader

from encircle.foundations.audit.models import Entry
from tests.support.database import as_owner

from . import tables

# Who may ever read each, written by hand.
CANARIES = {key[0]: who for key, who in tables.read(Path(__file__).parent / "canaries.txt").items()}
ADDRESSES = re.compile(rb'\b(?:href|action|src|formaction|data-[a-z-]+)="([^"]*)"')
TITLE = re.compile(rb"<title[^>]*>(.*?)</title>", re.DOTALL)
# Tables that hold what is carried out, queued or noted: no word of anybody's belongs there.
BETWEEN = ("post_letter", "post_notice", "post_attempt", "procrastinate_jobs", "procrastinate_events", "audit_entry")


def readable(answer) -> str:
    """The words of a page or of a file that was handed out."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
    if body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    return body.decode("utf-8", "replace")


def in_open_places(answer) -> dict[str, str]:
    """What is seen by more than the reader: a proxy, a history, a list of windows, a folder of downloads."""
    body = b"" if answer.streaming else answer.content
    return {
        "a header": str(dict(answer.headers)),
        "an address": "\n".join(found.decode("utf-8", "replace") for found in ADDRESSES.findall(body)),
        "a title": " ".join(found.decode("utf-8", "replace") for found in TITLE.findall(body)),
    }


def found_in(text: str, more: Iterable[str] = ()) -> list[str]:
    return [canary for canary in (*CANARIES, *more) if canary in text]


def between_tables(more: Iterable[str] = ()) -> tuple[int, list[str]]:
    """How many rows were looked through, and what was found in them."""
    found, rows = [], 0
    with as_owner(), connection.cursor() as cursor:
        for table in BETWEEN:
            cursor.execute(f"SELECT t::text FROM {table} t")
            lines = [line for (line,) in cursor.fetchall()]
            rows += len(lines)
            found += [f"{canary} stands in {table}" for canary in found_in("\n".join(lines), more)]
    return rows, found


def without_a_trace(read: list[str], behind: dict[str, UUID], nonce: UUID, user_id: UUID) -> list[str]:
    """Of the words that were read in one request: those whose item this person did not open in it."""
    narrative = {canary: behind[canary] for canary in read if canary in behind}
    if not narrative:
        return []
    with as_owner():
        opened = set(
            Entry.objects.filter(nonce=nonce, actor_id=user_id, verb="opened").values_list("item_id", flat=True)
        )
    return [canary for canary, item in narrative.items() if item not in opened]
