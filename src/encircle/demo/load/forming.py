"""Who must not meet whom, and one run in Cora's area, worked out as the background would: the first of the week."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Model

from encircle.rooms.forming.actions.carrying_out import Solved, kept_seats, missing_of, proposal_of
from encircle.rooms.forming.inputs import Asks, Inputs, known, read_inputs
from encircle.rooms.forming.missing import one_more
from encircle.rooms.forming.models import Exclusion, ExclusionWords, Run
from encircle.rooms.forming.solving import solve
from encircle.rooms.forming.sql import PAIRS
from encircle.rooms.forming.vocabulary import Because
from encircle.rooms.forming.weighing import Settings
from encircle.rooms.organisation.vocabulary import CircleKind
from encircle.rooms.people.models import CoreMember
from encircle.rooms.suitability.models import WaitingFree, WaitingPlace, WaitingReview
from encircle.rooms.suitability.vocabulary import NextAction, Priority, WaitsFor

from ..chance import chance, draw_reference
from ..plan import CharityPlan
from .keys import Keys

AREA, ASKS = "a", "cora"
SECONDS = 4.0  # far more than so few take
NAMES = (("Silas", "Hawkmere"), ("Duncan", "Fennimore"), ("Amos", "Tillerby"))
KEPT = timedelta(days=7)
KNOWN = "They lived in the same street for some years, and their families know each other."


def rows(plan: CharityPlan) -> Iterator[Iterable[Model]]:
    keys = Keys(plan)
    people = [_core_member(plan, number, keys) for number in range(len(NAMES))]
    yield people
    yield [_place(plan, one, number, keys) for number, one in enumerate(people)]
    yield [_review(plan, one, number, keys) for number, one in enumerate(people)]
    yield [_free(plan, one, number, keys) for number, one in enumerate(people)]
    run = _run(plan, keys)
    inputs = read_inputs(run, run.asked_at, unready=_unready, apart=_apart)
    if not inputs.problem.waiting or not inputs.problem.candidates:
        return
    exclusion = _exclusion(inputs, run.asked_at, keys)
    yield [exclusion]
    yield [ExclusionWords(exclusion=exclusion, area_id=exclusion.area_id, text=KNOWN)]
    inputs = read_inputs(run, run.asked_at, unready=_unready, apart=_apart)
    solved = _solved(run, inputs)
    yield [run]
    proposals = [proposal_of(run.pk, inputs, one, number) for number, one in enumerate(solved.found.circles)]
    for row in proposals:
        row.pk = keys("proposal", str(row.core_member_id))
    yield proposals
    yield [
        seat for row, one in zip(proposals, solved.found.circles, strict=True) for seat in kept_seats(row, inputs, one)
    ]
    yield [missing_of(run.pk, inputs, one) for one in solved.missing]


def _since(plan: CharityPlan, number: int) -> datetime:
    return plan.now - timedelta(days=70 + 45 * number)


def _core_member(plan: CharityPlan, number: int, keys: Keys) -> CoreMember:
    """Accepted before the charity came to Encircle: there is no referral here."""
    given, family = NAMES[number]
    return CoreMember(
        id=keys("subject", f"waiting-{number}"), reference=draw_reference(chance(plan.seed, "waiting", number), "P"),
        area_id=keys.area(AREA), given_name=given, family_name=family, known_as=given,
        added_at=_since(plan, number), added_by_id=keys.user(ASKS),
    )  # fmt: skip


def _place(plan: CharityPlan, person: CoreMember, number: int, keys: Keys) -> WaitingPlace:
    return WaitingPlace(
        core_member_id=person.pk, area_id=person.area_id, kind=CircleKind.ADULT, since=_since(plan, number),
        by_id=keys.user(ASKS),
    )  # fmt: skip


def _review(plan: CharityPlan, person: CoreMember, number: int, keys: Keys) -> WaitingReview:
    return WaitingReview(
        id=keys("waiting review", f"waiting-{number}"), place_id=person.pk, area_id=person.area_id,
        priority=(Priority.USUAL, Priority.HIGH, Priority.USUAL)[number], waits_for=WaitsFor.VOLUNTEERS,
        next_action=NextAction.FIND_VOLUNTEERS, review_on=(plan.now + timedelta(days=12 + number)).date(),
        by_id=keys.user(ASKS), at=_since(plan, number),
    )  # fmt: skip


def _free(plan: CharityPlan, person: CoreMember, number: int, keys: Keys) -> WaitingFree:
    """Two work by day and have their evenings; the first has two of them."""
    slots = ["0_evening", "1_evening", "2_evening", "3_evening"] if number else ["1_evening", "3_evening"]
    return WaitingFree(
        id=keys("waiting free", f"waiting-{number}"), place_id=person.pk, area_id=person.area_id, slots=slots,
        by_id=keys.user(ASKS), at=_since(plan, number),
    )  # fmt: skip


def _run(plan: CharityPlan, keys: Keys) -> Run:
    asked_at = plan.now - timedelta(hours=20)
    return Run(
        id=keys("run", AREA), area_id=keys.area(AREA), areas=[keys.area(AREA)], may_be_one_sex=False,
        asked_by_id=keys.user(ASKS), asked_at=asked_at, started_at=asked_at, done_at=asked_at + timedelta(seconds=9),
        expires_at=asked_at + KEPT, weights=asdict(Settings().weights),
    )  # fmt: skip


def _exclusion(inputs: Inputs, at: datetime, keys: Keys) -> Exclusion:
    person, volunteer = inputs.problem.waiting[0], inputs.problem.candidates[0]
    return Exclusion(
        id=keys("exclusion", AREA), area_id=known(person.area), core_member_id=known(person.id),
        volunteer_id=known(volunteer.id),
        because=Because.ESTATE, by_id=keys.user(ASKS), at=at,
    )  # fmt: skip


def _apart(core_members: Sequence[UUID]) -> list[tuple[UUID, UUID]]:
    """Of everybody: the loader is nobody whom the pairs could be asked for."""
    with connection.cursor() as cursor:
        cursor.execute(PAIRS)
        return [pair for pair in cursor.fetchall() if pair[1] in core_members]


def _unready(volunteers: Sequence[UUID], asks: Collection[Asks], day: date) -> dict[Asks, set[UUID]]:
    """Nobody of the demonstration waits in a prison."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT k.kind, f.volunteer_id FROM unnest(%s::text[]) AS k (kind) "
            "CROSS JOIN LATERAL encircle.readiness_facts(%s::uuid[], k.kind, %s, NULL) f "
            "WHERE NOT f.is_met AND f.excepted_until IS NULL",
            [[kind for kind, _ in asks], list(volunteers), day],
        )
        found = cursor.fetchall()
    return {what: {volunteer for of, volunteer in found if of == what[0]} for what in asks}


def _solved(run: Run, inputs: Inputs) -> Solved:
    """With one worker: the same proposals each time."""
    found = solve(inputs.problem, seconds=SECONDS, workers=1)
    lack = one_more(inputs.problem, found.circles, run.area_id)
    run.waited = [known(one.id) for one in inputs.problem.waiting]
    run.free, run.left_out, run.venues = len(inputs.problem.candidates), inputs.left_out, len(inputs.problem.venues)
    run.has_most, run.gap, run.seconds = found.has_most_circles, found.gap, found.seconds
    return Solved(found, (lack,) if lack else ())
