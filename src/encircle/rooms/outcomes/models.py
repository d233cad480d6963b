"""What was found out about a person after a Circle began or ended. Rows are added, never changed: a correction is a
newer row that says why. They belong to the core member and to the Circle, and outlive it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from encircle.common.ids import new_id
from encircle.rooms.circles.models import Circle
from encircle.rooms.organisation.models import Area
from encircle.rooms.people.models import CoreMember

from .vocabulary import (
    Because,
    Benefits,
    EventKind,
    Evidence,
    Housing,
    Nature,
    Notification,
    Relationship,
    Since,
    Source,
    Work,
)

USER = settings.AUTH_USER_MODEL


class Found(models.Model):
    """What was learned, at which point: so many months since the start or the end, or in between."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    core_member = models.ForeignKey(CoreMember, models.PROTECT, related_name="+")
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    since = models.CharField(max_length=5, choices=Since, blank=True, db_comment="Empty: at no set point")
    months = models.PositiveSmallIntegerField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    because = models.CharField(max_length=12, choices=Because, blank=True, db_comment="Why the earlier is corrected")

    class Meta:
        abstract = True


def _constraints(table: str) -> list[models.BaseConstraint]:
    return [
        models.CheckConstraint(
            condition=Q(since="", months__isnull=True) | (~Q(since="") & Q(months__isnull=False)),
            name=f"outcomes_{table}_at_a_point",
        ),
        models.CheckConstraint(
            condition=Q(corrects__isnull=True, because="") | (Q(corrects__isnull=False) & ~Q(because="")),
            name=f"outcomes_{table}_corrected_with_reason",
        ),
    ]


class Check(Found):
    """Somebody looked, in one place, for one stretch of time. Nothing found is a result too."""

    source = models.CharField(max_length=12, choices=Source)
    evidence = models.CharField(max_length=14, choices=Evidence)
    searched_from = models.DateField()
    searched_to = models.DateField()
    checked_on = models.DateField()
    found_nothing = models.BooleanField()
    notification = models.CharField(max_length=10, choices=Notification)

    class Meta:
        constraints = [
            *_constraints("check"),
            models.CheckConstraint(
                condition=Q(searched_to__gte=F("searched_from"), checked_on__gte=F("searched_to")),
                name="outcomes_check_window",
            ),
        ]
        indexes = [
            models.Index(fields=["circle", "-checked_on"], name="outcomes_check_circle"),
            models.Index(fields=["core_member", "-checked_on"], name="outcomes_check_person"),
        ]


class Event(models.Model):
    """One thing that a check found."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    check_of = models.ForeignKey(Check, models.PROTECT, related_name="events")
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=EventKind)
    nature = models.CharField(max_length=18, choices=Nature)
    happened_on = models.DateField(null=True, db_comment="Empty: the day is not known")


class CheckWords(models.Model):
    """What more is to be said of a check: content, receipt for the check."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    check_of = models.OneToOneField(Check, models.PROTECT, related_name="words")
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    text = models.TextField(db_comment="A few words about what was found, or why it is corrected")


class Circumstances(Found):
    """How the person lives, in codes: at the start, at the end, and at each follow-up."""

    as_of = models.DateField()
    housing = models.CharField(max_length=10, choices=Housing)
    work = models.CharField(max_length=10, choices=Work)
    relationship = models.CharField(max_length=10, choices=Relationship)
    benefits = models.CharField(max_length=10, choices=Benefits)

    class Meta:
        constraints = _constraints("circumstances")
        indexes = [models.Index(fields=["circle", "-as_of"], name="outcomes_circumstances_circle")]
