"""The Circles themselves: the person at the centre, the phases, the pause, the ending."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from encircle.common.clock import in_london

from ..days import DAY, at, london_day
from ..people import Person
from ..places import venues_of
from ..words.life import Life, invent_life
from .register import coordinator_of
from .shapes import Carer, Circle, CoreMember, Ending, Pause, Phase, Seat
from .slots import LENGTH, plan_slots
from .specs import CIRCLE_NAMES, CIRCLES, SECOND_COORDINATOR_CIRCLES, CircleSpec
from .world import World

IN_CUSTODY = 24  # meetings a prison Circle has before release
CANARY_CIRCLES = ("a1", "a4", "a6", "b1", "b2")  # whose minutes carry canaries; the cast sits in these
CORE_CAST = {"a1": "mark", "a6": "yan"}


@dataclass(slots=True)
class Planned:
    """A Circle with what the next chapters of the plan need to know about it."""

    spec: CircleSpec
    circle: Circle
    copy: int
    past: list[datetime]  # starts of the meetings so far
    ahead: list[datetime]
    custody_life: Life | None
    seats: list[Seat]

    @property
    def key(self) -> str:
        return self.circle.key

    @property
    def has_canaries(self) -> bool:
        return self.copy == 0 and self.spec.key in CANARY_CIRCLES

    def holders(self, part: str, moment: datetime) -> list[Seat]:
        return [seat for seat in self.seats if seat.part == part and seat.is_held_at(moment)]


def plan_circles(world: World, copy: int) -> list[Planned]:
    planned = [_plan_circle(world, spec, number, copy) for number, spec in enumerate(CIRCLES)]
    world.circles += [each.circle for each in planned]
    return planned


def _plan_circle(world: World, spec: CircleSpec, number: int, copy: int) -> Planned:
    key = spec.key + (f".{copy}" if copy else "")
    rng = world.rng("circle", key)
    past, ahead = plan_slots(world, spec, rng)
    opened = _opened(world, past, rng)
    coordinator = "cleo" if not copy and spec.key in SECOND_COORDINATOR_CIRCLES else coordinator_of(spec.area, copy)
    core = _core_member(world, spec, key, copy, opened, coordinator)
    slot = past[-1] if past else at(world.today + DAY * rng.randint(1, 5), 18, 30)
    local = in_london(slot)
    ending = Ending(at(london_day(past[-1]) + 2 * DAY, 16), spec.why) if spec.state == "ended" else None
    name = f"Circle {number + 1 + copy * len(CIRCLES)} {CIRCLE_NAMES[number]}"
    circle = Circle(
        key=key, reference=world.reference("C", key), name=name, area=spec.area, kind=spec.kind, state=spec.state,
        coordinator=coordinator, core_member=core.key, venue=_venue(spec, number), weekday=local.weekday(),
        slot=f"{local:%H:%M}", opened_at=opened, starts_at=past[0] if past else None,
        phases=_phases(spec, opened, past, ending), pause=_pause(world, spec, past, rng), ending=ending,
        life=_life(world, spec, key, core, in_custody=False),
    )  # fmt: skip
    custody = _life(world, spec, key, core, in_custody=True) if spec.kind == "prison" else None
    return Planned(spec, circle, copy, past, ahead, custody, [])


def _opened(world: World, past: list[datetime], rng: Random) -> datetime:
    first = london_day(past[0]) if past else world.today
    return at(first - timedelta(days=rng.randint(40, 75) if past else rng.randint(20, 50)), 10)


def _core_member(world: World, spec: CircleSpec, key: str, copy: int, opened: datetime, coordinator: str) -> Person:
    own = CORE_CAST.get(spec.key, "") if not copy else ""
    if own:
        person = world.add_cast(own, area=spec.area, domain=None)
    else:
        ages = (15, 16) if spec.kind == "young" else (24, 68)
        person = world.add_person(f"core-{key}", "core member", area=spec.area, ages=ages, women=0.08)
    added = opened - 30 * DAY
    world.core_members.append(CoreMember(person.key, world.reference("P", person.key), spec.area, added, coordinator))
    if spec.kind == "young":
        _plan_carers(world, spec, person, copy, added)
    return person


def _plan_carers(world: World, spec: CircleSpec, young: Person, copy: int, starts_at: datetime) -> None:
    """One carer must agree; with `young stopped` two must, and one has withdrawn since."""
    first = "pam" if young.key == "yan" else f"carer-{young.key}-1"
    people = [(first, "Mother", True)]
    if spec.key in ("b5", "c5"):
        people.append((f"carer-{young.key}-2", "Foster carer", spec.consents == "young stopped"))
    for key, standing, required in people:
        if key == "pam":
            world.add_cast(key, area=spec.area, domain=None)
        else:
            world.add_person(key, "carer", area=spec.area, ages=(34, 58), women=1.0 if standing == "Mother" else 0.5)
        world.carers.append(Carer(key, young.key, standing, required, starts_at))


def _life(world: World, spec: CircleSpec, key: str, core: Person, *, in_custody: bool) -> Life:
    variant = "custody" if in_custody else "young" if spec.kind == "young" else "community"
    rng = world.rng("life", key)
    return invent_life(rng, name=core.given, pronouns=core.pronouns, kind=spec.kind, variant=variant)


def _venue(spec: CircleSpec, number: int) -> str:
    venues = venues_of(spec.area)
    return venues[number % len(venues)].key


def _phases(spec: CircleSpec, opened: datetime, past: list[datetime], ending: Ending | None) -> tuple[Phase, ...]:
    starts = [("forming", opened)]
    if past:
        starts.append(("prison" if spec.kind == "prison" else "weekly", past[0]))
    if spec.kind == "prison" and len(past) > IN_CUSTODY:
        starts.append(("through_gate", past[IN_CUSTODY] - 2 * DAY))
    if spec.fortnightly_from and len(past) > spec.fortnightly_from:
        starts.append(("fortnightly", past[spec.fortnightly_from] - DAY))
    ends = [moment for _, moment in starts[1:]] + [ending.at if ending else None]
    return tuple(Phase(name, start, end) for (name, start), end in zip(starts, ends, strict=True))


def _pause(world: World, spec: CircleSpec, past: list[datetime], rng: Random) -> Pause | None:
    if spec.state != "paused":
        return None
    return Pause(past[-1] + LENGTH + 2 * DAY, world.today + timedelta(days=rng.randint(9, 40)), None)
