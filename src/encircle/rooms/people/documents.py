"""Documents about a person: kept, listed, opened. Opening leaves a receipt; without one the database gives no key."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.identity import Acting
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import leave_receipt, record
from encircle.foundations.files.intake import Refused, take_in
from encircle.foundations.files.keeping import OpenDocument, Shelf, keep, scan_again
from encircle.foundations.files.models import Verdict

from .models import PersonDocument, PersonDocumentLock, PersonDocumentScan
from .rules import require_documents, require_originals
from .vocabulary import Onward, PaperKind

SHELF = Shelf(PersonDocument, PersonDocumentLock, PersonDocumentScan)
ITEM = "people.persondocument"
PAGE = 20


@dataclass(frozen=True, kw_only=True, repr=False)
class NewDocument:
    """`id` comes with the form, so that sending it twice keeps it once."""

    id: UUID
    subject_id: UUID
    area_id: UUID
    name: str
    content: bytes
    kind: PaperKind
    agency_id: UUID | None = None
    written_on: date | None = None
    onward: Onward = Onward.COORDINATOR_ONLY


def add_document(new: NewDocument, *, by: Actor, at: datetime) -> PersonDocument:
    """Raises Invalid with the reason where the file is not taken; the trace keeps that reason, and nothing of it."""
    require_documents(by, new.area_id)
    _check(new, at)
    document = PersonDocument(
        id=new.id,
        subject_id=new.subject_id,
        area_id=new.area_id,
        agency_id=new.agency_id,
        kind=new.kind,
        written_on=new.written_on,
        onward=new.onward,
        uploaded_by_id=by.user_id,
        uploaded_at=at,
    )
    try:
        taken = take_in(new.name, new.content)
    except Refused as refused:
        _record(Verb.REFUSED, document, by, detail=refused.why)
        raise Invalid({"file": refused.sentence}) from refused
    with transaction.atomic():
        keep(SHELF, taken, document, at=at)
        _record(Verb.CREATED, document, by)
    return document


def documents(subject_id: UUID, *, page: int = 1) -> tuple[list[PersonDocument], bool]:
    """The newest first, and whether there are more. Each with its agency and its scan."""
    start = (max(page, 1) - 1) * PAGE
    found = list(_rows().filter(subject_id=subject_id).order_by("-uploaded_at", "-pk")[start : start + PAGE + 1])
    return found[:PAGE], len(found) > PAGE


def document(document_id: UUID) -> PersonDocument:
    """What may be known of it without opening it. Raises NotFound."""
    found = _rows().filter(pk=document_id).first()
    if found is None:
        raise NotFound()
    return found


def verdict_on(document: PersonDocument) -> Verdict | None:
    """None: it waits for the virus scanner."""
    scan = getattr(document, "scan", None)
    return Verdict(scan.verdict) if scan is not None else None


def is_openable(document: PersonDocument) -> bool:
    return verdict_on(document) in (Verdict.CLEAN, Verdict.NOT_SCANNED)


def open_document(document: PersonDocument, *, by: Actor) -> OpenDocument | None:
    """With its key and its name. Leaves a receipt. None for what waits for the scanner, or was refused by it."""
    require_documents(by, document.area_id)
    _leave_receipt(document, by.acting)
    lock = PersonDocumentLock.objects.filter(document=document).first()
    return OpenDocument(document, lock) if lock is not None else None


def take_out(document: PersonDocument, *, by: Actor) -> OpenDocument | None:
    """The same, to leave Encircle as a file: the trace says so in a line of its own."""
    require_originals(by, document.area_id)
    opened = open_document(document, by=by)
    if opened is not None:
        _record(Verb.EXPORTED, document, by)
    return opened


def waiting_for_scanner() -> list[UUID]:
    rows = PersonDocument.objects.filter(scan__isnull=True).order_by("uploaded_at")
    return list(rows.values_list("pk", flat=True)[:200])


def scan_one(document_id: UUID, *, acting: Acting) -> Verdict | None:
    """Under the scanner's identity, in a transaction of its own. None while the scanner is down."""
    found = PersonDocument.objects.filter(pk=document_id, scan__isnull=True).first()
    if found is None:
        return None
    _leave_receipt(found, acting)
    return scan_again(found, SHELF, at=acting.at)


def _rows() -> QuerySet[PersonDocument]:
    return PersonDocument.objects.select_related("agency", "scan")


def _check(new: NewDocument, at: datetime) -> None:
    if new.written_on is not None and new.written_on > in_london(at).date():
        raise Invalid({"written_on": "The date on the document must be today or in the past"})


def _leave_receipt(document: PersonDocument, acting: Acting) -> None:
    leave_receipt(ITEM, document.pk, by=acting, area_id=document.area_id, person_id=document.subject_id)


def _record(verb: Verb, document: PersonDocument, by: Actor, detail: str = "") -> None:
    record(
        verb,
        ITEM,
        document.pk,
        by=by.acting,
        area_id=document.area_id,
        person_id=document.subject_id,
        detail=detail,
    )
