"""People who wait and volunteers who are free, made by chance from a seed: as many as are asked for."""

import random
from itertools import product

from encircle.rooms.forming.model import (
    AgeBand,
    Candidate,
    DayPart,
    Exclusion,
    Point,
    Problem,
    Sex,
    SizeForKind,
    Slot,
    Urgency,
    Venue,
    Waiting,
)

# Circles meet on weekday evenings above all.
SLOTS = [Slot(day, DayPart.EVENING) for day in range(5)] + [
    Slot(day, part) for day, part in product((1, 3, 5), (DayPart.MORNING, DayPart.AFTERNOON))
]
LIKELY = [8] * 5 + [2, 3, 2, 3, 3, 3]
KINDS = [SizeForKind(4, 6), SizeForKind(3, 4), SizeForKind(3, 6), SizeForKind(4, 5)]
WIDE = 35  # miles from one side of an area to the other


def made(waiting: int, free: int, *, areas: int, seed: int = 1) -> Problem:
    """Areas lie in a row; volunteers near a border reach venues beyond it."""
    chance = random.Random(seed)
    centres = {area: Point(area * WIDE, 0) for area in range(areas)}
    venues = tuple(Venue((area, n), area, _near(chance, centres[area])) for area in range(areas) for n in range(3))
    people = tuple(_person(chance, number, number % areas) for number in range(waiting))
    candidates = tuple(_candidate(chance, number, number % areas, centres, venues) for number in range(free))
    pairs = {Exclusion(chance.randrange(free), chance.randrange(waiting)) for _ in range(waiting * free // 50)}
    return Problem(people, candidates, venues, frozenset(pairs))


def _near(chance: random.Random, centre: Point) -> Point:
    return Point(centre.east + chance.uniform(-0.5, 0.5) * WIDE, centre.north + chance.uniform(-0.5, 0.5) * WIDE)


def _person(chance: random.Random, number: int, area: int) -> Waiting:
    urgency = chance.choices(list(Urgency), [1, 3, 6])[0]
    kept = None if chance.random() < 0.6 else frozenset(_slots(chance, 5))
    return Waiting(number, area, chance.choices(KINDS, [6, 2, 1, 1])[0], urgency, chance.randrange(18), kept)


def _candidate(chance: random.Random, number: int, area: int, centres: dict, venues: tuple[Venue, ...]) -> Candidate:
    is_experienced = chance.random() < 0.35
    there = [venue.id for venue in venues if venue.area == area]
    return Candidate(
        number,
        area,
        _near(chance, centres[area]),
        chance.choice([8, 12, 15, 20, 30]),
        frozenset(_slots(chance, chance.choice([1, 2, 2, 3, 4]))),
        chance.choices(list(Sex), [66, 30, 4])[0],  # about two in three volunteers are women
        chance.choices(list(AgeBand), [35, 25, 35, 5])[0],
        is_experienced,
        months_waited=chance.randrange(15),
        known_venues=frozenset({chance.choice(there)} if is_experienced else ()),
    )


def _slots(chance: random.Random, count: int) -> set[Slot]:
    return set(chance.choices(SLOTS, LIKELY, k=count))
