"""A single-use address by which a person proves their e-mail address and chooses a password."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from encircle.common.ids import new_id


class Purpose(models.TextChoices):
    JOIN = "join", "To sign in for the first time"
    AGAIN = "again", "To set up signing in again"
    PASSWORD = "password", "To choose a new password"


class Invitation(models.Model):
    """Only the hash of the token is stored. Opening the address changes nothing; the button on its page does."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="invitations")
    purpose = models.CharField(max_length=10, choices=Purpose)
    token_hash = models.CharField(max_length=64, unique=True, db_comment="SHA-256 of the token in the address")
    email = models.EmailField(db_comment="Address it went to, and proves")
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_comment="Empty when asked for oneself"
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("created_at")), name="accounts_invitation_expires_after_it_is_made"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="accounts_invitation_accepted_or_withdrawn",
            ),
        ]
        indexes = [models.Index(fields=["user", "-created_at"], name="accounts_invitation_user")]


class ResetRequest(models.Model):
    """Somebody typed an address because a password was forgotten. Answered in the background, so that the page takes
    as long for an unknown address as for a known one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sealed_email = models.BinaryField(db_comment="The address typed, encrypted; the row goes once answered")
    asked_at = models.DateTimeField()
