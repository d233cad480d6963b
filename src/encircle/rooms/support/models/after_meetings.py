"""How a meeting left a volunteer, and the calls back."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from encircle.common.ids import new_id
from encircle.rooms.circles.models import Circle
from encircle.rooms.meetings.models import Meeting
from encircle.rooms.organisation.models import Area
from encircle.rooms.risk.vocabulary import Rung
from encircle.rooms.volunteers.models import Volunteer

from ..vocabulary import Answer, CallOutcome

USER = settings.AUTH_USER_MODEL


class Check(models.Model):
    """What one volunteer said after one meeting: said once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="+")
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="+")
    answer = models.CharField(max_length=6, choices=Answer, db_comment="How a meeting left a volunteer")
    answered_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "volunteer"], name="support_check_once")]
        indexes = [
            models.Index(fields=["volunteer", "-answered_at"], name="support_check_volunteer"),
            models.Index(fields=["area", "-answered_at"], name="support_check_area"),
            models.Index(fields=["area", "answered_at"], condition=~Q(answer=Answer.FINE), name="support_check_asking"),
        ]


class OfACheck(models.Model):
    check_of = models.ForeignKey(Check, models.PROTECT, related_name="%(class)ss")
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class CheckWords(OfACheck):
    """What the volunteer wrote with it: content, receipt for the check."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    text = models.TextField(db_comment="How a meeting left a volunteer, in their own words")
    written_at = models.DateTimeField()


class CallBack(OfACheck):
    """Somebody rang."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    outcome = models.CharField(max_length=12, choices=CallOutcome, db_comment="What came of the call")
    called_at = models.DateTimeField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(recorded_at__gte=F("called_at")), name="support_callback_recorded_after")
        ]
        indexes = [models.Index(fields=["check_of", "called_at"], name="support_callback_check")]


class CallBackWords(OfACheck):
    """What was said: content, receipt for the check."""

    call = models.OneToOneField(CallBack, models.PROTECT, primary_key=True, related_name="words")
    text = models.TextField(db_comment="What was said in a call with a volunteer")


class Asking(OfACheck):
    """Somebody was asked by the clock to ring a volunteer who needs a call today."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    rung = models.CharField(max_length=20, choices=Rung)
    to_user = models.ForeignKey(USER, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    clock_at = models.DateTimeField(db_comment="The moment of the ladder at which the clock asked")

    class Meta:
        constraints = [
            # Two workers at the same moment ask once.
            models.UniqueConstraint(fields=["check_of", "to_user", "clock_at"], name="support_asking_once")
        ]


class CheckAsked(models.Model):
    """A volunteer was written to once, that something waits: how a meeting left them. Never the answer."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="+")
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_comment="When a volunteer was asked how a meeting left them")

    class Meta:
        constraints = [
            # Two workers at the same moment ask once.
            models.UniqueConstraint(fields=["meeting", "volunteer"], name="support_asked_once")
        ]
        indexes = [models.Index(fields=["volunteer", "-asked_at"], name="support_asked_volunteer")]
