"""Training events, who was there, what the assessment centre decided, and further courses with their renewal."""

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from encircle.common.clock import LONDON
from encircle.common.ids import new_id
from encircle.rooms.organisation.models import Area, Venue
from encircle.rooms.volunteers.models import OfAVolunteer, Volunteer

from ..vocabulary import EventKind, Reply, Result

USER = settings.AUTH_USER_MODEL


class Course(models.Model):
    """A further course of the charity's own choosing, and which kinds of Circle need it. About nobody."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField(max_length=30, unique=True)
    name = models.CharField(max_length=120)
    renew_months = models.PositiveSmallIntegerField(null=True, blank=True, db_comment="Empty: never renewed")
    needed_for = ArrayField(
        models.CharField(max_length=20), default=list, blank=True, db_comment="Kinds of Circle; none: nobody has to"
    )
    position = models.PositiveSmallIntegerField(default=0)
    ends_on = models.DateField(null=True, blank=True, db_comment="Last day it is given and asked for")
    set_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_comment="Empty: shipped")

    class Meta:
        ordering = ["position", "name"]


class Event(models.Model):
    """Training at a place, in parts, for the volunteers of one area and those who apply there."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=EventKind)
    course = models.ForeignKey(Course, models.PROTECT, null=True, blank=True, related_name="+")
    first_on = models.DateField(db_comment="Day of its first part")
    last_on = models.DateField(db_comment="Day of its last part")
    venue = models.ForeignKey(Venue, models.PROTECT, null=True, blank=True, related_name="+")
    address = models.CharField(max_length=250, blank=True, db_comment="Where it is, when at no venue of the charity")
    places = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=EventKind.COURSE) ^ Q(course__isnull=True), name="training_event_course"
            ),
            models.CheckConstraint(condition=Q(last_on__gte=models.F("first_on")), name="training_event_days"),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True) ^ Q(cancelled_by__isnull=False), name="training_event_cancelled"
            ),
        ]
        indexes = [models.Index(fields=["area", "-first_on"], name="training_event_area")]


class EventBefore(models.Model):
    """What an event was until somebody changed it: a row for each time. About nobody but those who train at it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    event = models.ForeignKey(Event, models.PROTECT, related_name="before")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    venue = models.ForeignKey(Venue, models.PROTECT, null=True, related_name="+")
    address = models.CharField(max_length=250, blank=True)
    places = models.PositiveSmallIntegerField()
    parts = models.JSONField(db_comment="Name, day, start and end of each part")
    trainers = ArrayField(models.UUIDField(), default=list, db_comment="Logins of those who trained")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+", db_comment="Who changed it")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["event", "-at"], name="training_event_before")]


class EventPart(models.Model):
    """A morning, an evening. Parts of the same number make up for each other between events of a kind."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    event = models.ForeignKey(Event, models.PROTECT, related_name="parts")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    on = models.DateField()
    starts = models.TimeField()
    ends = models.TimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["event", "number"], name="training_part_once"),
            models.CheckConstraint(condition=Q(ends__gt=models.F("starts")), name="training_part_ends_after"),
        ]

    @property
    def starts_at(self) -> datetime:
        return datetime.combine(self.on, self.starts, LONDON)

    @property
    def ends_at(self) -> datetime:
        return datetime.combine(self.on, self.ends, LONDON)


class Invitation(OfAVolunteer):
    """Somebody was invited to an event."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="invitations")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "volunteer"], name="training_invited_once")]
        indexes = [
            models.Index(fields=["volunteer", "-at"], name="training_invitation_volunteer"),
            models.Index(fields=["area"], name="training_invitation_area"),
        ]


class Answer(OfAVolunteer):
    """What they said, or staff noted for them. The newest counts."""

    invitation = models.ForeignKey(Invitation, models.PROTECT, related_name="answers")
    reply = models.CharField(max_length=12, choices=Reply, db_comment="Whether they come")

    class Meta:
        indexes = [models.Index(fields=["invitation", "-at"], name="training_answer_newest")]


class Attendance(OfAVolunteer):
    """Whether somebody was there for a part. The newest counts: what was noted wrongly is noted again."""

    part = models.ForeignKey(EventPart, models.PROTECT, related_name="attendance")
    event = models.ForeignKey(Event, models.PROTECT, related_name="+")
    came = models.BooleanField(db_comment="Whether they were there for this part")

    class Meta:
        indexes = [
            models.Index(fields=["part", "volunteer", "-at"], name="training_attendance_newest"),
            models.Index(fields=["volunteer"], name="training_attendance_whose"),
        ]


class Completion(OfAVolunteer):
    """Every part of the basic training was attended, at one event or made up at another. Kept by the attendance."""

    event = models.ForeignKey(Event, models.PROTECT, null=True, related_name="+", db_comment="Empty: before Encircle")
    completed_on = models.DateField(db_comment="Day of the last part that was missing")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["volunteer"], name="training_completed_once")]


class Outcome(OfAVolunteer):
    """What the assessment centre decided. The newest counts; the earlier stays."""

    event = models.ForeignKey(Event, models.PROTECT, null=True, related_name="+", db_comment="Empty: before Encircle")
    result = models.CharField(max_length=8, choices=Result, db_comment="What the assessment centre decided of them")
    decided_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(event__isnull=False) | Q(result=Result.PASS), name="training_outcome_before_encircle"
            )
        ]
        indexes = [
            models.Index(fields=["volunteer", "-decided_on", "-at"], name="training_outcome_newest"),
            models.Index(fields=["event"], name="training_outcome_event"),
        ]


class Feedback(models.Model):
    """In words meant for the volunteer. Content, receipt for the volunteer; they read their own."""

    outcome = models.OneToOneField(Outcome, models.PROTECT, primary_key=True, related_name="feedback")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    text = models.TextField(db_comment="Feedback of the assessment centre, for the volunteer to read")


class CourseRecord(OfAVolunteer):
    """Somebody did a course, and until when it counts."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="+")
    event = models.ForeignKey(Event, models.PROTECT, null=True, related_name="+", db_comment="Empty: done elsewhere")
    done_on = models.DateField()
    renew_on = models.DateField(null=True, blank=True, db_comment="Last day it counts; empty: it always counts")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["volunteer", "course", "done_on"], name="training_course_done_once"),
            models.CheckConstraint(
                condition=Q(renew_on__isnull=True) | Q(renew_on__gt=models.F("done_on")), name="training_renewed_after"
            ),
        ]
        indexes = [
            models.Index(fields=["volunteer", "course", "-done_on"], name="training_course_newest"),
            models.Index(fields=["area", "renew_on"], name="training_course_renewal"),
        ]


class MayTrain(OfAVolunteer):
    """Whether an experienced volunteer may help to train and to assess. The newest counts."""

    may = models.BooleanField(db_comment="Whether they may train and assess")

    class Meta:
        indexes = [models.Index(fields=["volunteer", "-at"], name="training_may_train_newest")]
