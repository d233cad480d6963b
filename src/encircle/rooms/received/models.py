"""What agencies tell the charity: developments on progress, risk or needs, and the register of MAPPA. It stays their
agency's information."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from encircle.common.ids import new_id
from encircle.rooms.circles.models import Circle, Seat
from encircle.rooms.organisation.models import Area
from encircle.rooms.partners.models import Agency, Professional
from encircle.rooms.people.models import CoreMember
from encircle.rooms.risk.models import Concern

from .vocabulary import (
    DevelopmentKind,
    KnownTo,
    MappaAttendance,
    MappaCategory,
    MappaLevel,
    OnwardPermission,
)

USER = settings.AUTH_USER_MODEL


class Development(models.Model):
    """That an agency sent news, or rang with it; the words stand apart. Urgent news is also a concern and rings."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="developments")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, models.PROTECT, null=True, blank=True, related_name="+", db_comment="Sent from")
    professional = models.ForeignKey(Professional, models.PROTECT, null=True, blank=True, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_comment="Whose information it is")
    kind = models.CharField(max_length=16, choices=DevelopmentKind)
    happened_on = models.DateField(null=True, blank=True, db_comment="The day it happened, where it is one")
    known_to = ArrayField(
        models.CharField(max_length=16, choices=KnownTo), default=list, db_comment="Who knows already"
    )
    urgent = models.BooleanField(default=False)
    concern = models.OneToOneField(
        Concern, models.PROTECT, null=True, blank=True, related_name="news", db_comment="The concern by which it rings"
    )
    onward = models.CharField(max_length=20, choices=OnwardPermission, default=OnwardPermission.COORDINATOR_ONLY)
    rang_at = models.DateTimeField(null=True, blank=True, db_comment="Came by telephone: when")
    rang_by = models.CharField(max_length=120, blank=True, db_comment="Who rang, where they are no professional here")
    sent_by = models.ForeignKey(
        USER, models.PROTECT, related_name="+", db_comment="Who sent it, or wrote the call down"
    )
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(rang_at__isnull=True, seat__isnull=False, professional__isnull=False, rang_by="")
                | (Q(rang_at__isnull=False, seat__isnull=True) & (Q(professional__isnull=False) | ~Q(rang_by=""))),
                name="received_development_says_whose",
            )
        ]
        indexes = [
            models.Index(fields=["area", "sent_at"], name="received_development_area"),
            models.Index(fields=["circle", "-sent_at"], name="received_development_circle"),
            models.Index(fields=["sent_by", "-sent_at"], name="received_development_sender"),
        ]


class DevelopmentText(models.Model):
    """The words: content, receipt for the development."""

    development = models.OneToOneField(Development, models.PROTECT, primary_key=True, related_name="words")
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    sent_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    text = models.TextField(db_comment="What the professional wrote, or said on the telephone")


class DevelopmentRead(models.Model):
    """Who of the staff has read a development first, and when."""

    development = models.OneToOneField(Development, models.PROTECT, primary_key=True, related_name="first_read")
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    read_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    read_at = models.DateTimeField()


class Onward(models.Model):
    """The agency said how far its news may go. The newest counts; none: what came with the news."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    development = models.ForeignKey(Development, models.PROTECT, related_name="onwards")
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    level = models.CharField(max_length=20, choices=OnwardPermission)
    agreed_by = models.CharField(max_length=120, db_comment="Who at the agency agreed")
    by_phone = models.BooleanField(default=False)
    recorded_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["development", "-recorded_at"], name="received_onward_newest"),
            models.Index(fields=["circle", "-recorded_at"], name="received_onward_circle"),
        ]


class OnwardWords(models.Model):
    """What the Circle's volunteers may read instead of the news: content, receipt for the permission."""

    onward = models.OneToOneField(Onward, models.PROTECT, primary_key=True, related_name="words")
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    text = models.TextField(db_comment="Words for the volunteers, agreed with the agency")


class OfCoreMember(models.Model):
    """What every row of the MAPPA register carries."""

    core_member = models.ForeignKey(CoreMember, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        abstract = True


class MappaPlacing(OfCoreMember):
    """Category and level from a day on, as an agency told it; neither: no longer managed under MAPPA."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    category = models.PositiveSmallIntegerField(choices=MappaCategory, null=True, blank=True)
    level = models.PositiveSmallIntegerField(choices=MappaLevel, null=True, blank=True)
    starts_on = models.DateField()
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_comment="Who told us")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(category__isnull=True, level__isnull=True)
                | Q(category__in=[1, 2, 3, 4], level__in=[1, 2, 3]),
                name="received_placing_whole",
            )
        ]
        indexes = [models.Index(fields=["core_member", "-starts_on"], name="received_placing_newest")]


class MappaMeeting(OfCoreMember):
    """That a MAPPA meeting is or was, and whether the charity was there. Its minutes are never kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    held_on = models.DateField()
    attendance = models.CharField(max_length=12, choices=MappaAttendance, default=MappaAttendance.TO_COME)
    next_on = models.DateField(null=True, blank=True, db_comment="The next meeting, where its day is known")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_comment="Who holds it")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["core_member", "held_on", "agency"], name="received_mappa_meeting_once")
        ]
        indexes = [
            models.Index(fields=["core_member", "-held_on"], name="received_mappa_meeting"),
            models.Index(fields=["area", "held_on"], name="received_mappa_meeting_area"),
        ]


class MappaAction(OfCoreMember):
    """Something the charity is to do after a MAPPA meeting, by a day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(MappaMeeting, models.PROTECT, related_name="actions")
    due_on = models.DateField()

    class Meta:
        indexes = [
            models.Index(fields=["area", "due_on"], name="received_mappa_action_due"),
            models.Index(fields=["core_member", "due_on"], name="received_mappa_action_person"),
        ]


class MappaActionText(models.Model):
    """What the charity is to do, in a line: content, receipt for the action."""

    action = models.OneToOneField(MappaAction, models.PROTECT, primary_key=True, related_name="words")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    text = models.TextField(db_comment="The charity's own action, in a line")


class MappaActionDone(models.Model):
    """That it was done: the day, and who did it."""

    action = models.OneToOneField(MappaAction, models.PROTECT, primary_key=True, related_name="done")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    done_on = models.DateField()
    done_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
