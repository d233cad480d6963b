"""Photos of receipts: kept as any document is, locked with a key of the volunteer's own."""

from django.db import models

from encircle.foundations.files.models import DocumentLock, DocumentScan, StoredDocument
from encircle.rooms.organisation.models import Area
from encircle.rooms.volunteers.models import Volunteer


class Receipt(StoredDocument):
    """`subject_id` is the volunteer. A claim that is mended keeps the receipts of the one that came back."""

    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")


class ReceiptLock(DocumentLock):
    """What opens it, and the name it came under: content, receipt for the document."""

    document = models.OneToOneField(Receipt, models.PROTECT, primary_key=True, related_name="lock")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")


class ReceiptScan(DocumentScan):
    document = models.OneToOneField(Receipt, models.PROTECT, primary_key=True, related_name="scan")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
