"""Notices: that something is waiting, for whom. Never what, never about whom."""

from django.conf import settings
from django.db import models

from encircle.common.ids import new_id


class NoticeKind(models.TextChoices):
    """Why a person is written to; decides pace, never wording about a case."""

    WAITING = "waiting", "Something is waiting for you"
    CONCERN = "concern", "Something urgent is waiting for you"
    ACCOUNT = "account", "Something changed in your account"


class Notice(models.Model):
    """One notice to one person. Concern and account notices go at once; others keep the person's own pace."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=NoticeKind)
    item_id = models.UUIDField(null=True, db_comment="What is waiting; so that a notice is not sent twice for it")
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["user", "-created_at"], name="post_notice_user")]
