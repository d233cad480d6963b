"""The course of a Circle in rows that are never changed: phases and pauses with their reasons, the prison, its end."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from encircle.common.ids import new_id
from encircle.rooms.organisation.models import Area, Venue
from encircle.rooms.partners.models import Agency

from ..vocabulary import PhaseName, ReleaseDateSource, Side
from .circle import Circle, Pause, Phase

USER = settings.AUTH_USER_MODEL


class PhaseWords(models.Model):
    """Why a Circle meets less often, and who said so, where no review did: content for staff, receipt for the phase."""

    phase = models.OneToOneField(Phase, models.PROTECT, primary_key=True, related_name="words")
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    said_by = models.CharField(max_length=120, db_comment="Who decided it, in words")
    text = models.TextField(db_comment="Why the Circle meets less often, in a few words")


class PauseWords(models.Model):
    """Why a Circle pauses, in words: content for the staff of the area, receipt for the pause."""

    pause = models.OneToOneField(Pause, models.PROTECT, primary_key=True, related_name="words")
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    text = models.TextField(db_comment="Why the Circle pauses, in a few words")


class PauseReturn(models.Model):
    """The day a paused Circle is expected to go on, said anew. The newest counts; the pause keeps the first."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    pause = models.ForeignKey(Pause, models.PROTECT, related_name="returns")
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    back_on = models.DateField(null=True, blank=True, db_comment="Empty: no day is known any more")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["pause", "-recorded_at"], name="circles_pausereturn_pause")]


class ReleaseDate(models.Model):
    """The day the core member is to leave prison, as it was known at a time. The newest counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="release_dates")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    released_on = models.DateField(null=True, blank=True, db_comment="Planned day of release; empty: none is known")
    leads_to = models.CharField(max_length=20, choices=PhaseName, default=PhaseName.THROUGH_GATE)
    source = models.CharField(max_length=20, choices=ReleaseDateSource)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["circle", "-recorded_at"], name="circles_releasedate_circle")]


class Establishment(models.Model):
    """The prison in which a Circle of that kind meets, as it was said at a time. The newest counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="establishments")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    prison = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_comment="Where the core member is")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["circle", "-recorded_at"], name="circles_establishment_circle")]


class Rhythm(models.Model):
    """When and where the Circle meets in prison, and after it. The newest of each side counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="rhythms")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    side = models.CharField(max_length=10, choices=Side)
    weekday = models.PositiveSmallIntegerField(db_comment="0 is Monday")
    slot_time = models.TimeField(db_comment="Usual start, London time")
    every_weeks = models.PositiveSmallIntegerField()
    venue = models.ForeignKey(Venue, models.PROTECT, null=True, blank=True, related_name="+")
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(weekday__lte=6), name="circles_rhythm_weekday")]
        indexes = [models.Index(fields=["circle", "-set_at"], name="circles_rhythm_circle")]
