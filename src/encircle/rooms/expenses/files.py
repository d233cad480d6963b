"""Files built for one person: encrypted under the row, handed out once, gone in an hour, with no name in a header."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from encircle.common.errors import NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.accounts.secrets import seal, unseal
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record

from .models import BuiltFile
from .rules import require_paying
from .vocabulary import FileKind

LASTS = timedelta(hours=1)
PURPOSE = "expenses file"
ITEM = "expenses.builtfile"
BOM = b"\xef\xbb\xbf"
# A spreadsheet takes a cell that begins with one of these for a formula (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def as_csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """For spreadsheets: UTF-8 with a byte order mark, lines ended as they expect, and no cell a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([plain_cell(cell) for cell in row] for row in rows)
    return BOM + text.getvalue().encode()


def plain_cell(cell: str) -> str:
    """Begins with an apostrophe where a spreadsheet would reckon instead of show."""
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA) or cell.startswith(FORMULA) else cell


@transaction.atomic
def keep_file(
    kind: FileKind, content: bytes, *, id: UUID, item_id: UUID | None = None, by: Actor, at: datetime
) -> BuiltFile:
    require_paying(by)
    row = BuiltFile(id=id, user_id=by.user_id, kind=kind, item_id=item_id, made_at=at, expires_at=at + LASTS)
    row.content = seal(content, purpose=PURPOSE, place=str(id))
    BuiltFile.objects.bulk_create([row])
    record(Verb.CREATED, ITEM, id, by=by.acting, detail=kind)
    return row


def own_files(kind: FileKind, by: Actor, item_id: UUID | None = None) -> list[BuiltFile]:
    found = BuiltFile.objects.defer("content").filter(user=by.user_id, kind=kind, item_id=item_id)
    return list(found.order_by("-made_at"))


@transaction.atomic
def hand_out(file_id: UUID, *, by: Actor) -> tuple[FileKind, bytes]:
    """Once: from then on it is gone. Raises NotFound."""
    found = BuiltFile.objects.filter(pk=file_id, user=by.user_id).first()
    if found is None or not BuiltFile.objects.filter(pk=file_id).delete()[0]:
        raise NotFound()
    record(Verb.EXPORTED, ITEM, file_id, by=by.acting, detail=found.kind)
    return FileKind(found.kind), unseal(bytes(found.content), purpose=PURPOSE, place=str(file_id))


@transaction.atomic
def sweep(at: datetime) -> int:
    """Called by the clerk: what has expired goes."""
    return BuiltFile.objects.filter(expires_at__lte=at).delete()[0]
