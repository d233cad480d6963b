"""The signed copy of an agreement: kept once, opened with a receipt, locked with a key of the agency's own."""

from collections.abc import Collection
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

from .models import AgencyAgreement, SignedCopy, SignedCopyLock, SignedCopyScan
from .rules import require_managing

SHELF = Shelf(SignedCopy, SignedCopyLock, SignedCopyScan, carried=())
ITEM = "partners.signedcopy"


def keep_copy(
    agreement: AgencyAgreement, name: str, content: bytes, *, id: UUID, by: Actor, at: datetime
) -> SignedCopy:
    """Raises Invalid with the reason where the file is not taken; the trace keeps that reason, and nothing of it."""
    require_managing(by)
    if SignedCopy.objects.filter(agreement=agreement).exclude(pk=id).exists():
        raise Invalid("A signed copy is kept with this agreement already. Record a newer version of the agreement")
    copy = SignedCopy(
        id=id, agreement=agreement, subject_id=agreement.agency_id, uploaded_by_id=by.user_id, uploaded_at=at
    )
    try:
        taken = take_in(name, content)
    except Refused as refused:
        record(Verb.REFUSED, ITEM, copy.pk, by=by.acting, detail=refused.why)
        raise Invalid({"file": refused.sentence}) from refused
    with transaction.atomic():
        keep(SHELF, taken, copy, at=at)
        record(Verb.CREATED, ITEM, copy.pk, by=by.acting)
    return copy


def copies_of(agreements: Collection[UUID]) -> dict[UUID, UUID]:
    """Agreement -> the copy kept with it."""
    return dict(SignedCopy.objects.filter(agreement__in=agreements).values_list("agreement", "pk"))


def signed_copy(copy_id: UUID) -> SignedCopy:
    """What may be known of it without opening it. Raises NotFound."""
    found = SignedCopy.objects.select_related("agreement__agency", "scan").filter(pk=copy_id).first()
    if found is None:
        raise NotFound()
    return found


def verdict_on(copy: SignedCopy) -> Verdict | None:
    """None: it waits for the virus scanner."""
    scan = getattr(copy, "scan", None)
    return Verdict(scan.verdict) if scan is not None else None


def open_copy(copy: SignedCopy, *, by: Actor) -> OpenDocument | None:
    """With its key and its name. Leaves a receipt. None for what waits for the scanner, or was refused by it."""
    leave_receipt(ITEM, copy.pk, by=by.acting)
    lock = SignedCopyLock.objects.filter(document=copy).first()
    return OpenDocument(copy, lock) if lock is not None else None


def waiting_for_scanner() -> list[UUID]:
    rows = SignedCopy.objects.filter(scan__isnull=True).order_by("uploaded_at")
    return list(rows.values_list("pk", flat=True)[:200])


def scan_one(copy_id: UUID, *, acting: Acting) -> Verdict | None:
    """Under the scanner's identity, in a transaction of its own. None while the scanner is down."""
    found = SignedCopy.objects.filter(pk=copy_id, scan__isnull=True).first()
    if found is None:
        return None
    leave_receipt(ITEM, found.pk, by=acting)
    return scan_again(found, SHELF, at=acting.at)
