"""When volunteers are free, and what they said Circles may be put together by. A few have not been asked yet."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time
from random import Random

from django.db.models import Model

from encircle.rooms.organisation.grid import written
from encircle.rooms.volunteers.models import Availability, Matching
from encircle.rooms.volunteers.vocabulary import AgeBand, DayPart

from ..chance import chance
from ..people import WOMEN
from ..places import MIDDLES
from ..plan import CharityPlan
from ..plan.register import in_reserve
from ..plan.shapes import Volunteer
from .keys import Keys

TUESDAYS = f"1_{DayPart.EVENING}"
EVENINGS = [f"{day}_{DayPart.EVENING}" for day in range(4)]
OTHERS = [f"{day}_{part}" for day in range(6) for part in (DayPart.MORNING, DayPart.AFTERNOON)]
LANGUAGES = ("", "", "", "", "", "Welsh", "Polish", "British Sign Language", "Punjabi", "Portuguese")
ASKED = 0.92


def rows(plan: CharityPlan) -> Iterator[Iterable[Model]]:
    keys = Keys(plan)
    asked = [
        each
        for each in plan.volunteers
        if each.left_on is None and (in_reserve(each) or _rng(plan, each).random() < ASKED)
    ]
    yield (_matching(plan, each, keys) for each in asked)
    yield (_availability(plan, each, keys) for each in asked)


def _rng(plan: CharityPlan, each: Volunteer) -> Random:
    return chance(plan.seed, "matching", each.person)


def _said(each: Volunteer, keys: Keys) -> dict[str, object]:
    return {
        "volunteer_id": keys.often("volunteer", each.person),
        "area_id": keys.area(each.area),
        "said_at": datetime.combine(each.joined_on, time(18), UTC),
        "said_by_id": keys.user(each.person),
    }


def _matching(plan: CharityPlan, each: Volunteer, keys: Keys) -> Matching:
    rng, (east, north) = _rng(plan, each), MIDDLES[each.area]
    return Matching(
        id=keys("matching", each.person),
        sex="woman" if plan.people[each.person].given in WOMEN else "man",
        age_band=rng.choice([AgeBand.YOUNG, AgeBand.MIDDLE, AgeBand.OLDER, AgeBand.OLDER]),
        place=written(1000 * (east + rng.randint(-18, 18)), 1000 * (north + rng.randint(-18, 18))),
        languages=rng.choice(LANGUAGES),
        circles_before=rng.choice([0, 0, 0, 0, 1, 2]),
        **_said(each, keys),
    )


def _availability(plan: CharityPlan, each: Volunteer, keys: Keys) -> Availability:
    rng = chance(plan.seed, "free", each.person)
    slots = {*rng.sample(EVENINGS, rng.randint(1, 3)), *rng.sample(OTHERS, rng.choice([0, 0, 1, 2]))}
    slots |= {TUESDAYS} if in_reserve(each) else set()
    return Availability(
        id=keys("availability", each.person),
        slots=sorted(slots),
        miles=30 if in_reserve(each) else rng.choice([8, 10, 15, 15, 20, 30]),
        **_said(each, keys),
    )
