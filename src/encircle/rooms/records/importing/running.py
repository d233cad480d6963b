"""One run: check every row of every sheet, then write all of it, or nothing."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError, IntegrityError, connection, transaction

from encircle.common.errors import Invalid, NotAllowed, Refusal
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.roles import May
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record

from .caseload import Caseload, load_links
from .kinds import IMPORTERS
from .reading import Book, Done
from .sheets import SHEETS, Kind

ITEM = "records.import"
SOMEBODY_ELSE = (
    "Somebody changed the same things in Encircle at this moment, so nothing was brought in. Send the workbook again"
)


class Busy(Refusal):
    """Two imports at once would not see each other's rows."""


@dataclass(frozen=True)
class Outcome:
    """`book` holds what became of each row. `written` is false for a try, and when anything was refused."""

    book: Book
    written: bool
    dry_run: bool

    def counts(self, kind: Kind) -> Counter[Done]:
        return Counter(row.done for row in self.book.rows[kind])

    @property
    def totals(self) -> Counter[Done]:
        return Counter(row.done for row in self.book.every_row)


class _OnlyATry(Exception):
    """Undoes the writes of a try."""


def may_import(actor: Actor) -> bool:
    return actor.may(May.IMPORT)


def require_importing(actor: Actor) -> None:
    if not may_import(actor):
        raise NotAllowed("Only an operations manager brings in a caseload.")


def import_book(book: Book, *, dry_run: bool, by: Actor, at: datetime) -> Outcome:
    """Check and write. A try does both and takes the writing back, so that it finds what only the database knows.

    Raises NotAllowed, or Busy while another import is under way. Call outside any savepoint.
    """
    require_importing(by)
    _alone()
    case = _checked(book, by, at)
    written = not book.is_refused and _written(book, case, dry_run=dry_run)
    _leave_trace(book, written, dry_run, by)
    return Outcome(book, written, dry_run)


def _alone() -> None:
    """Holds until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('encircle import'))")
        (first,) = cursor.fetchone()
    if not first:
        raise Busy("Another import is under way. Try again when it is done.")


def _checked(book: Book, by: Actor, at: datetime) -> Caseload:
    case = Caseload(by, at)
    load_links(case, book)
    for importer in IMPORTERS:
        importer(case).take(book.rows[importer.kind])
    return case


def _written(book: Book, case: Caseload, *, dry_run: bool) -> bool:
    try:
        with transaction.atomic():
            case.write()
            if dry_run:
                raise _OnlyATry
    except _OnlyATry:
        return False
    except Invalid as refusal:
        book.faults.extend(refusal.errors.values())
        return False
    except (IntegrityError, Refusal):
        book.faults.append(SOMEBODY_ELSE)
        return False
    except DatabaseError:
        book.faults.append("The database refused a row without saying which. Nothing was brought in")
        return False
    return True


def _leave_trace(book: Book, written: bool, dry_run: bool, by: Actor) -> None:
    totals = Counter(row.done for row in book.every_row)
    verb = Verb.CREATED if written else Verb.REFUSED if book.is_refused else Verb.LISTED
    counted = ", ".join(f"{totals[done]} {done.value}" for done in Done)
    record(verb, ITEM, by=by.acting, detail=("tried: " if dry_run else "") + counted)


def titles_with_rows(book: Book) -> list[tuple[Kind, str]]:
    """Sheets that hold something, in their order."""
    return [(sheet.kind, sheet.title) for sheet in SHEETS if book.rows[sheet.kind]]
