"""What the core member wants from life, in their own words, and what has come of it so far.

The facts of a goal (its area of life, its dates, which way it went) can be listed; every word about it is content,
opened for one Circle as a whole by the receipt for its plan. Nothing is edited: a later wording is another row.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from encircle.common.ids import new_id
from encircle.rooms.organisation.models import Area

from ..vocabulary import LifeArea, ProgressKind
from .circle import Circle

USER = settings.AUTH_USER_MODEL


class GoalPlan(models.Model):
    """The goals of one Circle as what is opened: one receipt shows them all."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    circle = models.OneToOneField(Circle, models.PROTECT, related_name="goal_plan")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()


class Goal(models.Model):
    """That there is a goal, in which area of life, and until when. How it ended is its last progress."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    plan = models.ForeignKey(GoalPlan, models.PROTECT, related_name="goals")
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="goals")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    life_area = models.CharField(max_length=20, choices=LifeArea)
    position = models.PositiveSmallIntegerField(db_comment="Goal 1, 2, 3 … of the Circle: never given twice")
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["circle", "position"], name="circles_goal_position_once"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("set_at")), name="circles_goal_ends_after_set"
            ),
        ]


class OfAGoal(models.Model):
    """What every row about a goal carries, so that a policy compares columns of the row itself."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    plan = models.ForeignKey(GoalPlan, models.PROTECT, related_name="+")
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class GoalWords(OfAGoal):
    """The goal as the core member puts it: content. The newest wording counts, the earlier ones stay."""

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="wordings")
    text = models.TextField(db_comment="The goal in the core member's own words")
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["goal", "-written_at"], name="circles_goalwords_goal")]


class GoalStep(OfAGoal):
    """One thing to do towards a goal, perhaps by a day."""

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="steps")
    due_on = models.DateField(null=True, blank=True)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["goal", "set_at"], name="circles_goalstep_goal")]


class GoalStepWords(OfAGoal):
    """What is to be done: content."""

    step = models.OneToOneField(GoalStep, models.PROTECT, related_name="words")
    text = models.TextField(db_comment="What the core member will do")


class GoalStepDone(OfAGoal):
    """That a step was taken."""

    step = models.OneToOneField(GoalStep, models.PROTECT, related_name="done")
    at = models.DateTimeField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")


class GoalProgress(OfAGoal):
    """Which way a goal went, by whom it was seen, and at which meeting; never changed. The kinds that end a goal come
    once, with its end."""

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="progress")
    at = models.DateTimeField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=ProgressKind)
    meeting_id = models.UUIDField(null=True, blank=True, db_comment="The meeting it was seen at; empty: between them")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["goal"],
                condition=Q(kind__in=("met", "partly_met", "not_met", "dropped")),
                name="circles_goalprogress_ends_once",
            )
        ]
        indexes = [
            models.Index(fields=["goal", "-at"], name="circles_goalprogress_goal"),
            models.Index(fields=["circle", "-at"], name="circles_goalprogress_circle"),
            models.Index(
                fields=["meeting_id"], condition=Q(meeting_id__isnull=False), name="circles_goalprogress_meeting"
            ),
        ]


class GoalProgressNote(OfAGoal):
    """A few words on it: content."""

    progress = models.OneToOneField(GoalProgress, models.PROTECT, related_name="note")
    text = models.TextField(db_comment="What was seen of the goal, in a few words")
