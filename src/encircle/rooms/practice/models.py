"""Searches, kept apart so that their words never stand in an address; and which meetings are not done with."""

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


class Stage(models.TextChoices):
    MINUTES = "minutes", "Waits for minutes, or for their approval"
    RELEASE = "release", "Waits for its release"


class OpenMeeting(models.Model):
    """A meeting that is not done with. Kept by the database from the facts, so that lists never read the others."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, primary_key=True, related_name="open")
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    stage = models.CharField(max_length=10, choices=Stage)
    ends_at = models.DateTimeField(db_comment="As planned now")

    class Meta:
        indexes = [models.Index(fields=["area", "stage", "ends_at"], name="practice_openmeeting_area")]
