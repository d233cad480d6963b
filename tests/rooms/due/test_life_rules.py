"""The rules of a Circle's life: briefing, agreements, quarterly reviews, its end and what follows."""

from datetime import date

import pytest

from encircle.rooms.due import facts as f
from encircle.rooms.due.rules import life
from encircle.rooms.due.vocabulary import Rule
from encircle.rooms.organisation.models import KindStandard

from .test_rules import ME, OTHER, THIRD, at, circle, meeting, pause, practice, said

RUNNING = (f.PhaseFact("forming", at("2025-09-01"), at("2025-10-01")), f.PhaseFact("weekly", at("2025-10-01")))

BRIEFING = {
    "held before the start": ({"briefed_at": at("2025-09-20")}, [("2025-10-01T12:00", "in_time")]),
    "held after the start": ({"briefed_at": at("2025-10-02")}, [("2025-10-01T12:00", "late")]),
    "never held": ({}, [("2025-10-01T12:00", "overdue")]),
    "somebody said why not": ({"excepted_at": at("2025-09-30")}, [("2025-10-01T12:00", "lapsed")]),
    "not started": ({"phases": RUNNING[:1]}, []),
}


@pytest.mark.parametrize("case", BRIEFING)
def test_a_briefing_before_the_start(case):
    known, wanted = BRIEFING[case]
    rows = life.briefing(circle(**{"opened_at": at("2025-09-01"), "phases": RUNNING, **known}), practice())
    assert said(rows, Rule.BRIEFING_HELD) == wanted


def test_the_members_sign_by_the_day_of_their_first_meeting():
    facts = {"phases": RUNNING, "meetings": (meeting("2025-10-06T18:00"),)}
    missing, signed = circle(**facts), circle(**facts, agreement_signed_at=at("2025-10-06T19:00"))
    assert said(life.members_agreement(missing, practice()), Rule.MEMBERS_AGREEMENT) == [
        ("2025-10-06T23:00", "overdue")
    ]
    assert said(life.members_agreement(signed, practice()), Rule.MEMBERS_AGREEMENT) == [("2025-10-06T23:00", "in_time")]


def reviews(now="2026-04-30", kinds=None, **known):
    return said(life.reviews(circle(phases=RUNNING, **known), practice(now, kinds=kinds)), Rule.REVIEW_HELD, now)


def test_a_review_each_quarter_held_late_or_left_out():
    held = (f.ReviewFact(at("2026-01-05"), 1),)
    assert reviews(reviews=held) == [("2026-01-02T00:00", "late"), ("2026-04-01T23:00", "overdue")]
    later = (f.ReviewFact(at("2026-03-30"), 2), f.ReviewFact(at("2026-02-01"), None))
    assert reviews(reviews=later) == [("2026-01-02T00:00", "late"), ("2026-04-01T23:00", "in_time")]


def test_a_pause_moves_the_reviews_and_one_without_an_end_stops_them():
    assert reviews(pauses=(pause("2025-11-01", "2025-11-15"),))[0] == ("2026-01-16T00:00", "overdue")
    assert reviews(pauses=(pause("2025-12-01"),))[0] == (None, "paused")


def test_an_early_end_asks_for_no_further_review():
    assert reviews(ended_at=at("2026-02-01")) == [("2026-01-02T00:00", "lapsed")]


def test_a_quarter_is_as_long_as_the_standard_says_when_it_begins():
    kinds = [
        KindStandard(kind="adult", in_force_from=date(2025, 12, 1), review_every_months=6),
        KindStandard(kind="adult", in_force_from=date(2020, 1, 1), review_every_months=3),
    ]
    assert [due for due, _ in reviews("2026-06-30", kinds)] == ["2026-01-02T00:00", "2026-07-01T23:00"]


def test_a_circle_ends_by_its_planned_end_or_the_day_is_moved():
    def ends(**known):
        rows = life.planned_ending(circle(phases=RUNNING, **known), practice("2026-10-20"))
        return said(rows, Rule.PLANNED_END, "2026-10-20")

    assert ends() == [("2026-10-01T23:00", "overdue")]
    assert ends(ended_at=at("2026-09-30")) == [("2026-10-01T23:00", "in_time")]
    assert ends(pauses=(pause("2026-01-01", "2026-01-31"),)) == [("2026-11-01T00:00", "to_come")]
    assert ends(planned_ends=(f.PlannedEndFact(date(2027, 3, 1), at("2026-09-01")),)) == []
    assert ends(ended_at=at("2026-02-01")) == []


def test_the_report_follows_the_end_in_working_days_whatever_the_reason():
    ended = circle(phases=RUNNING, ended_at=at("2026-04-02"))
    assert said(life.ending_report(ended, practice()), Rule.ENDING_REPORT) == [("2026-04-20T23:00", "overdue")]
    assert list(life.ending_report(circle(phases=RUNNING), practice())) == []


def test_a_questionnaire_is_owed_until_its_last_reminder_and_late_after():
    asked = (
        f.QuestionnaireFact(OTHER, at("2026-03-02"), at("2026-03-10")),
        f.QuestionnaireFact(THIRD, at("2026-03-02")),
    )
    assert said(life.questionnaires(circle(questionnaires=asked), practice()), Rule.QUESTIONNAIRE) == [
        ("2026-03-24T00:00", "in_time"),
        ("2026-03-24T00:00", "overdue"),
    ]


def test_follow_ups_count_from_start_and_end_also_for_who_left_early():
    kinds = [
        KindStandard(
            kind="adult",
            in_force_from=date(2020, 1, 1),
            follow_up_months_after_start=[6],
            follow_up_months_after_end=[3],
        )
    ]
    checks = (f.CheckFact("start", 6, at("2026-04-01T10:00")),)
    facts = circle(phases=RUNNING, ended_at=at("2025-12-01"), checks=checks)
    assert said(life.followed_up(facts, practice(kinds=kinds)), Rule.FOLLOW_UP) == [
        ("2026-03-02T00:00", "overdue"),
        ("2026-04-01T23:00", "in_time"),
    ]


def test_nobody_who_died_is_looked_up():
    after = {"follow_up_months_after_start": [6], "follow_up_months_after_end": [3]}
    kinds = [KindStandard(kind="adult", in_force_from=date(2020, 1, 1), **after)]
    due_before = circle(phases=RUNNING, ended_at=at("2026-05-01"), has_died=True)
    assert said(life.followed_up(due_before, practice(kinds=kinds)), Rule.FOLLOW_UP) == [("2026-04-01T23:00", "lapsed")]
    never_due = circle(phases=RUNNING, ended_at=at("2025-12-01"), has_died=True)
    assert said(life.followed_up(never_due, practice(kinds=kinds)), Rule.FOLLOW_UP) == []


def test_an_action_of_mappa_is_done_by_its_day():
    actions = (
        f.MappaActionFact(OTHER, date(2026, 3, 5), at("2026-03-01"), at("2026-03-05T22:00")),
        f.MappaActionFact(THIRD, date(2026, 3, 5), at("2026-03-01")),
    )
    assert said(life.mappa_actions(f.CoreMemberFacts(ME, mappa_actions=actions), practice()), Rule.MAPPA_ACTION) == [
        ("2026-03-06T00:00", "in_time"),
        ("2026-03-06T00:00", "overdue"),
    ]
