"""Each rule over what may happen to it: done in time or late, pauses, clock changes, bank holidays, early ends, and a
standard that changed. Pure: facts in, obligations out."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from encircle.rooms.due import facts as f
from encircle.rooms.due.queries import standing
from encircle.rooms.due.rules import agreements, coming_in, concerns, course, meetings
from encircle.rooms.due.vocabulary import Rule, Standing
from encircle.rooms.organisation.clocks import WorkingCalendar
from encircle.rooms.organisation.models import KindStandard, PracticeStandard

ME, OTHER, THIRD = UUID(int=1), UUID(int=2), UUID(int=3)


def at(text):
    return datetime.fromisoformat(text if "T" in text else f"{text}T12:00").replace(tzinfo=UTC)


def practice(now="2026-06-30", closed=(), standards=None, kinds=None):
    standards = standards or [PracticeStandard(in_force_from=date(2020, 1, 1), set_at=at("2020-01-01"))]
    kinds = kinds or [KindStandard(kind="adult", in_force_from=date(2020, 1, 1), months=12)]
    return f.Practice(tuple(standards), tuple(kinds), WorkingCalendar(frozenset(closed)), at(now))


def circle(**more):
    return f.CircleFacts(**{"id": ME, "kind": "adult", "opened_at": at("2026-01-01"), **more})


def pause(since, until=None, back_on=None, id=OTHER):
    return f.PauseFact(id, at(since), at(until) if until else None, date.fromisoformat(back_on) if back_on else None)


def meeting(starts, id=ME, outcome="held", **more):
    begins = at(starts)
    return f.MeetingFact(id, begins, begins + timedelta(hours=2), outcome=outcome, **more)


def version(submitted, number=1, id=OTHER, returned=None, meeting_id=ME):
    return f.VersionFact(id, meeting_id, number, at(submitted), at(returned) if returned else None)


def said(rows, rule, now="2026-06-30"):
    """Due, and how it stands, of the obligations of one rule."""
    found = [one for one in rows if one.rule == rule]
    return [(one.due_at.isoformat()[:16] if one.due_at else None, standing(one, at(now)).value) for one in found]


# --- minutes: 48 hours, read, released ---

WRITTEN = {
    "in time": ({"versions": (version("2026-03-04T19:00"),)}, [("2026-03-04T20:00", "in_time")]),
    "late": ({"versions": (version("2026-03-05T19:00"),)}, [("2026-03-04T20:00", "late")]),
    "not written": ({}, [("2026-03-04T20:00", "overdue")]),
    "the recorded end counts": (
        {"meetings": (meeting("2026-03-02T18:00", held_until=at("2026-03-02T19:30")),)},
        [("2026-03-04T19:30", "overdue")],
    ),
    "returned: owed again from then": (
        {"versions": (version("2026-03-03T12:00", returned="2026-03-06T12:00"),)},
        [("2026-03-04T20:00", "in_time"), ("2026-03-08T12:00", "overdue")],
    ),
    "a pause without an end stops it": ({"pauses": (pause("2026-03-03"),)}, [(None, "paused")]),
    "a pause that ended moves it": (
        {"pauses": (pause("2026-03-03T20:00", "2026-03-13T20:00"),)},
        [("2026-03-14T20:00", "overdue")],
    ),
    "a pause after it was due changes nothing": (
        {"pauses": (pause("2026-03-08"),)},
        [("2026-03-04T20:00", "overdue")],
    ),
    "planned into a pause: nothing is owed": (
        {"pauses": (pause("2026-03-01", "2026-03-20"),)},
        [("2026-03-22T12:00", "paused")],
    ),
    "kept elsewhere": ({"meetings": (meeting("2026-03-02T18:00", minutes_elsewhere=True),)}, []),
    "over the hour the clocks skip": (
        {"meetings": (meeting("2026-03-28T18:00"),)},
        [("2026-03-30T20:00", "overdue")],
    ),
}


@pytest.mark.parametrize("case", WRITTEN)
def test_minutes_are_written_in_48_hours(case):
    known, wanted = WRITTEN[case]
    rows = meetings.minutes_of(circle(**{"meetings": (meeting("2026-03-02T18:00"),), **known}), practice())
    assert said(rows, Rule.MINUTES_WRITTEN) == wanted


def test_a_new_standard_counts_for_what_begins_after_it():
    old = PracticeStandard(in_force_from=date(2020, 1, 1), set_at=at("2020-01-01"))
    new = PracticeStandard(in_force_from=date(2026, 3, 9), minutes_due_hours=24, set_at=at("2026-03-01"))
    both = circle(meetings=(meeting("2026-03-02T18:00"), meeting("2026-03-09T18:00", id=OTHER)))
    rows = list(meetings.minutes_of(both, practice(standards=[new, old])))
    assert said(rows, Rule.MINUTES_WRITTEN) == [("2026-03-04T20:00", "overdue"), ("2026-03-10T20:00", "overdue")]


READ = {
    "approved in time": ({"approvals": (f.ApprovalFact(OTHER, ME, at("2026-04-07")),)}, "in_time"),
    "approved late": ({"approvals": (f.ApprovalFact(OTHER, ME, at("2026-04-09")),)}, "late"),
    "nobody read them": ({}, "overdue"),
    "a pause is no reason to leave them unread": ({"pauses": (pause("2026-04-02T13:00"),)}, "overdue"),
}


@pytest.mark.parametrize("case", READ)
def test_minutes_are_read_in_two_working_days_over_easter(case):
    known, wanted = READ[case]
    facts = circle(meetings=(meeting("2026-03-31T18:00"),), versions=(version("2026-04-02T12:00"),), **known)
    assert said(meetings.minutes_of(facts, practice()), Rule.MINUTES_READ) == [("2026-04-08T23:00", wanted)]


def test_minutes_are_released_once_somebody_is_outside_to_read_them():
    approval = (f.ApprovalFact(OTHER, ME, at("2026-03-05")),)
    facts = {"meetings": (meeting("2026-03-02T18:00"),), "versions": (version("2026-03-03"),), "approvals": approval}
    assert said(meetings.minutes_of(circle(**facts), practice()), Rule.MINUTES_RELEASED) == []
    seat = f.SeatFact("outer_circle", at("2026-03-10"))
    rows = meetings.minutes_of(circle(**facts, seats=(seat,)), practice())
    assert said(rows, Rule.MINUTES_RELEASED) == [("2026-03-13T00:00", "overdue")]


# --- a meeting in each week ---


def weeks(now="2026-03-24", phase="weekly", **known):
    phases = (f.PhaseFact(phase, at("2026-02-26")),)
    rows = meetings.meetings_held(circle(**{"phases": phases, **known}), practice(now, known.pop("closed", ())))
    return [(one.turn, standing(one, at(now)).value) for one in rows if one.opened_at <= at(now)]


def test_each_whole_week_from_the_first_monday_owes_a_meeting():
    held = (meeting("2026-03-04T18:00"), meeting("2026-03-20T18:00", id=OTHER))
    assert weeks(meetings=held) == [
        ("2026-03-02", "in_time"),
        ("2026-03-09", "late"),
        ("2026-03-16", "in_time"),
        ("2026-03-23", "to_come"),
    ]


def test_a_week_left_out_is_overdue_until_the_circle_meets_again():
    first, again = meeting("2026-03-04T18:00"), meeting("2026-04-01T18:00", id=OTHER)
    assert dict(weeks(meetings=(first,)))["2026-03-09"] == "overdue"
    assert [kind for _, kind in weeks("2026-04-06", meetings=(first, again))[:5]] == [
        "in_time", "late", "late", "late", "in_time",
    ]  # fmt: skip


def test_a_meeting_moved_within_its_week_is_held_in_it():
    assert weeks("2026-03-08", meetings=(meeting("2026-03-07T10:00"),)) == [("2026-03-02", "in_time")]


def test_a_week_touched_by_a_pause_owes_nothing():
    assert weeks(pauses=(pause("2026-03-11", "2026-03-17"),)) == [
        ("2026-03-02", "overdue"),
        ("2026-03-09", "paused"),
        ("2026-03-16", "paused"),
        ("2026-03-23", "to_come"),
    ]


def test_a_meeting_held_all_the_same_in_a_paused_week_is_held():
    assert weeks("2026-03-12", pauses=(pause("2026-03-11"),), meetings=(meeting("2026-03-09T18:00"),))[-1] == (
        "2026-03-09",
        "in_time",
    )


def test_an_early_end_lets_weeks_left_out_fall_away_and_opens_no_other():
    ended = at("2026-03-11")
    phases = (f.PhaseFact("weekly", at("2026-02-26"), ended),)
    assert weeks(phases=phases, ended_at=ended) == [("2026-03-02", "lapsed")]


def test_a_fortnightly_circle_owes_one_in_two_weeks_and_a_prison_circle_none_by_the_clock():
    assert [turn for turn, _ in weeks(phase="fortnightly")] == ["2026-03-02", "2026-03-16"]
    assert weeks(phase="prison") == []


def test_a_week_in_which_the_charity_is_closed_owes_nothing():
    closed = [date(2026, 3, day) for day in range(9, 14)]
    rows = meetings.meetings_held(
        circle(phases=(f.PhaseFact("weekly", at("2026-02-26")),)), practice("2026-03-17", closed)
    )
    assert [one.turn for one in rows if one.opened_at <= at("2026-03-17")] == ["2026-03-02", "2026-03-16"]


# --- pauses and prison ---


def test_a_pause_is_too_long_after_the_days_of_its_kind():
    short = KindStandard(kind="adult", in_force_from=date(2026, 4, 1), pause_longest_days=14)
    long = KindStandard(kind="adult", in_force_from=date(2020, 1, 1), pause_longest_days=42)
    both = circle(pauses=(pause("2026-03-02"), pause("2026-05-01", "2026-05-20", id=THIRD)))
    rows = course.pauses(both, practice(kinds=[short, long]))
    assert said(rows, Rule.PAUSE_LONGEST) == [("2026-04-13T23:00", "overdue"), ("2026-05-15T23:00", "late")]


def test_a_day_of_return_is_kept_moved_or_missed():
    moved = f.ReturnFact(OTHER, date(2026, 4, 10), at("2026-03-18"))
    facts = circle(pauses=(pause("2026-03-02", None, "2026-03-20"),), returns=(moved,))
    assert said(course.pauses(facts, practice()), Rule.PAUSE_RETURN) == [
        ("2026-03-21T00:00", "in_time"),
        ("2026-04-10T23:00", "overdue"),
    ]


def test_a_circle_that_ended_while_paused_need_not_go_on():
    facts = circle(pauses=(pause("2026-03-02", None, "2026-03-20"),), ended_at=at("2026-03-10"))
    assert {kind for _, kind in [*said(course.pauses(facts, practice()), Rule.PAUSE_RETURN)]} == {"lapsed"}


def test_the_first_meeting_after_release_moves_with_the_release():
    dates = (
        f.ReleaseDateFact(OTHER, date(2026, 3, 2), at("2026-01-10")),
        f.ReleaseDateFact(THIRD, date(2026, 3, 16), at("2026-02-20")),
    )
    rows = course.first_after_release(circle(release_dates=dates), practice())
    assert said(rows, Rule.FIRST_AFTER_RELEASE) == [("2026-03-24T00:00", "overdue")]
    soon = circle(release_dates=dates, meetings=(meeting("2026-03-18T18:00"),))
    assert said(course.first_after_release(soon, practice()), Rule.FIRST_AFTER_RELEASE) == [
        ("2026-03-24T00:00", "in_time")
    ]
    unknown = (*dates, f.ReleaseDateFact(ME, None, at("2026-03-01")))
    assert list(course.first_after_release(circle(release_dates=unknown), practice())) == []


# --- coming in ---


def test_a_decision_in_ten_working_days_stands_still_while_put_off():
    asked = f.ReferralFacts(ME, "adult", at("2026-03-23"))
    assert said(coming_in.decision(asked, practice()), Rule.REFERRAL_DECISION) == [("2026-04-08T23:00", "overdue")]
    put_off = f.DecisionFact("defer", at("2026-04-01"), date(2026, 5, 1))
    later = f.ReferralFacts(ME, "adult", at("2026-03-23"), decisions=(put_off,))
    ((due, _),) = said(coming_in.decision(later, practice("2026-04-20")), Rule.REFERRAL_DECISION, "2026-04-20")
    assert due > "2026-05-07"
    gone = f.ReferralFacts(ME, "adult", at("2026-03-23"), withdrawn_at=at("2026-03-25"))
    assert [kind for _, kind in said(coming_in.decision(gone, practice()), Rule.REFERRAL_DECISION)] == ["lapsed"]


READ_FIRST = {
    "opened in time": ({"read_at": at("2026-04-07")}, [("2026-04-08T23:00", "in_time")]),
    "opened late": ({"read_at": at("2026-04-09")}, [("2026-04-08T23:00", "late")]),
    "over Easter, by nobody": ({}, [("2026-04-08T23:00", "overdue")]),
    "whoever judges has read": ({"assessed_at": at("2026-04-07")}, [("2026-04-08T23:00", "in_time")]),
    "put off unread is read": (
        {"decisions": (f.DecisionFact("defer", at("2026-04-03")),)},
        [("2026-04-08T23:00", "in_time")],
    ),
    "withdrawn before anybody read it": ({"withdrawn_at": at("2026-04-03")}, [("2026-04-08T23:00", "lapsed")]),
    "keyed from paper": ({"on_paper": True}, []),
    "not sent": ({"submitted_at": None}, []),
}


@pytest.mark.parametrize("case", READ_FIRST)
def test_a_referral_is_read_in_two_working_days(case):
    known, wanted = READ_FIRST[case]
    facts = f.ReferralFacts(**{"id": ME, "kind": "adult", "submitted_at": at("2026-04-02"), **known})
    assert said(coming_in.read_first(facts, practice()), Rule.REFERRAL_READ) == wanted


def test_a_referral_keeps_the_days_of_reading_of_its_submission():
    old = PracticeStandard(in_force_from=date(2020, 1, 1), set_at=at("2020-01-01"), referral_read_working_days=5)
    new = PracticeStandard(in_force_from=date(2026, 3, 24), set_at=at("2026-03-01"), referral_read_working_days=1)
    asked = f.ReferralFacts(ME, "adult", at("2026-03-23"))
    rows = coming_in.read_first(asked, practice(standards=[new, old]))
    assert said(rows, Rule.REFERRAL_READ) == [("2026-03-30T23:00", "overdue")]


def test_a_kind_whose_standard_changed_keeps_the_days_of_its_submission():
    kinds = [
        KindStandard(kind="adult", in_force_from=date(2026, 4, 1), decision_working_days=3),
        KindStandard(kind="adult", in_force_from=date(2020, 1, 1), decision_working_days=5),
    ]
    asked = f.ReferralFacts(ME, "adult", at("2026-03-23"))
    rows = coming_in.decision(asked, practice(kinds=kinds))
    assert said(rows, Rule.REFERRAL_DECISION) == [("2026-03-30T23:00", "overdue")]


def test_a_call_that_was_promised_is_kept_by_whatever_is_noted_next():
    steps = (
        f.StepFact(OTHER, "call_back", at("2026-03-02"), date(2026, 3, 5)),
        f.StepFact(THIRD, "call_back", at("2026-03-06"), date(2026, 3, 12)),
    )
    rows = coming_in.calls_promised(f.EnquiryFacts(ME, steps), practice())
    assert said(rows, Rule.ENQUIRY_CALL_BACK) == [("2026-03-06T00:00", "late"), ("2026-03-13T00:00", "overdue")]


def test_a_view_of_the_panel_is_no_longer_wanted_once_it_is_decided():
    panel = (f.PanelFact(OTHER, THIRD, at("2026-03-02"), date(2026, 3, 9)),)
    done = (f.DecisionFact("accept", at("2026-03-05")),)
    facts = f.ReferralFacts(ME, "adult", at("2026-03-01"), decisions=done, panel=panel)
    (row,) = coming_in.panel_views(facts, practice())
    assert (row.owner_user_id, standing(row, at("2026-03-20"))) == (THIRD, Standing.LAPSED)


def test_who_waits_is_looked_at_again_until_they_have_a_seat():
    reviews = (f.WaitingReviewFact(OTHER, date(2026, 3, 9), at("2026-03-02")),)
    waits = f.CoreMemberFacts(ME, waiting_reviews=reviews)
    assert said(coming_in.waiting_reviews(waits, practice()), Rule.WAITING_REVIEW) == [("2026-03-10T00:00", "overdue")]
    seated = f.CoreMemberFacts(ME, waiting_reviews=reviews, seats=(f.OwnSeatFact(THIRD, at("2026-03-05")),))
    assert [kind for _, kind in said(coming_in.waiting_reviews(seated, practice()), Rule.WAITING_REVIEW)] == ["lapsed"]


# --- what runs out ---


def consent(ends="2026-06-10", recorded="2026-01-01", id=OTHER, **more):
    return f.ConsentFact(
        id, "yes", "core_member", THIRD, at("2026-01-01"), at(recorded), ends_at=at(ends) if ends else None,
        subjects=2, **more,
    )  # fmt: skip


def consents(*rows, seats=()):
    person = f.CoreMemberFacts(ME, consents=rows, seats=seats)
    return said(agreements.consents_ending(person, practice()), Rule.CONSENT_ENDING)


def test_a_consent_is_asked_for_again_before_it_ends():
    assert consents(consent()) == [("2026-06-10T12:00", "overdue")]
    assert consents(consent(), consent(None, "2026-06-01", id=THIRD)) == [("2026-06-10T12:00", "in_time")]
    assert consents(consent(), consent(None, "2026-06-20", id=THIRD)) == [("2026-06-10T12:00", "late")]


def test_a_consent_renewed_long_before_withdrawn_or_of_one_who_left_owes_nothing():
    assert consents(consent(), consent(None, "2026-02-01", id=THIRD)) == []
    assert consents(consent(withdrawn=2, withdrawn_at=at("2026-03-01"))) == []
    assert consents(consent(withdrawn=1, withdrawn_at=at("2026-03-01"))) == [("2026-06-10T12:00", "overdue")]
    assert consents(consent(), seats=(f.OwnSeatFact(THIRD, at("2026-01-01"), at("2026-04-01")),)) == []


def test_an_agreement_is_reviewed_on_its_day_or_made_anew():
    old = f.AgreementFact(OTHER, date(2025, 1, 1), date(2026, 6, 1), at("2025-01-01"))
    new = f.AgreementFact(THIRD, date(2026, 5, 20), date(2027, 6, 1), at("2026-05-20"))
    alone = agreements.agreements_to_review(f.AgencyFacts(ME, (old,)), practice())
    assert said(alone, Rule.PARTNER_AGREEMENT) == [("2026-06-01T23:00", "overdue")]
    both = agreements.agreements_to_review(f.AgencyFacts(ME, (old, new)), practice())
    assert said(both, Rule.PARTNER_AGREEMENT) == [("2026-06-01T23:00", "in_time")]


def test_a_contact_that_was_meant_is_kept_by_the_next_one_of_that_area():
    here, elsewhere = ME, OTHER
    march = f.ContactFact(OTHER, here, date(2026, 3, 2), at("2026-03-02"), date(2026, 3, 30))
    april = f.ContactFact(THIRD, here, date(2026, 4, 1), at("2026-04-01"), date(2026, 4, 20))
    other = f.ContactFact(ME, elsewhere, date(2026, 3, 10), at("2026-03-10"))

    def contacts(*rows):
        found = list(agreements.contacts_promised(f.AgencyFacts(ME, contacts=rows), practice()))
        assert {one.area_id for one in found} <= {here}
        return said(found, Rule.PARTNER_CONTACT)

    assert contacts(march, other) == [("2026-03-30T23:00", "overdue")]
    assert contacts(march, other, april) == [("2026-03-30T23:00", "late"), ("2026-04-20T23:00", "overdue")]
    keyed_late = f.ContactFact(THIRD, here, date(2026, 3, 1), at("2026-04-01"))
    assert contacts(march, keyed_late) == [("2026-03-30T23:00", "overdue")]


# --- concerns ---


def test_a_concern_is_decided_by_the_clock_of_its_urgency_and_again_when_reopened():
    steps = (
        f.ConcernStepFact("triaged", at("2026-04-02")),
        f.ConcernStepFact("closed", at("2026-04-10")),
        f.ConcernStepFact("reopened", at("2026-05-01")),
    )
    facts = f.ConcernFacts(ME, "other", at("2026-04-02T09:00"), steps=steps)
    rows = concerns.decided(facts, practice())
    assert said(rows, Rule.CONCERN_DECIDED) == [("2026-04-08T23:00", "in_time"), ("2026-05-06T23:00", "overdue")]
