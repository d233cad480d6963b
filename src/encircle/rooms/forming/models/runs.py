"""Runs that propose Circles, what they propose, and what counts for how much.

A run and all that hangs on it is gone some days after it was asked for: nothing here is a record of a Circle.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from encircle.common.ids import new_id
from encircle.rooms.organisation.models import Area, Venue
from encircle.rooms.organisation.vocabulary import CircleKind
from encircle.rooms.people.models import CoreMember
from encircle.rooms.volunteers.models import Volunteer
from encircle.rooms.volunteers.vocabulary import AgeBand, Sex

from ..vocabulary import RunState

USER = settings.AUTH_USER_MODEL


class Weighing(models.Model):
    """What counts for how much, from the moment it is set. Never edited: the newest counts.

    The first three count Circles by how urgent they are; the rest is weighed only among equally many Circles.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    circle_first = models.PositiveSmallIntegerField(default=4)
    circle_high = models.PositiveSmallIntegerField(default=3)
    circle_usual = models.PositiveSmallIntegerField(default=2)
    mile = models.PositiveSmallIntegerField(default=2)
    volunteer_month = models.PositiveSmallIntegerField(default=3)
    core_member_month = models.PositiveSmallIntegerField(default=6)
    age_band = models.PositiveSmallIntegerField(default=15)
    mix = models.PositiveSmallIntegerField(default=15)
    known_venue = models.PositiveSmallIntegerField(default=8)
    fairness = models.PositiveSmallIntegerField(default=2)
    circles_per_volunteer = models.PositiveSmallIntegerField(default=1, db_comment="Circles one volunteer has room for")
    kept_days = models.PositiveSmallIntegerField(default=7, db_comment="Until proposals are gone")
    why = models.CharField(max_length=400, db_comment="Why it was set so; about nobody")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_index=True)


class Run(models.Model):
    """Somebody asked for Circles to be proposed for everybody who waits in some areas, or for one who waits."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+", db_comment="Empty: several areas")
    areas = ArrayField(models.UUIDField(), db_comment="The areas it looks at; whoever holds them all may read it")
    kind = models.CharField(max_length=20, choices=CircleKind, blank=True, db_comment="Empty: every kind")
    core_member = models.ForeignKey(
        CoreMember, models.PROTECT, null=True, related_name="+", db_comment="Empty: everybody who waits"
    )
    may_be_one_sex = models.BooleanField(db_comment="Whoever asked allows Circles of women only or of men only")
    follows = models.UUIDField(null=True, db_comment="The run that was changed into this one")
    asked_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_comment="From then on nobody can read it; the next sweep removes it")
    started_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    weights = models.JSONField(default=dict, db_comment="What counted for how much")
    waited = ArrayField(models.UUIDField(), default=list, db_comment="Core members a Circle was looked for")
    free = models.PositiveIntegerField(default=0, db_comment="Volunteers who could be proposed")
    left_out = models.PositiveIntegerField(
        default=0, db_comment="Volunteers with room who are not ready or have not said when and from where"
    )
    venues = models.PositiveIntegerField(default=0, db_comment="Venues whose place is known")
    has_most = models.BooleanField(default=False, db_comment="More Circles, or more urgent ones, are impossible")
    gap = models.FloatField(null=True, db_comment="How far the rest may be from the best, as a share; 0 is the best")
    seconds = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(areas__len__gt=0) & (Q(area__isnull=True) | Q(areas=[F("area")])),
                name="forming_run_of_its_areas",
            ),
        ]
        indexes = [
            models.Index(fields=["-asked_at"], name="forming_run_newest"),
            models.Index(fields=["expires_at"], name="forming_run_expires"),
        ]

    @property
    def state(self) -> RunState:
        if self.failed_at:
            return RunState.FAILED
        if self.done_at:
            return RunState.DONE
        return RunState.UNDER_WAY if self.started_at else RunState.WAITING

    @property
    def is_best(self) -> bool:
        return self.has_most and self.gap == 0


class OfRun(models.Model):
    """What every row of a run carries: whose waiting it is about."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    run = models.ForeignKey(Run, models.CASCADE, related_name="%(class)ss")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_comment="The area in which the person waits")
    core_member = models.ForeignKey(CoreMember, models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Proposal(OfRun):
    """One Circle as proposed. Nothing is assigned by it."""

    kind = models.CharField(max_length=20, choices=CircleKind)
    slot = models.CharField(max_length=12, db_comment="Weekly slot, e.g. 1_evening")
    venue = models.ForeignKey(Venue, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    least = models.PositiveSmallIntegerField(db_comment="Volunteers a Circle of this kind begins with")
    most = models.PositiveSmallIntegerField()
    months_waited = models.PositiveSmallIntegerField(db_comment="Months the core member has waited")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "core_member"], name="forming_one_circle_a_run")]


class ProposalSeat(OfRun):
    """A volunteer in a proposed Circle, with what spoke for them: said for matching, and gone with the run."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="seats")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="+")
    miles = models.PositiveSmallIntegerField(db_comment="From about where they set out to the venue")
    sex = models.CharField(max_length=8, choices=Sex, db_comment="As said for matching")
    age_band = models.CharField(max_length=8, choices=AgeBand, db_comment="As said for matching")
    is_experienced = models.BooleanField(db_comment="Has been in a Circle before")
    months_waited = models.PositiveSmallIntegerField(db_comment="Months without a Circle")
    knows_venue = models.BooleanField(db_comment="Has met there before")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "volunteer"], name="forming_seat_once")]


class Lock(OfRun):
    """What whoever asked decided before: in this person's Circle the volunteer is, or is not."""

    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="+")
    stays = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "core_member", "volunteer"], name="forming_lock_once")]


class Missing(OfRun):
    """With these, free then and able to get there, one more person would have a Circle."""

    slot = models.CharField(max_length=12)
    venue = models.ForeignKey(Venue, models.PROTECT, related_name="+")
    needs = models.JSONField(db_comment="How many of which sex, experienced or not")
    is_least = models.BooleanField(db_comment="Proven: fewer would not be enough")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "area"], name="forming_missing_once_an_area")]
