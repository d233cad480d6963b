"""What was sent, to whom, who has opened it, and that it was withdrawn."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from encircle.common.ids import new_id
from encircle.rooms.organisation.models import Area
from encircle.rooms.volunteers.models import Volunteer

from ..vocabulary import Condition, Kind, WhyWithdrawn
from .newsletter import Supporter
from .writing import LONGEST_SUBJECT

USER = settings.AUTH_USER_MODEL


class Message(models.Model):
    """Sent: never edited. Its text stands apart, behind a receipt."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.MESSAGE)
    subject = models.CharField(max_length=LONGEST_SUBJECT)
    areas = ArrayField(models.UUIDField(), db_comment="Areas its recipients were of when it was sent")
    conditions = ArrayField(
        models.CharField(max_length=16, choices=Condition), default=list, db_comment="How the group was chosen"
    )
    sent_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(areas__len__gt=0), name="messaging_message_has_an_area"),
        ]
        indexes = [
            models.Index(fields=["-sent_at"], name="messaging_message_newest"),
            models.Index(fields=["sent_by", "-sent_at"], name="messaging_message_sender"),
        ]


class MessageWords(models.Model):
    """What a message says: content, receipt for the message."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    message = models.OneToOneField(Message, models.PROTECT, related_name="+")
    text = models.TextField(db_comment="What was written to volunteers")


class Recipient(models.Model):
    """Whom a message went to: fixed as it was sent."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    message = models.ForeignKey(Message, models.PROTECT, related_name="recipients")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, null=True, related_name="+")
    supporter = models.ForeignKey(Supporter, models.PROTECT, null=True, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    token_hash = models.CharField(
        max_length=64, blank=True, db_comment="Hash of what the link in a newsletter bears, by which somebody ends it"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(volunteer__isnull=False, supporter__isnull=True)
                | Q(volunteer__isnull=True, supporter__isnull=False) & ~Q(token_hash=""),
                name="messaging_recipient_is_somebody",
            ),
            models.UniqueConstraint(fields=["message", "volunteer"], name="messaging_recipient_once"),
            models.UniqueConstraint(fields=["message", "supporter"], name="messaging_recipient_supporter_once"),
            models.UniqueConstraint(
                fields=["token_hash"], condition=~Q(token_hash=""), name="messaging_recipient_token_once"
            ),
        ]
        indexes = [models.Index(fields=["volunteer"], name="messaging_recipient_volunteer")]


class Reading(models.Model):
    """A volunteer first opened a message. Only they see it; the sender sees how many have."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    message = models.ForeignKey(Message, models.PROTECT, related_name="+")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(db_comment="When a volunteer first opened a message")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "volunteer"], name="messaging_reading_once")]
        indexes = [models.Index(fields=["volunteer"], name="messaging_reading_volunteer")]


class Withdrawal(models.Model):
    """Taken back: volunteers can no longer read it. Why is a code, so that it says nothing of a case."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    message = models.OneToOneField(Message, models.PROTECT, related_name="withdrawal")
    why = models.CharField(max_length=16, choices=WhyWithdrawn)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()
