"""Volunteers: who they are and how to reach them. Their Circles are seats."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from encircle.common.ids import new_id
from encircle.rooms.organisation.models import Area


class Volunteer(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=12, unique=True)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    given_name = models.CharField(max_length=80, db_comment="Given name of the volunteer")
    family_name = models.CharField(max_length=80, db_comment="Family name of the volunteer")
    email = models.EmailField(db_comment="Address of the volunteer")
    phone = models.CharField(max_length=30, blank=True, db_comment="Telephone of the volunteer")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="volunteers")
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(user__isnull=False), name="volunteers_one_per_login")
        ]
        indexes = [models.Index(fields=["area", "family_name"], name="volunteers_area_name")]

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}"
