"""Who sits where and since when: core member, volunteers, coordinator, outer circle."""

from dataclasses import dataclass, field
from datetime import datetime

from ..days import DAY, at, london_day
from ..places import agency_for
from .circles import Planned
from .register import may_be_seated
from .shapes import Professional, Seat, Volunteer
from .specs import CAST_CIRCLE, OUTER_CIRCLE, WITH_HEALTH
from .world import World

LETTERS = "ABCDEFGHJK"
CAST_SEATS = {"a1": ("vera", "vic", "nina"), "b1": ("xena",)}
CAST_OUTER = {
    "a1": {"probation": "petra", "police": "omar", "health": "hana"},
    "a2": {"probation": "petra"},
    "a3": {"police": "omar"},
    "a4": {"probation": "petra"},
}
CAST_PEOPLE = ("petra", "paul", "ravi", "omar", "hana")


@dataclass(slots=True)
class Pool:
    """An area's volunteers: first come first seated; those of an ended Circle may sit in another."""

    waiting: list[str]
    seated: list[str] = field(default_factory=list)

    def take(self, count: int, *, again: int = 0) -> list[str]:
        old, self.seated = self.seated[:again], self.seated[again:]
        new, self.waiting = self.waiting[: count - len(old)], self.waiting[count - len(old) :]
        self.seated += new
        return [*old, *new]


def plan_seats(
    world: World, planned: list[Planned], volunteers: list[Volunteer], professionals: list[Professional]
) -> None:
    cast = {key for keys in CAST_SEATS.values() for key in keys}
    free = [each for each in volunteers if may_be_seated(each, world) and each.person not in cast]
    pools = {area: Pool([each.person for each in free if each.area == area]) for area in "abcde"}
    order = {"running": 0, "paused": 1, "ended": 2, "forming": 3}
    for each in sorted(planned, key=lambda one: order[one.circle.state]):
        _seat_core_member(each)
        _seat_volunteers(world, each, pools[each.circle.area])
        _seat_coordinator(each)
        _seat_outer_circle(world, each, professionals)
    for each in planned:
        world.seats += each.seats


def _add(
    planned: Planned, person: str, part: str, starts_at: datetime, ends_at: datetime | None = None, **more: object
) -> None:
    ending = planned.circle.ending
    if ending and ends_at is None:
        ends_at = at(london_day(ending.at) + DAY, 0)
    key = f"{planned.key}/{part}/{person}"
    planned.seats.append(Seat(key, planned.key, person, part, starts_at, ends_at, **more))  # type: ignore[arg-type]


def _seat_core_member(planned: Planned) -> None:
    _add(planned, planned.circle.core_member, "core_member", planned.circle.opened_at)


def _seat_coordinator(planned: Planned) -> None:
    _add(planned, planned.circle.coordinator, "coordinator", planned.circle.opened_at)


def _seat_volunteers(world: World, planned: Planned, pool: Pool) -> None:
    spec, circle = planned.spec, planned.circle
    cast = list(CAST_SEATS.get(spec.key, ())) if planned.copy == 0 else []
    again = {"ended": 2, "forming": spec.volunteers}.get(circle.state, 0)
    people = cast + pool.take(spec.volunteers + spec.departed - len(cast), again=again)
    for letter, person in zip(LETTERS, people, strict=False):
        starts, ends = _volunteer_period(world, planned, people, person)
        sees_from = circle.opened_at if world.rng("sees", planned.key, person).random() < 0.25 else starts
        _add(planned, person, "volunteer", starts, ends, sees_from=sees_from, letter=letter)


def _volunteer_period(
    world: World, planned: Planned, people: list[str], person: str
) -> tuple[datetime, datetime | None]:
    """All from the beginning, but for one who has left and one who came in that one's place."""
    first = at(london_day(planned.past[0]) - 9 * DAY, 10) if planned.past else planned.circle.opened_at + 9 * DAY
    if not planned.spec.departed:
        return first, None
    left = _day_somebody_left(world, planned)
    if person == ("nina" if "nina" in people else people[2]):
        return first, left
    return (left + 20 * DAY, None) if person == people[-1] else (first, None)


def _day_somebody_left(world: World, planned: Planned) -> datetime:
    if planned.key == CAST_CIRCLE:
        return at(world.today - 69 * DAY, 0)
    return at(london_day(planned.past[len(planned.past) // 2]) + 2 * DAY, 0)


def _seat_outer_circle(world: World, planned: Planned, professionals: list[Professional]) -> None:
    circle = planned.circle
    services = OUTER_CIRCLE[circle.kind] + (("health",) if planned.spec.key in WITH_HEALTH else ())
    starts = at(london_day(planned.past[0]) - 7 * DAY, 12) if planned.past else circle.opened_at + 12 * DAY
    cast = CAST_OUTER.get(planned.spec.key, {}) if planned.copy == 0 else {}
    for service in services:
        colleagues = _colleagues(professionals, service, circle.area)
        if service in cast:
            _seat_cast(world, planned, cast[service], starts)
        elif colleagues:
            _seat_one_of(world, planned, colleagues, starts)


def _colleagues(professionals: list[Professional], service: str, area: str) -> list[Professional]:
    agency = agency_for(service, area)
    staff = [each for each in professionals if agency and each.agency == agency.key]
    local = [each for each in staff if each.area == area] or staff
    return [each for each in local if each.person not in CAST_PEOPLE]


def _seat_one_of(world: World, planned: Planned, colleagues: list[Professional], starts: datetime) -> None:
    """Where the one chosen has left, a colleague has taken over from that day."""
    place = 1 if planned.spec.key in ("b5", "d1") else world.rng("outer", planned.key).randrange(len(colleagues))
    chosen = colleagues[place % len(colleagues)]
    if chosen.ends_at is None or chosen.ends_at > world.now:
        _add_outer(planned, chosen.person, chosen.agency, starts)
    else:
        if chosen.ends_at > starts:
            _add_outer(planned, chosen.person, chosen.agency, starts, chosen.ends_at)
        _add_outer(planned, colleagues[0].person, chosen.agency, max(starts, chosen.ends_at))


def _seat_cast(world: World, planned: Planned, person: str, starts: datetime) -> None:
    """Paul has taken over from Petra in one Circle and will in another."""
    agency = {"petra": "probation", "omar": "police-a", "hana": "health-a"}[person]
    handover = {"a4": at(world.today - 20 * DAY, 0), "a1": at(world.today + 15 * DAY, 0)}.get(planned.spec.key)
    if person != "petra" or handover is None:
        return _add_outer(planned, person, agency, starts)
    _add_outer(planned, "petra", agency, starts, handover)
    _add_outer(planned, "paul", agency, handover)


def _add_outer(planned: Planned, person: str, agency: str, starts: datetime, ends: datetime | None = None) -> None:
    _add(planned, person, "outer_circle", starts, ends, agency=agency)
