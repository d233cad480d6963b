"""The breach log: what went wrong with somebody's information, what was done, and that the lead was told."""

from django.conf import settings
from django.db import models

from encircle.common.ids import new_id
from encircle.rooms.circles.models import Circle
from encircle.rooms.organisation.models import Area
from encircle.rooms.sharing.models import Release

USER = settings.AUTH_USER_MODEL


class Breach(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=12, unique=True)
    release = models.ForeignKey(Release, models.PROTECT, null=True, blank=True, related_name="+")
    circle = models.ForeignKey(Circle, models.PROTECT, null=True, blank=True, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    opened_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["area", "opened_at"], name="records_breach_area")]


class BreachAccount(models.Model):
    """What happened and what was done, in words: content, receipt for the breach."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    breach = models.ForeignKey(Breach, models.PROTECT, related_name="accounts")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    text = models.TextField(db_comment="What happened or was done")
    written_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()


from .importing.models import ExternalReference, ImportRun  # noqa: E402, F401  (Django looks for models here)
