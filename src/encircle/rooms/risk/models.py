"""Concerns: what was seen, how urgent it is, and every step until an agency has acknowledged. Nothing is edited."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from encircle.common.ids import new_id
from encircle.rooms.circles.models import Circle, Seat
from encircle.rooms.meetings.models import Meeting
from encircle.rooms.organisation.models import Area
from encircle.rooms.partners.models import Agency, Professional

from .vocabulary import ConcernKind, Decision, Rung, StepKind, Urgency

USER = settings.AUTH_USER_MODEL


class Concern(models.Model):
    """That a concern was raised. `walled` concerns are about someone who works here and do not exist for them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=12, choices=ConcernKind, default=ConcernKind.CONCERN)
    circle = models.ForeignKey(Circle, models.PROTECT, null=True, blank=True, related_name="concerns")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="+")
    urgency = models.CharField(max_length=10, choices=Urgency, db_comment="As raised")
    raised_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    happened_at = models.DateTimeField(null=True, blank=True)
    walled = models.BooleanField(default=False, db_comment="About someone who works here")
    about_user = models.ForeignKey(
        USER, models.PROTECT, null=True, blank=True, related_name="+", db_comment="For whom it does not exist"
    )

    told_to = models.ForeignKey(
        Seat,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_comment="Disclosure: who of the Circle heard it",
    )
    own_words = models.BooleanField(null=True, db_comment="Disclosure: written in the core member's own words")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(walled=True) | Q(about_user__isnull=True), name="risk_concern_wall"),
            models.CheckConstraint(
                condition=Q(kind="disclosure") | Q(told_to__isnull=True, own_words__isnull=True),
                name="risk_concern_who_heard_it",
            ),
            models.CheckConstraint(
                condition=Q(kind="concern") | Q(walled=False, circle__isnull=False), name="risk_concern_of_a_circle"
            ),
        ]
        indexes = [
            models.Index(fields=["area", "raised_at"], name="risk_concern_area"),
            models.Index(fields=["circle", "raised_at"], name="risk_concern_circle"),
            models.Index(fields=["raised_by", "raised_at"], name="risk_concern_raiser"),
        ]


class ConcernPart(models.Model):
    """What every row of a concern carries, so that the wall stands on each row itself."""

    concern = models.ForeignKey(Concern, models.PROTECT, related_name="%(class)ss")
    circle = models.ForeignKey(Circle, models.PROTECT, null=True, blank=True, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    walled = models.BooleanField(default=False)
    about_user = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True


class ConcernAccount(ConcernPart):
    """What the person who raised it wrote, or added later: content, receipt for the concern."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    text = models.TextField(db_comment="What happened, in the volunteer's words")
    written_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()


class ConcernStep(ConcernPart):
    """One thing done or due about a concern; the steps are its chronology."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=16, choices=StepKind)
    at = models.DateTimeField(db_comment="When it happened (a call may be recorded later)")
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_comment="Empty: the clock did it")
    urgency = models.CharField(max_length=10, choices=Urgency, blank=True, db_comment="Urgency from this step on")
    decision = models.CharField(max_length=16, choices=Decision, blank=True)
    to_user = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_comment="Who was asked")
    professional = models.ForeignKey(Professional, models.PROTECT, null=True, related_name="+")
    spoke_to = models.CharField(max_length=120, blank=True, db_comment="Name given on the telephone")
    answered = models.BooleanField(null=True, db_comment="Whether a call was answered")
    release_id = models.UUIDField(null=True, db_comment="The release by which an agency was told")
    due_at = models.DateTimeField(null=True, db_comment="When the next step is due")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+", db_comment="Told, or answering")
    ground = models.CharField(
        max_length=20, blank=True, db_comment="Ground for telling somebody without a release: a sharing.GroundKind"
    )
    rung = models.CharField(max_length=20, choices=Rung, blank=True, db_comment="Rung asked, or climbed to")
    clock_at = models.DateTimeField(null=True, db_comment="The moment of the ladder at which the clock asked")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["concern"], condition=Q(kind="read"), name="risk_step_read_once"),
            models.UniqueConstraint(
                fields=["release_id", "kind"], condition=Q(release_id__isnull=False), name="risk_step_of_release_once"
            ),
            # Two workers at the same moment ask once.
            models.UniqueConstraint(
                fields=["concern", "kind", "clock_at", "rung", "to_user"],
                condition=Q(clock_at__isnull=False),
                nulls_distinct=False,
                name="risk_step_asked_once",
            ),
        ]
        indexes = [models.Index(fields=["concern", "recorded_at"], name="risk_step_concern")]


class StepReason(ConcernPart):
    """Why a step was taken: content, receipt for the concern."""

    step = models.OneToOneField(ConcernStep, models.PROTECT, primary_key=True, related_name="reason")
    text = models.TextField(db_comment="The reason")
    told = models.TextField(blank=True, db_comment="What was said to an agency that has no release to show it")


class OpenConcern(ConcernPart):
    """A concern that is not closed. Kept by the database from the steps, so that the clock never reads closed ones."""

    concern = models.OneToOneField(Concern, models.PROTECT, primary_key=True, related_name="open")
    urgency = models.CharField(max_length=10, choices=Urgency, db_comment="As it is now")
    raised_at = models.DateTimeField()
    look_at = models.DateTimeField(null=True, db_comment="When the clock looks next; empty: when something happens")

    class Meta:
        indexes = [
            models.Index(fields=["look_at"], condition=Q(look_at__isnull=False), name="risk_open_look"),
            models.Index(fields=["area", "raised_at"], name="risk_open_area"),
        ]
