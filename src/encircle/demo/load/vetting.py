"""Checks on volunteers: what each kind of Circle is eligible for, certificates in every state, and prisons."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Model

from encircle.common.clock import in_london
from encircle.rooms.organisation.vocabulary import CircleKind
from encircle.rooms.vetting.models import (
    Check,
    CheckDecision,
    CheckDecisionWords,
    Clearance,
    Eligibility,
    Request,
    UpdateCheck,
)
from encircle.rooms.vetting.vocabulary import (
    CheckOutcome,
    ClearanceOutcome,
    Level,
    Shows,
    UpdateOutcome,
    Workforce,
)

from ..places import agency_for
from ..plan import CharityPlan
from ..plan.register import coordinator_of, in_reserve
from ..plan.shapes import Volunteer
from .keys import Keys

GROUNDS = "Invented for the demonstration: the charity writes here which law and guidance its decision rests on."
ELIGIBLE = {
    CircleKind.ADULT: (Level.ENHANCED, Workforce.ADULT),
    CircleKind.PRISON: (Level.ENHANCED, Workforce.ADULT),
    CircleKind.ADAPTED: (Level.ENHANCED_BARRED, Workforce.ADULT),
    CircleKind.YOUNG: (Level.ENHANCED_BARRED, Workforce.BOTH),
}
WEIGHED = "An old matter of small weight, long before any work with people. They spoke of it themselves."


@dataclass(frozen=True)
class State:
    """What the charity knows of one volunteer. Days ago, by the demonstration's own clock; None: not yet."""

    issued: int | None
    asked: int | None = None
    shows: Shows = Shows.NOTHING
    decided: CheckOutcome | None = None
    looked: tuple[tuple[int, UpdateOutcome], ...] = ()
    cleared_until: int | None = None  # in so many days


STATES = (
    State(200),
    State(400, looked=((30, UpdateOutcome.UNCHANGED),)),
    State(90, cleared_until=300),
    State(700),
    State(1_020),
    State(300, shows=Shows.SOMETHING, decided=CheckOutcome.ACCEPTED, looked=((60, UpdateOutcome.UNCHANGED),)),
    State(500, cleared_until=25),
    State(1_180, asked=12),
    State(650),
    State(20, shows=Shows.SOMETHING),
    State(800, looked=((4, UpdateOutcome.CHANGED),)),
    State(None, asked=20),
    State(120, cleared_until=-10),
    State(1_250),
)
IN_ORDER = State(60)


def rows(plan: CharityPlan) -> Iterator[Iterable[Model]]:
    keys = Keys(plan)
    today = in_london(plan.now).date()
    found = [
        (each, IN_ORDER if in_reserve(each) else STATES[number % len(STATES)])
        for number, each in enumerate(one for one in plan.volunteers if one.left_on is None)
    ]
    yield [_eligibility(kind, of, today, plan, keys) for kind, of in ELIGIBLE.items()]
    yield (_request(each, state, today, plan, keys) for each, state in found if state.asked is not None)
    checked = [(each, state) for each, state in found if state.issued is not None]
    level = _levels(plan)
    yield (_check(each, state, today, plan, keys, level.get(each.person, CircleKind.ADULT)) for each, state in checked)
    yield (_update(each, looked, today, plan, keys) for each, state in checked for looked in state.looked)
    decided = [(each, state) for each, state in checked if state.decided]
    yield (
        CheckDecision(id=_id("decision", each, keys), seen_id=_id("seen", each, keys), outcome=str(state.decided),
                      **_of(each, "sena", plan, keys, _seen(state) - 2))
        for each, state in decided
    )  # fmt: skip
    yield (
        CheckDecisionWords(decision_id=_id("decision", each, keys), volunteer_id=keys.often("volunteer", each.person),
                           area_id=keys.area(each.area), text=WEIGHED)
        for each, _ in decided
    )  # fmt: skip
    yield (
        _clearance(each, state.cleared_until, prison, today, plan, keys)
        for each, state in found
        if state.cleared_until is not None and (prison := prison_of(plan, each.area))
    )


def prison_of(plan: CharityPlan, area: str) -> str:
    """Where the area's prison Circles meet, and whose clearance its volunteers have; none of a smaller charity."""
    found = agency_for("prison", area)
    return found.key if found and any(one.key == found.key for one in plan.agencies) else ""


def _id(kind: str, each: Volunteer, keys: Keys) -> UUID:
    return keys.often(f"vetting {kind}", each.person)


def _seen(state: State) -> int:
    """How many days ago somebody saw the certificate."""
    return max((state.issued or 0) - 9, 3)


def _of(each: Volunteer, by: str, plan: CharityPlan, keys: Keys, days_ago: int) -> dict[str, object]:
    """Written down on the day it is about."""
    return {
        "volunteer_id": keys.often("volunteer", each.person),
        "area_id": keys.area(each.area),
        "by_id": keys.user(by),
        "at": plan.now - timedelta(days=days_ago),
    }


def _eligibility(
    kind: CircleKind, of: tuple[Level, Workforce], today: date, plan: CharityPlan, keys: Keys
) -> Eligibility:
    return Eligibility(
        id=keys("eligibility", kind), kind=kind, level=of[0], workforce=of[1], grounds=GROUNDS,
        in_force_from=today - timedelta(days=2_000), decided_by_id=keys.user("olga"), decided_at=plan.now,
    )  # fmt: skip


def _request(each: Volunteer, state: State, today: date, plan: CharityPlan, keys: Keys) -> Request:
    return Request(
        id=_id("request", each, keys), kind=CircleKind.ADULT, level=Level.ENHANCED, workforce=Workforce.ADULT,
        asked_on=today - timedelta(days=state.asked or 0),
        **_of(each, coordinator_of(each.area, 0), plan, keys, state.asked or 0),
    )  # fmt: skip


def _levels(plan: CharityPlan) -> dict[str, CircleKind]:
    """For which kind of Circle somebody was checked: the one in which they sit, a young person's before all."""
    kinds: dict[str, CircleKind] = {}
    for kind in (CircleKind.ADAPTED, CircleKind.YOUNG):
        kinds |= {one.person: kind for one in plan.seats if plan.circle(one.circle).kind == kind}
    return kinds


def _check(each: Volunteer, state: State, today: date, plan: CharityPlan, keys: Keys, kind: CircleKind) -> Check:
    id, issued_on = _id("seen", each, keys), today - timedelta(days=state.issued or 0)
    by = coordinator_of(each.area, 0)
    return Check(
        id=id, level=ELIGIBLE[kind][0], workforce=ELIGIBLE[kind][1], number=f"{id.int % 10**12:012}",
        issued_on=issued_on, seen_on=today - timedelta(days=_seen(state)), seen_by_id=keys.user(by),
        on_update_service=bool(state.looked), shows=state.shows, **_of(each, by, plan, keys, _seen(state)),
    )  # fmt: skip


def _update(
    each: Volunteer, looked: tuple[int, UpdateOutcome], today: date, plan: CharityPlan, keys: Keys
) -> UpdateCheck:
    return UpdateCheck(
        id=_id("update", each, keys), seen_id=_id("seen", each, keys), outcome=looked[1],
        checked_on=today - timedelta(days=looked[0]),
        **_of(each, coordinator_of(each.area, 0), plan, keys, looked[0]),
    )  # fmt: skip


def _clearance(each: Volunteer, until: int, prison: str, today: date, plan: CharityPlan, keys: Keys) -> Clearance:
    return Clearance(
        id=_id("clearance", each, keys), prison_id=keys.often("agency", prison), outcome=ClearanceOutcome.GRANTED,
        decided_on=today - timedelta(days=200), ends_on=today + timedelta(days=until),
        **_of(each, coordinator_of(each.area, 0), plan, keys, 200),
    )  # fmt: skip
