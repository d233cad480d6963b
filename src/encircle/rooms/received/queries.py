"""Reads of what professionals sent: for whoever sent it, and for the staff of the area."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from encircle.common.errors import NotFound
from encircle.foundations.access.actor import Actor, names_of
from encircle.rooms.risk.models import Concern
from encircle.rooms.risk.vocabulary import ConcernKind

from .models import Development, DevelopmentText
from .vocabulary import KnownTo, OnwardPermission

PAGE = 20


@dataclass(frozen=True)
class OwnSeat:
    """A seat the professional holds now, by the reference under which they know the Circle."""

    seat_id: UUID
    circle_reference: str
    position: str


@dataclass(frozen=True)
class News:
    """That a development was sent, and whether somebody of the staff has read it."""

    development: Development
    sender: str = ""
    agency: str = ""
    circle_name: str = ""
    read_at: datetime | None = None
    read_by: str = ""
    taken_down_by: str = ""  # who wrote it down, where it came by telephone
    onward: OnwardPermission = OnwardPermission.COORDINATOR_ONLY  # as it stands now

    @property
    def who_knows(self) -> str:
        return ", ".join(KnownTo(one).label for one in self.development.known_to) or "Nobody else that they know of"


def own_seats() -> list[OwnSeat]:
    """The acting professional's seats of this moment; nothing else about their Circles."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seat_id, reference, place FROM encircle.own_circle_references() ORDER BY 2, 1")
        return [OwnSeat(*row) for row in cursor.fetchall()]


def sent_by(by: Actor, *, page: int = 1, count: int = PAGE) -> tuple[list[News], bool]:
    """What the professional sent, the newest first, and whether there is more."""
    start = (max(page, 1) - 1) * count
    rows = _sent(by).order_by("-sent_at", "-pk")
    found = list(rows[start : start + count + 1])
    return _for_sender(found[:count]), len(found) > count


def own_development(development_id: UUID, *, by: Actor) -> News:
    """Raises NotFound."""
    found = list(_sent(by).filter(pk=development_id))
    if not found:
        raise NotFound()
    return _for_sender(found)[0]


def _sent(by: Actor) -> QuerySet[Development]:
    mine = Development.objects.filter(sent_by=by.user_id, rang_at__isnull=True)
    return mine.select_related("first_read").prefetch_related("onwards")


def unread() -> QuerySet[Development]:
    """What no one of the staff has read: urgent first, then the oldest. For the home of the casework door."""
    return _for_staff_rows().filter(first_read__isnull=True).order_by("-urgent", "sent_at", "pk")


def unread_news() -> list[News]:
    return _for_staff(list(unread()))


def news(*, circle_id: UUID | None = None, page: int = 1) -> tuple[list[News], bool]:
    """What came in, the newest first, 20 a page, and whether there is more; of one Circle or of all in reach."""
    start = (max(page, 1) - 1) * PAGE
    rows = _for_staff_rows().order_by("-sent_at", "-pk")
    if circle_id is not None:
        rows = rows.filter(circle=circle_id)
    found = list(rows[start : start + PAGE + 1])
    return _for_staff(found[:PAGE]), len(found) > PAGE


def one_news(development_id: UUID) -> News:
    """Raises NotFound."""
    found = list(_for_staff_rows().filter(pk=development_id))
    if not found:
        raise NotFound()
    return _for_staff(found)[0]


def news_behind(concern: Concern) -> News | None:
    """The news by which a concern rings. Whoever was on call may not see its Circle, and needs not."""
    if concern.kind != ConcernKind.DEVELOPMENT:
        return None
    rows = Development.objects.filter(concern=concern).select_related("professional", "agency", "first_read")
    found = _for_staff(list(rows.prefetch_related("onwards")), with_circle=False)
    return found[0] if found else None


def onward_of(ids: Iterable[UUID]) -> dict[UUID, OnwardPermission]:
    """By development: how far its agency lets it go now. Two reads, however many."""
    rows = Development.objects.filter(pk__in=list(ids)).prefetch_related("onwards")
    return {row.pk: _onward(row) for row in rows}


def may_go_outside(concern: Concern) -> bool:
    """Whether the agency behind urgent news agreed that other agencies of the outer circle are told."""
    found = news_behind(concern)
    return found is None or found.onward != OnwardPermission.COORDINATOR_ONLY


def words_of(development: Development) -> str:
    """Needs the receipt that `open_development` left in this request."""
    return DevelopmentText.objects.get(development=development).text


def _for_staff_rows() -> QuerySet[Development]:
    return Development.objects.select_related("professional", "agency", "circle", "first_read").prefetch_related(
        "onwards"
    )


def _for_sender(rows: list[Development]) -> list[News]:
    """The Circle, the agency and the other rows beside it are not all theirs to see: nothing is joined but the read."""
    return [
        News(row, read_at=row.first_read.read_at if hasattr(row, "first_read") else None, onward=_onward(row))
        for row in rows
    ]


def _onward(row: Development) -> OnwardPermission:
    newest = max(row.onwards.all(), key=lambda one: one.recorded_at, default=None)
    return OnwardPermission(newest.level if newest else row.onward)


def _for_staff(rows: list[Development], *, with_circle: bool = True) -> list[News]:
    readers = [row.first_read.read_by_id for row in rows if hasattr(row, "first_read")]
    names = names_of([*readers, *(row.sent_by_id for row in rows if row.rang_at)])
    return [
        News(
            row,
            sender=row.professional.name if row.professional else row.rang_by,
            agency=row.agency.name,
            circle_name=row.circle.name if with_circle else "",
            read_at=row.first_read.read_at if hasattr(row, "first_read") else None,
            read_by=names.get(row.first_read.read_by_id, "") if hasattr(row, "first_read") else "",
            taken_down_by=names.get(row.sent_by_id, "") if row.rang_at else "",
            onward=_onward(row),
        )
        for row in rows
    ]
