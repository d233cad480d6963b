"""What a set of Circles is worth: the two figures that are made as large as they can be, and what each part adds."""

from collections.abc import Iterable

from .model import AgeBand, Candidate, Formed, Id, Problem, miles_between

MOST_MONTHS_OF_VOLUNTEER = 12
MOST_MONTHS_OF_CORE_MEMBER = 24


def worth(problem: Problem, circles: Iterable[Formed]) -> int:
    """Circles, each counted by how urgent it is: always decided first."""
    people = problem.waiting_by_id
    return sum(problem.weights.of_circle(people[one.waiting].urgency) for one in circles)


def value(problem: Problem, circles: Iterable[Formed]) -> int:
    """Everything else: decided among as many Circles."""
    circles = list(circles)
    return sum(value_of_circle(problem, one) for one in circles) + fairness(problem, circles)


def worth_of_all(problem: Problem) -> int:
    """A Circle for everybody: nothing is worth more."""
    return sum(problem.weights.of_circle(person.urgency) for person in problem.waiting)


def value_of_all(problem: Problem) -> int:
    """Everybody has a full Circle of people who waited longest and live next door: nothing has a higher value."""
    weights = problem.weights
    of_seat = weights.volunteer_month * MOST_MONTHS_OF_VOLUNTEER + weights.known_venue
    bands = len(AgeBand) - 1
    return weights.fairness * 100 + sum(
        value_of_wait(problem, one.id) + one.size.most * of_seat + weights.age_band * bands + weights.mix
        for one in problem.waiting
    )


def value_of_circle(problem: Problem, circle: Formed) -> int:
    weights, people = problem.weights, [problem.candidate_by_id[one] for one in circle.volunteers]
    bands = {one.age for one in people} - {AgeBand.UNSAID}
    is_mixed = any(not one.is_experienced for one in people)
    return (
        value_of_wait(problem, circle.waiting)
        + sum(value_of_seat(problem, one, circle.venue) for one in people)
        + weights.age_band * len(bands)
        + weights.mix * is_mixed
    )


def value_of_wait(problem: Problem, waiting: Id) -> int:
    months = problem.waiting_by_id[waiting].months_waited
    return problem.weights.core_member_month * min(months, MOST_MONTHS_OF_CORE_MEMBER)


def value_of_seat(problem: Problem, candidate: Candidate, venue: Id) -> int:
    weights = problem.weights
    miles = round(miles_between(candidate.point, problem.venue_by_id[venue].point))
    return (
        weights.volunteer_month * min(candidate.months_waited, MOST_MONTHS_OF_VOLUNTEER)
        + weights.known_venue * (venue in candidate.known_venues)
        - weights.mile * miles
    )


def fairness(problem: Problem, circles: Iterable[Formed]) -> int:
    return problem.weights.fairness * fewest_percent(problem, circles)


def fewest_percent(problem: Problem, circles: Iterable[Formed]) -> int:
    """Of those who wait in an area, the whole percent that get a Circle; in the area where it is least."""
    formed = {one.waiting for one in circles}
    areas = waiting_by_area(problem).values()
    return min((100 * sum(id in formed for id in ids) // len(ids) for ids in areas), default=0)


def waiting_by_area(problem: Problem) -> dict[Id, list[Id]]:
    areas: dict[Id, list[Id]] = {}
    for person in problem.waiting:
        areas.setdefault(person.area, []).append(person.id)
    return areas
