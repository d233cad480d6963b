"""Reads of the waiting list: who waits, where, for how long and for what, and how many volunteers are free."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Value, When

from encircle.common.clock import in_london
from encircle.common.errors import NotFound
from encircle.foundations.access.actor import names_of
from encircle.rooms.circles.models import Seat
from encircle.rooms.circles.queries import now
from encircle.rooms.circles.vocabulary import SeatPart
from encircle.rooms.organisation.queries import kind_standards
from encircle.rooms.organisation.vocabulary import CircleKind
from encircle.rooms.volunteers.queries import accepted

from .models import WaitingLeft, WaitingPlace, WaitingReview
from .vocabulary import Priority


@dataclass(frozen=True)
class PlaceLine:
    """One who waits, and what was last said of it."""

    place: WaitingPlace
    review: WaitingReview

    def is_overdue(self, day: date) -> bool:
        return self.review.review_on < day


@dataclass(frozen=True)
class Forecast:
    """One area: who waits for each kind, and for how many Circles its free volunteers would be enough."""

    area_id: UUID
    area_name: str
    waiting: int
    free: int
    enough_for: tuple[tuple[str, int], ...]  # kind, and Circles


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


def left(core_member_id: UUID) -> WaitingLeft | None:
    return WaitingLeft.objects.filter(place=core_member_id).first()


def forecasts(at: datetime, area_id: UUID | None = None) -> list[Forecast]:
    """For each area where somebody waits: volunteers without a Circle now, against the least each kind asks for.

    A rough guide: it knows nothing of days, distances or who suits whom.
    """
    waits = _waiting(Wanted(area_id)).values("area", "area__name", "kind").annotate(number=Count("pk"))
    seated = Seat.objects.filter(now(at), part=SeatPart.VOLUNTEER, volunteer=OuterRef("pk"))
    present = Q(left_on__isnull=True) | Q(left_on__gte=in_london(at).date())
    volunteers = accepted().filter(present).filter(~Exists(seated))
    free = dict(volunteers.values_list("area").annotate(number=Count("pk")).values_list("area", "number"))
    least = {kind: one.least_volunteers for kind, one in kind_standards(in_london(at).date()).items()}
    areas: dict[UUID, Forecast] = {}
    for row in waits.order_by("area__name", "kind"):
        before = areas.get(row["area"]) or Forecast(row["area"], row["area__name"], 0, free.get(row["area"], 0), ())
        circles = before.free // least[row["kind"]] if least.get(row["kind"]) else 0
        enough = (*before.enough_for, (CircleKind(row["kind"]).label, circles))
        areas[row["area"]] = Forecast(
            before.area_id, before.area_name, before.waiting + row["number"], before.free, enough
        )
    return list(areas.values())


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
