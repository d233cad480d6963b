"""The assessment centre: exercises and criteria, who scores whom, the scores, and what is agreed of them."""

from datetime import date

from django.db import models
from django.db.models import Q

from encircle.common.ids import new_id
from encircle.rooms.organisation.models import Area
from encircle.rooms.volunteers.models import OfAVolunteer, Volunteer

from ..vocabulary import Shown, WhyFewer
from .events import USER, Event, Invitation

FOR_EVER = date(2000, 1, 1)


class Lasting(models.Model):
    """The charity's own words, from one day to another. Ended, never reworded. About nobody."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    words = models.CharField(max_length=120)
    hint = models.CharField(max_length=400, blank=True)
    position = models.PositiveSmallIntegerField()
    starts_on = models.DateField(default=FOR_EVER)
    ends_on = models.DateField(null=True, blank=True, db_comment="Last day it is used")
    set_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_comment="Empty: shipped")

    class Meta:
        abstract = True
        ordering = ["position", "starts_on"]


class Exercise(Lasting):
    """What people are asked to do."""


class Criterion(Lasting):
    """What assessors look for."""

    class Meta(Lasting.Meta):
        verbose_name_plural = "criteria"


class LookedFor(models.Model):
    """A criterion is looked for in an exercise."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    exercise = models.ForeignKey(Exercise, models.PROTECT, related_name="looked_for")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["exercise", "criterion"], name="training_looked_for_once")]


class Trainer(models.Model):
    """Somebody trains and assesses at an event: staff, or a volunteer who may."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    event = models.ForeignKey(Event, models.PROTECT, related_name="trainers")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    user = models.ForeignKey(USER, models.PROTECT, related_name="+")
    volunteer = models.ForeignKey(
        Volunteer, models.PROTECT, null=True, related_name="+", db_comment="The volunteer who trains; empty: staff"
    )
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "user"], name="training_trainer_once")]
        indexes = [models.Index(fields=["user"], name="training_trainer_user")]


class Assignment(OfAVolunteer):
    """One assessor scores one person in one exercise. Taken back only while nothing is sent."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="+")
    invitation = models.ForeignKey(Invitation, models.PROTECT, related_name="assignments")
    exercise = models.ForeignKey(Exercise, models.PROTECT, related_name="+")
    assessor = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invitation", "exercise", "assessor"], name="training_assigned_once")
        ]
        indexes = [models.Index(fields=["assessor"], name="training_assignment_assessor")]


class Conflict(OfAVolunteer):
    """An assessor knows somebody: they are taken off that one person, and the database takes no score of theirs.

    Noted by staff or by the assessor; taken back when it was a mistake. Not for one event: for every one to come.
    """

    assessor = models.ForeignKey(USER, models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["volunteer", "assessor"], condition=Q(taken_back_at__isnull=True), name="training_conflict_once"
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True) ^ Q(taken_back_by__isnull=False),
                name="training_conflict_taken_back",
            ),
        ]
        indexes = [models.Index(fields=["assessor"], name="training_conflict_assessor")]


class ScoreDraft(models.Model):
    """Scores as far as the assessor has written them: theirs alone, and gone once they send them."""

    assignment = models.OneToOneField(Assignment, models.PROTECT, primary_key=True, related_name="draft")
    assessor = models.ForeignKey(USER, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    answers = models.JSONField(db_comment="Scores and words not sent yet")
    saved_at = models.DateTimeField()


class Sheet(OfAVolunteer):
    """An assessor's scores of one person in one exercise were sent, or keyed from paper. Never changed."""

    assignment = models.OneToOneField(Assignment, models.PROTECT, related_name="sheet")
    invitation = models.ForeignKey(Invitation, models.PROTECT, related_name="+")
    assessor = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["invitation"], name="training_sheet_invitation")]


class OfASheet(models.Model):
    """Belongs to a sheet: seen by its assessor, and by others when the scores of that person are open."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="%(class)ss")
    invitation = models.ForeignKey(Invitation, models.PROTECT, related_name="+")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    assessor = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Score(OfASheet):
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    value = models.PositiveSmallIntegerField(choices=Shown, db_comment="How far they showed it, 1 to 4")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet", "criterion"], name="training_scored_once"),
            models.CheckConstraint(condition=Q(value__range=(1, 4)), name="training_score_in_range"),
        ]
        indexes = [models.Index(fields=["invitation"], name="training_score_invitation")]


class SheetWords(OfASheet):
    """What the assessor saw. Content, receipt for the volunteer."""

    text = models.TextField(db_comment="What an assessor saw in an exercise")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet"], name="training_sheet_words_once")]


class Moderation(OfAVolunteer):
    """Scores were opened before every assessor had sent theirs. The reason stands apart."""

    invitation = models.OneToOneField(Invitation, models.PROTECT, related_name="moderation")


class ModerationWords(models.Model):
    """Why. Content, receipt for the volunteer."""

    moderation = models.OneToOneField(Moderation, models.PROTECT, primary_key=True, related_name="words")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    text = models.TextField(db_comment="Why scores were opened before all were sent")


class FewerCoordinators(OfAVolunteer):
    """An outcome was decided though fewer coordinators had scored somebody than the charity asks: by whom, and why."""

    invitation = models.OneToOneField(Invitation, models.PROTECT, related_name="fewer_coordinators")
    there = models.PositiveSmallIntegerField(db_comment="How many coordinators had scored them")
    why = models.CharField(max_length=8, choices=WhyFewer)


class AgreedScore(OfAVolunteer):
    """What the assessors agreed for one criterion, over all exercises. The newest counts."""

    invitation = models.ForeignKey(Invitation, models.PROTECT, related_name="agreed")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    value = models.PositiveSmallIntegerField(choices=Shown, db_comment="Agreed score, 1 to 4")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(value__range=(1, 4)), name="training_agreed_in_range")]
        indexes = [models.Index(fields=["invitation", "criterion", "-at"], name="training_agreed_newest")]
