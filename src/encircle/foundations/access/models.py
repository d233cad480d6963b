"""Appointments (role, area, period) and break-glass: the rows from which the database decides what is seen."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce, Length
from django.db.models.lookups import GreaterThanOrEqual

from encircle.common.ids import new_id

from .vocabulary import BY_AREA, Role

NO_AREA = "00000000-0000-0000-0000-000000000000"


class Period(Func):
    """A half-open range of time, so that periods can be kept from overlapping."""

    function = "tstzrange"
    output_field = DateTimeRangeField()


class Appointment(models.Model):
    """A role a person holds, in one area or in none, for a period that ends at an instant by itself."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=30, choices=Role)
    area_id = models.UUIDField(null=True, blank=True, db_comment="Area, for roles held by area")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    appointed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_comment="Empty only for the first",
    )
    appointed_at = models.DateTimeField()
    covering = models.BooleanField(default=False, db_comment="Stands in for an area's own coordinator")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="access_appointment_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(role__in=BY_AREA, area_id__isnull=False) | (~Q(role__in=BY_AREA) & Q(area_id__isnull=True)),
                name="access_appointment_area_where_due",
            ),
            models.CheckConstraint(condition=~Q(user=F("appointed_by")), name="access_appointment_never_of_oneself"),
            ExclusionConstraint(
                name="access_appointment_once_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (Coalesce("area_id", Value(NO_AREA, models.UUIDField())), RangeOperators.EQUAL),
                    (Period("starts_at", "ends_at", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [models.Index(fields=["user", "role"], name="access_appointment_user_role")]


class BreakGlass(models.Model):
    """One record opened in an emergency by somebody outside its area: read only, sixty minutes, always reviewed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    circle_id = models.UUIDField(db_comment="The one Circle opened")
    reason = models.TextField(db_comment="Why, in at least 20 characters")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(GreaterThanOrEqual(Length("reason"), 20)),
                name="access_breakglass_reason_long_enough",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
                name="access_breakglass_review_has_a_name",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("user")),
                name="access_breakglass_reviewed_by_another",
            ),
        ]
        indexes = [models.Index(fields=["user", "opened_at"], name="access_breakglass_user")]
