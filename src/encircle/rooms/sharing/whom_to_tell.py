"""Whom a concern can be told to online: the outer circle of its Circle. Behind the wall the database says who they are,
because not everybody who handles such a concern sees the Circle."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from encircle.rooms.circles.models import Circle, Seat
from encircle.rooms.circles.queries import now
from encircle.rooms.circles.vocabulary import SeatPart
from encircle.rooms.partners.models import Professional
from encircle.rooms.risk.models import Concern

from .facts import centre_of


@dataclass(frozen=True)
class Outside:
    """Of the Circle a concern is about, what telling agencies needs."""

    circle_id: UUID
    reference: str
    kind: str  # empty behind the wall, where no consent counts
    core_member_id: UUID | None
    seats: tuple[Seat, ...]


def whom_to_tell(concern: Concern, *, at: datetime) -> Outside | None:
    """None where the concern is about no Circle, or its Circle is hidden, or nobody sits in its outer circle."""
    found = _behind_the_wall(concern) if concern.walled else _in_sight(concern, at)
    return found if found is not None and found.seats else None


def _in_sight(concern: Concern, at: datetime) -> Outside | None:
    circle = Circle.objects.filter(pk=concern.circle_id).first() if concern.circle_id else None
    if circle is None:
        return None
    seats = Seat.objects.filter(now(at), circle=circle, part=SeatPart.OUTER_CIRCLE)
    shown = seats.select_related("professional__agency").order_by("starts_at", "display_name", "pk")
    return Outside(circle.pk, circle.reference, circle.kind, centre_of(circle.pk, at), tuple(shown))


def _behind_the_wall(concern: Concern) -> Outside | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM encircle.whom_to_tell(%s)", [concern.pk])
        rows = cursor.fetchall()
    if not rows:
        return None
    circle_id, reference, core_member_id, *_ = rows[0]
    people = Professional.objects.select_related("agency").in_bulk([row[4] for row in rows])
    seats = tuple(
        Seat(
            id=seat_id,
            circle_id=circle_id,
            area_id=concern.area_id,
            part=SeatPart.OUTER_CIRCLE,
            professional=people[professional_id],
            position=position,
            starts_at=starts_at,
            ends_at=ends_at,
        )
        for *_, seat_id, professional_id, position, starts_at, ends_at in rows
        if professional_id in people
    )
    return Outside(circle_id, reference, "", core_member_id, seats)
