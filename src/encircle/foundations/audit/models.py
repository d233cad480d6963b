"""The trace: who did what to which item, when. Ids and field names, never values; no foreign keys, so that a
trace outlives what it is about. Appended plainly, sealed each minute."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Verb(models.TextChoices):
    OPENED = "opened", "opened"
    LISTED = "listed", "looked at a list of"
    SEARCHED = "searched", "searched"
    EXPORTED = "exported", "exported"
    CREATED = "created", "added"
    CHANGED = "changed", "changed"
    DECIDED = "decided", "decided"
    SHARED = "shared", "shared"
    REFUSED = "refused", "was refused"
    SIGNED_IN = "signed_in", "signed in"
    SIGNED_OUT = "signed_out", "signed out"
    FAILED = "failed", "failed to sign in"
    ENDED = "ended", "ended"


class Entry(models.Model):
    """One line of the trace. A line `opened` is also the receipt without which content cannot be read."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_comment="Clock of the database transaction")
    actor_id = models.UUIDField(null=True, db_comment="Who acted")
    system = models.CharField(max_length=20, blank=True, db_comment="Named system identity, when no person acted")
    on_behalf_id = models.UUIDField(null=True, db_comment="The person a system identity worked for")
    nonce = models.UUIDField(db_comment="Ties the line to one request or task")
    verb = models.CharField(max_length=12, choices=Verb)
    item_type = models.CharField(max_length=60, db_comment="Kind of record, e.g. meetings.minutesversion")
    item_id = models.UUIDField(null=True)
    circle_id = models.UUIDField(null=True)
    area_id = models.UUIDField(null=True, db_comment="Empty for walled items: then only assurance sees the line")
    person_id = models.UUIDField(null=True, db_comment="Core member the item is about, where there is one")
    fields = ArrayField(models.CharField(max_length=60), default=list, db_comment="Names of fields, never values")
    detail = models.CharField(max_length=120, blank=True, db_comment="A code from a fixed list or a count; never text")
    seal_id = models.BigIntegerField(null=True, db_comment="The seal over this line, once sealed")

    class Meta:
        indexes = [
            models.Index(fields=["nonce"], condition=Q(verb="opened"), name="audit_entry_receipts"),
            models.Index(fields=["item_id", "-id"], name="audit_entry_item"),
            models.Index(fields=["circle_id", "-id"], name="audit_entry_circle"),
            models.Index(fields=["actor_id", "-id"], name="audit_entry_actor"),
            models.Index(fields=["id"], condition=Q(seal_id__isnull=True), name="audit_entry_unsealed"),
            models.Index(fields=["seal_id", "id"], name="audit_entry_seal"),
        ]


class Seal(models.Model):
    """A signature over a stretch of the trace, chained to the seal before it."""

    id = models.BigIntegerField(primary_key=True, db_comment="1, 2, 3 … without a gap")
    sealed_at = models.DateTimeField()
    entry_count = models.PositiveIntegerField()
    first_entry = models.BigIntegerField()
    last_entry = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    previous = models.BinaryField(max_length=32)
    key_id = models.CharField(max_length=16)
    signature = models.BinaryField(max_length=64)
