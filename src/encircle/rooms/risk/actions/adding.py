"""Those who handle a concern write down what they have learned since; who raised it adds by their own door."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from encircle.common.errors import Invalid
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb

from ..models import ConcernAccount
from .raising import LONGEST_ACCOUNT
from .steps import concern_to_handle, trace, wall


@transaction.atomic
def add_account(concern_id: UUID, text: str, *, id: UUID, by: Actor, at: datetime) -> None:
    """Raises Invalid or NotAllowed. The same form sent twice adds once; what was written is never edited."""
    concern = concern_to_handle(concern_id, by)
    if not text.strip():
        raise Invalid({"text": "Enter what you want to add"})
    if len(text) > LONGEST_ACCOUNT:
        raise Invalid({"text": f"This must be {LONGEST_ACCOUNT:,} characters or fewer. It has {len(text):,}"})
    added = ConcernAccount(id=id, **wall(concern), text=text.strip(), written_by_id=by.user_id, written_at=at)
    # ON CONFLICT DO NOTHING: whether this form wrote it before cannot be read without a receipt.
    ConcernAccount.objects.bulk_create([added], ignore_conflicts=True)
    trace(Verb.CHANGED, concern, by, detail="account added")
