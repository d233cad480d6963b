"""One browser in which somebody is signed in, or is about to be."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from encircle.common.ids import new_id


class WhyEnded(models.TextChoices):
    SIGNED_OUT = "signed_out", "Signed out"
    FROM_ELSEWHERE = "from_elsewhere", "Ended from another device"
    SUSPENDED = "suspended", "The account was suspended"
    RESET = "reset", "The way of signing in was reset"
    LEFT = "left", "They left the charity"


class Session(models.Model):
    """The key itself is only in the browser's cookie; here lies its hash, and what the session carries, encrypted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key_hash = models.CharField(max_length=64, unique=True, db_comment="SHA-256 of the key in the cookie")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+", db_comment="Empty while signing in"
    )
    sealed = models.BinaryField(db_comment="What the session carries, encrypted for this row")
    agent = models.CharField(max_length=60, blank=True, db_comment="Browser and system in a few words")
    created_at = models.DateTimeField(db_comment="When the person signed in")
    last_input_at = models.DateTimeField(db_comment="Last thing the person did themselves")
    idle_minutes = models.PositiveSmallIntegerField(db_comment="The limit at the time of signing in")
    ends_at = models.DateTimeField(db_comment="When it ends whatever is done")
    second_factor_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    why_ended = models.CharField(max_length=20, choices=WhyEnded, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, why_ended="") | (Q(ended_at__isnull=False) & ~Q(why_ended="")),
                name="accounts_session_an_end_has_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["user", "-created_at"], name="accounts_session_user")]
