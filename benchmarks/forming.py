"""`python -m benchmarks.forming`: forming Circles for 10, 60, 60 and 300 who wait, beside the same work by hand.

By hand means greedily: the most urgent first, each with the nearest volunteers who are left. Both get the same data.
Seconds are wall time on two workers; the promise is 10 s for 60 who wait and 300 who are free. The largest size may
take a minute. A gap of 0 % is proven best; otherwise nothing can be better by more than it says.
BENCH_FORMING ("10/20,60/200,60/300,300/2000") names the sizes.
"""

import os
from dataclasses import replace

from benchmarks.forming_data import made
from encircle.rooms.forming.first_try import first_try
from encircle.rooms.forming.model import Formed, Problem, Weights, miles_between
from encircle.rooms.forming.solving import solve
from encircle.rooms.forming.worth import worth

SIZES = os.environ.get("BENCH_FORMING", "10/20,60/200,60/300,300/2000")
AREAS = {10: 1, 60: 4, 300: 10}
MILES_ALONE = Weights(volunteer_month=0, core_member_month=0, age_band=0, mix=0, known_venue=0, fairness=0)
HEADINGS = (
    "waiting/free",
    "Circles by hand",
    "Circles solved",
    "gap",
    "miles each by hand",
    "least",
    "solved",
    "gap of the rest",
    "seconds",
)


def miles_each(problem: Problem, circles: tuple[Formed, ...]) -> float:
    """One way, for each volunteer who sits in a Circle."""
    travelled = [
        miles_between(problem.candidate_by_id[one].point, problem.venue_by_id[circle.venue].point)
        for circle in circles
        for one in circle.volunteers
    ]
    return sum(travelled) / max(1, len(travelled))


def _seconds(problem: Problem) -> float:
    return 60.0 if len(problem.waiting) > 60 else 10.0


def _for_the_same(problem: Problem, by_hand: tuple[Formed, ...]) -> tuple[Formed, ...]:
    served = {one.waiting for one in by_hand}
    people = tuple(one for one in problem.waiting if one.id in served)
    return solve(replace(problem, waiting=people, weights=MILES_ALONE), seconds=_seconds(problem)).circles


def line(waiting: int, free: int) -> tuple[str, ...]:
    problem = made(waiting, free, areas=AREAS.get(waiting, 4))
    by_hand, found = first_try(problem), solve(problem, seconds=_seconds(problem))
    assert found.worth >= worth(problem, by_hand)
    return (
        f"{waiting}/{free}",
        str(len(by_hand)),
        f"{len(found.circles)} (+{len(found.circles) - len(by_hand)})",
        f"{(found.worth_bound - found.worth) / max(1, found.worth_bound):.1%}",
        f"{miles_each(problem, by_hand):.1f}",
        f"{miles_each(problem, _for_the_same(problem, by_hand)):.1f}",
        f"{miles_each(problem, found.circles):.1f}",
        f"{found.gap:.1%}",
        f"{found.seconds:.1f}",
    )


def main() -> None:
    print("Forming Circles: how many, and how far volunteers travel")
    for cells in (HEADINGS, *(line(*map(int, size.split("/"))) for size in SIZES.split(","))):
        print("  ".join(f"{cell:>{len(heading)}}" for cell, heading in zip(cells, HEADINGS, strict=True)), flush=True)


if __name__ == "__main__":
    main()
