"""A review as a line of the home page of those it asks."""

from datetime import datetime

from django.urls import reverse

from encircle.design.dates import long_date, relative
from encircle.design.items import TagColour, WorkItem
from encircle.rooms.reviews.queries.own import OwnInvitation


def review_item(one: OwnInvitation, now: datetime) -> WorkItem:
    tag, colour = _state(one, now)
    review = one.review
    return WorkItem(
        title=f"{review.get_kind_display()}, {long_date(review.starts_at)}",
        url=reverse("outer_circle:review", args=[review.pk]),
        facts=[f"Circle {review.circle_reference}"],
        tag=tag,
        colour=colour,
        when=relative(review.starts_at, now),
        urgency="soon" if one.wants_something(now) else "",
    )


def _state(one: OwnInvitation, now: datetime) -> tuple[str, TagColour]:
    if one.is_cancelled:
        return "Cancelled", "grey"
    if one.coming is None and not one.is_over(now):
        return "Answer", "yellow"
    return ("View given", "green") if one.has_view else ("Your view is asked", "yellow")
