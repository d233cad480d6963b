"""Circles, their phases, pauses and endings, and who sits in them."""

from collections.abc import Iterable, Iterator
from datetime import time

from django.db.models import Model

from encircle.rooms.circles.models import Circle, Ending, Pause, Phase, Seat

from ..plan import CharityPlan, shapes
from ..plan.course import reason_of
from . import briefings
from .keys import Keys

HOLDERS = {  # part -> column, kind of id
    "core_member": ("core_member", "core member"),
    "volunteer": ("volunteer", "volunteer"),
    "coordinator": ("coordinator", "user"),
    "outer_circle": ("professional", "professional"),
}


def rows(plan: CharityPlan) -> Iterator[Iterable[Model]]:
    keys = Keys(plan)
    yield (_circle(each, keys) for each in plan.circles)
    yield from briefings.before_the_phases(plan, keys)
    yield (phase for each in plan.circles for phase in _phases(each, keys))
    yield (_pause(each, each.pause, keys) for each in plan.circles if each.pause)
    yield (_ending(each, each.ending, keys) for each in plan.circles if each.ending)
    yield _seats(plan, keys)


def _circle(each: shapes.Circle, keys: Keys) -> Circle:
    return Circle(
        id=keys.often("circle", each.key), reference=each.reference, name=each.name, area_id=keys.area(each.area),
        kind=each.kind, opened_at=each.opened_at, opened_by_id=keys.user(each.coordinator),
        venue_id=keys.often("venue", each.venue), weekday=each.weekday, slot_time=time.fromisoformat(each.slot),
    )  # fmt: skip


def _phases(each: shapes.Circle, keys: Keys) -> Iterator[Phase]:
    for phase in each.phases:
        yield Phase(
            id=keys("phase", f"{each.key}/{phase.name}"), **keys.of_circle(each.key), name=phase.name,
            starts_at=phase.starts_at, ends_at=phase.ends_at, decided_by_id=keys.user(each.coordinator),
        )  # fmt: skip


def _pause(each: shapes.Circle, pause: shapes.Pause, keys: Keys) -> Pause:
    return Pause(
        id=keys("pause", each.key), **keys.of_circle(each.key), starts_at=pause.starts_at, ends_at=pause.ends_at,
        reason=reason_of(each)[0], expected_back_on=pause.expected_back_on, decided_by_id=keys.user(each.coordinator),
    )  # fmt: skip


def _ending(each: shapes.Circle, ending: shapes.Ending, keys: Keys) -> Ending:
    by = keys.user(each.coordinator)
    whose = {"completed": "nobody", "withdrew": "core_member", "moved": "core_member", "recalled": "agency"}
    return Ending(
        **keys.of_circle(each.key), ended_at=ending.at, reason=ending.reason, decided_by_id=by,
        decision_of=whose.get(ending.reason, "charity"), with_words=True,
    )  # fmt: skip


def _seats(plan: CharityPlan, keys: Keys) -> Iterator[Seat]:
    """Volunteers are called by their given names inside; a professional by name and job."""
    jobs = {each.person: each.job for each in plan.professionals}
    for each in plan.seats:
        person = plan.people[each.person]
        is_outside = each.part == "outer_circle"
        yield Seat(
            id=keys.often("seat", each.key), **keys.of_circle(each.circle), part=each.part,
            **{f"{HOLDERS[each.part][0]}_id": keys.often(HOLDERS[each.part][1], each.person)},
            display_name=person.name if is_outside else person.given, letter=each.letter,
            position=jobs[each.person] if is_outside else "", starts_at=each.starts_at, ends_at=each.ends_at,
            sees_from=each.sees_from, added_by_id=keys.user(plan.circle(each.circle).coordinator),
        )  # fmt: skip
