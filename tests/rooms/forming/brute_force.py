"""Every way of forming Circles, tried one by one: slow, and written without a look at the solver's model."""

from collections.abc import Iterator
from itertools import combinations

from encircle.rooms.forming.model import Formed, Problem, Sex, miles_between


def best(problem: Problem) -> tuple[int, int]:
    """The worth and the value of the best: Circles by urgency first, everything else after."""
    return max((_worth(problem, circles), _value(problem, circles)) for circles in _every_way(problem))


def faults(problem: Problem, circles: tuple[Formed, ...]) -> list[str]:
    """Hard rules that the Circles break, in words."""
    found = [f"{one.waiting}: {fault}" for one in circles for fault in _faults_of(problem, one)]
    seats = [(volunteer, one.slot) for one in circles for volunteer in one.volunteers]
    if len(set(seats)) < len(seats):
        found.append("somebody sits in two Circles in one slot")
    for person in problem.candidates:
        if sum(volunteer == person.id for volunteer, _ in seats) > person.room:
            found.append(f"{person.id} has no room")
    if len({one.waiting for one in circles}) < len(circles):
        found.append("somebody gets two Circles")
    return found


def _faults_of(problem: Problem, circle: Formed) -> Iterator[str]:
    person = next(one for one in problem.waiting if one.id == circle.waiting)
    venue = next(one for one in problem.venues if one.id == circle.venue)
    team = [one for one in problem.candidates if one.id in circle.volunteers]
    if not person.size.least <= len(team) <= person.size.most:
        yield "size"
    if venue.area != person.area:
        yield "venue of another area"
    if person.slots is not None and circle.slot not in person.slots:
        yield "slot does not suit"
    if any(circle.slot not in one.slots for one in team):
        yield "somebody is not free"
    if any(miles_between(one.point, venue.point) > one.reach for one in team):
        yield "somebody cannot get there"
    if any((one.id, person.id) in problem.exclusions for one in team):
        yield "an excluded pair"
    if not any(one.is_experienced for one in team):
        yield "nobody is experienced"
    if not person.may_be_one_sex and {Sex.WOMAN, Sex.MAN} - {one.sex for one in team}:
        yield "one sex only"
    for lock in problem.locks:
        if lock.waiting == person.id and lock.stays != (lock.volunteer in circle.volunteers):
            yield "a lock is not kept"


def _every_way(problem: Problem) -> Iterator[tuple[Formed, ...]]:
    """Nobody's Circle, and each possible one of the first with every way of the others."""
    possible = [
        [one for one in _every_circle(problem, number) if not list(_faults_of(problem, one))]
        for number in range(len(problem.waiting))
    ]

    def ways(number: int) -> Iterator[tuple[Formed, ...]]:
        if number == len(possible):
            yield ()
            return
        for rest in ways(number + 1):
            yield rest
            for one in possible[number]:
                if not faults(problem, (one, *rest)):
                    yield (one, *rest)

    return ways(0)


def _every_circle(problem: Problem, number: int) -> Iterator[Formed]:
    person = problem.waiting[number]
    slots = sorted({slot for one in problem.candidates for slot in one.slots})
    for size in range(person.size.least, person.size.most + 1):
        for team in combinations([one.id for one in problem.candidates], size):
            for slot in slots:
                for venue in problem.venues:
                    yield Formed(person.id, slot, venue.id, team)


def _worth(problem: Problem, circles: tuple[Formed, ...]) -> int:
    each = {
        "first": problem.weights.circle_first,
        "high": problem.weights.circle_high,
        "usual": problem.weights.circle_usual,
    }
    formed = {one.waiting for one in circles}
    return sum(each[one.urgency] for one in problem.waiting if one.id in formed)


def _value(problem: Problem, circles: tuple[Formed, ...]) -> int:
    weights, total = problem.weights, 0
    for circle in circles:
        person = next(one for one in problem.waiting if one.id == circle.waiting)
        venue = next(one for one in problem.venues if one.id == circle.venue)
        team = [one for one in problem.candidates if one.id in circle.volunteers]
        total += weights.core_member_month * min(24, person.months_waited)
        total += weights.age_band * len({one.age for one in team if one.age != "unsaid"})
        total += weights.mix if any(not one.is_experienced for one in team) else 0
        for one in team:
            total -= weights.mile * round(miles_between(one.point, venue.point))
            total += weights.volunteer_month * min(12, one.months_waited)
            total += weights.known_venue if venue.id in one.known_venues else 0
    formed, shares = {one.waiting for one in circles}, []
    for area in {one.area for one in problem.waiting}:
        there = [one.id for one in problem.waiting if one.area == area]
        shares.append(100 * sum(id in formed for id in there) // len(there))
    return total + weights.fairness * min(shares)
