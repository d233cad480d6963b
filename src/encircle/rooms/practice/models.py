"""A search somebody made: kept apart so that its words never stand in an address."""

from django.conf import settings
from django.db import models

from encircle.common.ids import new_id


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
