"""Reviews on the home page of whoever runs the Circles, and on the first page of a Circle."""

from datetime import datetime, timedelta
from uuid import UUID

from encircle.common.clock import in_london
from encircle.design.dates import long_date, plain_date, relative, relative_day
from encircle.design.items import Action, Row, WorkItem
from encircle.foundations.access.actor import Actor
from encircle.rooms.circles.models import Circle
from encircle.rooms.due.queries import ReviewToPlan, reviews_to_plan
from encircle.rooms.organisation.clocks import last_day
from encircle.rooms.reviews.queries.area import Near, near_reviews
from encircle.rooms.reviews.queries.calendar import calendar_of
from encircle.rooms.reviews.queries.planned import next_reviews

from .links import to

A_FEW = 20


def review_items(by: Actor, soon: timedelta, area_id: UUID | None) -> list[WorkItem]:
    """Reviews to plan, as what is due knows them, then those to record and those whose views are waited for `soon`
    before. Of the reader's own Circles."""
    now = by.now
    to_plan = reviews_to_plan(by.user_id, now, area_id=area_id, count=A_FEW)
    near = near_reviews(by, now + soon, area_id=area_id)
    return [*(_to_plan(one, now) for one in to_plan), *(_near(one, now) for one in near)][:A_FEW]


def review_rows(circle: Circle, now: datetime) -> list[Row]:
    """Nothing before the Circle has begun, and nothing once it has ended."""
    calendar = calendar_of(circle, today=in_london(now).date())
    if calendar is None:
        return []
    planned = next_reviews([circle.pk]).get(circle.pk)
    words = f"due on {long_date(calendar.due_on)}"
    if calendar.is_overdue:
        words = f"was due on {long_date(calendar.due_on)}"
    if planned is not None:
        words += f"; planned for {long_date(planned.starts_at)}"
    see = Action("See", to("circle_reviews", circle.pk), hidden="the reviews")
    return [Row("Next review", words[0].upper() + words[1:], actions=[see])]


def _to_plan(one: ReviewToPlan, now: datetime) -> WorkItem:
    late = one.due_at is not None and one.due_at < now
    return WorkItem(
        title=f"{one.circle_name}: review to plan",
        url=to("review_new", one.circle_id),
        facts=[f"review {one.number} of this Circle"],
        tag="Overdue" if late else "To plan",
        colour="red" if late else "yellow",
        when=f"due {relative_day(last_day(one.due_at), now)}"
        if one.due_at
        else "stands still while the Circle is paused",
        urgency="urgent" if late else "soon",
    )


def _near(one: Near, now: datetime) -> WorkItem:
    is_over = one.review.ends_at <= now
    return WorkItem(
        title=f"{one.circle_name}: review on {plain_date(in_london(one.review.starts_at).date())}",
        url=to("review", one.review.pk),
        facts=[f"{one.views} of {one.asked} views are in"],
        tag="To be recorded" if is_over else "Views waited for" if one.views < one.asked else "Ready",
        colour="orange" if is_over else "yellow" if one.views < one.asked else "green",
        when=relative(one.review.starts_at, now),
        urgency="soon" if is_over else "",
    )
