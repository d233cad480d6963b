"""The background's part of a run: read what it looks at, solve, keep what was found."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from encircle.common.errors import NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record

from ..inputs import Inputs, known, read_inputs
from ..missing import Missing as Lack
from ..missing import one_more
from ..model import Formed, Slot, miles_between
from ..model import Proposal as Found
from ..models import Missing, Proposal, ProposalSeat, Run
from ..solving import solve
from .asking import ITEM

FOR_MISSING = 8.0  # seconds, shared by the areas


@dataclass(frozen=True)
class Solved:
    found: Found
    missing: tuple[Lack, ...]  # one an area at most


@transaction.atomic
def begin(run_id: UUID, *, at: datetime) -> Inputs | None:
    """What the run looks at; None for one that is done, gone or out of the asker's reach by now."""
    run = Run.objects.filter(pk=run_id, done_at=None, failed_at=None).first()
    if run is None:
        return None
    inputs = read_inputs(run, at)
    Run.objects.filter(pk=run_id).update(
        started_at=at,
        waited=[one.id for one in inputs.problem.waiting],
        free=len(inputs.problem.candidates),
        left_out=inputs.left_out,
        venues=len(inputs.problem.venues),
    )
    return inputs


def work_out(inputs: Inputs) -> Solved:
    """Outside any transaction: nothing is held while the solver thinks."""
    problem, found = inputs.problem, solve(inputs.problem)
    formed = {one.waiting for one in found.circles}
    areas = {one.area for one in problem.waiting if one.id not in formed}
    lacks = [one_more(problem, found.circles, area, seconds=FOR_MISSING / len(areas)) for area in areas]
    return Solved(found, tuple(one for one in lacks if one is not None))


@transaction.atomic
def keep(run_id: UUID, inputs: Inputs, solved: Solved, *, by: Actor, at: datetime) -> None:
    """The proposals, each seat with what spoke for it, and what is missing. Raises NotFound where the run is gone."""
    for position, circle in enumerate(solved.found.circles):
        row = proposal_of(run_id, inputs, circle, position)
        Proposal.objects.bulk_create([row])
        ProposalSeat.objects.bulk_create(kept_seats(row, inputs, circle))
    Missing.objects.bulk_create(missing_of(run_id, inputs, one) for one in solved.missing)
    changed = Run.objects.filter(pk=run_id, done_at=None).update(
        done_at=at, has_most=solved.found.has_most_circles, gap=solved.found.gap, seconds=solved.found.seconds
    )
    if not changed:
        raise NotFound()
    record(Verb.CHANGED, ITEM, run_id, by=by.acting, detail=str(len(solved.found.circles)))


def break_off(run_id: UUID, *, at: datetime) -> None:
    """The solver met something nobody foresaw: the page says so."""
    Run.objects.filter(pk=run_id, done_at=None).update(failed_at=at)


@transaction.atomic
def sweep(at: datetime) -> int:
    """Called by the clerk: what has expired goes, with all that hangs on it."""
    return Run.objects.filter(expires_at__lte=at).delete()[0]


def kept_slot(slot: Slot) -> str:
    return f"{slot.weekday}_{slot.part}"


def proposal_of(run_id: UUID, inputs: Inputs, circle: Formed, position: int) -> Proposal:
    person = inputs.problem.waiting_by_id[circle.waiting]
    return Proposal(
        run_id=run_id,
        area_id=known(person.area),
        core_member_id=known(person.id),
        kind=inputs.kinds[known(person.id)],
        slot=kept_slot(circle.slot),
        venue_id=known(circle.venue),
        position=position,
        least=person.size.least,
        most=person.size.most,
        months_waited=person.months_waited,
    )


def kept_seats(row: Proposal, inputs: Inputs, circle: Formed) -> list[ProposalSeat]:
    return [_seat(row, inputs, known(one), row.venue_id) for one in circle.volunteers]


def _seat(row: Proposal, inputs: Inputs, volunteer_id: UUID, venue_id: UUID) -> ProposalSeat:
    one, venue = inputs.problem.candidate_by_id[volunteer_id], inputs.problem.venue_by_id[venue_id]
    return ProposalSeat(
        run_id=row.run_id,
        area_id=row.area_id,
        core_member_id=row.core_member_id,
        proposal=row,
        volunteer_id=volunteer_id,
        miles=round(miles_between(one.point, venue.point)),
        sex=one.sex,
        age_band=one.age,
        is_experienced=one.is_experienced,
        months_waited=one.months_waited,
        knows_venue=venue_id in one.known_venues,
    )


def missing_of(run_id: UUID, inputs: Inputs, one: Lack) -> Missing:
    return Missing(
        run_id=run_id,
        area_id=known(inputs.problem.waiting_by_id[one.waiting].area),
        core_member_id=known(one.waiting),
        slot=kept_slot(one.slot),
        venue_id=known(one.venue),
        needs=[[need.sex, need.is_experienced, need.number] for need in one.needs],
        is_least=one.is_least,
    )
