"""A message while it is being written: its author's alone, and gone once it is sent."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from encircle.common.ids import new_id

from ..vocabulary import Condition, Kind

LONGEST_SUBJECT = 100
LONGEST_TEXT = 10_000


class Draft(models.Model):
    """Holds no foreign keys but its author's, so that it can go without a trace of itself."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.MESSAGE)
    subject = models.CharField(max_length=LONGEST_SUBJECT)
    text = models.TextField(db_comment="What is being written to volunteers")
    areas = ArrayField(models.UUIDField(), db_comment="Areas whose volunteers it is for")
    conditions = ArrayField(models.CharField(max_length=16, choices=Condition), default=list)
    left_out = ArrayField(models.UUIDField(), default=list, db_comment="Volunteers ticked off the list")
    not_about_anybody = models.BooleanField(
        default=False, db_comment="The author says that a number, address or date in it is not about a person"
    )
    saved_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["author", "-saved_at"], name="messaging_draft_author")]
