"""What volunteers are ready with: papers of before, training, the signed agreement; and exceptions that will end.

Everybody who sits in a Circle has what its kind asks, or a dated exception; some who wait for one lack one thing.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Model

from encircle.common.clock import in_london, months_after
from encircle.rooms.readiness.models import (
    DatedException,
    ExceptionWords,
    Paper,
    PaperTakenBack,
    Requirement,
    Signing,
    Wording,
)
from encircle.rooms.readiness.shipped import ship
from encircle.rooms.readiness.vocabulary import ON_PAPER, Condition, Mistaken, Signed, Source
from encircle.rooms.training.models import Completion, Course, CourseRecord, Outcome
from encircle.rooms.training.vocabulary import Result

from ..plan import CharityPlan
from ..plan.register import coordinator_of, in_reserve
from ..plan.shapes import Volunteer
from .keys import Keys

UNSIGNED, UNREFEREED, UNASSESSED = 5, 9, 11  # every so manieth who sits in no Circle lacks it
ENDS_IN = (9, 58, 84, 33, 71)  # days, in turn
WHY = {
    Condition.CHECK: "The new certificate was asked for and is on its way. She is never alone with the core member, "
    "and the Update Service showed nothing when it was last looked at.",
    Condition.PRISON: "The prison has had the papers for three weeks. Until then he joins by video.",
}
PLAIN_WHY = "It will be made good at the next training. The coordinator sits in until then."


def rows(plan: CharityPlan) -> Iterator[Iterable[Model]]:
    ship(Requirement, Wording)
    keys, today = Keys(plan), in_london(plan.now).date()
    seated = {(one.person, plan.circle(one.circle).kind) for one in plan.seats if _runs(one.part, one.ends_at, plan)}
    sits = {person for person, _ in seated}
    here = [one for one in plan.volunteers if one.left_on is None]
    waiting = {
        one.person: number
        for number, one in enumerate(one for one in here if one.person not in sits and not in_reserve(one))
    }

    def lacks(one: Volunteer, every: int) -> bool:
        return waiting.get(one.person, 1) % every == 0

    yield (
        Paper(id=keys.often(f"paper {what}", one.person), condition=what, dated_on=one.joined_on,
              **_of(one, plan, keys))
        for one in here for what in ON_PAPER if not (what == Condition.REFERENCES and lacks(one, UNREFEREED))
    )  # fmt: skip
    yield from _noted_anew(here[0], plan, keys)
    yield from _trained(plan, keys, [one for one in here if not lacks(one, UNASSESSED)])
    yield from _courses(plan, keys, here, seated, today)
    wording = Wording.objects.earliest("in_force_from")
    yield (
        Signing(id=keys("signing", one.person), wording=wording, how=Signed.PAPER, signed_on=one.joined_on,
                **_of(one, plan, keys))
        for one in here if not lacks(one, UNSIGNED)
    )  # fmt: skip
    exceptions = list(_exceptions(plan, keys, {one.person: one for one in here}, seated, today))
    yield exceptions
    yield (
        ExceptionWords(exception=one, volunteer_id=one.volunteer_id, area_id=one.area_id,
                       text=WHY.get(Condition(one.condition), PLAIN_WHY))
        for one in exceptions if one.source == Source.DECIDED
    )  # fmt: skip


def _noted_anew(one: Volunteer, plan: CharityPlan, keys: Keys) -> Iterator[Iterable[Model]]:
    """The interview's day was read wrongly at first: taken back, and noted rightly."""
    what, back = Condition.INTERVIEW, keys.often("paper taken back", one.person)
    of = _of(one, plan, keys)
    yield [
        PaperTakenBack(id=back, paper_id=keys.often(f"paper {what}", one.person), condition=what,
                       because=Mistaken.ANOTHER_DAY, **of)
    ]  # fmt: skip
    right = one.joined_on - timedelta(days=7)
    yield [Paper(id=keys("paper noted rightly", one.person), condition=what, dated_on=right, follows_id=back, **of)]


@contextmanager
def at_the_moment_of(plan: CharityPlan) -> Iterator[None]:
    """A seat is asked about on the day it is given: that of the plan, whenever it is loaded."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO encircle.clock_shift (shift) VALUES (%s - transaction_timestamp())", [plan.now])
        yield
        cursor.execute("DELETE FROM encircle.clock_shift")


def _runs(part: str, ends_at: datetime | None, plan: CharityPlan) -> bool:
    return part == "volunteer" and (ends_at is None or ends_at > plan.now)


def _of(one: Volunteer, plan: CharityPlan, keys: Keys, by: str = "") -> dict[str, object]:
    return {
        "volunteer_id": keys.often("volunteer", one.person),
        "area_id": keys.area(one.area),
        "by_id": keys.user(by or coordinator_of(one.area, 0)),
        "at": plan.now - timedelta(days=35),
    }


def _trained(plan: CharityPlan, keys: Keys, here: list[Volunteer]) -> Iterator[Iterable[Model]]:
    """Before Encircle, for those of whom nothing else is told."""
    done = set(Completion.objects.values_list("volunteer", flat=True))
    decided = set(Outcome.objects.values_list("volunteer", flat=True))
    yield (
        Completion(id=keys("completion", one.person), completed_on=one.joined_on, **_of(one, plan, keys))
        for one in here if keys.often("volunteer", one.person) not in done
    )  # fmt: skip
    yield (
        Outcome(id=keys("outcome", one.person), result=Result.PASS, decided_on=one.joined_on, **_of(one, plan, keys))
        for one in here if keys.often("volunteer", one.person) not in decided
    )  # fmt: skip


def _courses(
    plan: CharityPlan, keys: Keys, here: list[Volunteer], seated: set[tuple[str, str]], today: date
) -> Iterator[Iterable[Model]]:
    """What the kind of Circle in which they sit needs, done in the last year or so."""
    done = set(CourseRecord.objects.values_list("volunteer", "course"))
    needed = [(course, kind) for course in Course.objects.exclude(needed_for=[]) for kind in course.needed_for]
    yield (
        CourseRecord(
            id=keys(f"course {course.code}", one.person), course=course, done_on=(on := today - timedelta(days=300)),
            renew_on=months_after(on, course.renew_months) if course.renew_months else None, **_of(one, plan, keys),
        )
        for one in here for course, kind in needed
        if (one.person, kind) in seated and (keys.often("volunteer", one.person), course.pk) not in done
    )  # fmt: skip


def _exceptions(
    plan: CharityPlan, keys: Keys, here: dict[str, Volunteer], seated: set[tuple[str, str]], today: date
) -> Iterator[DatedException]:
    """For whatever they lack: the first was decided, the others ran when Encircle came."""
    by_id = {keys.often("volunteer", person): one for person, one in here.items()}
    for number, (volunteer_id, kind, condition) in enumerate(_lacking(seated, keys, today)):
        one = by_id[volunteer_id]
        ends_on = today + timedelta(days=ENDS_IN[number % len(ENDS_IN)])
        yield DatedException(
            id=keys(f"exception {kind} {condition}", one.person), kind=kind, condition=condition,
            source=Source.DECIDED if number % 3 == 0 else Source.BEFORE, starts_on=today - timedelta(days=35),
            ends_on=ends_on, **_of(one, plan, keys, "olga"),
        )  # fmt: skip


def _lacking(seated: set[tuple[str, str]], keys: Keys, today: date) -> Iterator[tuple[UUID, str, str]]:
    for kind in sorted({kind for _, kind in seated}):
        who = sorted(keys.often("volunteer", person) for person, of in seated if of == kind)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT DISTINCT volunteer_id, condition FROM encircle.readiness_facts(%s, %s, %s, NULL) "
                "WHERE NOT is_met ORDER BY volunteer_id, condition",
                [who, str(kind), today],
            )
            yield from ((volunteer_id, kind, condition) for volunteer_id, condition in cursor.fetchall())
