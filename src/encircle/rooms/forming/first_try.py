"""A quick first try, as somebody does it by hand: the most urgent first, the nearest volunteers, one after another.

The solver starts from it, and the benchmark shows what the solver adds to it.
"""

from collections import Counter
from collections.abc import Collection, Sequence

from .model import Candidate, Formed, Id, Option, Problem, Urgency, Waiting, miles_between
from .options import Options, options_of, sexes_wanted

_TURN = {urgency: turn for turn, urgency in enumerate(Urgency)}


def first_try(problem: Problem, options: Options | None = None) -> tuple[Formed, ...]:
    """Circles that keep every hard rule; rarely as many as there could be."""
    found = options_of(problem) if options is None else options
    by_person: dict[Id, list[tuple[Option, tuple[Candidate, ...]]]] = {}
    for option, free in found.items():
        by_person.setdefault(option.waiting, []).append((option, free))
    circles: list[Formed] = []
    for person in sorted(problem.waiting, key=lambda one: (_TURN[one.urgency], -one.months_waited)):
        best = _nearest(problem, person, by_person.get(person.id, ()), circles)
        if best:
            circles.append(best)
    return tuple(circles)


def _nearest(
    problem: Problem,
    person: Waiting,
    options: Sequence[tuple[Option, tuple[Candidate, ...]]],
    circles: Sequence[Formed],
) -> Formed | None:
    taken = Counter(volunteer for circle in circles for volunteer in circle.volunteers)
    busy = {(volunteer, circle.slot) for circle in circles for volunteer in circle.volunteers}
    best: tuple[float, Formed] | None = None
    kept_in = {volunteer for volunteer, waiting in problem.kept_in if waiting == person.id}
    kept_elsewhere = {volunteer for volunteer, waiting in problem.kept_in if waiting != person.id}
    for option, free in options:
        venue = problem.venue_by_id[option.venue].point
        there = [
            one
            for one in free
            if taken[one.id] < one.room and (one.id, option.slot) not in busy and one.id not in kept_elsewhere
        ]
        team = _team(person, sorted(there, key=lambda one: miles_between(one.point, venue)), kept_in)
        if team:
            miles = sum(miles_between(one.point, venue) for one in team)
            if best is None or miles < best[0]:
                best = miles, Formed(person.id, option.slot, option.venue, _in_order(problem, team))
    return best[1] if best else None


def _team(person: Waiting, nearest: Sequence[Candidate], kept_in: Collection[Id]) -> list[Candidate]:
    """Who must, then one of each that the rules ask for, then the nearest, up to the least size."""
    team = [one for one in nearest if one.id in kept_in]
    if len(team) < len(kept_in):
        return []
    for sex in sexes_wanted(person):
        if not any(one.sex is sex for one in team):
            team += [one for one in nearest if one.sex is sex and one not in team][:1]
    if not any(one.is_experienced for one in team):
        team += [one for one in nearest if one.is_experienced and one not in team][:1]
    team += [one for one in nearest if one not in team][: max(0, person.size.least - len(team))]
    return team if _keeps_rules(person, team) else []


def _keeps_rules(person: Waiting, team: Sequence[Candidate]) -> bool:
    return (
        person.size.least <= len(team) <= person.size.most
        and any(one.is_experienced for one in team)
        and all(any(one.sex is sex for one in team) for sex in sexes_wanted(person))
    )


def _in_order(problem: Problem, team: Collection[Candidate]) -> tuple[Id, ...]:
    chosen = {one.id for one in team}
    return tuple(one.id for one in problem.candidates if one.id in chosen)
