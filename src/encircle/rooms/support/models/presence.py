"""Who is away, who cannot come, and whose turn it is to write."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from encircle.common.ids import new_id
from encircle.rooms.circles.models import Circle, Seat
from encircle.rooms.meetings.models import Meeting
from encircle.rooms.organisation.models import Area
from encircle.rooms.volunteers.models import Volunteer

USER = settings.AUTH_USER_MODEL


class Away(models.Model):
    """A volunteer steps out for a while. Their Circle sees these days, and no reason."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    starts_on = models.DateField()
    until = models.DateField(null=True, blank=True, db_comment="The last day away; empty: not known yet")
    said_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    back_on = models.DateField(null=True, blank=True, db_comment="The day they came back, where it was said")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("starts_on")), name="support_away_ends_after_start"
            )
        ]
        indexes = [models.Index(fields=["volunteer", "-starts_on"], name="support_away_volunteer")]


class AwayWords(models.Model):
    """Why: content, receipt for the volunteer. For the staff of the area and the volunteer, never for the Circle."""

    away = models.OneToOneField(Away, models.PROTECT, primary_key=True, related_name="words")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    text = models.TextField(db_comment="Why a volunteer steps out for a while")


class OfAMeeting(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="+")
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Absence(OfAMeeting):
    """A volunteer said beforehand that they cannot come to a meeting. No reason is asked."""

    said_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True, db_comment="They can come after all")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "seat"], condition=Q(withdrawn_at__isnull=True), name="support_absence_once"
            )
        ]


class Turn(OfAMeeting):
    """Whose turn it is to write the minutes of a meeting. The newest counts."""

    set_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["meeting", "-set_at"], name="support_turn_newest")]


class SwapOffer(OfAMeeting):
    """Whoever's turn it is asks the others to take it."""

    offered_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_seat = models.ForeignKey(Seat, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting"],
                condition=Q(withdrawn_at__isnull=True, taken_at__isnull=True),
                name="support_swap_open_once",
            ),
            models.CheckConstraint(
                condition=Q(taken_at__isnull=True, taken_seat__isnull=True)
                | Q(taken_at__isnull=False, taken_seat__isnull=False),
                name="support_swap_taken_by_somebody",
            ),
        ]
