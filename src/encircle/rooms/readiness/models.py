"""What each kind of Circle asks of its volunteers, the agreement they sign, papers of before, and dated exceptions."""

from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from encircle.common.ids import new_id
from encircle.rooms.organisation.models import Area
from encircle.rooms.organisation.vocabulary import CircleKind
from encircle.rooms.volunteers.models import OfAVolunteer, Volunteer

from .vocabulary import ON_PAPER, Condition, Mistaken, Signed, Source

USER = settings.AUTH_USER_MODEL
FOR_EVER = date(2000, 1, 1)


class Requirement(models.Model):
    """What a kind of Circle asks of its volunteers, from a day on. Never edited: the newest that has begun counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=20, choices=CircleKind)
    in_force_from = models.DateField(default=FOR_EVER)
    conditions = ArrayField(models.CharField(max_length=12, choices=Condition), blank=True)
    set_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_comment="Empty: shipped")
    set_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "in_force_from"], name="readiness_requirement_once_a_day")
        ]


class Wording(models.Model):
    """What volunteers agree with the charity, from a day on. Never edited: the newest that has begun is signed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    title = models.CharField(max_length=120)
    lines = models.TextField()
    in_force_from = models.DateField(unique=True, default=FOR_EVER)
    sign_by = models.DateField(
        null=True, blank=True, db_comment="Last day on which having signed an earlier one is enough; empty: it stays so"
    )
    set_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_comment="Empty: shipped")
    set_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sign_by__isnull=True) | Q(sign_by__gte=F("in_force_from")), name="readiness_wording_days"
            )
        ]


class Signing(OfAVolunteer):
    """A volunteer signed the agreement: on screen themselves, or on paper, keyed by staff with the day on it.

    Whoever comes back after leaving signs anew.
    """

    wording = models.ForeignKey(Wording, models.PROTECT, related_name="signings")
    how = models.CharField(max_length=10, choices=Signed)
    signed_on = models.DateField(db_comment="Day on which a volunteer signed; `at` is when it was written down")

    class Meta:
        indexes = [
            models.Index(fields=["area"], name="readiness_signing_area"),
            models.Index(fields=["volunteer", "wording"], name="readiness_signing_volunteer"),
        ]


class Paper(OfAVolunteer):
    """Staff saw on paper, from before it was kept in Encircle, that a condition is met.

    One that counts of each condition: another follows one that was taken back.
    """

    condition = models.CharField(max_length=12, choices=Condition, db_comment="What the paper shows is met")
    dated_on = models.DateField(db_comment="Day on the paper")
    follows = models.OneToOneField("readiness.PaperTakenBack", models.PROTECT, null=True, related_name="followed_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["volunteer", "condition"], condition=Q(follows__isnull=True), name="readiness_paper_once"
            ),
            models.CheckConstraint(condition=Q(condition__in=ON_PAPER), name="readiness_paper_of_what"),
        ]
        indexes = [models.Index(fields=["area"], name="readiness_paper_area")]


class PaperTakenBack(OfAVolunteer):
    """What was noted of a paper was a mistake: it counts no more, and stays as it was noted."""

    paper = models.OneToOneField(Paper, models.PROTECT, related_name="taken_back")
    condition = models.CharField(max_length=12, choices=Condition, db_comment="What the paper was to show is met")
    because = models.CharField(max_length=14, choices=Mistaken, db_comment="Why what was noted of a paper was wrong")

    class Meta:
        indexes = [
            models.Index(fields=["area"], name="readiness_takenback_area"),
            models.Index(fields=["volunteer"], name="readiness_takenback_volunteer"),
        ]


class DatedException(OfAVolunteer):
    """Somebody may sit in a kind of Circle without one condition, from a day until a day, as a named person decided."""

    kind = models.CharField(max_length=20, choices=CircleKind)
    condition = models.CharField(max_length=12, choices=Condition, db_comment="What a volunteer is without")
    source = models.CharField(max_length=10, choices=Source, default=Source.DECIDED)
    starts_on = models.DateField()
    ends_on = models.DateField(db_comment="The last day of the exception")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="readiness_exception_days")
        ]
        indexes = [
            models.Index(fields=["volunteer", "kind", "-ends_on"], name="readiness_exception_volunteer"),
            models.Index(fields=["area", "ends_on"], name="readiness_exception_area"),
        ]


class ExceptionWords(models.Model):
    """Why: content, receipt for the volunteer."""

    exception = models.OneToOneField(DatedException, models.PROTECT, primary_key=True, related_name="words")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    text = models.TextField(db_comment="Why a volunteer may sit in a Circle without something that is asked of them")
