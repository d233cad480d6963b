"""Volunteers, and those who apply to be one: who they are and how to reach them. Their Circles are seats."""

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from encircle.common.ids import new_id
from encircle.rooms.organisation.models import Area

from .vocabulary import AgeBand, Sex


class Volunteer(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=12, unique=True)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    given_name = models.CharField(max_length=80, db_comment="Given name of the volunteer")
    family_name = models.CharField(max_length=80, db_comment="Family name of the volunteer")
    email = models.EmailField(db_comment="Address of the volunteer")
    phone = models.CharField(max_length=30, blank=True, db_comment="Telephone of the volunteer")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="volunteers")
    joined_on = models.DateField(null=True, blank=True, db_comment="Empty: has applied and is not accepted")
    left_on = models.DateField(null=True, blank=True)
    ends_at = models.DateTimeField(
        null=True,
        blank=True,
        db_comment="From this instant their own pages answer nothing; with the last day, or before",
    )

    returned_at = models.DateTimeField(
        null=True, blank=True, db_comment="When they came back after leaving; what is signed anew counts from then on"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(user__isnull=False), name="volunteers_one_per_login"),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(joined_on__isnull=False), name="volunteers_left_after_joining"
            ),
            models.UniqueConstraint(fields=["id", "area"], name="volunteers_in_area"),
        ]
        indexes = [models.Index(fields=["area", "family_name"], name="volunteers_area_name")]

    def has_left(self, at: datetime) -> bool:
        return self.ends_at is not None and self.ends_at <= at

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}"


class OfAVolunteer(models.Model):
    """Something about one volunteer, or somebody who applies to be one, with the area they are of."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True


class SaidByVolunteer(models.Model):
    """Said by a volunteer, or noted for them. Never edited: the newest counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        abstract = True
        indexes = [
            models.Index(fields=["volunteer", "-said_at"], name="%(app_label)s_%(class)s_newest"),
            models.Index(fields=["area"], name="%(app_label)s_%(class)s_area"),
        ]


class Matching(SaidByVolunteer):
    """What a Circle is put together by: a mix of women and men, of ages and of experience, and journeys."""

    sex = models.CharField(max_length=8, choices=Sex, db_comment="Asked to mix Circles, apart from equalities answers")
    age_band = models.CharField(max_length=8, choices=AgeBand, db_comment="Asked to mix Circles")
    place = models.CharField(
        max_length=12, blank=True, db_comment="National Grid reference of about where they set out from, to a kilometre"
    )
    languages = models.CharField(max_length=200, blank=True, db_comment="Languages they speak besides English")
    circles_before = models.PositiveSmallIntegerField(
        default=0, db_comment="Circles they were in before they came to this charity"
    )


class Availability(SaidByVolunteer):
    """When they are free each week, and how far they travel."""

    slots = ArrayField(models.CharField(max_length=12), db_comment="Weekly slots in which they are free")
    miles = models.PositiveSmallIntegerField(db_comment="How far they travel to a meeting, one way")

    class Meta(SaidByVolunteer.Meta):
        verbose_name_plural = "availability"
