"""What is missing for one more Circle: worked out by relaxing the model, never guessed.

Volunteers who do not exist are offered to the people who got no Circle, in any slot and at any venue, and the solver
uses as few of them as it can while everybody who had a Circle keeps one. Those it uses are who is missing: of any sex
and new where that is enough, a woman, a man or somebody experienced only where nothing less will do.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

from ortools.sat.python import cp_model

from .model import Candidate, DayPart, Exclusion, Formed, Id, Option, Problem, Sex, Slot, Waiting
from .options import options_of
from .rules_of_seats import Seats
from .solving import SEED, WORKERS, of_area

EVERY_SLOT = frozenset(Slot(day, part) for day, part in product(range(7), DayPart))
ANYWHERE = 10_000.0  # miles
A_PERSON = 100  # one fewer counts for more than any of what they are asked to be
ASKED_TO_BE = {Sex.UNSAID: 0, Sex.WOMAN: 1, Sex.MAN: 1}
EXPERIENCED = 2


@dataclass(frozen=True)
class Need:
    """Volunteers of one description; `sex` UNSAID: whoever."""

    sex: Sex
    is_experienced: bool
    number: int


@dataclass(frozen=True)
class Missing:
    """With these, free in this slot and able to reach the venue, one more person gets a Circle."""

    waiting: Id
    slot: Slot
    venue: Id
    needs: tuple[Need, ...]  # empty: time was too short to find a Circle that can be formed already
    is_least: bool  # proven: fewer would not be enough


class Nobody:
    """The id of a volunteer who does not exist."""

    def __init__(self, sex: Sex, is_experienced: bool) -> None:
        self.sex, self.is_experienced = sex, is_experienced

    @property
    def cost(self) -> int:
        return A_PERSON + ASKED_TO_BE[self.sex] + EXPERIENCED * self.is_experienced


def one_more(problem: Problem, circles: Sequence[Formed], area: Id, *, seconds: float = 5.0) -> Missing | None:
    """What one more Circle in an area asks for; None where nobody is left without, or no venue would do."""
    formed = {one.waiting for one in circles}
    left = [one for one in problem.waiting if one.area == area and one.id not in formed]
    elsewhere = [one for one in circles if problem.waiting_by_id[one.waiting].area != area]
    relaxed = _with_nobodies(of_area(problem, area, elsewhere), left)
    options = options_of(relaxed)
    if not any(option.waiting == one.id for one in left for option in options):
        return None
    seats = Seats(relaxed, options)
    for person in relaxed.waiting:
        if person.id in formed:
            seats.cp.add(seats.formed[person.id] == 1)
    seats.cp.add(sum(seats.formed[one.id] for one in left) == 1)
    nobodies = [(seat.volunteer, sits) for seat, sits in seats.sits.items()]
    seats.cp.minimize(sum(one.cost * sits for one, sits in nobodies if isinstance(one, Nobody)))
    return _answer(seats, seconds, {one.id for one in left})


def _with_nobodies(problem: Problem, left: Sequence[Waiting]) -> Problem:
    """Offered to those who are left without, and to nobody else."""
    most = max((one.size.least for one in left), default=0)
    described = [(sex, True) for sex in Sex] + [(sex, False) for sex in (Sex.WOMAN, Sex.MAN)]
    described += [(Sex.UNSAID, False)] * most
    middle = problem.venues[0].point if problem.venues else None
    nobodies = tuple(
        Candidate(Nobody(sex, known), None, middle, ANYWHERE, EVERY_SLOT, sex, is_experienced=known)
        for sex, known in described
        if middle is not None
    )
    others = {one.id for one in problem.waiting} - {one.id for one in left}
    apart = {Exclusion(one.id, waiting) for one in nobodies for waiting in others}
    return replace(problem, candidates=problem.candidates + nobodies, exclusions=problem.exclusions | apart)


def _answer(seats: Seats, seconds: float, left: set[Id]) -> Missing | None:
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = WORKERS
    solver.parameters.random_seed = SEED
    status = solver.solve(seats.cp)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    option = next(one for one, meets in seats.meets.items() if one.waiting in left and solver.value(meets))
    return Missing(*option, needs=_needs(seats, solver, option), is_least=status == cp_model.OPTIMAL)


def _needs(seats: Seats, solver: cp_model.CpSolver, option: Option) -> tuple[Need, ...]:
    found = Counter(
        (seat.volunteer.is_experienced, seat.volunteer.sex)
        for seat, sits in seats.sits.items()
        if seat.waiting == option.waiting and isinstance(seat.volunteer, Nobody) and solver.value(sits)
    )
    return tuple(Need(sex, known, number) for (known, sex), number in sorted(found.items(), reverse=True))
