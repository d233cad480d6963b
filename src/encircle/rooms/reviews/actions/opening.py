"""Open what is written about a review: against one receipt for the review, or one for a version of its pack."""

from uuid import UUID

from encircle.common.errors import NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.record import leave_receipt

from ..models import PackVersion, Review
from ..queries.planned import review_row


def open_review(review_id: UUID, *, by: Actor) -> Review:
    """The views and decisions of it that the acting person may read. Raises NotFound. Top of the request."""
    review = review_row(review_id)
    leave_receipt("reviews.review", review.pk, by=by.acting, circle_id=review.circle_id, area_id=review.area_id)
    return review


def open_pack(version_id: UUID, *, by: Actor) -> PackVersion:
    """One version of a pack. Raises NotFound. Call at the top of the request."""
    found = PackVersion.objects.select_related("review", "approval", "based_on").filter(pk=version_id).first()
    if found is None:
        raise NotFound()
    leave_receipt("reviews.packversion", found.pk, by=by.acting, circle_id=found.circle_id, area_id=found.area_id)
    return found
