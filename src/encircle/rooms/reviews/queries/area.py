"""Reads over an area: which agencies come to reviews, and what waits of the reviews of those who run them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from encircle.foundations.access.actor import Actor
from encircle.rooms.circles.models import Seat
from encircle.rooms.circles.queries import now
from encircle.rooms.circles.vocabulary import SeatPart

from ..models import Attendance, Review
from .held import WAS_THERE
from .planned import to_come, views_in


@dataclass(frozen=True)
class AgencyCount:
    """How often an agency was there, of the reviews at which one of its people was expected."""

    name: str
    came: int
    expected: int


@dataclass(frozen=True)
class Near:
    """A review that is planned: how many views are in, or that it waits to be recorded."""

    review: Review
    circle_name: str
    views: int
    asked: int


def agency_counts(area_id: UUID | None) -> list[AgencyCount]:
    """Those who come least first. One read, counted by the database."""
    rows = Attendance.objects.filter(agency__isnull=False)
    if area_id is not None:
        rows = rows.filter(area=area_id)
    counted = rows.values("agency__name").annotate(
        came=Count("review", filter=Q(came__in=WAS_THERE), distinct=True), expected=Count("review", distinct=True)
    )
    found = [AgencyCount(one["agency__name"], one["came"], one["expected"]) for one in counted]
    return sorted(found, key=lambda one: (one.came / one.expected, one.name))


def near_reviews(by: Actor, until: datetime, *, area_id: UUID | None = None) -> list[Near]:
    """Of the Circles the acting person runs: those planned before a moment, and those that wait to be recorded. Three
    reads; one where there are none."""
    seats = Seat.objects.filter(now(by.now), part=SeatPart.COORDINATOR, coordinator=by.user_id)
    rows = to_come(seats.values("circle")).filter(starts_at__lte=until).select_related("circle")
    found = list(rows.filter(area=area_id) if area_id else rows)
    views = views_in([one.pk for one in found])
    return [Near(one, one.circle.name, *views.get(one.pk, (0, 0))) for one in found]
