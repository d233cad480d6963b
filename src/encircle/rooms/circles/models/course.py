"""The course of a Circle in rows that are never changed: why it pauses and until when, and when prison ends."""

from django.conf import settings
from django.db import models

from encircle.common.ids import new_id
from encircle.rooms.organisation.models import Area

from ..vocabulary import PhaseName, ReleaseDateSource
from .circle import Circle, Pause

USER = settings.AUTH_USER_MODEL


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
