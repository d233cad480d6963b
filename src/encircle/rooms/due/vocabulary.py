"""The words of what is due: which rules there are, whose work they are, and how an obligation stands."""

from django.db import models


class Rule(models.TextChoices):
    """One thing the practice standard asks for. The code is kept for good: clauses of a code of practice name it."""

    ENQUIRY_CALL_BACK = "enquiry_call_back", "Do what was promised to whoever enquired"
    REFERRAL_READ = "referral_read", "Read a referral"
    REFERRAL_DECISION = "referral_decision", "Decide on a referral"
    PANEL_VIEW = "panel_view", "Give a view on a referral"
    WAITING_REVIEW = "waiting_review", "Look again at somebody who waits for a Circle"
    BRIEFING_HELD = "briefing_held", "Hold the briefing"
    AGREEMENT_TO_TAKE_PART = "agreement_to_take_part", "Agree with the core member on taking part"
    CARER_AGREEMENT = "carer_agreement", "Agree with a parent or carer"
    MEMBERS_AGREEMENT = "members_agreement", "Sign the agreement of the Circle’s members"
    MEETING_HELD = "meeting_held", "Hold a meeting"
    MINUTES_WRITTEN = "minutes_written", "Write the minutes"
    MINUTES_READ = "minutes_read", "Read the minutes"
    MINUTES_RELEASED = "minutes_released", "Release the minutes"
    REVIEW_HELD = "review_held", "Hold a review"
    CONCERN_DECIDED = "concern_decided", "Decide on a concern"
    CONSENT_ENDING = "consent_ending", "Ask again before a consent ends"
    PARTNER_AGREEMENT = "partner_agreement", "Review an agreement with an agency"
    PARTNER_CONTACT = "partner_contact", "Be in touch with an agency again"
    MAPPA_ACTION = "mappa_action", "Do what a MAPPA meeting asked of the charity"
    PAUSE_RETURN = "pause_return", "Go on after a pause, or say until when"
    PAUSE_LONGEST = "pause_longest", "Decide what becomes of a long pause"
    FIRST_AFTER_RELEASE = "first_after_release", "Meet soon after release from prison"
    PLANNED_END = "planned_end", "End the Circle, or move its planned end"
    ENDING_REPORT = "ending_report", "Write the report at the end"
    QUESTIONNAIRE = "questionnaire", "Get a questionnaire answered"
    FOLLOW_UP = "follow_up", "Find out how the core member is"
    VOLUNTEER_ANSWER = "volunteer_answer", "Answer somebody who wants to volunteer"
    APPLICATION_READ = "application_read", "Go on with an application to volunteer"
    REFERENCE_CHASE = "reference_chase", "Write to a referee again"
    REFERENCE_READ = "reference_read", "Look at a reference"
    CHECK_AGAIN = "check_again", "Check with the DBS again"
    CLEARANCE_AGAIN = "clearance_again", "Ask a prison to clear them again"
    CLEARANCE_MISSING = "clearance_missing", "Ask the prison of their Circle to clear them"
    COURSE_AGAIN = "course_again", "Renew a course"
    AGREEMENT_AGAIN = "agreement_again", "Have the agreement with the charity signed again"
    EXCEPTION_ENDING = "exception_ending", "Meet what an exception stands in for"
    END_TALK = "end_talk", "Talk with a volunteer whose seat has ended"
    REST_TALK = "rest_talk", "Talk with a volunteer about coming back"
    WISH_TO_STOP = "wish_to_stop", "Answer a volunteer who would like to stop"
    KEEP_CLEAR = "keep_clear", "Look at whom or what a volunteer must keep clear of"
    CALL_BACK = "call_back", "Ring a volunteer who asked for a call"
    DEBRIEF = "debrief", "Debrief a volunteer"
    SUPERVISION = "supervision", "Supervise a volunteer one to one"
    GROUP_SUPERVISION = "group_supervision", "Supervise a volunteer in a group"
    EXPENSE_DECISION = "expense_decision", "Decide on an expense claim"
    LENT_BACK = "lent_back", "Get back what a volunteer was lent"
    CHECK_DECISION = "check_decision", "Decide on a certificate"
    FEW_VOLUNTEERS = "few_volunteers", "Find volunteers for a Circle that has too few"


class Owner(models.TextChoices):
    """Whose work it is."""

    VOLUNTEERS = "volunteers", "Volunteers"
    COORDINATOR = "coordinator", "Coordinator"
    MANAGER = "manager", "Manager"


class Scope(models.TextChoices):
    """What is worked out as a whole: everything owed about one of these."""

    CIRCLE = "circle", "Circle"
    REFERRAL = "referral", "Referral"
    ENQUIRY = "enquiry", "Enquiry"
    CORE_MEMBER = "core_member", "Core member"
    AGENCY = "agency", "Agency"
    CONCERN = "concern", "Concern"
    APPLICANT = "applicant", "Applicant to volunteer"
    VOLUNTEER = "volunteer", "Volunteer"
    EVERYTHING = "everything", "Everything"  # a clock of the charity changed


class Standing(models.TextChoices):
    """How an obligation stands at a moment: worked out from its moments, never written down."""

    TO_COME = "to_come", "Not due yet"
    OVERDUE = "overdue", "Overdue"
    PAUSED = "paused", "Stands still"
    IN_TIME = "in_time", "Done in time"
    LATE = "late", "Done late"
    LAPSED = "lapsed", "Fell away"
