"""The charity with its areas, venues, topics, clocks and rota."""

from collections.abc import Iterable, Iterator

from django.db.models import Model

from encircle.rooms.organisation.grid import written
from encircle.rooms.organisation.models import (
    Area,
    Charity,
    Criterion,
    KindStandard,
    OnCallShift,
    PracticeStandard,
    Topic,
    Venue,
)
from encircle.rooms.organisation.starting import KINDS, criteria

from ..chance import chance
from ..days import london_day
from ..places import MIDDLES
from ..plan import CharityPlan
from .keys import Keys
from .people import users


def rows(plan: CharityPlan) -> Iterator[Iterable[Model]]:
    keys = Keys(plan)
    yield [_charity(plan, keys)]
    yield [Area(id=keys.area(each.key), name=each.name, code=each.code) for each in plan.areas]
    yield users(plan, keys)
    yield [_standard(plan, keys)]
    yield [KindStandard(id=keys("kind", kind), kind=kind, **differs) for kind, differs in KINDS.items()]
    yield _criteria(keys)
    yield _venues(plan, keys)
    yield [
        Topic(code=code, name=name, part=part, position=position)
        for position, (code, name, part) in enumerate(plan.charity.topics)
    ]
    yield _shifts(plan, keys)


def _charity(plan: CharityPlan, keys: Keys) -> Charity:
    charity = plan.charity
    return Charity(
        id=keys("charity", ""),
        name=charity.name, colour=charity.colour, is_demo=True, demo_dated_at=plan.now,
        out_of_hours_number=charity.urgent_telephone,
    )  # fmt: skip


def _standard(plan: CharityPlan, keys: Keys) -> PracticeStandard:
    since = plan.charity.since
    key, by = keys("standard", ""), keys.user("olga")
    return PracticeStandard(id=key, in_force_from=london_day(since), set_by_id=by, set_at=since)


def _criteria(keys: Keys) -> Iterator[Criterion]:
    for each in criteria():
        each.id = keys("criterion", str(each.position))
        yield each


def _venues(plan: CharityPlan, keys: Keys) -> Iterator[Venue]:
    """Each some kilometres from the middle of its area."""
    for each in plan.venues:
        rng, (east, north) = chance(plan.seed, "venue", each.key), MIDDLES[each.area]
        yield Venue(
            id=keys.often("venue", each.key), area_id=keys.area(each.area), name=each.name,
            address=", ".join(each.address),
            place=written(1000 * (east + rng.randint(-8, 8)), 1000 * (north + rng.randint(-8, 8))),
        )  # fmt: skip


def _shifts(plan: CharityPlan, keys: Keys) -> Iterator[OnCallShift]:
    for each in plan.shifts:
        person = plan.people[each.person]
        yield OnCallShift(
            id=keys("shift", each.key), user_id=keys.user(each.person), name=person.name, number=person.telephone,
            starts_at=each.starts_at, ends_at=each.ends_at,
        )  # fmt: skip
