"""Forming as many Circles as there can be, and among as many the best: OR-Tools CP-SAT.

First the Circles, counted by urgency, are made as many as they can be; then that number is held and the rest is
weighed. In this order, because no coordinator gives up a Circle for shorter journeys; and weighed within it, because
a mile more against a month less of waiting is a matter of degree, and of the charity's own settings.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from .first_try import first_try
from .model import Formed, Id, Problem, Proposal, Slot
from .options import Options, options_of
from .rules_of_seats import Seats
from .worth import value, value_of_all, waiting_by_area, worth, worth_of_all

SECONDS = 10.0
# Shares of the time, at most. What is left of one goes to the next.
FOR_AREAS, FOR_THE_COUNT = 0.4, 0.3
CLOSING = 0.4  # seconds to build the last model and read it
WORKERS = 2
SEED = 20190917


def solve(problem: Problem, *, seconds: float = SECONDS, workers: int = WORKERS) -> Proposal:
    """The best that is found in the time, with how good it is proven to be."""
    began = time.monotonic()
    options = options_of(problem)
    if not options:
        return Proposal(())
    starts = [first_try(problem, options), _area_by_area(problem, seconds * FOR_AREAS, workers)]
    start = max(starts, key=lambda circles: (worth(problem, circles), value(problem, circles)))
    counted = most_circles(problem, options, start, seconds=seconds * FOR_THE_COUNT, workers=workers)
    left = max(0.5, seconds - CLOSING - (time.monotonic() - began))
    weighed = best_of_as_many(problem, options, counted.circles, seconds=left, workers=workers)
    return Proposal(
        circles=weighed.circles,
        worth=worth(problem, weighed.circles),
        worth_bound=counted.bound,
        value=value(problem, weighed.circles),
        value_bound=weighed.bound,
        seconds=time.monotonic() - began,
    )


@dataclass(frozen=True)
class Found:
    """Circles, and the figure that nothing can be above."""

    circles: tuple[Formed, ...]
    bound: int


def most_circles(
    problem: Problem, options: Options, start: Sequence[Formed], *, seconds: float, workers: int = WORKERS
) -> Found:
    seats = Seats(problem, options)
    seats.cp.maximize(seats.worth())
    return _run(seats, start, worth_of_all(problem), seconds, workers)


def best_of_as_many(
    problem: Problem, options: Options, start: Sequence[Formed], *, seconds: float, workers: int
) -> Found:
    seats = Seats(problem, options)
    seats.cp.add(seats.worth() >= worth(problem, start))
    seats.cp.maximize(seats.value())
    return _run(seats, start, value_of_all(problem), seconds, workers)


def _area_by_area(problem: Problem, seconds: float, workers: int) -> tuple[Formed, ...]:
    """A start: each area in turn takes the best of who is still free. Small models are solved in a moment."""
    areas = waiting_by_area(problem)
    if len(areas) < 2:
        return first_try(problem)
    circles: tuple[Formed, ...] = ()
    for area in areas:
        alone = of_area(problem, area, circles)
        options = options_of(alone)
        share = seconds / len(areas) / 2
        if options:
            counted = most_circles(alone, options, first_try(alone, options), seconds=share, workers=workers)
            circles += best_of_as_many(alone, options, counted.circles, seconds=share, workers=workers).circles
    return circles


def of_area(problem: Problem, area: Id, taken: Sequence[Formed]) -> Problem:
    """The people who wait in one area, and the volunteers with what room they have left in slots they have left."""
    used: dict[Id, list[Slot]] = {}
    for circle in taken:
        for volunteer in circle.volunteers:
            used.setdefault(volunteer, []).append(circle.slot)
    promised = {
        lock.volunteer for lock in problem.locks if lock.stays and problem.waiting_by_id[lock.waiting].area != area
    }
    return replace(
        problem,
        waiting=tuple(one for one in problem.waiting if one.area == area),
        candidates=tuple(
            replace(one, room=one.room - len(used.get(one.id, ())), slots=one.slots - set(used.get(one.id, ())))
            for one in problem.candidates
            if one.id not in promised
        ),
    )


def _run(seats: Seats, start: Sequence[Formed], limit: int, seconds: float, workers: int) -> Found:
    """From the start to something better. Where time ends before anything is found, the start stands."""
    seats.hint(start)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = SEED
    solver.parameters.linearization_level = 2  # the rules that follow from a choice count in the relaxation too
    # Looking for more before the search costs half the time here and finds next to nothing (measured).
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.symmetry_level = 0
    status = solver.solve(seats.cp)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Found(tuple(start), limit)
    return Found(seats.circles(solver), min(limit, round(solver.best_objective_bound)))
