"""The meeting at which volunteers hear from police and probation whom they will meet, and what to look out for."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from encircle.common.ids import new_id
from encircle.rooms.circles.models import Circle, Seat
from encircle.rooms.organisation.models import Area, Venue
from encircle.rooms.partners.models import Agency

from ..vocabulary import MoveReason, Presence

USER = settings.AUTH_USER_MODEL


class OfACircle(models.Model):
    """What every row of this room carries, so that a policy compares columns of the row itself."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Briefing(OfACircle):
    planned_starts_at = models.DateTimeField(db_comment="As first planned")
    starts_at = models.DateTimeField(db_comment="As planned now")
    ends_at = models.DateTimeField(db_comment="As planned now")
    venue = models.ForeignKey(Venue, models.PROTECT, null=True, blank=True, related_name="+")
    planned_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    cancel_reason = models.CharField(max_length=20, choices=MoveReason, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="briefings_briefing_ends_after_start"),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancelled_by__isnull=True, cancel_reason="")
                | (Q(cancelled_at__isnull=False, cancelled_by__isnull=False) & ~Q(cancel_reason="")),
                name="briefings_briefing_cancelled_with_reason",
            ),
            models.UniqueConstraint(
                fields=["circle", "starts_at"],
                condition=Q(cancelled_at__isnull=True),
                name="briefings_briefing_once_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["circle", "-starts_at"], name="briefings_briefing_circle"),
            models.Index(fields=["area", "starts_at"], name="briefings_briefing_area"),
        ]


class OfABriefing(OfACircle):
    briefing = models.ForeignKey(Briefing, models.PROTECT, related_name="%(class)ss")

    class Meta:
        abstract = True


class BriefingMove(OfABriefing):
    """Moved to another time, with its reason as a code."""

    moved_from = models.DateTimeField()
    moved_to = models.DateTimeField()
    reason = models.CharField(max_length=20, choices=MoveReason)
    moved_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    moved_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["briefing", "-moved_at"], name="briefings_move_newest")]


class BriefingInvitation(OfABriefing):
    """The holder of a seat is asked to come: a date and a place, and nothing of what will be said."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    invited_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["briefing", "seat"], name="briefings_invitation_once")]
        indexes = [models.Index(fields=["seat"], name="briefings_invitation_seat")]


class BriefingReply(OfABriefing):
    """Yes or no. Who thinks again answers again, and the newest counts; a move asks anew."""

    invitation = models.ForeignKey(BriefingInvitation, models.PROTECT, related_name="replies")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    comes = models.BooleanField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["invitation", "-at"], name="briefings_reply_newest")]


class BriefingHeld(models.Model):
    """That it took place, who led it, and whether guidance on goals was given. A Circle may start after it."""

    briefing = models.OneToOneField(Briefing, models.PROTECT, primary_key=True, related_name="held")
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    held_at = models.DateTimeField(db_comment="When it began")
    led_by = models.CharField(max_length=120, db_comment="Name of whoever led it")
    goals_guidance = models.BooleanField(db_comment="Guidance on setting goals was given")
    recorded_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["circle", "-held_at"], name="briefings_held_circle")]


class BriefingAttendance(OfABriefing):
    """Whether the holder of a seat came; or that an agency came (or did not) through somebody without a seat."""

    seat = models.ForeignKey(Seat, models.PROTECT, null=True, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    presence = models.CharField(max_length=10, choices=Presence)
    recorded_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(seat__isnull=True, agency__isnull=False) | Q(seat__isnull=False, agency__isnull=True),
                name="briefings_attendance_of_one",
            ),
            models.UniqueConstraint(
                fields=["briefing", "seat", "agency"], nulls_distinct=False, name="briefings_attendance_once"
            ),
        ]
