"""Hours a volunteer gave outside meetings, training and supervision. Never edited: a wrong entry is taken back."""

from django.db import models
from django.db.models import Q

from encircle.rooms.circles.models import Circle
from encircle.rooms.volunteers.models import OfAVolunteer

from ..vocabulary import HoursKind


class OtherHours(OfAVolunteer):
    on = models.DateField(db_comment="Day a volunteer gave time")
    minutes = models.PositiveSmallIntegerField(db_comment="How long, in minutes")
    kind = models.CharField(max_length=12, choices=HoursKind, db_comment="What a volunteer gave time for")
    circle = models.ForeignKey(Circle, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=1) & Q(minutes__lte=24 * 60), name="expenses_hours_within_a_day"
            )
        ]
        indexes = [models.Index(fields=["volunteer", "-on"], name="expenses_hours_volunteer")]


class HoursTakenBack(OfAVolunteer):
    """An entry was wrong, and counts no more."""

    hours = models.OneToOneField(OtherHours, models.PROTECT, related_name="taken_back")
