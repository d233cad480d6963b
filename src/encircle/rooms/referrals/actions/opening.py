"""Open what was submitted: content, against a receipt."""

from uuid import UUID

from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.record import leave_receipt

from ..models import Referral, ReferralRead, SubmittedSection
from ..queries import ReferralLine, referral
from ..standard import DecisionClock


def open_referral(referral_id: UUID, *, by: Actor, clock: DecisionClock) -> tuple[ReferralLine, list[SubmittedSection]]:
    """For staff: leaves a receipt, and says who was first; nothing to read while it is a draft. Raises NotFound. Top of
    the request."""
    line = referral(referral_id, clock=clock)
    row = line.referral
    leave_receipt("referrals.referral", row.pk, by=by.acting, area_id=row.area_id, person_id=row.subject_id)
    if line.submitted_at is not None and line.read_at is None:
        _note_first_reading(row, by)
    return line, list(SubmittedSection.objects.filter(referral=row.pk).order_by("position"))


def _note_first_reading(referral: Referral, by: Actor) -> None:
    first = ReferralRead(referral_id=referral.pk, area_id=referral.area_id, read_by_id=by.user_id, read_at=by.now)
    ReferralRead.objects.bulk_create([first], ignore_conflicts=True)  # of two who open it at once, one was first
