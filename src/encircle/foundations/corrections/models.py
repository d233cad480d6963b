"""What a record said before it was corrected: a row for each field, never edited."""

from django.conf import settings
from django.db import models

from encircle.common.ids import new_id


class Correction(models.Model):
    """That a field of a record was changed after the fact. Holds no value: those stand apart, against a receipt."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    item_type = models.CharField(max_length=60, db_comment="Which table, as in the trace")
    item_id = models.UUIDField(db_comment="The record; no foreign key, as in the trace")
    field = models.CharField(max_length=60)
    circle_id = models.UUIDField(null=True, db_comment="The Circle it belongs to, where it is one's")
    area_id = models.UUIDField(null=True, db_comment="Its area; empty: of the whole charity")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["item_id", "-at"], name="corrections_of_item"),
            models.Index(fields=["circle_id", "-at"], name="corrections_of_circle"),
        ]


class CorrectionWords(models.Model):
    """Before, after and why: content, receipt for the record."""

    correction = models.OneToOneField(Correction, models.PROTECT, primary_key=True, related_name="words")
    item_id = models.UUIDField()
    circle_id = models.UUIDField(null=True)
    area_id = models.UUIDField(null=True)
    old = models.TextField(blank=True, db_comment="What it said before")
    new = models.TextField(blank=True, db_comment="What it says from then on")
    why = models.TextField(db_comment="Why it was changed")
