"""The ladder of a concern: it climbs while a clock runs out unanswered, and never down."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from encircle.common.clock import LONDON
from encircle.rooms.organisation.clocks import Clock, ClockKind, State
from encircle.rooms.risk.policy import (
    TOP,
    ConcernFacts,
    ConcernStandard,
    Rung,
    Stage,
    Step,
    StepKind,
    Urgency,
    standing,
)

RAISED = datetime(2025, 6, 3, 20, tzinfo=LONDON)  # a Tuesday evening
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
STANDARD = ConcernStandard()
IMMINENT, SERIOUS, OTHER = (ConcernFacts(RAISED, urgency) for urgency in Urgency)
POLICE, PROBATION = UUID(int=1), UUID(int=2)
FIRST, ON_CALL = Rung.COORDINATOR, Rung.ON_CALL
SENIOR, MANAGER = Rung.SENIOR_COORDINATOR, Rung.OPERATIONS_MANAGER


def at(delay, kind, **more):
    return Step(kind, RAISED + delay, **more)


def after(delay, concern, *steps, **more):
    return standing(concern, steps, STANDARD, at=RAISED + delay, **more)


def stages(found):
    return [clock.stage for clock in found.open_clocks]


TELL = {"tell_agencies": True}


# --- who is asked ---


@pytest.mark.parametrize(
    ("concern", "delay", "asked"),
    [
        (OTHER, 0 * HOUR, (FIRST,)),
        (OTHER, 52 * HOUR, (FIRST,)),  # the end of Thursday is 52 hours on
        (OTHER, 56 * HOUR, (FIRST, SENIOR)),
        (OTHER, 60 * HOUR, (FIRST, SENIOR, MANAGER)),
        (SERIOUS, 0 * HOUR, (FIRST,)),
        (SERIOUS, 4 * HOUR, (FIRST,)),  # midnight
        (SERIOUS, 8 * HOUR, (FIRST, SENIOR)),
        (SERIOUS, 12 * HOUR, (FIRST, SENIOR, MANAGER)),
        (IMMINENT, 0 * HOUR, (FIRST, ON_CALL)),
        (IMMINENT, 9 * MINUTE, (FIRST, ON_CALL)),
        (IMMINENT, 10 * MINUTE, (FIRST, ON_CALL, SENIOR)),
        (IMMINENT, 20 * MINUTE, (FIRST, ON_CALL, SENIOR, MANAGER)),
    ],
)
def test_an_unanswered_concern_climbs(concern, delay, asked):
    assert after(delay, concern).asked == asked


def test_it_says_when_the_next_step_up_is():
    assert [after(d, SERIOUS).next_step_up for d in (0 * HOUR, 8 * HOUR, 12 * HOUR)] == [
        RAISED + 8 * HOUR,
        RAISED + 12 * HOUR,
        None,
    ]


def test_an_imminent_concern_asks_again_until_someone_takes_it():
    asking = [after(d * MINUTE, IMMINENT).ask_again_at for d in (0, 9, 10, 25)]
    assert asking == [RAISED + d * MINUTE for d in (10, 10, 20, 30)]
    taken = after(12 * MINUTE, IMMINENT, at(11 * MINUTE, StepKind.TAKEN))
    assert (taken.ask_again_at, stages(taken)) == (None, [Stage.TRIAGE])


def test_taking_it_is_no_decision_and_the_clock_still_climbs():
    assert after(20 * MINUTE, IMMINENT, at(5 * MINUTE, StepKind.TAKEN)).level == TOP


def test_a_concern_about_someone_here_never_asks_the_circles_own():
    about = replace(IMMINENT, about_someone_here=True)
    assert after(0 * HOUR, about).asked == (SENIOR,)
    assert after(HOUR, about).asked == (SENIOR, MANAGER)


def test_a_rung_nobody_stands_on_is_passed_over():
    about = replace(SERIOUS, about_someone_here=True)
    assert after(0 * HOUR, about, nobody_on=frozenset({SENIOR})).asked == (MANAGER,)
    assert after(0 * HOUR, about, nobody_on=frozenset(Rung)).asked == (MANAGER,)


def test_the_clocks_are_the_charitys():
    standard = replace(STANDARD, triage=STANDARD.triage | {Urgency.SERIOUS: Clock(ClockKind.HOURS, 1)})
    found = standing(SERIOUS, [], standard, at=RAISED + 5 * HOUR)
    assert (found.due, found.level) == (RAISED + HOUR, 1)


# --- what answers a clock ---


def test_a_decision_not_to_tell_settles_it():
    found = after(100 * DAY, OTHER, at(HOUR, StepKind.TRIAGED))
    assert (found.asked, found.level, found.is_ageing, found.next_step_up) == ((), 0, False, None)


def test_it_ages_until_every_agency_told_has_acknowledged():
    steps = [
        at(1 * HOUR, StepKind.TRIAGED, **TELL),
        at(2 * HOUR, StepKind.TOLD, agency_id=POLICE),
        at(3 * HOUR, StepKind.TOLD, agency_id=PROBATION),
        at(4 * HOUR, StepKind.ACKNOWLEDGED, agency_id=POLICE),
        at(5 * HOUR, StepKind.ACKNOWLEDGED, agency_id=PROBATION),
    ]
    seen = [stages(after(d * HOUR, OTHER, *steps)) for d in range(6)]
    tell, answer = [Stage.TELL], Stage.ACKNOWLEDGE
    assert seen == [[Stage.TRIAGE], tell, [answer], [answer, answer], [answer], []]
    assert [clock.agency_id for clock in after(4 * HOUR, OTHER, *steps).open_clocks] == [PROBATION]


def test_an_acknowledgement_of_another_agency_answers_nothing():
    steps = [
        at(HOUR, StepKind.TRIAGED, **TELL),
        at(HOUR, StepKind.TOLD, agency_id=POLICE),
        at(2 * HOUR, StepKind.ACKNOWLEDGED, agency_id=PROBATION),
    ]
    assert stages(after(3 * HOUR, OTHER, *steps)) == [Stage.ACKNOWLEDGE]
    assert after(30 * DAY, OTHER, *steps).level == TOP


def test_telling_before_deciding_counts_as_the_decision():
    steps = [at(5 * MINUTE, StepKind.TOLD, agency_id=POLICE), at(6 * MINUTE, StepKind.TRIAGED, **TELL)]
    assert stages(after(7 * MINUTE, IMMINENT, *steps)) == [Stage.ACKNOWLEDGE]


def test_a_later_decision_to_tell_must_be_carried_out_too():
    steps = [
        at(1 * HOUR, StepKind.TRIAGED, **TELL),
        at(2 * HOUR, StepKind.TOLD, agency_id=POLICE),
        at(3 * HOUR, StepKind.ACKNOWLEDGED, agency_id=POLICE),
        at(4 * HOUR, StepKind.TRIAGED, **TELL),
    ]
    assert stages(after(5 * HOUR, OTHER, *steps)) == [Stage.TELL]


def test_a_call_answers_no_clock_and_unable_to_reach_climbs_at_once():
    assert after(HOUR, SERIOUS, at(HOUR, StepKind.PHONED)).level == 0
    unable = [at(HOUR, StepKind.UNABLE_TO_REACH), at(2 * HOUR, StepKind.UNABLE_TO_REACH)]
    assert [after(d * HOUR, SERIOUS, *unable).asked for d in (0, 1, 2)] == [
        (FIRST,),
        (FIRST, SENIOR),
        (FIRST, SENIOR, MANAGER),
    ]


def test_having_climbed_by_telephone_a_lower_clock_does_not_bring_it_down():
    unable = [at(1 * HOUR, StepKind.UNABLE_TO_REACH), at(2 * HOUR, StepKind.UNABLE_TO_REACH)]
    assert after(9 * HOUR, SERIOUS, *unable).level == TOP


def test_a_call_nobody_took_after_it_was_settled_climbs_nothing():
    settled = [at(HOUR, StepKind.TRIAGED), at(2 * HOUR, StepKind.UNABLE_TO_REACH)]
    assert after(3 * HOUR, SERIOUS, *settled).level == 0


def test_an_acknowledgement_before_the_telling_answers_nothing():
    steps = [
        at(1 * HOUR, StepKind.TRIAGED, **TELL),
        at(2 * HOUR, StepKind.ACKNOWLEDGED, agency_id=POLICE),
        at(3 * HOUR, StepKind.TOLD, agency_id=POLICE),
    ]
    assert stages(after(4 * HOUR, SERIOUS, *steps)) == [Stage.ACKNOWLEDGE]


@pytest.mark.parametrize("told", [[], [at(2 * HOUR, StepKind.TOLD, agency_id=POLICE)]])
def test_closing_answers_whatever_is_open(told):
    steps = [at(1 * HOUR, StepKind.TRIAGED, **TELL), *told, at(3 * HOUR, StepKind.CLOSED)]
    assert stages(after(4 * HOUR, SERIOUS, *steps)) == []


def test_the_urgency_of_the_triage_sets_the_clocks_from_then_on():
    steps = [
        at(1 * HOUR, StepKind.TRIAGED, urgency=Urgency.IMMINENT, **TELL),
        at(2 * HOUR, StepKind.TOLD, agency_id=POLICE),
        at(3 * HOUR, StepKind.CLOSED),
        at(4 * HOUR, StepKind.REOPENED),
    ]
    assert after(2 * HOUR, OTHER, *steps).due == RAISED + 3 * HOUR
    assert after(4 * HOUR, OTHER, *steps).due == RAISED + 4 * HOUR


def test_raised_to_imminent_at_triage_it_must_be_told_at_once():
    steps = [at(HOUR, StepKind.TRIAGED, urgency=Urgency.IMMINENT, **TELL)]
    found = after(HOUR, OTHER, *steps)
    assert (found.due, found.next_step_up) == (RAISED + HOUR, RAISED + HOUR + 10 * MINUTE)
    assert found.asked == (FIRST, ON_CALL)
    assert after(HOUR + 20 * MINUTE, OTHER, *steps).level == TOP


def test_closing_settles_and_reopening_starts_the_clocks_where_it_had_got():
    steps = [at(9 * HOUR, StepKind.CLOSED), at(20 * HOUR, StepKind.REOPENED)]
    assert after(10 * HOUR, SERIOUS, *steps).asked == ()
    reopened = after(20 * HOUR, SERIOUS, *steps)
    assert (stages(reopened), reopened.asked) == ([Stage.TRIAGE], (FIRST, SENIOR))
    assert reopened.due == RAISED + 28 * HOUR


def test_due_then_overdue():
    assert [after(d * HOUR, SERIOUS).state(RAISED + d * HOUR) for d in (4, 5)] == [State.DUE, State.OVERDUE]
    settled = after(5 * HOUR, SERIOUS, at(HOUR, StepKind.TRIAGED))
    assert settled.state(RAISED + 5 * HOUR) is None


# --- properties ---

delays = st.integers(0, 14 * 24 * 60).map(lambda minutes: minutes * MINUTE)
concerns = st.builds(ConcernFacts, st.just(RAISED), st.sampled_from(Urgency), st.booleans())
some_steps = st.lists(
    st.builds(
        lambda delay, kind, tell, urgency, agency: Step(kind, RAISED + delay, tell, urgency, agency),
        delays,
        st.sampled_from(StepKind),
        st.booleans(),
        st.none() | st.sampled_from(Urgency),
        st.sampled_from([None, POLICE, PROBATION]),
    ),
    max_size=6,
)
ANSWERS = {StepKind.TRIAGED, StepKind.TOLD, StepKind.ACKNOWLEDGED, StepKind.CLOSED}


@given(concerns, some_steps, delays, delays)
def test_it_never_goes_down_the_ladder(concern, steps, one, other):
    sooner, later = (after(delay, concern, *steps) for delay in sorted([one, other]))
    assert sooner.level <= later.level
    if later.asked:
        assert set(sooner.asked) <= set(later.asked)


@given(concerns, some_steps, delays)
def test_a_new_step_never_brings_it_down(concern, steps, delay):
    now = RAISED + delay
    before = [step for step in steps if step.at < now]
    level = after(delay, concern, *before).level
    assert all(after(delay, concern, *before, replace(step, at=now)).level >= level for step in steps)


@given(concerns, some_steps)
def test_an_unanswered_clock_always_climbs_to_the_top(concern, steps):
    """Three months on a concern is settled, or everyone up to the operations manager is being asked."""
    found = after(90 * DAY, concern, *steps)
    assert not found.is_ageing or (found.level == TOP and MANAGER in found.asked)
    unanswered = after(90 * DAY, concern, *(step for step in steps if step.kind not in ANSWERS))
    assert unanswered.is_ageing
    assert MANAGER in unanswered.asked


@given(concerns, delays, st.booleans())
def test_no_answered_clock_climbs(concern, delay, tell):
    steps = [at(0 * MINUTE, StepKind.TRIAGED, tell_agencies=tell)]
    if tell:
        steps += [at(1 * MINUTE, StepKind.TOLD), at(2 * MINUTE, StepKind.ACKNOWLEDGED)]
    assert after(delay, concern, *steps).level == 0


@given(concerns, some_steps, delays)
def test_once_settled_it_stays_where_it_was_until_something_happens(concern, steps, delay):
    past = [step for step in steps if step.at <= RAISED + delay]
    found = after(delay, concern, *past)
    if not found.is_ageing:
        assert after(delay + 60 * DAY, concern, *past) == found


@given(concerns, some_steps, delays)
def test_the_next_step_up_comes_when_it_says_and_not_before(concern, steps, delay):
    past = [step for step in steps if step.at <= RAISED + delay]
    found = after(delay, concern, *past)
    if found.next_step_up is None:
        assert after(delay + 90 * DAY, concern, *past).level == found.level
    else:
        assert found.next_step_up > RAISED + delay
        just_before = found.next_step_up - timedelta(microseconds=1)
        assert standing(concern, past, STANDARD, at=just_before).level == found.level
        assert standing(concern, past, STANDARD, at=found.next_step_up).level > found.level


@given(concerns, some_steps, delays, st.randoms(use_true_random=False))
def test_the_order_in_which_steps_are_given_does_not_matter(concern, steps, delay, random):
    apart = [replace(step, at=step.at + number * timedelta(microseconds=1)) for number, step in enumerate(steps)]
    assert after(delay, concern, *random.sample(apart, len(apart))) == after(delay, concern, *apart)


@given(some_steps, delays)
def test_the_circles_own_are_never_asked_about_a_colleague(steps, delay):
    for urgency in Urgency:
        about = ConcernFacts(RAISED, urgency, about_someone_here=True)
        assert not {FIRST, ON_CALL} & set(after(delay, about, *steps).asked)
