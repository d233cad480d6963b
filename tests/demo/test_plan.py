"""The demonstration charity as a plan: complete, repeatable, and with something due whenever it is started."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from encircle.common.clock import in_london
from encircle.demo.plan import CharityPlan, passages_of, plan_charity
from encircle.demo.plan.coming_in import REFERRALS
from encircle.demo.plan.forms import filled
from encircle.demo.plan.world import World
from encircle.rooms.referrals.sections import missing

NOON = datetime(2026, 3, 18, 12, 7, tzinfo=UTC)
AWKWARD = [
    datetime(2026, 3, 29, 0, 30, tzinfo=UTC),  # the clocks go forward in half an hour
    datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
    datetime(2026, 10, 25, 0, 30, tzinfo=UTC),  # the clocks go back: half past one comes twice
    datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    datetime(2026, 12, 25, 9, 0, tzinfo=UTC),
    datetime(2026, 12, 27, 9, 0, tzinfo=UTC),  # two days after Christmas
    datetime(2027, 1, 1, 23, 59, tzinfo=UTC),
    datetime(2028, 2, 29, 6, 0, tzinfo=UTC),
    datetime(2026, 4, 6, 22, 45, tzinfo=UTC),  # Easter Monday, late
]


@cache
def charity(now: datetime = NOON, size: int = 1, seed: int = 1) -> CharityPlan:
    return plan_charity(now=now, size=size, seed=seed)


def due_minutes(plan: CharityPlan) -> list[timedelta]:
    unwritten = [each for each in plan.minutes if each.state in ("not_started", "draft")]
    return [each.due_at - plan.now for each in unwritten]


def test_it_has_the_numbers_the_charity_was_asked_for():
    plan = charity()

    assert len(plan.areas) == 5
    assert len(plan.circles) == 30
    assert len(plan.volunteers) == 120 + 12  # and those in reserve
    assert len(plan.professionals) == 52
    assert len(plan.meetings) == 1200


def test_every_kind_and_every_state_of_a_circle_occurs():
    plan = charity()

    assert {each.kind for each in plan.circles} == {"adult", "prison", "young", "adapted"}
    assert Counter(each.state for each in plan.circles) == {"running": 17, "ended": 6, "forming": 4, "paused": 3}


def test_every_fate_of_a_meeting_occurs():
    plan = charity()

    outcomes = {each.outcome for each in plan.meetings if each.outcome}
    assert outcomes == {"held", "not_attended", "stopped_early", "not_quorate"}
    assert any(each.cancellation for each in plan.meetings)
    assert any(each.move for each in plan.meetings)
    assert all(each.starts_at > plan.now for each in plan.meetings if not each.minutes and not each.cancellation)


def test_minutes_stand_everywhere_on_their_way():
    plan = charity()

    states = {each.state for each in plan.minutes}
    assert states == {"not_started", "draft", "submitted", "returned", "corrected", "approved", "released"}


def test_consents_and_grounds_occur_in_every_form():
    plan = charity()
    now = plan.now

    assert any(len(each.subjects) == 2 for each in plan.consents)
    assert any(each.ends_at and each.ends_at < now for each in plan.consents)
    assert any(subject.withdrawn_at for each in plan.consents for subject in each.subjects)
    assert any(each.is_carers for each in plan.consents)
    assert any(each.professionals for each in plan.consents)
    assert {each.kind for each in plan.grounds} == {"serious_harm", "safeguarding", "court_order"}


def test_releases_are_read_acknowledged_waiting_recalled_and_closed():
    plan = charity()

    kinds = [tuple(event.kind for event in each.events) for each in plan.releases]
    assert ("notified", "opened", "acknowledged") in kinds
    assert ("notified", "chased") in kinds
    assert () in kinds  # waits for somebody who has not signed up
    assert {each.recall.reason for each in plan.releases if each.recall} == {"wrong_content", "wrong_person"}
    assert any(shared.closed_by for each in plan.releases for shared in each.shared)
    assert len(plan.breaches) == 2


@pytest.mark.parametrize("person", ["omar", "hana"])
@pytest.mark.parametrize("now", [NOON, *AWKWARD], ids=str)
def test_the_outer_circle_of_the_cast_always_finds_something_new(now, person):
    plan = charity(now)
    unopened = [
        each.at
        for each in plan.releases
        if each.professional == person and not any(event.kind == "opened" for event in each.events)
    ]

    assert any(plan.now - sent < timedelta(days=3) for sent in unopened)


def test_hana_is_never_sent_what_her_narrow_consent_leaves_out():
    plan = charity()
    hers = [each for each in plan.releases if each.professional == "hana" and not each.concern]

    assert {shared.topic for each in hers for shared in each.shared} == {"week", "health"}
    assert any(stayed.reason == "no_consent" for each in hers for stayed in each.stayed)


def test_nothing_of_the_volunteers_own_talk_is_released():
    plan = charity()
    minutes = [each for each in plan.releases if not each.concern]

    assert {shared.part for each in minutes for shared in each.shared} == {"with_core_member"}


def test_paul_sees_nothing_from_before_the_handover_but_what_was_released_anew():
    plan = charity()
    seats = {each.key: each for each in plan.seats}
    his = [each for each in plan.releases if each.professional == "paul"]

    assert all(each.at >= seats[each.seat].starts_at for each in his)
    earlier = [each for each in his if in_london(seats[each.seat].starts_at).date() > each.about_on]
    assert len(earlier) >= 1


def test_concerns_stand_everywhere_on_their_way_and_one_is_about_the_coordinator():
    plan = charity()

    steps = {step.kind for each in plan.concerns for step in each.steps}
    assert steps == {
        "read", "taken", "triaged", "asked", "climbed", "phoned", "unable_to_reach", "told", "acknowledged", "closed"
    }  # fmt: skip
    assert {each.urgency for each in plan.concerns} == {"imminent", "serious", "other"}
    assert any(not each.steps for each in plan.concerns)
    about_cora = [each for each in plan.concerns if each.about == "cora"]
    assert [(each.circle, each.raised_by) for each in about_cora] == [("a1", "vera")]
    assert {step.by for each in about_cora for step in each.steps} == {"sena"}


def test_enquiries_came_to_everything_they_can_come_to_and_some_wait_today_or_are_late():
    plan = charity()

    came_to = Counter(each.steps[-1].kind for each in plan.enquiries)
    assert came_to == {"invited": 14, "unsuitable": 6, "call_back": 5, "closed": 4, "to_invite": 2}
    days = {(each.steps[-1].on - in_london(NOON).date()).days for each in plan.enquiries if each.steps[-1].on}
    assert min(days) < 0
    assert 0 in days
    assert max(days) > 0
    assert all(each.taken_at < NOON for each in plan.enquiries)


@pytest.mark.parametrize("now", [NOON, *AWKWARD])
def test_referrals_stand_everywhere_on_their_way_and_nothing_of_them_lies_ahead(now):
    plan = charity(now)

    def state(each):
        done = "withdrawn" if each.withdrawn_at else "submitted" if each.submitted_at else ""
        return done or ("draft" if each.drafts else "invited")

    assert Counter(map(state, plan.referrals)) == {"invited": 3, "draft": 3, "submitted": 8, "withdrawn": 2}
    assert {state(each) for each in plan.referrals if each.holder == "ravi"} == {"draft", "submitted"}
    for each in plan.referrals:
        times = [each.invited_at, each.submitted_at or each.invited_at, each.withdrawn_at or now]
        assert times == sorted(times)
        assert all(each.invited_at < draft.saved_at < now for draft in each.drafts)


@pytest.mark.parametrize("now", [NOON, *AWKWARD])
def test_some_referrals_are_judged_in_every_way_and_nothing_of_it_lies_ahead(now):
    plan = charity(now)
    referrals = {each.key: each for each in plan.referrals}

    assert Counter(each.outcome for each in plan.judgings) == {"accept": 4, "decline": 1, "defer": 1, "": 1}
    assert Counter(bool(each.waiting and each.waiting.left_at) for each in plan.judgings if each.waiting) == {
        False: 3, True: 1,
    }  # fmt: skip
    for each in plan.judgings:
        given = [one.given_at for one in each.members if one.given_at]
        end = each.decided_at or now
        assert referrals[each.referral].submitted_at < each.assessed_at < end <= now
        assert all(each.assessed_at < at < end for at in given)


def test_a_submitted_form_lacks_nothing():
    world = World(1, 1, NOON)
    for spec in REFERRALS:
        if spec.submitted is not None:
            form = filled(world, spec.key, spec.kind, spec.name, spec.holder)
            assert [missing(section, draft) for section, draft in form] == [[] for _ in form]


def test_the_cast_sits_where_the_house_says():
    plan = charity()
    inside = {seat.person for seat in plan.seats if seat.circle == "a1" and seat.is_held_at(plan.now)}

    assert {"cora", "vera", "vic", "petra", "omar", "hana", "mark"} <= inside
    assert not {"nina", "paul", "xena", "colin", "ravi"} & inside
    assert [seat.circle for seat in plan.seats if seat.person == "xena"] == ["b1"]
    assert [seat.circle for seat in plan.seats if seat.person == "nina"] == ["a1"]


def test_the_same_seed_gives_the_same_charity():
    assert plan_charity(now=NOON, seed=7) == plan_charity(now=NOON, seed=7)


def test_another_seed_gives_other_people_but_the_same_cast():
    one, other = charity(), charity(seed=2)

    assert one.people["vera"].name == other.people["vera"].name
    assert one.people["core-a2"].name != other.people["core-a2"].name


def test_size_multiplies_all_but_the_cast():
    plan = charity(size=2)

    assert (len(plan.meetings), len(plan.circles), len(plan.volunteers)) == (2400, 60, 240 + 12)
    assert sum(person.is_cast for person in plan.people.values()) == 25


@pytest.mark.parametrize("now", AWKWARD, ids=str)
def test_something_is_due_and_overdue_on_awkward_days(now):
    _always_something_due(charity(now))


@settings(max_examples=8, deadline=None, phases=[Phase.generate])  # a charity takes a second: no shrinking
@given(st.integers(min_value=0, max_value=60 * 24 * 365 * 6))
def test_something_is_due_and_overdue_whenever_it_is_started(minutes):
    _always_something_due(plan_charity(now=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)))


def _always_something_due(plan: CharityPlan) -> None:
    due = due_minutes(plan)
    today = in_london(plan.now).date()
    vera = next(each for each in plan.minutes if each.circle == "a1" and each.state == "not_started")

    assert any(timedelta(0) < left < timedelta(hours=17) for left in due)
    assert any(left < timedelta(0) for left in due)
    assert timedelta(hours=20) < vera.due_at - plan.now < timedelta(hours=48)
    assert any(each.review_on == today for each in plan.agreements)
    assert any(
        each.ends_at and in_london(each.ends_at - timedelta(seconds=1)).date() == today for each in plan.consents
    )
    assert any(timedelta(0) < plan.now - (each.released_at or plan.now) < timedelta(days=21) for each in plan.minutes)
    assert any(plan.now < each.starts_at < plan.now + timedelta(hours=36) for each in plan.meetings)
    _nothing_done_lies_ahead(plan)


def _nothing_done_lies_ahead(plan: CharityPlan) -> None:
    done = [event.at for each in plan.releases for event in each.events] + [each.at for each in plan.releases]
    done += [step.at for each in plan.concerns for step in each.steps]
    for each in plan.minutes:
        done += [version.at for version in each.versions] + [remark.at for remark in each.remarks]
        done += [each.approval.at] if each.approval else []
    assert max(done) <= plan.now


@pytest.mark.parametrize("now", AWKWARD, ids=str)
def test_what_happens_happens_in_order(now):
    plan = charity(now)

    for each in plan.minutes:
        moments = [version.at for version in each.versions]
        moments += [each.approval.at] if each.approval else []
        moments += [each.released_at] if each.released_at else []
        assert moments == sorted(moments)
    for concern in plan.concerns:
        moments = [step.at for step in concern.steps]
        assert [concern.raised_at, *moments] == sorted([concern.raised_at, *moments])


def test_circles_do_not_meet_on_a_bank_holiday_unless_they_have_just_done_so():
    plan = charity(datetime(2027, 1, 20, 9, 0, tzinfo=UTC))

    assert not [each.key for each in plan.meetings if in_london(each.starts_at).date().isoformat() == "2026-12-25"]


def test_corrected_minutes_read_differently_before_and_after():
    plan = charity()
    corrected = next(each for each in plan.minutes if each.state == "corrected")
    before, after = passages_of(corrected, 1), passages_of(corrected, 2)

    differing = [topic.topic for topic, other in zip(before, after, strict=True) if topic != other]
    assert differing == [corrected.correction.topic]
