"""For any Circle, any pauses and any moment: nothing is overdue, or done late, that would not be without the pauses.

What a pause itself asks for is apart: that somebody says until when, and that it does not last too long.
"""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from encircle.rooms.due import facts as f
from encircle.rooms.due.queries import standing
from encircle.rooms.due.reckoning import KINDS
from encircle.rooms.due.vocabulary import Rule, Scope, Standing
from encircle.rooms.organisation.models import KindStandard

from .test_rules import ME, at, practice

BEGINNING = at("2026-01-05T00:00")
OF_THE_PAUSE_ITSELF = {Rule.PAUSE_RETURN, Rule.PAUSE_LONGEST}
BEHIND = {Standing.OVERDUE, Standing.LATE}
A_YEAR = 24 * 365
hours = st.integers(0, A_YEAR)
ids = st.integers(1, 10**9).map(lambda number: UUID(int=number))
moments = hours.map(lambda hour: BEGINNING + timedelta(hours=hour))
later = st.none() | st.integers(1, 24 * 60)


def after(moment, number):
    return moment + timedelta(hours=number) if number else None


pauses = st.lists(
    st.builds(lambda id, since, number: f.PauseFact(id, since, after(since, number)), ids, moments, later), max_size=4
)
meetings = st.lists(
    st.builds(
        lambda id, since, outcome: f.MeetingFact(id, since, since + timedelta(hours=2), outcome=outcome),
        ids, moments, st.sampled_from(["", "held", "not_attended"]),
    ),
    max_size=8, unique_by=lambda one: one.id,
)  # fmt: skip
few = st.lists(moments, max_size=1)
names = st.sampled_from(["prison", "through_gate", "weekly", "fortnightly", "monthly"])
KIND = KindStandard(
    kind="adult", months=6, follow_up_months_after_start=[3], follow_up_months_after_end=[1], review_every_months=3,
    first_meeting_after_release_days=7, pause_longest_days=42,
)  # fmt: skip


@st.composite
def circles(draw):
    started = BEGINNING + timedelta(hours=draw(st.integers(0, 24 * 40)))
    changed = after(started, draw(later))
    ended = after(changed or started, draw(later)) if draw(st.booleans()) else None
    phases = [f.PhaseFact("forming", BEGINNING - timedelta(days=30), started)]
    phases.append(f.PhaseFact(draw(names), started, changed or ended))
    if changed:
        phases.append(f.PhaseFact(draw(names), changed, ended))
    met = draw(meetings)
    versions = [
        f.VersionFact(
            UUID(int=one.id.int + 10**10), one.id, 1, one.ends_at + timedelta(hours=draw(st.integers(0, 200)))
        )
        for one in met
        if draw(st.booleans())
    ]
    held = enumerate(sorted(draw(st.lists(moments, max_size=2))), start=1)
    return f.CircleFacts(
        ME, "adult", BEGINNING - timedelta(days=30), ended, tuple(phases),
        meetings=tuple(met), versions=tuple(versions),
        reviews=tuple(f.ReviewFact(one, number) for number, one in held),
        release_dates=tuple(f.ReleaseDateFact(ME, one.date(), BEGINNING) for one in draw(few)),
        questionnaires=tuple(f.QuestionnaireFact(ME, one) for one in draw(few)),
        briefed_at=draw(st.none() | moments), agreement_signed_at=draw(st.none() | moments),
        reported_at=draw(st.none() | moments),
    )  # fmt: skip


def behind(circle, now):
    known = practice(now.isoformat()[:16], kinds=[KIND])
    rows = [one for judge in KINDS[Scope.CIRCLE].rules for one in judge(circle, known)]
    return {
        (one.rule, one.item_id, one.turn)
        for one in rows
        if one.rule not in OF_THE_PAUSE_ITSELF and one.opened_at <= now and standing(one, now) in BEHIND
    }


@settings(deadline=None, max_examples=250, suppress_health_check=list(HealthCheck))
@given(circles(), pauses, moments)
def test_pausing_a_circle_never_puts_it_behind(circle, stopped, now):
    assume(stopped)
    assert behind(replace(circle, pauses=tuple(stopped)), now) <= behind(circle, now)
