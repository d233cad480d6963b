"""What is missing for one more Circle: the least there is, and always enough."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from encircle.rooms.forming.missing import Need, one_more
from encircle.rooms.forming.model import (
    Candidate,
    DayPart,
    Exclusion,
    Point,
    Problem,
    Sex,
    SizeForKind,
    Slot,
    Venue,
    Waiting,
    Weights,
)
from encircle.rooms.forming.solving import solve

from .brute_force import faults
from .test_solving import problems

TUESDAY, THURSDAY = Slot(1, DayPart.EVENING), Slot(3, DayPart.EVENING)
EXMOUTH = Venue("exmouth", "a", Point(0, 0))
MARK = Waiting("mark", "a", SizeForKind(3, 4))


def volunteer(id, sex=Sex.WOMAN, *, slots=(TUESDAY,), reach=9.0, is_experienced=True):
    return Candidate(id, "a", Point(3, 0), reach, frozenset(slots), sex, is_experienced=is_experienced)


def problem(*candidates, **more):
    return Problem((MARK,), candidates, (EXMOUTH,), **more)


def missing(given):
    return one_more(given, solve(given, seconds=5).circles, "a")


def test_one_man_on_a_tuesday():
    found = missing(problem(volunteer("vera"), volunteer("wren"), volunteer("xena")))
    assert (found.waiting, found.slot, found.venue) == ("mark", TUESDAY, "exmouth")
    assert found.needs == (Need(Sex.MAN, False, 1),)
    assert found.is_least


def test_somebody_experienced_is_asked_for_only_where_nobody_is():
    team = [volunteer("vera", is_experienced=False), volunteer("vic", Sex.MAN, is_experienced=False)]
    assert missing(problem(*team)).needs == (Need(Sex.UNSAID, True, 1),)
    assert missing(problem(*team[:1], volunteer("vic", Sex.MAN))).needs == (Need(Sex.UNSAID, False, 1),)


def test_the_slot_in_which_fewest_are_missing_is_named():
    three = [
        volunteer("vera", slots=(TUESDAY,)),
        volunteer("wren", slots=(THURSDAY,)),
        volunteer("vic", Sex.MAN, slots=(THURSDAY,)),
    ]
    assert missing(problem(*three)).slot == THURSDAY


def test_one_who_may_not_meet_the_person_does_not_count():
    team = (volunteer("vera"), volunteer("wren"), volunteer("vic", Sex.MAN))
    found = missing(problem(*team, exclusions=frozenset({Exclusion("vic", "mark")})))
    assert found.needs == (Need(Sex.MAN, False, 1),)


def test_with_nobody_at_all_a_whole_circle_is_missing():
    needs = missing(problem()).needs
    assert sum(need.number for need in needs) == 3


def test_nothing_is_missing_where_everybody_has_a_circle_or_no_venue_is_there():
    team = (volunteer("vera"), volunteer("wren"), volunteer("vic", Sex.MAN))
    assert missing(problem(*team)) is None
    assert missing(replace(problem(*team), venues=())) is None


@pytest.mark.parametrize("area", ["a", "b"])
@given(given=problems())
@settings(max_examples=25, deadline=None)
def test_with_those_who_are_missing_there_is_one_circle_more(area, given):
    given = replace(given, weights=Weights())  # every Circle counts for something
    before = solve(given, seconds=10, workers=1)
    found = one_more(given, before.circles, area)
    if found is None:
        return
    assert found.is_least
    new = tuple(_one_of(need, found, given, n) for need in found.needs for n in range(need.number))
    assert new  # else the solver had missed a Circle
    after = solve(replace(given, candidates=given.candidates + new), seconds=10, workers=1)
    assert faults(replace(given, candidates=given.candidates + new), after.circles) == []
    assert after.worth > before.worth


def _one_of(need, found, given, number):
    there = given.venue_by_id[found.venue].point
    id = f"new {need.sex} {need.is_experienced} {number}"
    slots = frozenset({found.slot})
    return Candidate(id, None, there, 1.0, slots, need.sex, is_experienced=need.is_experienced)
