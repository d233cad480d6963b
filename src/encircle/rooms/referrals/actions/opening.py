"""Open what was submitted: content, against a receipt."""

from uuid import UUID

from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.record import leave_receipt

from ..models import SubmittedSection
from ..queries import ReferralLine, referral
from ..standard import DecisionClock


def open_referral(referral_id: UUID, *, by: Actor, clock: DecisionClock) -> tuple[ReferralLine, list[SubmittedSection]]:
    """For staff: leaves a receipt; nothing to read while it is a draft. Raises NotFound. Top of the request."""
    line = referral(referral_id, clock=clock)
    row = line.referral
    leave_receipt("referrals.referral", row.pk, by=by.acting, area_id=row.area_id, person_id=row.subject_id)
    return line, list(SubmittedSection.objects.filter(referral=row.pk).order_by("position"))
