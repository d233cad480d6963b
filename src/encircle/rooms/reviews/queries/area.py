"""Reads over an area: which agencies come to reviews, and what waits of the reviews of those who run them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q

from encircle.common.clock import in_london
from encircle.foundations.access.actor import Actor
from encircle.rooms.circles.models import Circle, Seat
from encircle.rooms.circles.queries import now
from encircle.rooms.circles.vocabulary import SeatPart
from encircle.rooms.organisation.queries import standard_on

from ..models import Attendance, Review
from ..policy import Calendar
from .calendar import calendars
from .held import WAS_THERE
from .planned import to_come, views_in


@dataclass(frozen=True)
class AgencyCount:
    """How often an agency was there, of the reviews at which one of its people was expected."""

    name: str
    came: int
    expected: int


@dataclass(frozen=True)
class ToPlan:
    """A Circle whose next review is near or past and not planned."""

    circle: Circle
    calendar: Calendar


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


def waiting_for(by: Actor, at: datetime, *, area_id: UUID | None = None) -> tuple[list[ToPlan], list[Near]]:
    """Of the Circles the acting person runs: reviews to plan, the oldest first, and those near or to be recorded."""
    seats = Seat.objects.filter(now(at), part=SeatPart.COORDINATOR, coordinator=by.user_id)
    circles = list(Circle.objects.filter(pk__in=seats.values("circle"), **({"area": area_id} if area_id else {})))
    if not circles:
        return [], []
    soon = timedelta(days=standard_on(in_london(at).date()).review_invite_days)
    planned = list(to_come(one.pk for one in circles))
    return _to_plan(circles, planned, at, soon), _near(circles, planned, at + soon)


def _to_plan(circles: list[Circle], planned: list[Review], at: datetime, soon: timedelta) -> list[ToPlan]:
    today = in_london(at).date()
    there = {one.circle_id for one in planned if one.starts_at > at}
    due = calendars([one for one in circles if one.pk not in there], today=today)
    found = [ToPlan(one, due[one.pk]) for one in circles if one.pk in due and due[one.pk].due_on <= today + soon]
    return sorted(found, key=lambda one: (one.calendar.due_on, one.circle.name))


def _near(circles: list[Circle], planned: list[Review], until: datetime) -> list[Near]:
    names = {one.pk: one.name for one in circles}
    near = [one for one in planned if one.starts_at <= until]
    views = views_in([one.pk for one in near])
    return [Near(one, names[one.circle_id], *views.get(one.pk, (0, 0))) for one in near]
