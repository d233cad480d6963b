"""The clock's part: those invited are told that something is waiting, so many days before. Run as the escalator."""

from datetime import timedelta

from encircle.common.clock import in_london
from encircle.foundations.access.identity import acting_as, system
from encircle.rooms.organisation.queries import standard_on

from ..models import Invitation
from .planning import tell_if_due


def tell_all_due() -> int:
    """Every review to come whose day is near enough and of whose invitations somebody has not been told."""
    with acting_as(system("escalator")) as acting:
        before = timedelta(days=standard_on(in_london(acting.at).date()).review_invite_days)
        waiting = Invitation.objects.filter(
            notified_at__isnull=True,
            review__cancelled_at__isnull=True,
            review__ends_at__gt=acting.at,
            review__starts_at__lte=acting.at + before,
        ).select_related("review")
        reviews = {row.review_id: row.review for row in waiting}
        return sum(tell_if_due(review, at=acting.at) for review in reviews.values())
