"""Notices to holders of seats: that something is waiting, never what."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from encircle.foundations.access.actor import Actor
from encircle.foundations.post.models import NoticeKind
from encircle.foundations.post.notices import notify_each
from encircle.rooms.circles.models import Seat
from encircle.rooms.circles.queries import now
from encircle.rooms.circles.vocabulary import SeatPart


def tell(item_id: UUID, seat_ids: Collection[UUID], *, by: Actor, at: datetime) -> None:
    """Whoever holds one of these seats now and signs in, but the one who acts."""
    rows = Seat.objects.filter(now(at), pk__in=list(seat_ids)).values_list(
        "volunteer__user_id", "professional__user_id", "coordinator_id"
    )
    users = {user for row in rows for user in row if user is not None and user != by.user_id}
    notify_each([(user, item_id) for user in sorted(users)], NoticeKind.WAITING, at=at)


def volunteer_seats(circle_id: UUID, at: datetime) -> list[UUID]:
    seats = Seat.objects.filter(now(at), circle=circle_id, part=SeatPart.VOLUNTEER)
    return list(seats.values_list("pk", flat=True))
