"""A workbook sent in by its page: kept encrypted for an hour for its sender, tried, then brought in on their word."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.accounts.secrets import seal, unseal
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.foundations.queue import queue_work

from .models import ImportRun
from .reading import Book, Done, NotReadable, read_book
from .running import Outcome, import_book, require_importing, titles_with_rows
from .writing import answer

LASTS = timedelta(hours=1)
AT_ONCE = 1000  # rows that are checked while the page waits: about two seconds
SHOWN = 50  # refusals on the page; the rest stand in the answer
ITEM = "records.importrun"
CARRY_OUT = "records.carry_out_import"
WORKBOOK, REPORT, ANSWER = "import workbook", "import report", "import answer"


@dataclass(frozen=True)
class Report:
    """What the last try or import found, as the page shows it."""

    written: bool = False
    faults: list[str] = field(default_factory=list)
    counts: list[tuple[str, dict[str, int]]] = field(default_factory=list)  # sheet -> new, changed, same, refused
    refusals: list[tuple[str, int, str]] = field(default_factory=list)  # sheet, row, why
    refused: int = 0

    @property
    def is_clean(self) -> bool:
        return not self.faults and not self.refused

    @property
    def to_bring_in(self) -> int:
        return sum(counted.get(done, 0) for _, counted in self.counts for done in (Done.NEW, Done.CHANGED))


def send_in(content: bytes, *, id: UUID, by: Actor, at: datetime) -> UUID:
    """Keep the workbook and try it: at once when it is small, else in the background. Raises NotAllowed or Invalid."""
    require_importing(by)
    if ImportRun.objects.filter(pk=id).exists():
        return id
    book = _readable(content)
    run = ImportRun(id=id, user_id=by.user_id, sent_at=at, expires_at=at + LASTS, rows=len(book.every_row))
    run.workbook = seal(content, purpose=WORKBOOK, place=str(id))
    ImportRun.objects.bulk_create([run])
    record(Verb.CREATED, ITEM, id, by=by.acting, detail=f"{run.rows} rows")
    if run.rows <= AT_ONCE:
        _carry_out(run, book, dry_run=True, by=by, at=at)
    else:
        _later(id)
    return id


def confirm(run_id: UUID, *, by: Actor, at: datetime) -> None:
    """Bring in what was tried. Every check is made again. Pressed twice, it is done once."""
    require_importing(by)
    run = open_run(run_id)
    if run.confirmed_at is not None:
        return
    if run.checked_at is None or not report_of(run).is_clean:
        raise NotAllowed("Only a workbook in which nothing is refused can be brought in.")
    if not ImportRun.objects.filter(pk=run_id, confirmed_at=None).update(confirmed_at=at, expires_at=at + LASTS):
        return
    run.confirmed_at = at
    if run.rows <= AT_ONCE:
        _carry_out(run, read_book(_workbook(run)), dry_run=False, by=by, at=at)
    else:
        _later(run_id)


def carry_out(run_id: UUID, *, by: Actor, at: datetime) -> None:
    """The background's part: the try, or, once confirmed, the import. What is done already is not done again."""
    run = ImportRun.objects.filter(pk=run_id).first()
    if run is None or run.done_at is not None or (run.checked_at is not None and run.confirmed_at is None):
        return
    _carry_out(run, read_book(_workbook(run)), dry_run=run.confirmed_at is None, by=by, at=at)


def break_off(run_id: UUID, *, at: datetime) -> None:
    """The background met something nobody foresaw: the page says so, and nothing was written."""
    ImportRun.objects.filter(pk=run_id).update(failed_at=at)


def open_run(run_id: UUID) -> ImportRun:
    """One's own, within its hour. Raises NotFound."""
    run = ImportRun.objects.defer("workbook", "answer").filter(pk=run_id).first()
    if run is None:
        raise NotFound()
    return run


def runs_of(user_id: UUID) -> list[ImportRun]:
    """One's own that have not expired, newest first."""
    return list(ImportRun.objects.defer("workbook", "answer", "report").filter(user=user_id).order_by("-sent_at"))


def report_of(run: ImportRun) -> Report:
    if not run.report:
        return Report()
    said: dict[str, Any] = json.loads(unseal(bytes(run.report), purpose=REPORT, place=str(run.pk)))
    return Report(**said)


def answer_of(run_id: UUID, *, by: Actor) -> bytes:
    """The answer workbook, for its sender within the hour. Raises NotFound."""
    sealed = ImportRun.objects.filter(pk=run_id).values_list("answer", flat=True).first()
    if not sealed:
        raise NotFound()
    record(Verb.EXPORTED, ITEM, run_id, by=by.acting)
    return unseal(bytes(sealed), purpose=ANSWER, place=str(run_id))


def let_go(run_id: UUID, *, by: Actor) -> None:
    """The sender wants it gone now."""
    if not ImportRun.objects.filter(pk=run_id).delete()[0]:
        raise NotFound()
    record(Verb.ENDED, ITEM, run_id, by=by.acting)


def _carry_out(run: ImportRun, book: Book, *, dry_run: bool, by: Actor, at: datetime) -> None:
    outcome = import_book(book, dry_run=dry_run, by=by, at=at)
    written = outcome.written
    moments: dict[str, datetime | None] = {"checked_at": at, **({"done_at": at} if written else {})}
    if not dry_run and not written:
        moments["confirmed_at"] = None  # something was refused meanwhile: back to the page that says what
    changed = ImportRun.objects.filter(pk=run.pk).update(
        report=seal(json.dumps(_report(outcome)).encode(), purpose=REPORT, place=str(run.pk)),
        answer=seal(answer(book, written=written, dry_run=dry_run), purpose=ANSWER, place=str(run.pk)),
        expires_at=at + LASTS,
        **moments,
    )
    if not changed:
        raise NotFound()


def _report(outcome: Outcome) -> dict[str, Any]:
    book = outcome.book
    refused = [row for row in book.every_row if row.done == Done.REFUSED]
    return {
        "written": outcome.written,
        "faults": book.faults,
        "counts": [
            (title, {done.value: number for done, number in outcome.counts(kind).items()})
            for kind, title in titles_with_rows(book)
        ],
        "refusals": [(row.sheet.title, row.number, ". ".join(row.reasons) + ".") for row in refused[:SHOWN]],
        "refused": len(refused),
    }


def _readable(content: bytes) -> Book:
    try:
        return read_book(content)
    except NotReadable as refusal:
        raise Invalid({"workbook": str(refusal)}) from None


def _workbook(run: ImportRun) -> bytes:
    sealed = ImportRun.objects.values_list("workbook", flat=True).get(pk=run.pk)
    return unseal(bytes(sealed), purpose=WORKBOOK, place=str(run.pk))


def _later(run_id: UUID) -> None:
    """Queued in this transaction; the argument says nothing to anybody."""
    queue_work(CARRY_OUT, {"run_id": str(run_id)}, queue="imports")


@transaction.atomic
def sweep(at: datetime) -> int:
    """Called by the clerk: what has expired goes."""
    return ImportRun.objects.filter(expires_at__lte=at).delete()[0]
