"""Each line of a work list leads to the page on which it is done, whatever rule put it there."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.urls import resolve

from encircle.doors.casework.due_words import place_of
from encircle.rooms.due.queries import Line
from encircle.rooms.due.vocabulary import Owner, Rule, Scope

SUBJECT, ITEM, CIRCLE = UUID(int=1), UUID(int=2), UUID(int=3)
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
WHICH = {SUBJECT: "subject", ITEM: "item", CIRCLE: "circle"}

# rule -> the page, the argument it takes, and which of the line's ids that is
WANTED = {
    Rule.ENQUIRY_CALL_BACK: ("enquiry", "enquiry_id", "subject"),
    Rule.REFERRAL_READ: ("referral", "referral_id", "subject"),
    Rule.REFERRAL_DECISION: ("referral", "referral_id", "subject"),
    Rule.PANEL_VIEW: ("referral", "referral_id", "subject"),
    Rule.WAITING_REVIEW: ("waiting_place", "core_member_id", "subject"),
    Rule.BRIEFING_HELD: ("briefings", "circle_id", "circle"),
    Rule.AGREEMENT_TO_TAKE_PART: ("joining", "core_member_id", "subject"),
    Rule.CARER_AGREEMENT: ("joining", "core_member_id", "subject"),
    Rule.MEMBERS_AGREEMENT: ("circle_agreement", "circle_id", "circle"),
    Rule.MEETING_HELD: ("meetings", "circle_id", "circle"),
    Rule.MINUTES_WRITTEN: ("meeting", "meeting_id", "item"),
    Rule.MINUTES_READ: ("minutes", "version_id", "item"),
    Rule.MINUTES_RELEASED: ("release", "version_id", "item"),
    Rule.REVIEW_HELD: ("circle_reviews", "circle_id", "circle"),
    Rule.CONCERN_DECIDED: ("concern", "concern_id", "item"),
    Rule.CONSENT_ENDING: ("consents", "circle_id", "circle"),
    Rule.PARTNER_AGREEMENT: ("agreement_change", "agreement_id", "item"),
    Rule.PARTNER_CONTACT: ("contact_new", "agency_id", "subject"),
    Rule.MAPPA_ACTION: ("mappa", "core_member_id", "subject"),
    Rule.PAUSE_RETURN: ("circle_course", "circle_id", "circle"),
    Rule.PAUSE_LONGEST: ("circle_course", "circle_id", "circle"),
    Rule.FIRST_AFTER_RELEASE: ("meetings", "circle_id", "circle"),
    Rule.PLANNED_END: ("after", "circle_id", "circle"),
    Rule.ENDING_REPORT: ("after", "circle_id", "circle"),
    Rule.QUESTIONNAIRE: ("questionnaire", "questionnaire_id", "item"),
    Rule.FOLLOW_UP: ("follow_up", "circle_id", "circle"),
    Rule.VOLUNTEER_ANSWER: ("applicant", "applicant_id", "subject"),
    Rule.APPLICATION_READ: ("applicant", "applicant_id", "subject"),
    Rule.REFERENCE_CHASE: ("reference", "reference_id", "item"),
    Rule.REFERENCE_READ: ("reference", "reference_id", "item"),
    Rule.CHECK_AGAIN: ("volunteer_checks", "volunteer_id", "subject"),
    Rule.CLEARANCE_AGAIN: ("volunteer_checks", "volunteer_id", "subject"),
    Rule.CLEARANCE_MISSING: ("volunteer_checks", "volunteer_id", "subject"),
    Rule.COURSE_AGAIN: ("volunteer_readiness", "volunteer_id", "subject"),
    Rule.AGREEMENT_AGAIN: ("volunteer_readiness", "volunteer_id", "subject"),
    Rule.EXCEPTION_ENDING: ("volunteer_readiness", "volunteer_id", "subject"),
    Rule.END_TALK: ("end_talk", "ended_seat_id", "item"),
    Rule.REST_TALK: ("rest_talk", "rest_id", "item"),
    Rule.WISH_TO_STOP: ("staying", "volunteer_id", "subject"),
    Rule.KEEP_CLEAR: ("keeping_clear", "volunteer_id", "subject"),
    Rule.CALL_BACK: ("call_back", "wellbeing_id", "item"),
    Rule.DEBRIEF: ("call_back", "wellbeing_id", "item"),
    Rule.SUPERVISION: ("volunteer_support", "volunteer_id", "subject"),
    Rule.GROUP_SUPERVISION: ("volunteer_support", "volunteer_id", "subject"),
    Rule.EXPENSE_DECISION: ("claim", "claim_id", "item"),
    Rule.LENT_BACK: ("staying", "volunteer_id", "subject"),
    Rule.CHECK_DECISION: ("volunteer_checks", "volunteer_id", "subject"),
    Rule.FEW_VOLUNTEERS: ("seats", "circle_id", "circle"),
}


def line(rule, scope=Scope.CIRCLE, circle_id=CIRCLE):
    return Line(
        ITEM, rule, scope, SUBJECT, ITEM, circle_id, Owner.COORDINATOR, NOW, NOW, None, None, None, timedelta(0),
        False, "", "", "",
    )  # fmt: skip


@pytest.mark.parametrize("rule", Rule)
def test_a_line_leads_to_the_page_on_which_it_is_done(rule):
    found = resolve(place_of(line(rule)))
    ((argument, id),) = found.kwargs.items()
    assert (found.view_name, argument, WHICH[id]) == (f"casework:{WANTED[rule][0]}", *WANTED[rule][1:])


def test_a_consent_of_somebody_without_a_circle_leads_to_the_person():
    found = resolve(place_of(line(Rule.CONSENT_ENDING, Scope.CORE_MEMBER, None)))
    assert (found.view_name, found.kwargs) == ("casework:core_member", {"core_member_id": SUBJECT})
