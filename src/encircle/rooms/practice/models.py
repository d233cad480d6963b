"""Searches, kept apart so that their words never stand in an address; and what is not done with."""

from django.conf import settings
from django.db import models

from encircle.common.ids import new_id
from encircle.rooms.circles.models import Circle
from encircle.rooms.meetings.models import Meeting
from encircle.rooms.organisation.models import Area


class SearchKind(models.TextChoices):
    NAMES = "names", "Circles and people"
    MINUTES = "minutes", "Words in minutes"


class Search(models.Model):
    """What one person looked for; theirs alone, and cleared after a day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=SearchKind)
    words = models.CharField(max_length=200, db_comment="What was typed; may hold a name")
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["user", "made_at"], name="practice_search_user")]


class WaitingKind(models.TextChoices):
    MINUTES = "minutes", "A meeting without minutes, or with returned ones"
    READ = "read", "Minutes submitted, neither approved nor returned"
    RELEASE = "release", "Minutes approved, of which nothing was released"
    NEWS = "news", "News from a professional that nobody here has read"
    UNOPENED = "unopened", "A release nobody has opened"


class Waiting(models.Model):
    """One thing not done with: what kind, since when, whose area. Kept by the database from the facts, never by hand,
    so that lists and counts never read what is done with."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=10, choices=WaitingKind)
    item_id = models.UUIDField(db_comment="A meeting, a version of minutes, a development or a release")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, related_name="+")
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_comment="By which it is old: the meeting's end as planned, submitted, approved, sent")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item_id", "kind"], name="practice_waiting_once"),
            models.UniqueConstraint(fields=["meeting"], name="practice_waiting_meeting"),
        ]
        indexes = [models.Index(fields=["area", "kind", "at"], name="practice_waiting_area")]
