"""What professionals send: developments on progress, risk or needs. It stays their agency's information."""

from django.conf import settings
from django.db import models

from encircle.common.ids import new_id
from encircle.rooms.circles.models import Circle, Seat
from encircle.rooms.organisation.models import Area
from encircle.rooms.partners.models import Agency, Professional

USER = settings.AUTH_USER_MODEL


class DevelopmentKind(models.TextChoices):
    PROGRESS = "progress", "Progress"
    RISK = "risk", "Risk"
    NEEDS = "needs", "Needs"


class OnwardPermission(models.TextChoices):
    COORDINATOR_ONLY = "coordinator_only", "The coordinator only"
    OUTER_CIRCLE = "outer_circle", "The coordinator and the outer circle"


class Development(models.Model):
    """That a professional sent news; the words stand apart."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="developments")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    professional = models.ForeignKey(Professional, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_comment="Whose information it is")
    kind = models.CharField(max_length=10, choices=DevelopmentKind)
    urgent = models.BooleanField(default=False)
    onward = models.CharField(max_length=20, choices=OnwardPermission, default=OnwardPermission.COORDINATOR_ONLY)
    sent_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["area", "sent_at"], name="received_development_area"),
            models.Index(fields=["circle", "-sent_at"], name="received_development_circle"),
            models.Index(fields=["sent_by", "-sent_at"], name="received_development_sender"),
        ]


class DevelopmentText(models.Model):
    """The words: content, receipt for the development."""

    development = models.OneToOneField(Development, models.PROTECT, primary_key=True, related_name="words")
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    sent_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    text = models.TextField(db_comment="What the professional wrote")


class DevelopmentRead(models.Model):
    """Who of the staff has read a development first, and when."""

    development = models.OneToOneField(Development, models.PROTECT, primary_key=True, related_name="first_read")
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    read_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    read_at = models.DateTimeField()
