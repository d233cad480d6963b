"""Reads: volunteers who are free, by area and weekly slot, against the people who wait."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from encircle.common.clock import in_london
from encircle.rooms.circles.models import Seat
from encircle.rooms.circles.queries import now
from encircle.rooms.circles.vocabulary import SeatPart
from encircle.rooms.organisation.models import Area
from encircle.rooms.organisation.queries import kind_standards
from encircle.rooms.organisation.vocabulary import CircleKind
from encircle.rooms.readiness.queries import lines_of
from encircle.rooms.suitability.waiting import waits_for_kinds
from encircle.rooms.volunteers.matching import availability_of, matching_of
from encircle.rooms.volunteers.models import Availability
from encircle.rooms.volunteers.queries import volunteers

from .absent import absent
from .model import DayPart, Sex, Slot
from .supply import Free, Supply, Waits, most_needed_first, supply


def forecast(areas: list[Area], at: datetime) -> list[Supply]:
    """One line for each area, the one to recruit in next first. As many reads, however many there are."""
    waiting, free = _waiting(at), free_volunteers(at)
    return most_needed_first(supply(area.pk, waiting, free) for area in areas)


def free_volunteers(at: datetime) -> list[Free]:
    """Who is here, sits in no Circle and could sit in one today: of some kind, by the gate that decides each seat."""
    seats = Seat.objects.filter(part=SeatPart.VOLUNTEER, volunteer=OuterRef("pk"))
    joined = Q(joined_on__lte=in_london(at).date())
    rows = volunteers(present_on=in_london(at).date()).filter(joined).alias(seated=Exists(seats.filter(now(at))))
    found = list(rows.filter(seated=False).annotate(sat=Exists(seats)).values_list("pk", "area", "sat"))
    away = absent([id for id, _, _ in found], in_london(at).date())
    found = _ready([one for one in found if one[0] not in away], in_london(at).date())
    ids = [id for id, _, _ in found]
    matching, availability = matching_of(ids), availability_of(ids)
    return [
        Free(
            area=area,
            slots=_slots(availability.get(id)),
            sex=Sex(matching[id].sex) if id in matching else Sex.UNSAID,
            is_experienced=sat or (id in matching and matching[id].circles_before > 0),
        )
        for id, area, sat in found
    ]


def _ready(found: list[tuple[UUID, UUID, bool]], day: date) -> list[tuple[UUID, UUID, bool]]:
    missing = {
        (line.volunteer_id, line.kind)
        for line in lines_of([id for id, _, _ in found], CircleKind.values, day)
        if line.is_missing
    }
    return [one for one in found if any((one[0], kind) not in missing for kind in CircleKind)]


def _waiting(at: datetime) -> list[Waits]:
    standards = kind_standards(in_london(at).date())
    return [
        Waits(area, standards[kind].least_volunteers)
        for area, kind, number in waits_for_kinds()
        if kind in standards
        for _ in range(number)
    ]


def _slots(said: Availability | None) -> frozenset[Slot] | None:
    return None if said is None else frozenset(map(slot_of, said.slots))


def slot_of(kept: str) -> Slot:
    """1_evening, as it is kept."""
    weekday, _, part = kept.partition("_")
    return Slot(int(weekday), DayPart(part))
