"""What is not enough, by count; and that a Circle which can be formed is never denied."""

from hypothesis import given, settings

from encircle.rooms.forming.model import DayPart, Sex, Slot
from encircle.rooms.forming.solving import solve
from encircle.rooms.forming.supply import Free, Lacking, Waits, most_needed_first, supply

from .test_solving import problems

TUESDAY, THURSDAY = Slot(1, DayPart.EVENING), Slot(3, DayPart.EVENING)


def volunteer(sex=Sex.WOMAN, slots=(TUESDAY,), area="a", is_experienced=True):
    return Free(area, None if slots is None else frozenset(slots), sex, is_experienced)


def test_who_is_too_few_is_named():
    free = [volunteer() for _ in range(9)] + [volunteer(Sex.MAN)]
    found = supply("a", [Waits("a", 3)] * 2, free)
    assert (found.free, found.wanted, found.at_most, found.without) == (10, 6, 1, 1)
    assert found.lacking == (Lacking.MEN,)


def test_only_those_who_are_free_in_some_slot_count():
    free = [volunteer(), volunteer(Sex.MAN), volunteer(slots=()), volunteer(slots=None), volunteer(area="b")]
    found = supply("a", [Waits("a", 3)], free)
    assert (found.free, found.unsaid, found.at_most) == (2, 1, 0)
    assert found.lacking == (Lacking.VOLUNTEERS,)


def test_the_smallest_circles_are_counted_first():
    free = [volunteer(), volunteer(Sex.MAN), volunteer(Sex.MAN)] * 2
    assert supply("a", [Waits("a", 6), Waits("a", 3), Waits("a", 3)], free).at_most == 2


def test_slots_stand_in_the_order_of_the_week_with_how_many_could_come():
    free = [volunteer(slots=(THURSDAY, TUESDAY)), volunteer(slots=(THURSDAY,)), volunteer(slots=(TUESDAY,))]
    found = supply("a", [], free)
    assert found.by_slot == ((TUESDAY, 2), (THURSDAY, 2))
    assert found.best_slots == (TUESDAY, THURSDAY)
    assert supply("b", [], free).best_slots == ()


def test_where_most_go_without_comes_first():
    enough = supply("a", [], [volunteer()])
    short = supply("b", [Waits("b", 3)], [])
    shorter = supply("c", [Waits("c", 3)] * 2, [])
    assert most_needed_first([enough, short, shorter]) == [shorter, short, enough]


@given(problems())
@settings(max_examples=40, deadline=None)
def test_no_circle_that_the_solver_forms_is_denied(problem):
    """With everybody in one area, mixed Circles, and room for one each: what counting allows is never too little."""
    free = [Free("a", one.slots, one.sex, one.is_experienced) for one in problem.candidates if one.room == 1]
    waiting = [Waits("a", one.size.least) for one in problem.waiting if not one.may_be_one_sex]
    formed = solve(problem, seconds=5, workers=1).circles
    people, once = problem.waiting_by_id, {one.id for one in problem.candidates if one.room == 1}
    counted = [one for one in formed if not people[one.waiting].may_be_one_sex and set(one.volunteers) <= once]
    assert len(counted) <= supply("a", waiting, free).at_most
