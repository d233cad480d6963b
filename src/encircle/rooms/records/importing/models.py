"""What the charity calls things elsewhere, and a workbook on its way in."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from encircle.common.ids import new_id

USER = settings.AUTH_USER_MODEL


class ExternalReference(models.Model):
    """One row of a workbook and what it became here, so that the same row brought in again changes nothing.

    `said` tells which cells changed since: for each column a keyed hash of what stood there, never the words.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=20, db_comment="Which sheet")
    reference = models.CharField(max_length=80, db_comment="The charity's own reference, in small letters")
    item_id = models.UUIDField(db_comment="What it became here")
    said = models.JSONField(default=dict, db_comment="Column -> keyed hash of what it said when last brought in")
    imported_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    imported_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "reference"], name="records_externalreference_once"),
            models.UniqueConstraint(fields=["kind", "item_id"], name="records_externalreference_one_an_item"),
        ]


class ImportRun(models.Model):
    """A workbook somebody sent in, and the answer to it: encrypted, that person's alone, gone after an hour."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(USER, models.CASCADE, related_name="+")
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_comment="From then on nobody can read it; the next sweep removes it")
    rows = models.PositiveIntegerField(db_comment="How many rows the workbook has")
    workbook = models.BinaryField(db_comment="The workbook, encrypted for this row")
    report = models.BinaryField(null=True, db_comment="What the last check or import found, encrypted for this row")
    answer = models.BinaryField(null=True, db_comment="The workbook with a sentence beside each row, encrypted")
    checked_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True, db_comment="When the person asked for it to be brought in")
    done_at = models.DateTimeField(null=True, db_comment="When it was brought in")
    failed_at = models.DateTimeField(null=True, db_comment="When it broke off without a word about any row")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(confirmed_at__isnull=False),
                name="records_importrun_done_when_confirmed",
            )
        ]
        indexes = [
            models.Index(fields=["user", "-sent_at"], name="records_importrun_user"),
            models.Index(fields=["expires_at"], name="records_importrun_expires"),
        ]
