"""Notices and the letters that carry them: that something is waiting, for whom. Never what, never about whom.

One kind of letter alone carries what was written: a newsletter, to whoever asked for it, and it is about no case. One
more asks a supporter, in sentences that are always the same, whether they want it.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from encircle.common.ids import new_id


class NoticeKind(models.TextChoices):
    """Why a person is written to; decides pace and the one word "urgent", never wording about a case."""

    WAITING = "waiting", "Something is waiting for you"
    CONCERN = "concern", "Something urgent is waiting for you"
    MESSAGE = "message", "Your charity has written to you"
    ACCOUNT = "account", "Something changed in your account"


class LetterKind(models.TextChoices):
    WAITING = "waiting", "Something is waiting for you"
    URGENT = "urgent", "Something urgent is waiting for you"
    MESSAGE = "message", "Your charity has written to you"
    ACCOUNT = "account", "Something changed in your account"
    LINK = "link", "Your invitation"
    NEWSLETTER = "newsletter", "A newsletter"
    CONFIRM = "confirm", "Whether somebody wants the newsletter"


# Kinds that carry something, to somebody who may have no login.
CARRYING = (LetterKind.NEWSLETTER, LetterKind.CONFIRM)


class Letter(models.Model):
    """One e-mail to one person. Its Message-ID is its own id, so that a doubtful second sending can be recognised."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        db_comment="Empty: a newsletter to somebody without a login",
    )  # fmt: skip
    kind = models.CharField(max_length=10, choices=LetterKind)
    area_id = models.UUIDField(null=True, db_comment="Whose staff are told when it cannot be delivered")
    item_id = models.UUIDField(null=True, db_comment="What a newsletter carries, of the room that writes it")
    link = models.BinaryField(null=True, db_comment="A single-use address, encrypted; emptied once sent")
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    uncertain = models.BooleanField(default=False, db_comment="May have arrived twice: we were killed in between")
    given_up_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True, db_comment="Not to be sent any more: nobody wants it now")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(link__isnull=True), name="post_letter_link_emptied_once_sent"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=CARRYING, item_id__isnull=False, link__isnull=True)
                | Q(user__isnull=False, item_id__isnull=True) & ~Q(kind__in=CARRYING),
                name="post_letter_carries_only_a_newsletter",
            ),
        ]
        indexes = [
            models.Index(
                fields=["written_at"],
                condition=Q(sent_at__isnull=True, given_up_at__isnull=True, dropped_at__isnull=True),
                name="post_letter_to_send",
            ),
            models.Index(fields=["area_id", "given_up_at"], name="post_letter_area"),
        ]


class Attempt(models.Model):
    """One try to hand a letter to the mail server. An attempt without an end is one we were killed in."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    letter = models.ForeignKey(Letter, models.PROTECT, related_name="attempts")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=20, blank=True, db_comment="sent, or the server's code")

    class Meta:
        indexes = [models.Index(fields=["letter", "started_at"], name="post_attempt_letter")]


class Notice(models.Model):
    """Something is waiting for one person. What waits goes at the person's own pace; the rest goes at once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=NoticeKind)
    item_id = models.UUIDField(null=True, db_comment="What is waiting; never leaves the database")
    area_id = models.UUIDField(null=True, db_comment="Whose staff are told when it cannot be delivered")
    created_at = models.DateTimeField()
    letter = models.ForeignKey(Letter, models.PROTECT, null=True, related_name="notices")

    class Meta:
        indexes = [
            models.Index(fields=["user", "-created_at"], name="post_notice_user"),
            models.Index(fields=["user"], condition=Q(letter__isnull=True), name="post_notice_waiting"),
        ]
