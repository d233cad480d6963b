"""The solver against every way tried one by one, and what it must never do."""

from dataclasses import replace

from benchmarks.forming_data import made
from hypothesis import given, settings
from hypothesis import strategies as some

from encircle.rooms.forming.first_try import first_try
from encircle.rooms.forming.model import (
    AgeBand,
    Candidate,
    DayPart,
    Exclusion,
    Lock,
    Point,
    Problem,
    Sex,
    SizeForKind,
    Slot,
    Urgency,
    Venue,
    Waiting,
    Weights,
)
from encircle.rooms.forming.solving import solve
from encircle.rooms.forming.worth import value, worth

from .brute_force import best, faults

TUESDAY, THURSDAY = Slot(1, DayPart.EVENING), Slot(3, DayPart.EVENING)
EXMOUTH = Venue("exmouth", "a", Point(0, 0))
BRIDPORT = Venue("bridport", "b", Point(9, 0))


@some.composite
def problems(draw: some.DrawFn) -> Problem:
    people = some.builds(
        Waiting,
        id=some.none(),
        area=some.sampled_from("ab"),
        size=some.sampled_from([SizeForKind(2, 3), SizeForKind(2, 2), SizeForKind(3, 3)]),
        urgency=some.sampled_from(Urgency),
        months_waited=some.integers(0, 30),
        slots=some.sampled_from([None, frozenset({TUESDAY})]),
        may_be_one_sex=some.booleans(),
    )
    volunteers = some.builds(
        Candidate,
        id=some.none(),
        area=some.sampled_from("ab"),
        point=some.builds(Point, some.integers(0, 9), some.integers(0, 5)),
        reach=some.sampled_from([4, 9, 20]),
        slots=some.sets(some.sampled_from([TUESDAY, THURSDAY]), min_size=1).map(frozenset),
        sex=some.sampled_from(Sex),
        age=some.sampled_from(AgeBand),
        is_experienced=some.booleans(),
        room=some.sampled_from([1, 1, 2]),
        months_waited=some.integers(0, 15),
        known_venues=some.sampled_from([frozenset(), frozenset({"exmouth"})]),
    )
    waiting = draw(some.lists(people, min_size=1, max_size=3))
    free = draw(some.lists(volunteers, min_size=3, max_size=6))
    pairs = some.tuples(some.integers(0, len(free) - 1), some.integers(0, len(waiting) - 1))
    weights = some.builds(Weights, **{name: some.integers(0, 9) for name in Weights.__dataclass_fields__})
    return Problem(
        tuple(replace(one, id=number) for number, one in enumerate(waiting)),
        tuple(replace(one, id=number) for number, one in enumerate(free)),
        (EXMOUTH, BRIDPORT),
        frozenset(Exclusion(*pair) for pair in draw(some.sets(pairs, max_size=5))),
        tuple(
            Lock(*pair, stays) for pair, stays in draw(some.dictionaries(pairs, some.booleans(), max_size=2)).items()
        ),
        draw(some.sampled_from([Weights(), draw(weights)])),
    )


@given(problems())
@settings(max_examples=60, deadline=None)
def test_the_best_is_found_and_every_rule_is_kept(problem: Problem) -> None:
    found = solve(problem, seconds=20, workers=1)
    assert faults(problem, found.circles) == []
    assert faults(problem, first_try(problem)) == []
    assert (found.worth, found.value) == best(problem)
    assert found.is_best


def test_twenty_who_wait_get_more_circles_than_by_hand_and_never_an_excluded_pair() -> None:
    """So few that a busy machine finds them too; how fast sixty are found is measured in the benchmarks."""
    problem = made(20, 90, areas=2)
    found, by_hand = solve(problem, seconds=10), first_try(problem)
    assert problem.exclusions
    assert faults(problem, found.circles) == faults(problem, by_hand) == []
    assert found.worth > worth(problem, by_hand)
    assert (found.worth, found.value) == (worth(problem, found.circles), value(problem, found.circles))
    assert found.worth <= found.worth_bound
    assert found.value <= found.value_bound


def test_one_with_room_for_two_circles_is_never_in_both_at_once() -> None:
    """By hand too: the solver starts from it, and ends with it where time is short."""
    team = [Candidate(1, "a", Point(0, 0), 9, frozenset({TUESDAY}), Sex.MAN, is_experienced=True, room=2)]
    team += [Candidate(id, "a", Point(0, 0), 9, frozenset({TUESDAY}), Sex.WOMAN) for id in (2, 3)]
    waiting = tuple(Waiting(name, "a", SizeForKind(2, 2)) for name in ("mark", "yan"))
    problem = Problem(waiting, tuple(team), (EXMOUTH,))
    assert len(first_try(problem)) == len(solve(problem).circles) == 1


def test_a_fault_would_be_noticed() -> None:
    """The judge of the tests above is not blind: two who may not meet, put together, are named."""
    problem = made(10, 40, areas=1)
    circle = first_try(problem)[0]
    apart = replace(problem, exclusions=problem.exclusions | {Exclusion(circle.volunteers[0], circle.waiting)})
    assert faults(apart, (circle,)) == [f"{circle.waiting}: an excluded pair"]
    assert all(
        circle.volunteers[0] not in one.volunteers or one.waiting != circle.waiting for one in solve(apart).circles
    )
