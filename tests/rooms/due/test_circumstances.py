"""Every rule in every circumstance: a pause, the night the clocks change, a bank holiday, an early end, a new standard.

One line a rule and circumstance: the facts, and by when each thing is owed and how it stands. Where a circumstance
cannot touch a rule the line says why; a rule that is added has to say all five. In 2026 the clocks went forward on
29 March; Good Friday was 3 April, Easter Monday 6 April.
"""

from datetime import date, timedelta

import pytest

from encircle.rooms.due import facts as f
from encircle.rooms.due.facts_looking_after import (
    AskedFact,
    CallFact,
    ClaimFact,
    EndedSeatFact,
    KeepClearFact,
    LeavingFact,
    LentFact,
    RestFact,
    WishFact,
)
from encircle.rooms.due.rules import (
    agreements,
    coming_forward,
    coming_in,
    concerns,
    course,
    leaving,
    life,
    looking_after,
    meetings,
    prisons,
    taking_part,
    volunteers,
)
from encircle.rooms.due.vocabulary import Rule
from encircle.rooms.organisation.models import KindStandard, PracticeStandard

from .test_rules import ME, OTHER, THIRD, at, circle, meeting, pause, practice, said, version

CIRCUMSTANCES = ("pause", "clocks", "holiday", "early end", "standard")
NO_CIRCLE = "it is nobody's Circle yet: there is none to pause, and none to end"
NO_PAUSE = "its facts know no pause: the clock is not the Circle's"
A_DAY = "somebody set the day: no standard counts it, and a day may be any day"


def standards(since, **new):
    """The charity's clocks with their defaults, and others from a day on."""
    return [
        PracticeStandard(in_force_from=date.fromisoformat(since), set_at=at("2026-01-01"), **new),
        PracticeStandard(in_force_from=date(2020, 1, 1), set_at=at("2020-01-01")),
    ]


def kinds(since, new, old, kind="adult"):
    return [
        KindStandard(kind=kind, in_force_from=date.fromisoformat(since), **new),
        KindStandard(kind=kind, in_force_from=date(2020, 1, 1), **old),
    ]


def running(since="2026-02-02", before="2026-01-01", name="weekly", ends=None, **more):
    phases = (
        f.PhaseFact("forming", at(before), at(since)),
        f.PhaseFact(name, at(since), at(ends) if ends else None),
    )
    ended = {"ended_at": at(ends)} if ends else {}
    return circle(**{"opened_at": at(before), "phases": phases, **ended, **more})


def written(starts, **more):
    return circle(meetings=(meeting(starts),), **more)


def submitted(day, **more):
    """A meeting on the day before, and its minutes at noon."""
    before = (date.fromisoformat(day) - timedelta(days=1)).isoformat()
    return circle(meetings=(meeting(f"{before}T18:00"),), versions=(version(day),), **more)


def approved(day, **more):
    seats = (f.SeatFact("outer_circle", at("2026-01-01")),)
    return submitted(day, approvals=(f.ApprovalFact(OTHER, ME, at(day)),), seats=seats, **more)


def one_week(rows, monday):
    return [one for one in rows if one.turn == monday]


def week(monday, **more):
    return lambda known: one_week(meetings.meetings_held(running(**more), known), monday)


def referral(day, **more):
    return f.ReferralFacts(ME, "adult", at(day), **more)


def enquiry(day, back_on):
    return f.EnquiryFacts(ME, (f.StepFact(OTHER, "call_back", at(day), date.fromisoformat(back_on)),))


def asked_view(by, **more):
    return referral("2026-03-02", panel=(f.PanelFact(OTHER, THIRD, at("2026-03-03"), date.fromisoformat(by)),), **more)


def waits(until, **more):
    reviews = (f.WaitingReviewFact(OTHER, date.fromisoformat(until), at("2026-03-02")),)
    return f.CoreMemberFacts(ME, waiting_reviews=reviews, **more)


def seated(started, *, kind="adult", ends=None, **more):
    seat = f.OwnSeatFact(OTHER, at("2026-02-02"), at(ends) if ends else None, at(started), kind)
    return f.CoreMemberFacts(ME, seats=(seat,), **more)


CARER = {"kind": "young", "carers": (f.CarerFact(THIRD, at("2026-01-01")),)}
ASKS, ASKS_NOT = {"needs_carers": True}, {"needs_carers": False}


def consents(ends, **more):
    one = f.ConsentFact(OTHER, "yes", "core_member", THIRD, at("2026-01-01"), at("2026-01-01"), ends_at=at(ends))
    return f.CoreMemberFacts(ME, consents=(one,), **more)


def agency(day):
    return f.AgencyFacts(ME, (f.AgreementFact(OTHER, date(2025, 1, 1), date.fromisoformat(day), at("2025-01-01")),))


def contact(day):
    return f.AgencyFacts(
        ME, contacts=(f.ContactFact(OTHER, THIRD, date(2026, 3, 2), at("2026-03-02"), date.fromisoformat(day)),)
    )


def action(day, **more):
    return f.CoreMemberFacts(
        ME, mappa_actions=(f.MappaActionFact(OTHER, date.fromisoformat(day), at("2026-03-01")),), **more
    )


def released(day, **more):
    return circle(release_dates=(f.ReleaseDateFact(OTHER, date.fromisoformat(day), at("2026-01-10")),), **more)


def paused(since, until=None, back_on=None, **more):
    return circle(pauses=(pause(since, until, back_on),), **more)


def sent(day, **more):
    return circle(questionnaires=(f.QuestionnaireFact(OTHER, at(day)),), **more)


def checked(issued, **more):
    """Three years last until the same day of 2026."""
    check = f.CertificateFact(OTHER, "enhanced", "adult", date.fromisoformat(issued), at(issued), "nothing")
    return f.VolunteerFacts(ME, date(2023, 1, 1), checks=(check,), **more)


def cleared(ends, *, left=None, kind="prison"):
    seat = f.VolunteerSeatFact(THIRD, kind, at("2025-09-01"), at(left) if left else None)
    grant = f.ClearanceFact(OTHER, THIRD, "granted", date(2025, 3, 1), at("2025-03-01"), date.fromisoformat(ends))
    return f.VolunteerFacts(ME, date(2023, 1, 1), seats=(seat,), clearances=(grant,))


def not_cleared(moved, *, left=None):
    """Sits in a Circle whose core member was moved to a prison that has said nothing about them."""
    seat = f.VolunteerSeatFact(THIRD, "prison", at("2025-09-01"), at(left) if left else None)
    named = f.EstablishmentFact(THIRD, OTHER, at(moved))
    return f.VolunteerFacts(ME, date(2023, 1, 1), seats=(seat,), establishments=(named,))


def asks(day, *steps, **more):
    """Somebody who wants to volunteer, and what came of it: (stage, day)."""
    done = tuple(f.ApplicantStepFact(stage, at(moment)) for stage, moment in steps)
    return f.ApplicantFacts(ME, at(day), steps=done, **more)


def referee(written=None, came=None):
    letters = (f.LetterFact(at(written)),) if written else ()
    return (f.ReferenceFact(OTHER, at("2026-03-02"), at(came) if came else None, letters=letters),)


SAT = {"joined_on": date(2023, 1, 1)}


def sits(left=None, **more):
    """In a young person's Circle since last September."""
    seat = f.VolunteerSeatFact(THIRD, "young", at("2025-09-01"), at(left) if left else None)
    return f.VolunteerFacts(ME, seats=(seat,), **SAT, **more)


def attended(until, left=None):
    done = f.CourseFact(OTHER, THIRD, ("young",), date(2023, 3, 1), at("2023-03-01"), date.fromisoformat(until))
    return sits(left, courses=(done,))


def excepted(until, left=None):
    days = date(2025, 9, 1), date.fromisoformat(until)
    return sits(left, exceptions=(f.ExceptionFact(OTHER, "young", "courses", *days, at("2025-09-01")),))


def to_sign(by, **more):
    wordings = (
        f.WordingFact(OTHER, date(2023, 1, 1), signed_at=at("2023-01-02")),
        f.WordingFact(THIRD, date(2026, 1, 1), date.fromisoformat(by)),
    )
    return f.VolunteerFacts(ME, wordings=wordings, **SAT, **more)


def was_seated(ends, **more):
    return f.VolunteerFacts(ME, ended_seats=(EndedSeatFact(OTHER, at(ends)),), **SAT, **more)


def rested(since, until=None, **more):
    last = date.fromisoformat(until) if until else None
    return f.VolunteerFacts(ME, rests=(RestFact(OTHER, date.fromisoformat(since), at(since), last, **more),), **SAT)


def keeps_clear(day, **more):
    return f.VolunteerFacts(ME, keeps_clear=(KeepClearFact(OTHER, at(day)),), **SAT, **more)


def wished(day, **more):
    return f.VolunteerFacts(ME, wishes=(WishFact(OTHER, at(day)),), **SAT, **more)


def would_like_a_call(day, *calls, answer="call"):
    rang = tuple(CallFact(at(moment), outcome) for moment, outcome in calls)
    return f.VolunteerFacts(ME, asked=(AskedFact(OTHER, THIRD, answer, at(day), rang),), **SAT)


def supervised_since(day, left=None):
    return f.VolunteerFacts(
        ME, seats=(f.VolunteerSeatFact(THIRD, "adult", at(day), at(left) if left else None, THIRD),), **SAT
    )


def claimed(day, days=10, **more):
    return f.VolunteerFacts(ME, claims=(ClaimFact(OTHER, THIRD, at(day), decide_days=days, **more),), **SAT)


def lent(left, over=None):
    one = LentFact(OTHER, at("2025-10-01"), at(over) if over else None)
    return f.VolunteerFacts(ME, left_on=date.fromisoformat(left), lent=(one,), **SAT)


def shown(day, **more):
    seen = f.CertificateFact(OTHER, "enhanced", "adult", date(2026, 1, 2), at(day), "something")
    return f.VolunteerFacts(ME, checks=(seen,), **SAT, **more)


def with_one_volunteer(since, **more):
    return running(since, seats=(f.SeatFact("volunteer", at("2026-01-01")),), **more)


TWO = {"least_volunteers": 2}
FOLLOWS = {"follow_up_months_after_start": [1], "follow_up_months_after_end": []}
AFTER_TWO = {"follow_up_months_after_start": [2]}
WEEK_OFF = pause("2026-03-04", "2026-03-11")

# rule -> what judges it, the moment it is looked at, and the five circumstances: facts, (more of the practice), wanted
TABLE = {
    Rule.ENQUIRY_CALL_BACK: (coming_in.calls_promised, {
        "pause": NO_CIRCLE, "early end": NO_CIRCLE, "standard": A_DAY,
        "clocks": (enquiry("2026-03-27", "2026-03-29"), {}, [("2026-03-29T23:00", "overdue")]),
        "holiday": (enquiry("2026-03-27", "2026-04-06"), {}, [("2026-04-06T23:00", "overdue")]),
    }),
    Rule.REFERRAL_READ: (coming_in.read_first, {
        "pause": NO_CIRCLE,
        "clocks": (referral("2026-03-27"), {}, [("2026-03-31T23:00", "overdue")]),
        "holiday": (referral("2026-04-02"), {}, [("2026-04-08T23:00", "overdue")]),
        "early end": (referral("2026-04-02", withdrawn_at=at("2026-04-07")), {}, [("2026-04-08T23:00", "lapsed")]),
        "standard": (referral("2026-03-02"), {"standards": standards("2026-03-02", referral_read_working_days=1)},
                     [("2026-03-04T00:00", "overdue")]),
    }),
    Rule.REFERRAL_DECISION: (coming_in.decision, {
        "pause": NO_CIRCLE,
        "clocks": (referral("2026-03-16"), {}, [("2026-03-30T23:00", "overdue")]),
        "holiday": (referral("2026-03-30"), {}, [("2026-04-15T23:00", "overdue")]),
        "early end": (referral("2026-03-30", withdrawn_at=at("2026-04-07")), {}, [("2026-04-15T23:00", "lapsed")]),
        "standard": (referral("2026-03-02"),
                     {"kinds": kinds("2026-03-02", {"decision_working_days": 3}, {"decision_working_days": 20})},
                     [("2026-03-06T00:00", "overdue")]),
    }),
    Rule.PANEL_VIEW: (coming_in.panel_views, {
        "pause": NO_CIRCLE, "standard": A_DAY,
        "clocks": (asked_view("2026-03-29"), {}, [("2026-03-29T23:00", "overdue")]),
        "holiday": (asked_view("2026-04-06"), {}, [("2026-04-06T23:00", "overdue")]),
        "early end": (asked_view("2026-03-29", withdrawn_at=at("2026-03-20")), {}, [("2026-03-29T23:00", "lapsed")]),
    }),
    Rule.WAITING_REVIEW: (coming_in.waiting_reviews, {
        "pause": NO_CIRCLE, "standard": A_DAY,
        "clocks": (waits("2026-03-29"), {}, [("2026-03-29T23:00", "overdue")]),
        "holiday": (waits("2026-04-06"), {}, [("2026-04-06T23:00", "overdue")]),
        "early end": (waits("2026-04-06", left_at=at("2026-03-20")), {}, [("2026-04-06T23:00", "lapsed")]),
    }),
    Rule.BRIEFING_HELD: (life.briefing, {
        "standard": "no standard counts it: the Circle's start is its moment",
        "pause": (running(pauses=(pause("2026-01-20", "2026-01-27"),)), {}, [("2026-02-02T12:00", "overdue")]),
        "clocks": (running("2026-03-29T01:00"), {}, [("2026-03-29T01:00", "overdue")]),
        "holiday": (running("2026-04-06"), {}, [("2026-04-06T12:00", "overdue")]),
        "early end": (circle(phases=(f.PhaseFact("forming", at("2026-01-01"), at("2026-02-01")),),
                             ended_at=at("2026-02-01")), {}, []),
    }),
    Rule.AGREEMENT_TO_TAKE_PART: (taking_part.agreed_to_take_part, {
        "pause": NO_PAUSE, "standard": "no standard counts it: the Circle's start is its moment",
        "clocks": (seated("2026-03-29T01:00"), {}, [("2026-03-29T01:00", "overdue")]),
        "holiday": (seated("2026-04-06"), {}, [("2026-04-06T12:00", "overdue")]),
        "early end": (seated("2026-03-02", ends="2026-03-20"), {}, [("2026-03-02T12:00", "lapsed")]),
    }),
    Rule.CARER_AGREEMENT: (taking_part.carers_agreed, {
        "pause": NO_PAUSE,
        "clocks": (seated("2026-03-29T01:00", **CARER), {"kinds": kinds("2026-01-01", ASKS, ASKS, "young")},
                   [("2026-03-29T01:00", "overdue")]),
        "holiday": (seated("2026-04-06", **CARER), {"kinds": kinds("2026-01-01", ASKS, ASKS, "young")},
                    [("2026-04-06T12:00", "overdue")]),
        "early end": (seated("2026-03-02", ends="2026-03-20", **CARER),
                      {"kinds": kinds("2026-01-01", ASKS, ASKS, "young")}, [("2026-03-02T12:00", "lapsed")]),
        "standard": (seated("2026-03-02", **CARER), {"kinds": kinds("2026-02-02", ASKS_NOT, ASKS, "young")}, []),
    }),
    Rule.MEMBERS_AGREEMENT: (life.members_agreement, {
        "standard": "no standard counts it: the first meeting is its day",
        "pause": (running(meetings=(meeting("2026-03-02T18:00"),), pauses=(pause("2026-02-20", "2026-03-20"),)), {},
                  [("2026-03-03T00:00", "overdue")]),
        "clocks": (running(meetings=(meeting("2026-03-29T18:00"),)), {}, [("2026-03-29T23:00", "overdue")]),
        "holiday": (running(meetings=(meeting("2026-04-06T18:00"),)), {}, [("2026-04-06T23:00", "overdue")]),
        "early end": (running(meetings=(meeting("2026-03-02T18:00"),), ends="2026-03-10"), {},
                      [("2026-03-03T00:00", "lapsed")]),
    }),
    Rule.MEETING_HELD: (week, {
        "standard": "the phase says how often: a standard sets no rhythm",
        "pause": (week("2026-03-02", pauses=(WEEK_OFF,)), {}, [("2026-03-09T00:00", "paused")]),
        "clocks": (week("2026-03-23"), {}, [("2026-03-29T23:00", "overdue")]),
        "holiday": (week("2026-03-30"), {"closed": [date(2026, 3, day) for day in (30, 31)] + [date(2026, 4, day)
                    for day in (1, 2)]}, []),
        "early end": (week("2026-03-02", ends="2026-03-05"), {}, []),
    }),
    Rule.MINUTES_WRITTEN: (meetings.minutes_of, {
        "pause": (written("2026-03-03T18:00", pauses=(WEEK_OFF,)), {}, [("2026-03-12T20:00", "overdue")]),
        "clocks": (written("2026-03-28T18:00"), {}, [("2026-03-30T20:00", "overdue")]),
        "holiday": (written("2026-04-02T18:00"), {}, [("2026-04-04T20:00", "overdue")]),
        "early end": (written("2026-03-03T18:00", ended_at=at("2026-03-04")), {}, [("2026-03-05T20:00", "overdue")]),
        "standard": (written("2026-03-03T18:00"), {"standards": standards("2026-03-03", minutes_due_hours=72)},
                     [("2026-03-06T20:00", "overdue")]),
    }),
    Rule.MINUTES_READ: (meetings.minutes_of, {
        "pause": (submitted("2026-03-05", pauses=(WEEK_OFF,)), {}, [("2026-03-10T00:00", "overdue")]),
        "clocks": (submitted("2026-03-27"), {}, [("2026-03-31T23:00", "overdue")]),
        "holiday": (submitted("2026-04-02"), {}, [("2026-04-08T23:00", "overdue")]),
        "early end": (submitted("2026-03-05", ended_at=at("2026-03-06")), {}, [("2026-03-10T00:00", "overdue")]),
        "standard": (submitted("2026-03-05"), {"standards": standards("2026-03-05", read_within_working_days=1)},
                     [("2026-03-07T00:00", "overdue")]),
    }),
    Rule.MINUTES_RELEASED: (meetings.minutes_of, {
        "pause": (approved("2026-03-05", pauses=(WEEK_OFF,)), {}, [("2026-03-10T00:00", "overdue")]),
        "clocks": (approved("2026-03-27"), {}, [("2026-03-31T23:00", "overdue")]),
        "holiday": (approved("2026-04-02"), {}, [("2026-04-08T23:00", "overdue")]),
        "early end": (approved("2026-03-05", ended_at=at("2026-03-06")), {}, [("2026-03-10T00:00", "overdue")]),
        "standard": (approved("2026-03-05"), {"standards": standards("2026-03-05", release_within_working_days=1)},
                     [("2026-03-07T00:00", "overdue")]),
    }),
    Rule.REVIEW_HELD: (life.reviews, {
        "pause": (running("2025-12-29", pauses=(WEEK_OFF,)), {"now": "2026-05-01"}, [("2026-04-05T23:00", "overdue")]),
        "clocks": (running("2025-12-29"), {"now": "2026-05-01"}, [("2026-03-29T23:00", "overdue")]),
        "holiday": (running("2026-01-06"), {"now": "2026-05-01"}, [("2026-04-06T23:00", "overdue")]),
        "early end": (running("2025-12-29", ends="2026-03-10"), {"now": "2026-05-01"}, []),
        "standard": (running("2025-12-29"), {"now": "2026-05-01", "kinds": kinds(
            "2025-12-29", {"review_every_months": 2}, {"review_every_months": 3})}, [
            ("2026-03-01T00:00", "overdue"), ("2026-04-29T23:00", "overdue")]),
    }),
    Rule.CONCERN_DECIDED: (concerns.decided, {
        "pause": NO_PAUSE, "early end": "a concern outlives the Circle: it is decided all the same",
        "clocks": (f.ConcernFacts(ME, "other", at("2026-03-27")), {}, [("2026-03-31T23:00", "overdue")]),
        "holiday": (f.ConcernFacts(ME, "other", at("2026-04-02")), {}, [("2026-04-08T23:00", "overdue")]),
        "standard": (f.ConcernFacts(ME, "other", at("2026-03-02")),
                     {"standards": standards("2026-03-02", other_working_days=5)}, [("2026-03-10T00:00", "overdue")]),
    }),
    Rule.CONSENT_ENDING: (agreements.consents_ending, {
        "pause": NO_PAUSE,
        "clocks": (consents("2026-03-29T01:00"), {}, [("2026-03-29T01:00", "overdue")]),
        "holiday": (consents("2026-04-06"), {}, [("2026-04-06T12:00", "overdue")]),
        "early end": (consents("2026-04-06", seats=(f.OwnSeatFact(THIRD, at("2026-01-01"), at("2026-03-20")),)), {},
                      [("2026-04-06T12:00", "lapsed")]),
        "standard": (consents("2026-07-20"), {"standards": standards("2026-07-01", consent_warning_days=7)}, []),
    }),
    Rule.PARTNER_AGREEMENT: (agreements.agreements_to_review, {
        "pause": NO_PAUSE, "early end": "an agreement is with an agency, not about a Circle",
        "clocks": (agency("2026-03-29"), {}, [("2026-03-29T23:00", "overdue")]),
        "holiday": (agency("2026-04-06"), {}, [("2026-04-06T23:00", "overdue")]),
        "standard": (agency("2026-07-20"), {"standards": standards("2026-07-01", agreement_warning_days=7)}, []),
    }),
    Rule.PARTNER_CONTACT: (agreements.contacts_promised, {
        "pause": NO_PAUSE, "early end": "a contact is with an agency, not about a Circle", "standard": A_DAY,
        "clocks": (contact("2026-03-29"), {}, [("2026-03-29T23:00", "overdue")]),
        "holiday": (contact("2026-04-06"), {}, [("2026-04-06T23:00", "overdue")]),
    }),
    Rule.MAPPA_ACTION: (life.mappa_actions, {
        "pause": NO_PAUSE, "standard": A_DAY,
        "clocks": (action("2026-03-29"), {}, [("2026-03-29T23:00", "overdue")]),
        "holiday": (action("2026-04-06"), {}, [("2026-04-06T23:00", "overdue")]),
        "early end": (action("2026-04-06", seats=(f.OwnSeatFact(THIRD, at("2026-01-01"), at("2026-03-20")),)), {},
                      [("2026-04-06T23:00", "overdue")]),
    }),
    Rule.PAUSE_RETURN: (course.pauses, {
        "standard": A_DAY,
        "pause": (paused("2026-03-04", None, "2026-03-20"), {}, [("2026-03-21T00:00", "overdue")]),
        "clocks": (paused("2026-03-04", None, "2026-03-29"), {}, [("2026-03-29T23:00", "overdue")]),
        "holiday": (paused("2026-03-04", None, "2026-04-06"), {}, [("2026-04-06T23:00", "overdue")]),
        "early end": (paused("2026-03-04", None, "2026-03-20", ended_at=at("2026-03-10")), {},
                      [("2026-03-21T00:00", "lapsed")]),
    }),
    Rule.PAUSE_LONGEST: (course.pauses, {
        "pause": (paused("2026-03-04", "2026-03-20"), {}, [("2026-04-15T23:00", "in_time")]),
        "clocks": (paused("2026-02-15"), {}, [("2026-03-29T23:00", "overdue")]),
        "holiday": (paused("2026-02-23"), {}, [("2026-04-06T23:00", "overdue")]),
        "early end": (paused("2026-03-04", ended_at=at("2026-03-10")), {}, [("2026-04-15T23:00", "lapsed")]),
        "standard": (paused("2026-03-04"), {"kinds": kinds(
            "2026-03-04", {"pause_longest_days": 14}, {"pause_longest_days": 42})}, [("2026-03-19T00:00", "overdue")]),
    }),
    Rule.FIRST_AFTER_RELEASE: (course.first_after_release, {
        "pause": (released("2026-03-02", pauses=(WEEK_OFF,)), {}, [("2026-03-17T00:00", "overdue")]),
        "clocks": (released("2026-03-22"), {}, [("2026-03-29T23:00", "overdue")]),
        "holiday": (released("2026-03-30"), {}, [("2026-04-06T23:00", "overdue")]),
        "early end": (released("2026-03-02", ended_at=at("2026-03-05")), {}, [("2026-03-10T00:00", "lapsed")]),
        "standard": (released("2026-03-02"), {"kinds": kinds(
            "2026-03-02", {"first_meeting_after_release_days": 2}, {"first_meeting_after_release_days": 7})},
            [("2026-03-05T00:00", "overdue")]),
    }),
    Rule.PLANNED_END: (life.planned_ending, {
        "pause": (running("2025-03-29", "2025-03-01", pauses=(WEEK_OFF,)), {}, [("2026-04-05T23:00", "overdue")]),
        "clocks": (running("2025-03-29", "2025-03-01"), {}, [("2026-03-29T23:00", "overdue")]),
        "holiday": (running("2025-04-06", "2025-03-01"), {}, [("2026-04-06T23:00", "overdue")]),
        "early end": (running("2025-03-29", "2025-03-01", ends="2025-09-01"), {}, []),
        "standard": (running("2025-06-10", "2025-03-01"), {"kinds": kinds(
            "2025-06-10", {"months": 6}, {"months": 12})}, [("2025-12-11T00:00", "overdue")]),
    }),
    Rule.ENDING_REPORT: (life.ending_report, {
        "pause": (running(ends="2026-03-06", pauses=(pause("2026-03-04", "2026-03-06"),)), {},
                  [("2026-03-21T00:00", "overdue")]),
        "clocks": (running(ends="2026-03-16"), {}, [("2026-03-30T23:00", "overdue")]),
        "holiday": (running(ends="2026-03-30"), {}, [("2026-04-15T23:00", "overdue")]),
        "early end": (running("2026-02-25", ends="2026-03-02"), {}, [("2026-03-17T00:00", "overdue")]),
        "standard": (running(ends="2026-03-02"), {"standards": standards("2026-03-02", ending_report_working_days=3)},
                     [("2026-03-06T00:00", "overdue")]),
    }),
    Rule.QUESTIONNAIRE: (life.questionnaires, {
        "pause": (sent("2026-03-03", pauses=(WEEK_OFF,)), {}, [("2026-03-25T00:00", "overdue")]),
        "clocks": (sent("2026-03-08"), {}, [("2026-03-29T23:00", "overdue")]),
        "holiday": (sent("2026-03-16"), {}, [("2026-04-06T23:00", "overdue")]),
        "early end": (sent("2026-03-03", ended_at=at("2026-03-02")), {}, [("2026-03-25T00:00", "overdue")]),
        "standard": (sent("2026-03-03"), {"standards": standards("2026-03-03", questionnaire_chase_days=[2, 5])},
                     [("2026-03-09T00:00", "overdue")]),
    }),
    Rule.FOLLOW_UP: (life.followed_up, {
        "pause": (running("2026-02-09", pauses=(WEEK_OFF,)), {"kinds": kinds("2026-01-01", FOLLOWS, FOLLOWS)},
                  [("2026-03-10T00:00", "overdue")]),
        "clocks": (running("2026-02-28"), {"kinds": kinds("2026-01-01", FOLLOWS, FOLLOWS)},
                   [("2026-03-29T00:00", "overdue")]),
        "holiday": (running("2026-03-06"), {"kinds": kinds("2026-01-01", FOLLOWS, FOLLOWS)},
                    [("2026-04-06T23:00", "overdue")]),
        "early end": (running("2026-02-09", ends="2026-02-20"), {"kinds": kinds("2026-01-01", FOLLOWS, FOLLOWS)},
                      [("2026-03-10T00:00", "overdue")]),
        "standard": (running("2026-02-09"), {"kinds": kinds("2026-02-09", FOLLOWS | AFTER_TWO, FOLLOWS)},
                     [("2026-04-09T23:00", "overdue")]),
    }),
    Rule.VOLUNTEER_ANSWER: (coming_forward.answered, {
        "pause": NO_CIRCLE,
        "clocks": (asks("2026-03-26"), {}, [("2026-03-31T23:00", "overdue")]),
        "holiday": (asks("2026-04-02"), {}, [("2026-04-09T23:00", "overdue")]),
        "early end": (asks("2026-04-02", ("withdrawn", "2026-04-07")), {}, [("2026-04-09T23:00", "in_time")]),
        "standard": (asks("2026-03-02"), {"standards": standards("2026-03-02", volunteer_answer_working_days=1)},
                     [("2026-03-04T00:00", "overdue")]),
    }),
    Rule.APPLICATION_READ: (coming_forward.application_read, {
        "pause": NO_CIRCLE,
        "clocks": (asks("2026-03-02", submitted_at=at("2026-03-16")), {}, [("2026-03-30T23:00", "overdue")]),
        "holiday": (asks("2026-03-02", submitted_at=at("2026-03-30")), {}, [("2026-04-15T23:00", "overdue")]),
        "early end": (asks("2026-03-02", ("withdrawn", "2026-04-07"), submitted_at=at("2026-03-30")), {},
                      [("2026-04-15T23:00", "in_time")]),
        "standard": (asks("2026-03-02", submitted_at=at("2026-03-02")),
                     {"standards": standards("2026-03-02", application_read_working_days=1)},
                     [("2026-03-04T00:00", "overdue")]),
    }),
    Rule.REFERENCE_CHASE: (coming_forward.references_chased, {
        "pause": NO_CIRCLE,
        "clocks": (asks("2026-03-02", references=referee("2026-03-15")), {}, [("2026-03-29T23:00", "overdue")]),
        "holiday": (asks("2026-03-02", references=referee("2026-03-23")), {}, [("2026-04-06T23:00", "overdue")]),
        "early end": (asks("2026-03-02", ("withdrawn", "2026-03-20"), references=referee("2026-03-09")), {}, []),
        "standard": (asks("2026-03-02", references=referee("2026-03-02")),
                     {"standards": standards("2026-03-02", reference_chase_days=7)}, [("2026-03-10T00:00", "overdue")]),
    }),
    Rule.REFERENCE_READ: (coming_forward.references_read, {
        "pause": NO_CIRCLE,
        "clocks": (asks("2026-03-02", references=referee(came="2026-03-26")), {}, [("2026-03-31T23:00", "overdue")]),
        "holiday": (asks("2026-03-02", references=referee(came="2026-04-02")), {}, [("2026-04-09T23:00", "overdue")]),
        "early end": (asks("2026-03-02", ("declined", "2026-04-07"), references=referee(came="2026-04-02")), {},
                      [("2026-04-09T23:00", "lapsed")]),
        "standard": (asks("2026-03-02", references=referee(came="2026-03-02")),
                     {"standards": standards("2026-03-02", volunteer_answer_working_days=1)},
                     [("2026-03-04T00:00", "overdue")]),
    }),
    Rule.CHECK_AGAIN: (volunteers.checks_again, {
        "pause": NO_PAUSE,
        "clocks": (checked("2023-03-29"), {}, [("2026-03-29T23:00", "overdue")]),
        "holiday": (checked("2023-04-06"), {}, [("2026-04-06T23:00", "overdue")]),
        "early end": (checked("2023-04-06", left_on=date(2026, 3, 20)), {}, [("2026-04-06T23:00", "lapsed")]),
        "standard": (checked("2023-04-06"), {"standards": standards("2026-03-01", check_again_months=24)},
                     [("2025-04-06T23:00", "overdue")]),
    }),
    Rule.CLEARANCE_AGAIN: (prisons.clearances_again, {
        "pause": NO_PAUSE,
        "clocks": (cleared("2026-03-29"), {}, [("2026-03-29T23:00", "overdue")]),
        "holiday": (cleared("2026-04-06"), {}, [("2026-04-06T23:00", "overdue")]),
        "early end": (cleared("2026-04-06", left="2026-03-20"), {}, [("2026-04-06T23:00", "lapsed")]),
        "standard": (cleared("2026-08-20"), {"standards": standards("2026-07-01", check_warning_days=7)}, []),
    }),
    Rule.CLEARANCE_MISSING: (prisons.clearances_missing, {
        "pause": NO_PAUSE,
        "clocks": (not_cleared("2026-03-29"), {}, [("2026-03-29T23:00", "overdue")]),
        "holiday": (not_cleared("2026-04-06"), {}, [("2026-04-06T23:00", "overdue")]),
        "early end": (not_cleared("2026-03-09", left="2026-03-20"), {}, [("2026-03-10T00:00", "lapsed")]),
        "standard": "no standard counts it: from that day on they cannot go in",
    }),
    Rule.COURSE_AGAIN: (volunteers.courses_again, {
        "pause": NO_PAUSE,
        "clocks": (attended("2026-03-29"), {}, [("2026-03-29T23:00", "overdue")]),
        "holiday": (attended("2026-04-06"), {}, [("2026-04-06T23:00", "overdue")]),
        "early end": (attended("2026-04-06", left="2026-03-20"), {}, [("2026-04-06T23:00", "lapsed")]),
        "standard": (attended("2026-08-20"), {"standards": standards("2026-07-01", check_warning_days=7)}, []),
    }),
    Rule.AGREEMENT_AGAIN: (volunteers.agreements_again, {
        "pause": NO_PAUSE,
        "clocks": (to_sign("2026-03-29"), {}, [("2026-03-29T23:00", "overdue")]),
        "holiday": (to_sign("2026-04-06"), {}, [("2026-04-06T23:00", "overdue")]),
        "early end": (to_sign("2026-04-06", left_on=date(2026, 3, 20)), {}, [("2026-04-06T23:00", "lapsed")]),
        "standard": (to_sign("2026-08-20"), {"standards": standards("2026-07-01", check_warning_days=7)}, []),
    }),
    Rule.EXCEPTION_ENDING: (volunteers.exceptions_ending, {
        "pause": NO_PAUSE,
        "clocks": (excepted("2026-03-29"), {}, [("2026-03-29T23:00", "overdue")]),
        "holiday": (excepted("2026-04-06"), {}, [("2026-04-06T23:00", "overdue")]),
        "early end": (excepted("2026-04-06", left="2026-03-20"), {}, [("2026-04-06T23:00", "lapsed")]),
        "standard": (excepted("2026-08-20"), {"standards": standards("2026-07-01", check_warning_days=7)}, []),
    }),
    Rule.END_TALK: (leaving.conversations, {
        "pause": NO_PAUSE,
        "clocks": (was_seated("2026-03-01"), {}, [("2026-03-29T23:00", "overdue")]),
        "holiday": (was_seated("2026-03-09"), {}, [("2026-04-06T23:00", "overdue")]),
        "early end": (was_seated("2026-03-09", left_on=date(2026, 3, 20)), {}, [("2026-04-06T23:00", "lapsed")]),
        "standard": (was_seated("2026-03-02"), {"standards": standards("2026-03-02", end_talk_days=7)},
                     [("2026-03-10T00:00", "overdue")]),
    }),
    Rule.REST_TALK: (leaving.rests, {
        "pause": NO_PAUSE,
        "clocks": (rested("2026-02-20", "2026-03-29"), {}, [("2026-03-29T23:00", "overdue")]),
        "holiday": (rested("2026-02-20", "2026-04-06"), {}, [("2026-04-06T23:00", "overdue")]),
        "early end": (rested("2026-02-20", "2026-04-06", back_on=date(2026, 4, 1)), {},
                      [("2026-04-06T23:00", "lapsed")]),
        "standard": (rested("2026-03-02"), {"standards": standards("2026-03-02", rest_open_days=28)},
                     [("2026-03-30T23:00", "overdue")]),
    }),
    Rule.WISH_TO_STOP: (leaving.wishes_to_stop, {
        "pause": NO_PAUSE,
        "clocks": (wished("2026-03-26"), {}, [("2026-03-31T23:00", "overdue")]),
        "holiday": (wished("2026-04-02"), {}, [("2026-04-09T23:00", "overdue")]),
        "early end": (wished("2026-04-02", leavings=(LeavingFact(at("2026-04-07")),)), {},
                      [("2026-04-09T23:00", "in_time")]),
        "standard": (wished("2026-03-02"), {"standards": standards("2026-03-02", volunteer_answer_working_days=1)},
                     [("2026-03-04T00:00", "overdue")]),
    }),
    Rule.KEEP_CLEAR: (looking_after.keeping_clear, {
        "pause": NO_PAUSE,
        "clocks": (keeps_clear("2026-03-26"), {}, [("2026-03-31T23:00", "overdue")]),
        "holiday": (keeps_clear("2026-04-02"), {}, [("2026-04-09T23:00", "overdue")]),
        "early end": (keeps_clear("2026-04-02", left_on=date(2026, 4, 7)), {}, [("2026-04-09T23:00", "lapsed")]),
        "standard": (keeps_clear("2026-03-02"), {"standards": standards("2026-03-02", volunteer_answer_working_days=1)},
                     [("2026-03-04T00:00", "overdue")]),
    }),
    Rule.CALL_BACK: (looking_after.calls_back, {
        "pause": NO_PAUSE, "early end": "whoever has left and asked for a call is rung all the same",
        "clocks": (would_like_a_call("2026-03-27"), {}, [("2026-03-31T23:00", "overdue")]),
        "holiday": (would_like_a_call("2026-04-02"), {}, [("2026-04-08T23:00", "overdue")]),
        "standard": (would_like_a_call("2026-03-02"), {"standards": standards("2026-03-02", call_working_days=5)},
                     [("2026-03-10T00:00", "overdue")]),
    }),
    Rule.DEBRIEF: (looking_after.debriefs, {
        "pause": NO_PAUSE, "early end": "whoever has left and asked for a call is debriefed all the same",
        "clocks": (would_like_a_call("2026-03-26", ("2026-03-27", "later")), {}, [("2026-03-31T23:00", "overdue")]),
        "holiday": (would_like_a_call("2026-04-01", ("2026-04-02", "later")), {}, [("2026-04-08T23:00", "overdue")]),
        "standard": (would_like_a_call("2026-03-02", ("2026-03-03", "later")),
                     {"standards": standards("2026-03-02", debrief_working_days=2)}, [("2026-03-05T00:00", "overdue")]),
    }),
    Rule.SUPERVISION: (looking_after.supervisions, {
        "pause": NO_PAUSE,
        "clocks": (supervised_since("2025-12-29"), {}, [("2026-03-29T23:00", "overdue")]),
        "holiday": (supervised_since("2026-01-06"), {}, [("2026-04-06T23:00", "overdue")]),
        "early end": (supervised_since("2026-01-06", "2026-03-20"), {}, [("2026-04-06T23:00", "lapsed")]),
        "standard": (supervised_since("2026-03-02"), {"standards": standards("2026-03-02", supervision_months=2)},
                     [("2026-05-02T23:00", "overdue")]),
    }),
    Rule.GROUP_SUPERVISION: (looking_after.supervisions, {
        "pause": NO_PAUSE,
        "clocks": (supervised_since("2025-12-29"), {}, [("2026-03-29T23:00", "overdue")]),
        "holiday": (supervised_since("2026-01-06"), {}, [("2026-04-06T23:00", "overdue")]),
        "early end": (supervised_since("2026-01-06", "2026-03-20"), {}, [("2026-04-06T23:00", "lapsed")]),
        "standard": (supervised_since("2026-03-02"), {"standards": standards("2026-03-02", group_supervision_months=2)},
                     [("2026-05-02T23:00", "overdue")]),
    }),
    Rule.EXPENSE_DECISION: (looking_after.claims_decided, {
        "pause": NO_PAUSE,
        "clocks": (claimed("2026-03-16"), {}, [("2026-03-30T23:00", "overdue")]),
        "holiday": (claimed("2026-03-30"), {}, [("2026-04-15T23:00", "overdue")]),
        "early end": (claimed("2026-03-30", taken_back_at=at("2026-04-07")), {}, [("2026-04-15T23:00", "lapsed")]),
        "standard": (claimed("2026-03-02", days=2), {}, [("2026-03-05T00:00", "overdue")]),  # the terms of that day
    }),
    Rule.LENT_BACK: (leaving.lent_back, {
        "pause": NO_PAUSE,
        "clocks": (lent("2026-03-15"), {}, [("2026-03-29T23:00", "overdue")]),
        "holiday": (lent("2026-03-23"), {}, [("2026-04-06T23:00", "overdue")]),
        "early end": (lent("2026-03-23", "2026-03-20"), {}, []),
        "standard": (lent("2026-03-02"), {"standards": standards("2026-03-02", lent_back_days=7)},
                     [("2026-03-10T00:00", "overdue")]),
    }),
    Rule.CHECK_DECISION: (volunteers.certificates_decided, {
        "pause": NO_PAUSE,
        "clocks": (shown("2026-03-24"), {}, [("2026-03-31T23:00", "overdue")]),
        "holiday": (shown("2026-04-02"), {}, [("2026-04-13T23:00", "overdue")]),
        "early end": (shown("2026-04-02", left_on=date(2026, 4, 7)), {}, [("2026-04-13T23:00", "lapsed")]),
        "standard": (shown("2026-03-02"), {"standards": standards("2026-03-02", check_decision_working_days=1)},
                     [("2026-03-04T00:00", "overdue")]),
    }),
    Rule.FEW_VOLUNTEERS: (life.enough_volunteers, {
        "pause": (with_one_volunteer("2026-02-16", pauses=(WEEK_OFF,)), {"kinds": kinds("2020-06-01", TWO, TWO)},
                  [("2026-03-24T00:00", "overdue")]),
        "clocks": (with_one_volunteer("2026-03-01"), {"kinds": kinds("2020-06-01", TWO, TWO)},
                   [("2026-03-29T23:00", "overdue")]),
        "holiday": (with_one_volunteer("2026-03-09"), {"kinds": kinds("2020-06-01", TWO, TWO)},
                    [("2026-04-06T23:00", "overdue")]),
        "early end": (with_one_volunteer("2026-03-09", ends="2026-03-20"), {"kinds": kinds("2020-06-01", TWO, TWO)},
                      [("2026-04-06T23:00", "lapsed")]),
        "standard": (with_one_volunteer("2026-02-02"), {"kinds": kinds("2026-03-09", TWO, {"least_volunteers": 1})},
                     [("2026-04-06T23:00", "overdue")]),
    }),
}  # fmt: skip
CASES = [
    (rule, name) for rule, (_, cases) in TABLE.items() for name, case in cases.items() if not isinstance(case, str)
]


def test_every_rule_says_what_each_circumstance_does_to_it():
    assert {rule: set(cases) for rule, (_, cases) in TABLE.items()} == {rule: set(CIRCUMSTANCES) for rule in Rule}


@pytest.mark.parametrize(("rule", "name"), CASES)
def test_when_it_is_owed(rule, name):
    judge, cases = TABLE[rule]
    facts, more, wanted = cases[name]
    known = practice(**more)
    rows = facts(known) if judge is week else judge(facts, known)
    assert said(rows, rule, more.get("now", "2026-06-30")) == wanted
