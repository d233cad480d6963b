"""A claim: lines its volunteer puts together, sent once, and what was decided. What was sent is never edited."""

from django.db import models
from django.db.models import Q

from encircle.common.ids import new_id
from encircle.rooms.meetings.models import Meeting
from encircle.rooms.organisation.models import Area
from encircle.rooms.support.models import Supervision
from encircle.rooms.training.models import Event
from encircle.rooms.volunteers.models import OfAVolunteer, Volunteer

from ..vocabulary import CostKind, Purpose, Vehicle, Verdict
from .receipts import Receipt


class Claim(OfAVolunteer):
    """A draft, its volunteer's alone, until it is sent (`Submission`)."""

    reference = models.CharField(max_length=12, unique=True, db_comment="Tells the bookkeeper which claim is paid")
    mends = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="mended_by", db_comment="The claim that came back"
    )

    class Meta:
        indexes = [models.Index(fields=["volunteer", "-at"], name="expenses_claim_volunteer")]


class Line(models.Model):
    """One journey or one cost. No address and no place."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="lines")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    on = models.DateField(db_comment="Day of the journey or cost")
    kind = models.CharField(max_length=12, choices=CostKind, db_comment="What a volunteer paid for")
    purpose = models.CharField(max_length=12, choices=Purpose, db_comment="What it was for, as a code")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="+")
    event = models.ForeignKey(Event, models.PROTECT, null=True, blank=True, related_name="+")
    supervision = models.ForeignKey(Supervision, models.PROTECT, null=True, blank=True, related_name="+")
    vehicle = models.CharField(max_length=12, choices=Vehicle, blank=True)
    miles = models.PositiveIntegerField(null=True, blank=True, db_comment="Tenths of a mile, there and back")
    passengers = models.PositiveSmallIntegerField(default=0, db_comment="Other volunteers carried")
    pence = models.PositiveIntegerField(db_comment="What is claimed; of a journey worked out, and fixed when sent")
    receipt = models.ForeignKey(Receipt, models.PROTECT, null=True, blank=True, related_name="lines")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["on", "added_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind=CostKind.MILEAGE, miles__gte=1) & ~Q(vehicle=""))
                | (~Q(kind=CostKind.MILEAGE) & Q(miles__isnull=True, vehicle="", passengers=0, pence__gte=1)),
                name="expenses_line_miles_or_amount",
            ),
            models.CheckConstraint(
                condition=Q(
                    purpose=Purpose.MEETING, meeting__isnull=False, event__isnull=True, supervision__isnull=True
                )
                | Q(purpose=Purpose.TRAINING, meeting__isnull=True, event__isnull=False, supervision__isnull=True)
                | Q(purpose=Purpose.SUPERVISION, meeting__isnull=True, event__isnull=True, supervision__isnull=False)
                | Q(
                    purpose__in=[Purpose.TALK, Purpose.OFFICE, Purpose.OTHER],
                    meeting__isnull=True,
                    event__isnull=True,
                    supervision__isnull=True,
                ),
                name="expenses_line_what_for",
            ),
            models.CheckConstraint(condition=Q(passengers__lte=8), name="expenses_line_passengers"),
        ]
        indexes = [
            models.Index(fields=["claim"], name="expenses_line_claim"),
            models.Index(fields=["volunteer", "on"], name="expenses_line_volunteer"),
        ]


class Submission(OfAVolunteer):
    """The volunteer sent the claim: from then on it stands."""

    claim = models.OneToOneField(Claim, models.PROTECT, related_name="submission")
    pence = models.PositiveIntegerField(db_comment="What is claimed altogether")
    needs_second = models.BooleanField(db_comment="Above the limit of that day: a second person approves it too")

    class Meta:
        indexes = [models.Index(fields=["area", "at", "id"], name="expenses_submission_area")]


class TakenBack(OfAVolunteer):
    """The volunteer took the claim back before anybody decided."""

    claim = models.OneToOneField(Claim, models.PROTECT, related_name="taken_back")


class Decision(OfAVolunteer):
    """Approved or returned: by one person, and of a large claim by a second, senior one."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="decisions")
    step = models.PositiveSmallIntegerField(db_comment="1; 2 where a second person approves")
    verdict = models.CharField(max_length=8, choices=Verdict, db_comment="What was decided about a claim")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "step"], name="expenses_decided_once"),
            models.CheckConstraint(condition=Q(step__in=[1, 2]), name="expenses_decision_steps"),
        ]


class DecisionWords(models.Model):
    """What the volunteer is told with it: content, receipt for the claim."""

    decision = models.OneToOneField(Decision, models.PROTECT, primary_key=True, related_name="words")
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="+")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    text = models.TextField(db_comment="Why a claim came back, for its volunteer")
