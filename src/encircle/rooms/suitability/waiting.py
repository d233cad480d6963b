"""Reads of the waiting list: who waits, where, for how long and for what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, Count, Exists, OuterRef, QuerySet, Value, When

from encircle.common.errors import NotFound
from encircle.foundations.access.actor import names_of
from encircle.rooms.circles.models import Seat
from encircle.rooms.circles.vocabulary import SeatPart

from .models import WaitingFree, WaitingLeft, WaitingPlace, WaitingReview
from .vocabulary import Priority


@dataclass(frozen=True)
class PlaceLine:
    """One who waits, and what was last said of it."""

    place: WaitingPlace
    review: WaitingReview

    def is_overdue(self, day: date) -> bool:
        return self.review.review_on < day


@dataclass(frozen=True)
class Wanted:
    area_id: UUID | None = None
    kind: str = ""


def waiting_list(wanted: Wanted, *, first: int, count: int) -> tuple[list[PlaceLine], int]:
    """The most urgent first, then the longest waiting; and how many there are."""
    rows = _waiting(wanted)
    shown = rows.order_by(_urgency(), "since", "pk").select_related("core_member", "area")[first : first + count]
    return _lines(list(shown)), rows.count()


def place(core_member_id: UUID) -> PlaceLine:
    """Raises NotFound."""
    found = list(WaitingPlace.objects.filter(pk=core_member_id).select_related("core_member", "area"))
    if not found:
        raise NotFound()
    return _lines(found)[0]


def reviews_of(core_member_id: UUID) -> list[tuple[WaitingReview, str]]:
    """What was said of one who waits, the newest first, and by whom."""
    rows = list(WaitingReview.objects.filter(place=core_member_id).order_by("-at"))
    names = names_of(row.by_id for row in rows)
    return [(row, names.get(row.by_id, "")) for row in rows]


def free_of(core_members: Iterable[UUID]) -> dict[UUID, WaitingFree]:
    """When they can meet, and in which prison, of those who were asked: what was said last."""
    rows = WaitingFree.objects.filter(place__in=list(core_members)).order_by("place", "-at", "-pk")
    rows = rows.select_related("prison")
    return {row.place_id: row for row in rows.distinct("place")}


def left(core_member_id: UUID) -> WaitingLeft | None:
    return WaitingLeft.objects.filter(place=core_member_id).first()


def all_who_wait(areas: Iterable[UUID]) -> list[PlaceLine]:
    """Everybody in these areas, in the order of the list."""
    rows = _waiting(Wanted()).filter(area__in=list(areas))
    return _lines(list(rows.order_by(_urgency(), "since", "pk").select_related("core_member", "area")))


def waits_for_kinds() -> list[tuple[UUID, str, int]]:
    """How many wait: area, kind of Circle, people."""
    rows = _waiting(Wanted()).values_list("area", "kind").annotate(number=Count("pk"))
    return [(area, kind, number) for area, kind, number in rows]


def _waiting(wanted: Wanted) -> QuerySet[WaitingPlace]:
    """Neither left nor seated in a Circle since; what was last said decides the order."""
    gone = WaitingLeft.objects.filter(place=OuterRef("pk"))
    seat = Seat.objects.filter(core_member=OuterRef("pk"), part=SeatPart.CORE_MEMBER, starts_at__gte=OuterRef("since"))
    newest = WaitingReview.objects.filter(place=OuterRef("pk")).order_by("-at").values("priority")[:1]
    given = {"area": wanted.area_id, "kind": wanted.kind}
    return WaitingPlace.objects.filter(
        ~Exists(gone), ~Exists(seat), **{name: value for name, value in given.items() if value}
    ).alias(said=newest)


def _urgency() -> Case:
    turns = [When(said=priority, then=Value(turn)) for turn, priority in enumerate(Priority.values)]
    return Case(*turns, default=Value(len(turns)))


def _lines(rows: list[WaitingPlace]) -> list[PlaceLine]:
    reviews = WaitingReview.objects.filter(place__in=[row.pk for row in rows]).order_by("place", "-at")
    newest = {one.place_id: one for one in reviews.distinct("place")}
    return [PlaceLine(row, newest[row.pk]) for row in rows]
