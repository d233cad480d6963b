"""Whose consent counts: the core member's, and until they are 18 that of every carer marked as required."""

from datetime import datetime, time

from encircle.common.clock import LONDON
from encircle.rooms.people.ages import comes_of_age

from .papers import CaseFacts, GiverId


def adult_from(case: CaseFacts) -> datetime | None:
    """The instant the core member turns 18 in London; None when the date of birth is not known."""
    if case.born_on is None:
        return None
    return datetime.combine(comes_of_age(case.born_on), time(0), tzinfo=LONDON)


def needed_givers(case: CaseFacts, at: datetime) -> tuple[GiverId, ...] | None:
    """Whose consent is needed, the core member first; None when that has not been recorded."""
    if not is_a_child(case, at):
        return (case.core_member_id,)
    if case.required_carers is None:
        return None
    return (case.core_member_id, *sorted(case.required_carers - {case.core_member_id}))


def is_a_child(case: CaseFacts, at: datetime) -> bool:
    """Under 18 by date of birth, whatever the kind of Circle; without one, the kind of Circle decides."""
    adult = adult_from(case)
    return case.is_young_person if adult is None else at < adult
