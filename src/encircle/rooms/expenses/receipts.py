"""Photos of receipts: taken in as any document is, opened with a receipt of the trace."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from encircle.common.errors import Invalid, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.identity import Acting
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import leave_receipt, record
from encircle.foundations.files.intake import Refused, take_in
from encircle.foundations.files.keeping import OpenDocument, Shelf, keep, scan_again
from encircle.foundations.files.models import Verdict

from .models import Claim, Receipt, ReceiptLock, ReceiptScan
from .rules import require_own

SHELF = Shelf(Receipt, ReceiptLock, ReceiptScan, carried=("volunteer_id", "area_id"))
ITEM = "expenses.receipt"


def keep_receipt(claim: Claim, name: str, content: bytes, *, id: UUID, by: Actor, at: datetime) -> Receipt:
    """Raises Invalid with the reason where the file is not taken; the trace keeps that reason, and nothing of it."""
    require_own(by, claim.volunteer_id)
    row = Receipt(
        id=id, subject_id=claim.volunteer_id, volunteer_id=claim.volunteer_id, area_id=claim.area_id,
        uploaded_by_id=by.user_id, uploaded_at=at,
    )  # fmt: skip
    try:
        taken = take_in(name, content)
    except Refused as refused:
        record(Verb.REFUSED, ITEM, id, by=by.acting, area_id=claim.area_id, detail=refused.why)
        raise Invalid({"file": refused.sentence}) from refused
    with transaction.atomic():
        keep(SHELF, taken, row, at=at)
        record(Verb.CREATED, ITEM, id, by=by.acting, area_id=claim.area_id)
    return row


def receipt_row(receipt_id: UUID) -> Receipt:
    """What may be known of it without opening it. Raises NotFound."""
    found = Receipt.objects.select_related("scan").filter(pk=receipt_id).first()
    if found is None:
        raise NotFound()
    return found


def verdict_on(row: Receipt) -> Verdict | None:
    """None: it waits for the virus scanner."""
    scan = getattr(row, "scan", None)
    return Verdict(scan.verdict) if scan is not None else None


def open_receipt(row: Receipt, *, by: Actor) -> OpenDocument | None:
    """With its key and its name. None for what waits for the scanner, or was refused by it."""
    leave_receipt(ITEM, row.pk, by=by.acting, area_id=row.area_id)
    lock = ReceiptLock.objects.filter(document=row).first()
    return OpenDocument(row, lock) if lock is not None else None


def waiting_for_scanner() -> list[UUID]:
    rows = Receipt.objects.filter(scan__isnull=True).order_by("uploaded_at")
    return list(rows.values_list("pk", flat=True)[:200])


def scan_one(receipt_id: UUID, *, acting: Acting) -> Verdict | None:
    """Under the scanner's identity, in a transaction of its own. None while the scanner is down."""
    found = Receipt.objects.filter(pk=receipt_id, scan__isnull=True).first()
    if found is None:
        return None
    leave_receipt(ITEM, found.pk, by=acting, area_id=found.area_id)
    return scan_again(found, SHELF, at=acting.at)
