"""Who could meet whom, when and where: the possible before anything is chosen."""

from collections.abc import Sequence

from .model import Candidate, Id, Option, Problem, Sex, Slot, Venue, Waiting, miles_between

Options = dict[Option, tuple[Candidate, ...]]


def options_of(problem: Problem) -> Options:
    """Each slot at each venue in which a Circle could be formed at all, with everybody who could sit in it."""
    return {option: free for option, free in open_to(problem).items() if _is_enough(problem, option, free)}


def open_to(problem: Problem) -> Options:
    """Each slot at each venue of their area for each who waits, with whoever could sit in it, however few."""
    free = {venue.id: _by_slot(problem.candidates, venue) for venue in problem.venues}
    return {
        Option(person.id, slot, venue.id): tuple(one for one in there if (one.id, person.id) not in problem.kept_out)
        for person in problem.waiting
        for venue in problem.venues
        if venue.area == person.area
        for slot, there in free[venue.id].items()
        if suits(person, slot)
    }


def can_reach(candidate: Candidate, venue: Venue) -> bool:
    return miles_between(candidate.point, venue.point) <= candidate.reach


def suits(person: Waiting, slot: Slot) -> bool:
    return person.slots is None or slot in person.slots


def sexes_wanted(person: Waiting) -> tuple[Sex, ...]:
    """Of each of these at least one."""
    return () if person.may_be_one_sex else (Sex.WOMAN, Sex.MAN)


def _by_slot(candidates: Sequence[Candidate], venue: Venue) -> dict[Slot, list[Candidate]]:
    found: dict[Slot, list[Candidate]] = {}
    for one in candidates:
        if one.room > 0 and can_reach(one, venue):
            for slot in one.slots:
                found.setdefault(slot, []).append(one)
    return dict(sorted(found.items()))


def _is_enough(problem: Problem, option: Option, free: Sequence[Candidate]) -> bool:
    person = problem.waiting_by_id[option.waiting]
    there: set[Id] = {one.id for one in free}
    return (
        len(free) >= person.size.least
        and any(one.is_experienced for one in free)
        and all(any(one.sex is sex for one in free) for sex in sexes_wanted(person))
        and all(volunteer in there for volunteer, waiting in problem.kept_in if waiting == person.id)
    )
