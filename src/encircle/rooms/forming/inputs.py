"""What a run looks at, read from the database as whoever asked may see it: who waits, who is free, where, and who must
not meet whom. The rest of forming knows no database."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q

from encircle.common.clock import in_london
from encircle.rooms.circles.models import Seat
from encircle.rooms.circles.vocabulary import SeatPart
from encircle.rooms.organisation.grid import read_reference
from encircle.rooms.organisation.models import KindStandard
from encircle.rooms.organisation.models import Venue as KnownVenue
from encircle.rooms.organisation.queries import kind_standards
from encircle.rooms.organisation.vocabulary import CircleKind
from encircle.rooms.partners.models import Agency
from encircle.rooms.readiness.queries import lines_of
from encircle.rooms.suitability.models import WaitingFree
from encircle.rooms.suitability.waiting import PlaceLine, all_who_wait, free_of
from encircle.rooms.volunteers.matching import availability_of, matching_of
from encircle.rooms.volunteers.models import Availability, Matching, Volunteer
from encircle.rooms.volunteers.queries import volunteers

from .absent import absent
from .forecast import slot_of
from .model import (
    AgeBand,
    Candidate,
    DayPart,
    Exclusion,
    Id,
    Lock,
    Point,
    Problem,
    Sex,
    SizeForKind,
    Slot,
    Urgency,
    Venue,
    Waiting,
)
from .models import Lock as KeptLock
from .models import Run
from .weighing import Settings, present_settings

DAYS_OF_A_MONTH = 30
NOON, EVENING = 12, 17  # hours in London at which the parts of a day begin


@dataclass(frozen=True)
class Inputs:
    problem: Problem
    kinds: dict[UUID, str]  # core member -> kind of Circle they wait for
    left_out: int  # volunteers with room who are not ready, or have not said when they are free or from where


@dataclass
class Before:
    """The Circles a volunteer has sat in: how many now, when, where, and until when the last."""

    seats: int = 0
    any: bool = False
    busy: frozenset[Slot] = frozenset()
    venues: frozenset[UUID] = frozenset()
    last_ended: date | None = None


Asks = tuple[str, Agency | None]  # a kind of Circle, and the prison that has to clear whoever sits in it
Unready = Callable[[Sequence[UUID], Collection[Asks], date], dict[Asks, set[UUID]]]
Apart = Callable[[Sequence[UUID]], list[tuple[UUID, UUID]]]


def read_inputs(run: Run, at: datetime, *, unready: Unready | None = None, apart: Apart | None = None) -> Inputs:
    """As many reads, however many wait and are free; two more for each prison in which somebody waits.

    The demonstration's loader, who acts for nobody, brings its own answers to who is not ready and who must not meet.
    """
    settings, day = present_settings(), in_london(at).date()
    standards = kind_standards(day)
    lines = [line for line in all_who_wait(run.areas) if _is_asked_for(run, line) and line.place.kind in standards]
    kinds = {line.place.pk: str(line.place.kind) for line in lines}
    asked = free_of(kinds)
    can_meet = {id: frozenset(map(slot_of, row.slots)) for id, row in asked.items()}
    asks: dict[UUID, Asks] = {id: (kind, prison_of(asked.get(id), kind)) for id, kind in kinds.items()}
    said, left_out = candidates(run.areas, settings, at)
    not_ready = (unready or unready_of)([known(one.id) for one in said], set(asks.values()), day)
    free = [one for one in said if not asks or any(one.id not in not_ready[what] for what in asks.values())]
    problem = Problem(
        waiting=tuple(
            _waiting(line, standards[line.place.kind], can_meet.get(line.place.pk), run.may_be_one_sex, day)
            for line in lines
        ),
        candidates=tuple(free),
        venues=tuple(venues(run.areas)),
        exclusions=frozenset(Exclusion(*pair) for pair in (apart or not_possible)(list(kinds)))
        | {Exclusion(volunteer, person) for person, what in asks.items() for volunteer in not_ready[what]},
        locks=tuple(locks(run.pk, list(kinds))),
        weights=settings.weights,
    )
    return Inputs(problem, kinds, left_out + len(said) - len(free))


def unready_of(volunteers: Sequence[UUID], asks: Collection[Asks], day: date) -> dict[Asks, set[UUID]]:
    """For each kind of Circle and prison, who could not take a seat on that day: by the gate that decides each seat."""
    found: dict[Asks, set[UUID]] = {what: set() for what in asks}
    for prison in {prison for _, prison in asks}:
        for line in lines_of(volunteers, {kind for kind, of in asks if of == prison}, day, prison):
            if line.is_missing:
                found[line.kind, prison].add(line.volunteer_id)
    return found


def prison_of(asked: WaitingFree | None, kind: str) -> Agency | None:
    """Where somebody who waits would meet; None: in no prison, or nobody has said in which."""
    return asked.prison if asked and kind == CircleKind.PRISON else None


def known(id: Id) -> UUID:
    """The solver takes anything for an id; what comes from the database goes back as it came."""
    if not isinstance(id, UUID):
        raise TypeError(id)
    return id


def candidates(areas: Iterable[UUID], settings: Settings, at: datetime) -> tuple[list[Candidate], int]:
    """Accepted volunteers who are there, with room for a Circle, who have said what is asked for matching; and how many
    have not."""
    day = in_london(at).date()
    rows = list(volunteers(present_on=day).filter(area__in=list(areas), joined_on__lte=day))
    away = absent([row.pk for row in rows], day)
    rows = [row for row in rows if row.pk not in away]
    ids = [row.pk for row in rows]
    matching, availability, before = matching_of(ids), availability_of(ids), _before(ids, at)
    with_room = [row for row in rows if before[row.pk].seats < settings.circles_per_volunteer]
    said = [row for row in with_room if row.pk in availability and row.pk in matching and matching[row.pk].place]
    found = [
        _candidate(row, matching[row.pk], availability[row.pk], before[row.pk], settings.circles_per_volunteer, day)
        for row in said
    ]
    return found, len(with_room) - len(said)


def venues(areas: Iterable[UUID]) -> list[Venue]:
    """Those in use whose place is known."""
    rows = KnownVenue.objects.filter(area__in=list(areas), retired_at__isnull=True).exclude(place="").order_by("pk")
    return [Venue(row.pk, row.area_id, point_of(row.place)) for row in rows]


def locks(run_id: UUID, waiting: Sequence[UUID]) -> list[Lock]:
    rows = KeptLock.objects.filter(run=run_id, core_member__in=waiting)
    return [Lock(row.volunteer_id, row.core_member_id, row.stays) for row in rows]


def not_possible(core_members: Sequence[UUID]) -> list[tuple[UUID, UUID]]:
    """Volunteer and core member who must never sit in one Circle, from whatever source; pairs alone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT volunteer_id, core_member_id FROM encircle.not_possible(%s::uuid[])", [list(core_members)]
        )
        return list(cursor.fetchall())


def point_of(place: str) -> Point:
    return Point(*read_reference(place).miles)


def months_between(first: date, day: date) -> int:
    return max(0, (day - first).days) // DAYS_OF_A_MONTH


def _is_asked_for(run: Run, line: PlaceLine) -> bool:
    return run.core_member_id in (None, line.place.pk) and run.kind in ("", line.place.kind)


def _waiting(
    line: PlaceLine, standard: KindStandard, slots: frozenset[Slot] | None, may_be_one_sex: bool, day: date
) -> Waiting:
    return Waiting(
        id=line.place.pk,
        area=line.place.area_id,
        size=SizeForKind(standard.least_volunteers, standard.most_volunteers),
        urgency=Urgency(line.review.priority),
        months_waited=months_between(in_london(line.place.since).date(), day),
        slots=slots,
        may_be_one_sex=may_be_one_sex,
    )


def _candidate(
    row: Volunteer, matching: Matching, availability: Availability, before: Before, most: int, day: date
) -> Candidate:
    free_since = max(filter(None, (before.last_ended, row.joined_on)), default=day)
    return Candidate(
        id=row.pk,
        area=row.area_id,
        point=point_of(matching.place),
        reach=float(availability.miles),
        slots=frozenset(map(slot_of, availability.slots)) - before.busy,
        sex=Sex(matching.sex),
        age=AgeBand(matching.age_band),
        is_experienced=before.any or matching.circles_before > 0,
        room=most - before.seats,
        months_waited=0 if before.seats else months_between(free_since, day),
        known_venues=before.venues,
    )


def _before(ids: Sequence[UUID], at: datetime) -> dict[UUID, Before]:
    found = {id: Before() for id in ids}
    seats = Seat.objects.filter(part=SeatPart.VOLUNTEER, volunteer__in=ids).filter(
        Q(ends_at=None) | Q(starts_at__lt=at)
    )
    for seat in seats.select_related("circle"):
        _note(found[seat.volunteer_id], seat, at)  # type: ignore[index]
    return found


def _note(before: Before, seat: Seat, at: datetime) -> None:
    """A seat that is still to begin takes room too; experience comes with one that has begun."""
    before.any = before.any or seat.starts_at <= at
    if seat.circle.venue_id:
        before.venues |= {seat.circle.venue_id}
    if seat.ends_at is not None and seat.ends_at <= at:
        ended = in_london(seat.ends_at).date()
        before.last_ended = max(filter(None, (before.last_ended, ended)))
        return
    before.seats += 1
    if seat.circle.weekday is not None and seat.circle.slot_time is not None:
        before.busy |= {Slot(seat.circle.weekday, _part(seat.circle.slot_time.hour))}


def _part(hour: int) -> DayPart:
    if hour < NOON:
        return DayPart.MORNING
    return DayPart.AFTERNOON if hour < EVENING else DayPart.EVENING
