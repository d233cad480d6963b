"""Documents that come with a referral: added, read and taken away by whoever writes the form, fixed once it is sent.

They are locked with the key of the person referred, so that they become that person's own when they are accepted.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction
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
from encircle.rooms.people.vocabulary import PaperKind

from .actions.drafting import lock
from .drafts import held_referral, trace_session
from .models import Referral, ReferralDocument, ReferralDocumentLock, ReferralDocumentScan

SHELF = Shelf(ReferralDocument, ReferralDocumentLock, ReferralDocumentScan, carried=("referral_id", "area_id"))
ITEM = "referrals.referraldocument"
MOST = 20  # with one referral


@dataclass(frozen=True, kw_only=True, repr=False)
class NewPaper:
    """`id` comes with the form, so that sending it twice keeps it once."""

    id: UUID
    name: str
    content: bytes
    kind: PaperKind
    written_on: date | None = None


def add_paper(referral_id: UUID, new: NewPaper, *, by: Actor, at: datetime) -> ReferralDocument:
    """To a form in hand. Raises NotFound, or Invalid with the reason why the file is not taken; the trace keeps it."""
    referral = held_referral(referral_id)
    document = _unwritten(referral, new, by, at)
    _check(new, at)
    try:
        taken = take_in(new.name, new.content)
    except Refused as refused:
        _record(Verb.REFUSED, document, by, detail=refused.why)
        raise Invalid({"file": refused.sentence}) from refused
    with transaction.atomic():
        lock(referral_id)
        if ReferralDocument.objects.filter(referral=referral_id).count() >= MOST:
            raise Invalid(f"You can add {MOST} documents at most")
        trace_session(referral, by=by)
        keep(SHELF, taken, document, at=at)
        _record(Verb.CREATED, document, by)
    return document


@transaction.atomic
def take_away(referral_id: UUID, document_id: UUID, *, by: Actor, at: datetime) -> None:
    """From a form in hand. Its only key goes: its bytes lie there locked for good. Twice, once."""
    referral = lock(referral_id)
    document = papers(referral_id).filter(pk=document_id).first()
    if document is None:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT encircle.clear_referral_document(%s)", [document_id])
        (cleared,) = cursor.fetchone()
    if not cleared:
        raise NotFound()
    trace_session(referral, by=by)
    _record(Verb.ENDED, document, by)


def papers(referral_id: UUID) -> QuerySet[ReferralDocument]:
    """In the order they were added, each with its scan."""
    rows = ReferralDocument.objects.filter(referral=referral_id).select_related("agency", "scan")
    return rows.order_by("uploaded_at", "pk")


def paper(document_id: UUID) -> ReferralDocument:
    """What may be known of it without opening it. Raises NotFound."""
    found = ReferralDocument.objects.select_related("agency", "scan", "referral").filter(pk=document_id).first()
    if found is None:
        raise NotFound()
    return found


def verdict_on(document: ReferralDocument) -> Verdict | None:
    """None: it waits for the virus scanner."""
    scan = getattr(document, "scan", None)
    return Verdict(scan.verdict) if scan is not None else None


def open_paper(document: ReferralDocument, *, by: Actor) -> OpenDocument | None:
    """With its key and its name. Leaves a receipt. None for what waits for the scanner, or was refused by it."""
    _leave_receipt(document, by.acting)
    found = ReferralDocumentLock.objects.filter(document=document).first()
    return OpenDocument(document, found) if found is not None else None


def take_over_papers(referral: Referral, *, by: Actor) -> int:
    """Part of a decision to accept, in its transaction, once the person's row is there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT encircle.take_over_documents(%s)", [referral.pk])
        (taken,) = cursor.fetchone()
    if taken:
        record(
            Verb.CREATED, "people.persondocument", by=by.acting, area_id=referral.area_id,
            person_id=referral.subject_id, detail=str(taken),
        )  # fmt: skip
    return int(taken)


def waiting_for_scanner() -> list[UUID]:
    rows = ReferralDocument.objects.filter(scan__isnull=True).order_by("uploaded_at")
    return list(rows.values_list("pk", flat=True)[:200])


def scan_one(document_id: UUID, *, acting: Acting) -> Verdict | None:
    """Under the scanner's identity, in a transaction of its own. None while the scanner is down."""
    found = ReferralDocument.objects.filter(pk=document_id, scan__isnull=True).first()
    if found is None:
        return None
    _leave_receipt(found, acting)
    return scan_again(found, SHELF, at=acting.at)


def _unwritten(referral: Referral, new: NewPaper, by: Actor, at: datetime) -> ReferralDocument:
    return ReferralDocument(
        id=new.id,
        referral=referral,
        area_id=referral.area_id,
        subject_id=referral.subject_id,
        agency_id=referral.agency_id,
        kind=new.kind,
        written_on=new.written_on,
        uploaded_by_id=by.user_id,
        uploaded_at=at,
    )


def _check(new: NewPaper, at: datetime) -> None:
    if new.written_on is not None and new.written_on > in_london(at).date():
        raise Invalid({"written_on": "The date on the document must be today or in the past"})


def _leave_receipt(document: ReferralDocument, acting: Acting) -> None:
    leave_receipt(ITEM, document.pk, by=acting, area_id=document.area_id, person_id=document.subject_id)


def _record(verb: Verb, document: ReferralDocument, by: Actor, detail: str = "") -> None:
    record(
        verb, ITEM, document.pk, by=by.acting, area_id=document.area_id, person_id=document.subject_id, detail=detail
    )
