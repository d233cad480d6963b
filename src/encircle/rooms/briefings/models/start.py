"""A Circle that may start without a held briefing, and why: somebody with the right says so by name."""

from django.conf import settings
from django.db import models

from encircle.rooms.circles.models import Circle
from encircle.rooms.organisation.models import Area

from ..vocabulary import ExceptionReason


class StartException(models.Model):
    circle = models.OneToOneField(Circle, models.PROTECT, primary_key=True, related_name="start_exception")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20, choices=ExceptionReason)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_comment="Empty: ran before the rule"
    )
    decided_at = models.DateTimeField()


class StartExceptionWords(models.Model):
    """Why, in words: content, read only against a receipt for the Circle."""

    exception = models.OneToOneField(StartException, models.PROTECT, primary_key=True, related_name="words")
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    text = models.TextField(db_comment="Why the Circle may start without a briefing")
