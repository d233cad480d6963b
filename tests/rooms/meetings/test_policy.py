"""The minutes clock, its chases, the warnings of a meeting, and who may approve."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from encircle.common.clock import LONDON
from encircle.rooms.meetings.policy import (
    ApprovalRefusal,
    ApprovalStandard,
    Chase,
    ChaseKind,
    Correction,
    CorrectionKind,
    CountFrom,
    MeetingFacts,
    MeetingWarning,
    MinutesStandard,
    chases,
    chases_between,
    meeting_warnings,
    minutes_due,
    who_may_approve,
)

STANDARD = MinutesStandard()
PLANNED = datetime(2025, 6, 3, 20, tzinfo=LONDON)
HOUR, TICK = timedelta(hours=1), timedelta(microseconds=1)
HELD = MeetingFacts(PLANNED, recorded_end=PLANNED, core_member_present=True, volunteers_present=3)
VERA, CORA, OLGA = (UUID(int=number) for number in (1, 2, 3))


# --- the clock ---


def test_minutes_are_due_48_hours_after_the_recorded_end_else_the_planned_one():
    late = replace(HELD, recorded_end=PLANNED + HOUR)
    assert minutes_due(late, STANDARD) == PLANNED + 49 * HOUR
    assert minutes_due(replace(late, recorded_end=None), STANDARD) == PLANNED + 48 * HOUR


def test_the_charity_may_count_from_the_planned_end():
    standard = replace(STANDARD, count_from=CountFrom.PLANNED_END, due_hours=24)
    assert minutes_due(replace(HELD, recorded_end=PLANNED + HOUR), standard) == PLANNED + 24 * HOUR


def test_a_cancelled_meeting_has_no_minutes_due_and_nothing_to_chase():
    cancelled = replace(HELD, is_cancelled=True)
    assert (minutes_due(cancelled, STANDARD), chases(cancelled, STANDARD)) == (None, ())


def test_over_the_spring_change_48_hours_end_an_hour_later_on_the_wall():
    meeting = MeetingFacts(datetime(2025, 3, 29, 20, tzinfo=LONDON))
    assert minutes_due(meeting, STANDARD) == datetime(2025, 3, 31, 21, tzinfo=LONDON)


def test_missing_minutes_are_chased_in_order():
    ended = PLANNED.astimezone(UTC)
    assert chases(HELD, STANDARD) == (
        Chase(ended + 24 * HOUR, ChaseKind.VOLUNTEERS_REMINDED),
        Chase(ended + 40 * HOUR, ChaseKind.VOLUNTEERS_REMINDED),
        Chase(ended + 47 * HOUR, ChaseKind.VOLUNTEERS_REMINDED),
        Chase(ended + 48 * HOUR, ChaseKind.COORDINATOR_TOLD),
        Chase(ended + 96 * HOUR, ChaseKind.MANAGER_TOLD),
    )


@pytest.mark.parametrize(("submitted", "count"), [(None, 5), (47, 2), (48, 3), (47.5, 3), (1, 0)])
def test_once_submitted_nothing_is_chased(submitted, count):
    """At 47 hours sharp the third reminder is spared, and at 48 sharp the coordinator is not told."""
    submitted_at = None if submitted is None else PLANNED + submitted * HOUR
    after, until = PLANNED, PLANNED + 1000 * HOUR
    assert len(chases_between(HELD, STANDARD, after=after, until=until, submitted_at=submitted_at)) == count


@given(st.lists(st.integers(0, 120), min_size=2))
def test_looking_often_or_seldom_finds_each_chase_once(hours):
    looks = [PLANNED + hour * HOUR for hour in sorted({0, *hours, 200})]
    seen = [
        chase for after, until in pairwise(looks) for chase in chases_between(HELD, STANDARD, after=after, until=until)
    ]
    assert tuple(seen) == chases(HELD, STANDARD)


# --- warnings ---


@pytest.mark.parametrize(
    ("changes", "warnings"),
    [
        ({}, ()),
        ({"volunteers_present": 2}, ()),
        (
            {"volunteers_present": 1},
            (MeetingWarning.NOT_QUORATE, MeetingWarning.ALONE_WITH_ONE_VOLUNTEER),
        ),
        ({"volunteers_present": 1, "staff_present": True}, (MeetingWarning.NOT_QUORATE,)),
        ({"volunteers_present": 0}, (MeetingWarning.NOT_QUORATE,)),
        ({"core_member_present": False}, (MeetingWarning.CORE_MEMBER_DID_NOT_COME,)),
        ({"core_member_present": False, "volunteers_present": 1}, (MeetingWarning.CORE_MEMBER_DID_NOT_COME,)),
        ({"core_member_present": None}, (MeetingWarning.ATTENDANCE_NOT_RECORDED,)),
        ({"recorded_end": PLANNED - timedelta(minutes=9)}, ()),
        ({"recorded_end": PLANNED - timedelta(minutes=10)}, (MeetingWarning.STOPPED_EARLY,)),
        ({"recorded_end": None, "said_to_have_stopped_early": True}, (MeetingWarning.STOPPED_EARLY,)),
        ({"is_cancelled": True, "volunteers_present": 1}, ()),
    ],
)
def test_what_a_meeting_warns_about(changes, warnings):
    assert meeting_warnings(replace(HELD, **changes), STANDARD) == warnings


def test_the_quorum_is_the_charitys_choice():
    assert meeting_warnings(HELD, replace(STANDARD, quorum=4)) == (MeetingWarning.NOT_QUORATE,)


def test_every_warning_has_a_sentence():
    assert len({warning.sentence for warning in MeetingWarning}) == len(MeetingWarning)


# --- approval ---

BY_VERA = frozenset({VERA})
SPELLING = Correction(CORA, CorrectionKind.NAMES_AND_SPELLING)
MORE = Correction(CORA, CorrectionKind.MORE)
OPEN, STRICT = ApprovalStandard(), ApprovalStandard(second_person_for_corrections=True)


@pytest.mark.parametrize(
    ("writers", "corrections", "approver", "standard", "refusals"),
    [
        (BY_VERA, [], CORA, OPEN, ()),
        (BY_VERA, [MORE], CORA, OPEN, ()),
        (BY_VERA, [SPELLING], CORA, STRICT, ()),
        (BY_VERA, [MORE], CORA, STRICT, (ApprovalRefusal.OWN_CORRECTION,)),
        (BY_VERA, [MORE], OLGA, STRICT, ()),
        (BY_VERA, [SPELLING, MORE], CORA, STRICT, (ApprovalRefusal.OWN_CORRECTION,)),
        (BY_VERA, [], VERA, OPEN, (ApprovalRefusal.OWN_MINUTES,)),
        (frozenset({CORA}), [], CORA, OPEN, (ApprovalRefusal.OWN_MINUTES,)),
        (frozenset({CORA}), [Correction(OLGA, CorrectionKind.MORE)], CORA, OPEN, (ApprovalRefusal.OWN_MINUTES,)),
        (frozenset({CORA}), [], OLGA, OPEN, ()),
        (frozenset({CORA, VERA}), [], CORA, OPEN, (ApprovalRefusal.OWN_MINUTES,)),  # keyed from Vera's paper
        (frozenset({CORA}), [MORE], CORA, STRICT, (ApprovalRefusal.OWN_MINUTES, ApprovalRefusal.OWN_CORRECTION)),
    ],
)
def test_who_may_approve(writers, corrections, approver, standard, refusals):
    found = who_may_approve(writers=writers, corrections=corrections, approver=approver, standard=standard)
    assert found == refusals


people = st.sampled_from([VERA, CORA, OLGA])
correction_lists = st.lists(st.builds(Correction, people, st.sampled_from(CorrectionKind)))


@given(st.frozensets(people), correction_lists, people, st.booleans())
def test_nobody_ever_approves_their_own_minutes(writers, corrections, approver, strict):
    refusals = who_may_approve(
        writers=writers | {approver}, corrections=corrections, approver=approver, standard=ApprovalStandard(strict)
    )
    assert ApprovalRefusal.OWN_MINUTES in refusals
