"""When the clock asks: at the raising, at each limit, at each rung, again until one in danger is taken on."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from encircle.common.clock import LONDON
from encircle.rooms.risk.asking import Climb, asking
from encircle.rooms.risk.policy import ConcernFacts, ConcernStandard, Rung, Step, StepKind, Urgency, standing

RAISED = datetime(2025, 6, 3, 20, tzinfo=LONDON)  # a Tuesday evening: "the same day" is its midnight
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
STANDARD = ConcernStandard()
IMMINENT, SERIOUS, OTHER = (ConcernFacts(RAISED, urgency) for urgency in Urgency)
FIRST, ON_CALL = Rung.COORDINATOR, Rung.ON_CALL
SENIOR, MANAGER = Rung.SENIOR_COORDINATOR, Rung.OPERATIONS_MANAGER


def after(delay, concern, *steps, **more):
    return asking(concern, steps, STANDARD, at=RAISED + delay, **more)


def at(delay, kind, **more):
    return Step(kind, RAISED + delay, **more)


def test_first_people_are_asked_at_the_raising_and_the_clock_looks_again_at_the_limit():
    found = after(HOUR, SERIOUS)
    assert (found.rungs, found.since, found.climbs) == ((FIRST,), RAISED, ())
    assert found.look_at == found.due == RAISED + 4 * HOUR


def test_a_limit_that_passed_asks_the_same_people_once_more():
    found = after(5 * HOUR, SERIOUS)
    assert (found.rungs, found.since, found.look_at) == ((FIRST,), RAISED + 4 * HOUR, RAISED + 8 * HOUR)


def test_each_rung_is_asked_when_its_time_comes_however_late_the_clock_looks():
    late = after(30 * HOUR, SERIOUS)
    assert late.climbs == (Climb(RAISED + 8 * HOUR, SENIOR), Climb(RAISED + 12 * HOUR, MANAGER))
    assert (late.rungs, late.look_at) == ((FIRST, SENIOR, MANAGER), None)


def test_an_imminent_concern_asks_everyone_again_until_somebody_takes_it():
    asked_at = [after(d * MINUTE, IMMINENT).since for d in (0, 9, 10, 29, 30)]
    assert asked_at == [RAISED + d * MINUTE for d in (0, 0, 10, 20, 30)]
    assert after(61 * MINUTE, IMMINENT).look_at == RAISED + 70 * MINUTE
    taken = after(61 * MINUTE, IMMINENT, at(55 * MINUTE, StepKind.TAKEN))
    assert taken.look_at is None  # the decision is overdue and everyone has been asked


def test_reaching_nobody_asks_the_next_rung_at_once():
    found = after(HOUR, SERIOUS, at(HOUR, StepKind.UNABLE_TO_REACH))
    assert (found.rungs, found.since) == ((FIRST, SENIOR), RAISED + HOUR)
    assert found.climbs == (Climb(RAISED + HOUR, SENIOR),)


def test_nobody_is_asked_once_it_is_settled():
    assert after(50 * HOUR, SERIOUS, at(HOUR, StepKind.TRIAGED)) is None


def test_raised_to_imminent_those_on_call_are_asked_too():
    decided = at(HOUR, StepKind.TRIAGED, tell_agencies=True, urgency=Urgency.IMMINENT)
    found = after(HOUR, OTHER, decided)
    assert (found.rungs, found.since) == ((FIRST, ON_CALL), RAISED + HOUR)


def test_those_asked_from_the_start_are_asked_again_but_nothing_is_passed_up_to_them():
    about = replace(SERIOUS, about_someone_here=True)
    found = after(9 * HOUR, about)
    assert (found.rungs, found.since, found.climbs) == ((SENIOR,), RAISED + 8 * HOUR, ())


def test_a_rung_with_nobody_on_it_is_no_climb():
    found = after(9 * HOUR, SERIOUS, nobody_on=frozenset({SENIOR}))
    assert (found.rungs, found.climbs) == ((FIRST,), ())


def test_reopened_it_is_asked_about_afresh():
    steps = [at(HOUR, StepKind.CLOSED), at(2 * HOUR, StepKind.REOPENED)]
    assert after(3 * HOUR, SERIOUS, *steps).since == RAISED + 2 * HOUR


steps = st.lists(
    st.builds(
        lambda minutes, kind, tell: Step(kind, RAISED + minutes * MINUTE, tell, None, UUID(int=1)),
        st.integers(0, 6000),
        st.sampled_from(StepKind),
        st.booleans(),
    ),
    max_size=6,
)
concerns = st.builds(ConcernFacts, st.just(RAISED), st.sampled_from(Urgency), st.booleans())


@given(concerns, steps, st.integers(0, 9000))
def test_between_two_looks_nobody_new_is_to_be_asked(concern, some, minutes):
    """The clock sleeps until `look_at`, unless something happens: nothing may change meanwhile."""
    past = [step for step in some if step.at <= RAISED + minutes * MINUTE]
    found = after(minutes * MINUTE, concern, *past)
    if found is None:
        return
    wakes = found.look_at or RAISED + 20_000 * MINUTE
    just_before = asking(concern, past, STANDARD, at=wakes - timedelta(seconds=1))
    assert (just_before.rungs, just_before.since, just_before.climbs) == (found.rungs, found.since, found.climbs)


@given(concerns, steps, st.integers(0, 9000))
def test_it_asks_exactly_those_the_ladder_names(concern, some, minutes):
    found = after(minutes * MINUTE, concern, *some)
    named = standing(concern, some, STANDARD, at=RAISED + minutes * MINUTE).asked
    assert (found.rungs if found else ()) == named
