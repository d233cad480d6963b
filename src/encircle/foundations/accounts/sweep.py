"""What accounts forget, once an hour."""

from datetime import datetime, timedelta

from . import sessions
from .doorkeeper import as_doorkeeper
from .models import AttemptCount, HeldForm, Invitation, ResetRequest


def sweep(at: datetime) -> None:
    with as_doorkeeper():
        sessions.sweep(at)
        AttemptCount.objects.filter(ends_at__lt=at).delete()
        HeldForm.objects.filter(expires_at__lt=at).delete()
        ResetRequest.objects.filter(asked_at__lt=at - timedelta(days=1)).delete()
        Invitation.objects.filter(expires_at__lt=at - timedelta(days=90)).delete()
