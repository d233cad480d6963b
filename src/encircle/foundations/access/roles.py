"""Everything that may be done, and every role in plain English with what it may do.

This page is meant to be read by a commissioner. What a person may *see* is decided by the database (row policies);
what they may *do* with what they see is decided by rules that ask for one of the words below.
"""

from dataclasses import dataclass
from enum import Enum

from .vocabulary import Role


class May(Enum):
    """One thing that can be done."""

    OPEN_CIRCLES = "open a Circle and give people seats in it"
    PLAN_MEETINGS = "plan, move and cancel meetings"
    START_UNBRIEFED = "let a Circle start without a held briefing, saying why"
    RECORD_CONSENT = "record consents and withdrawals"
    DECIDE_GROUNDS = "decide that a ground other than consent applies"
    APPROVE_MINUTES = "read, return, correct and approve minutes"
    RELEASE = "release minutes to the outer circle and recall a release"
    TRIAGE_CONCERNS = "triage concerns and tell agencies"
    HANDLE_WALLED_CONCERNS = "handle a concern about someone who works here"
    TAKE_REFERRALS = "note enquiries, invite referrals, key paper forms and withdraw referrals"
    DECIDE_REFERRALS = "decide on referrals where the practice standard asks for a senior"
    KNOW_CONFLICTS = "be told that somebody referred may be a volunteer, a colleague or one to be kept apart"
    DECIDE_CHECKS = "decide whether what a check on a volunteer shows stands in the way"
    EXCEPT_FROM_GATE = "let a volunteer who is not ready sit in a Circle until a day, saying why"
    MANAGE_VOLUNTEERS = "add volunteers and invite them to sign in"
    LOOK_AFTER_VOLUNTEERS = "ring volunteers back, supervise them and offer counselling"
    SEND_MESSAGES = "write to groups of volunteers of their areas, never about a case"
    APPROVE_EXPENSES = "approve or return volunteers’ claims for expenses, and note hours for them"
    APPROVE_LARGE_EXPENSES = "be the second person to approve a claim above the limit"
    PAY_EXPENSES = "make the payment file of approved claims, and add up hours and expenses by area"
    MANAGE_PARTNERS = "add agencies, professionals and agreements"
    KEEP_DOCUMENTS = "keep documents and assessments of the people in their areas, and read them inside"
    DOWNLOAD_ORIGINALS = "take a document out of Encircle as the file it came as"
    SEARCH = "search for Circles, people and words in minutes"
    BREAK_GLASS = "open one record outside their areas in an emergency, for an hour"
    REVIEW_BREAK_GLASS = "review every use of the emergency opening"
    APPOINT_TO_CASES = "appoint coordinators, senior coordinators and managers"
    APPOINT_OTHERS = "appoint administrators, trustees and assurance roles"
    MANAGE_ACCOUNTS = "invite, suspend and help people who sign in"
    CHANGE_SETTINGS = "change the charity's settings, areas and topics"
    SET_STANDARD = "change the practice standard: clocks and lengths"
    KEEP_ROTA = "keep the on-call rota"
    IMPORT = "bring in an existing caseload"
    READ_TRAIL = "search the trail of who looked at what"
    KEEP_BREACHES = "keep the breach log"
    SEE_FIGURES = "see figures about the charity's work, with small numbers left out"


@dataclass(frozen=True)
class RoleText:
    name: str
    says: str
    may: frozenset[May]


_CASEWORK = frozenset(
    {
        May.OPEN_CIRCLES,
        May.PLAN_MEETINGS,
        May.RECORD_CONSENT,
        May.DECIDE_GROUNDS,
        May.APPROVE_MINUTES,
        May.RELEASE,
        May.TRIAGE_CONCERNS,
        May.TAKE_REFERRALS,
        May.MANAGE_VOLUNTEERS,
        May.LOOK_AFTER_VOLUNTEERS,
        May.SEND_MESSAGES,
        May.APPROVE_EXPENSES,
        May.MANAGE_PARTNERS,
        May.KEEP_DOCUMENTS,
        May.DOWNLOAD_ORIGINALS,
        May.SEARCH,
        May.BREAK_GLASS,
    }
)

ROLES: dict[Role, RoleText] = {
    Role.COORDINATOR: RoleText(
        "Coordinator",
        "Runs the Circles of their own areas. Sees those Circles, their volunteers and everything received about them, "
        "and nothing of other areas unless appointed to cover one.",
        _CASEWORK,
    ),
    Role.SENIOR_COORDINATOR: RoleText(
        "Senior coordinator",
        "Does everything a coordinator does, in all areas, and is who unanswered concerns climb to first.",
        _CASEWORK
        | {
            May.KEEP_ROTA,
            May.HANDLE_WALLED_CONCERNS,
            May.DECIDE_REFERRALS,
            May.DECIDE_CHECKS,
            May.EXCEPT_FROM_GATE,
            May.KNOW_CONFLICTS,
            May.START_UNBRIEFED,
            May.APPROVE_LARGE_EXPENSES,
        },
    ),
    Role.SAFEGUARDING_LEAD: RoleText(
        "Safeguarding lead",
        "Handles concerns about someone who works here and tells agencies of them, seeing nothing else of the Circle. "
        "Such a concern does not exist for the person it is about.",
        frozenset({May.HANDLE_WALLED_CONCERNS}),
    ),
    Role.OPERATIONS_MANAGER: RoleText(
        "Operations manager",
        "Sees all areas, appoints coordinators, sets the clocks, and is who unanswered concerns climb to last.",
        _CASEWORK
        | {
            May.HANDLE_WALLED_CONCERNS,
            May.DECIDE_REFERRALS,
            May.DECIDE_CHECKS,
            May.EXCEPT_FROM_GATE,
            May.KNOW_CONFLICTS,
            May.START_UNBRIEFED,
            May.APPROVE_LARGE_EXPENSES,
            May.PAY_EXPENSES,
            May.KEEP_ROTA,
            May.APPOINT_TO_CASES,
            May.APPOINT_OTHERS,
            May.REVIEW_BREAK_GLASS,
            May.MANAGE_ACCOUNTS,
            May.CHANGE_SETTINGS,
            May.SET_STANDARD,
            May.IMPORT,
            May.SEE_FIGURES,
        },
    ),
    Role.ADMINISTRATOR: RoleText(
        "Administrator",
        "Looks after accounts and settings. Sees no Circle and no person the charity works with.",
        frozenset({May.MANAGE_ACCOUNTS, May.CHANGE_SETTINGS, May.APPOINT_OTHERS}),
    ),
    Role.DATA_PROTECTION_LEAD: RoleText(
        "Data-protection lead",
        "Sees the trail of who looked at what, the breach log and emergency openings; no case content.",
        frozenset({May.READ_TRAIL, May.KEEP_BREACHES, May.REVIEW_BREAK_GLASS}),
    ),
    Role.TRUSTEE: RoleText(
        "Trustee", "Sees figures with small numbers left out; never a person.", frozenset({May.SEE_FIGURES})
    ),
    Role.FACILITATOR: RoleText("Programme facilitator", "Sees their own group programmes; no Circle.", frozenset()),
    Role.COUNSELLOR: RoleText("Counsellor", "Sees their own clients; no Circle.", frozenset()),
}
