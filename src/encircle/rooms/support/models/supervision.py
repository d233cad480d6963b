"""Supervision and counselling: that it was is seen by the staff of the area; what was said is not."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from encircle.common.ids import new_id
from encircle.rooms.organisation.models import Area
from encircle.rooms.volunteers.models import Volunteer

from ..vocabulary import CounsellingOutcome, Presence, SupervisionKind

USER = settings.AUTH_USER_MODEL


class Supervision(models.Model):
    """Supervision planned, held or not. That it took place is seen by the staff of the area; what was said is not."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=12, choices=SupervisionKind)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=120, blank=True)
    supervisor = models.ForeignKey(USER, models.PROTECT, related_name="+")
    planned_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["area", "-starts_at"], name="support_supervision_area"),
            models.Index(fields=["supervisor", "-starts_at"], name="support_supervision_supervisor"),
        ]


class SupervisionPlace(models.Model):
    """A volunteer's place in a supervision, and whether they took part."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    supervision = models.ForeignKey(Supervision, models.PROTECT, related_name="places")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    presence = models.CharField(max_length=10, choices=Presence, blank=True, db_comment="Empty: not recorded yet")
    recorded_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["supervision", "volunteer"], name="support_place_once"),
            models.CheckConstraint(
                condition=Q(presence="", recorded_at__isnull=True, recorded_by__isnull=True)
                | (~Q(presence="") & Q(recorded_at__isnull=False, recorded_by__isnull=False)),
                name="support_place_recorded_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["volunteer"], name="support_place_volunteer")]


class SupervisionNote(models.Model):
    """What was said in supervision: content, receipt for the supervision. For its supervisor and who took part."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    supervision = models.ForeignKey(Supervision, models.PROTECT, related_name="notes")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    text = models.TextField(db_comment="What was said in supervision")
    written_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()


class CounsellingOffer(models.Model):
    """Counselling was offered to a volunteer. Only that, and what came of it, as codes: nothing a Circle could read."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    offered_on = models.DateField(db_comment="Day counselling was offered to a volunteer")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["volunteer", "-offered_on"], name="support_offer_volunteer")]


class CounsellingStep(models.Model):
    """What came of an offer. The newest counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    offer = models.ForeignKey(CounsellingOffer, models.PROTECT, related_name="steps")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=CounsellingOutcome)
    on = models.DateField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
