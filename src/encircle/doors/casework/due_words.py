"""What is owed, as lines of a work list: what is to be done, about which Circle, by when, and where it is done."""

from datetime import datetime, timedelta

from encircle.design.dates import counted, duration, relative, relative_day
from encircle.design.items import TagColour, WorkItem
from encircle.rooms.due.queries import Age, Line, Slot
from encircle.rooms.due.vocabulary import Owner, Rule, Scope, Standing
from encircle.rooms.organisation.clocks import last_day

from .links import to

A_MINUTE, HOURS_MATTER = timedelta(minutes=1), timedelta(hours=24)
# Where it is done: the page, and which of its ids the page takes.
PLACES: dict[Rule, tuple[str, str]] = {
    Rule.ENQUIRY_CALL_BACK: ("enquiry", "subject_id"),
    Rule.REFERRAL_READ: ("referral", "subject_id"),
    Rule.REFERRAL_DECISION: ("referral", "subject_id"),
    Rule.PANEL_VIEW: ("referral", "subject_id"),
    Rule.WAITING_REVIEW: ("waiting_place", "subject_id"),
    Rule.BRIEFING_HELD: ("briefings", "circle_id"),
    Rule.MEETING_HELD: ("meetings", "circle_id"),
    Rule.MINUTES_WRITTEN: ("meeting", "item_id"),
    Rule.MINUTES_READ: ("minutes", "item_id"),
    Rule.MINUTES_RELEASED: ("release", "item_id"),
    Rule.REVIEW_HELD: ("circle_reviews", "circle_id"),
    Rule.AGREEMENT_TO_TAKE_PART: ("joining", "subject_id"),
    Rule.CARER_AGREEMENT: ("joining", "subject_id"),
    Rule.MEMBERS_AGREEMENT: ("circle_agreement", "circle_id"),
    Rule.PLANNED_END: ("after", "circle_id"),
    Rule.ENDING_REPORT: ("after", "circle_id"),
    Rule.QUESTIONNAIRE: ("questionnaire", "item_id"),
    Rule.FOLLOW_UP: ("follow_up", "circle_id"),
    Rule.MAPPA_ACTION: ("mappa", "subject_id"),
    Rule.CONCERN_DECIDED: ("concern", "item_id"),
    Rule.PARTNER_AGREEMENT: ("agreement_change", "item_id"),
    Rule.PARTNER_CONTACT: ("contact_new", "subject_id"),
    Rule.PAUSE_RETURN: ("circle_course", "circle_id"),
    Rule.PAUSE_LONGEST: ("circle_course", "circle_id"),
    Rule.FIRST_AFTER_RELEASE: ("meetings", "circle_id"),
    Rule.VOLUNTEER_ANSWER: ("applicant", "subject_id"),
    Rule.APPLICATION_READ: ("applicant", "subject_id"),
    Rule.REFERENCE_CHASE: ("reference", "item_id"),
    Rule.REFERENCE_READ: ("reference", "item_id"),
    Rule.CHECK_AGAIN: ("volunteer_checks", "subject_id"),
    Rule.CLEARANCE_AGAIN: ("volunteer_checks", "subject_id"),
    Rule.CLEARANCE_MISSING: ("volunteer_checks", "subject_id"),
    Rule.COURSE_AGAIN: ("volunteer_readiness", "subject_id"),
    Rule.AGREEMENT_AGAIN: ("volunteer_readiness", "subject_id"),
    Rule.EXCEPTION_ENDING: ("volunteer_readiness", "subject_id"),
    Rule.END_TALK: ("end_talk", "item_id"),
    Rule.REST_TALK: ("rest_talk", "item_id"),
    Rule.WISH_TO_STOP: ("staying", "subject_id"),
    Rule.KEEP_CLEAR: ("keeping_clear", "subject_id"),
    Rule.CALL_BACK: ("call_back", "item_id"),
    Rule.DEBRIEF: ("call_back", "item_id"),
    Rule.SUPERVISION: ("volunteer_support", "subject_id"),
    Rule.GROUP_SUPERVISION: ("volunteer_support", "subject_id"),
    Rule.EXPENSE_DECISION: ("claim", "item_id"),
    Rule.LENT_BACK: ("staying", "subject_id"),
    Rule.CHECK_DECISION: ("volunteer_checks", "subject_id"),
    Rule.FEW_VOLUNTEERS: ("seats", "circle_id"),
}
WHOSE = {Owner.VOLUNTEERS: "the volunteers write them", Owner.MANAGER: "a senior coordinator decides"}
SLOTS = {Slot.OVERDUE: "Overdue", Slot.TODAY: "Today", Slot.WEEK: "In the next 7 days"}
AGES = {
    Age.COMING: "Due in the next 7 days",
    Age.WEEK: "Overdue up to 7 days",
    Age.MONTH: "Overdue 8 to 28 days",
    Age.LONGER: "Overdue more than 28 days",
    Age.STILL: "Standing still",
}
COLOURS: dict[Standing, TagColour] = {
    Standing.TO_COME: "blue",
    Standing.OVERDUE: "red",
    Standing.PAUSED: "grey",
    Standing.IN_TIME: "green",
    Standing.LATE: "yellow",
    Standing.LAPSED: "grey",
}


def place_of(line: Line) -> str:
    """The page on which it is done; its Circle's own page where there is none better."""
    otherwise = to("circle", line.circle_id) if line.circle_id else ""
    if not otherwise and line.scope == Scope.CORE_MEMBER:
        otherwise = to("core_member", line.subject_id)
    if line.rule is Rule.CONSENT_ENDING:
        return to("consents", line.circle_id) if line.circle_id else to("core_member", line.subject_id)
    name, id = PLACES.get(line.rule, ("", ""))
    known = getattr(line, id) if id else None
    return to(name, known, otherwise=otherwise) if known else otherwise or to("home")


def item(line: Line, at: datetime, *, says_area: bool = False) -> WorkItem:
    standing = line.standing(at)
    late = standing is Standing.OVERDUE
    whose = WHOSE.get(line.owner, "")
    area = line.area_name if says_area else ""
    return WorkItem(
        title=f"{about(line)}: {line.rule.label[:1].lower()}{line.rule.label[1:]}",
        url=place_of(line),
        facts=[fact for fact in (area, whose, _open_for(line, at)) if fact],
        tag=standing.label if standing is not Standing.TO_COME else "",
        colour=COLOURS[standing],
        when=when(line, at),
        urgency="urgent" if late else "",
    )


def _open_for(line: Line, at: datetime) -> str:
    """What is worked out ahead opens later: there is nothing to say of it yet."""
    return f"open for {duration(at - line.opened_at)}" if line.opened_at <= at - A_MINUTE else ""


def about(line: Line) -> str:
    """A Circle's name, or a reference; of what stands behind the wall, neither."""
    if line.walled:
        return f"Concern {line.reference}".strip()
    if line.scope == Scope.CONCERN and line.name:
        return f"{line.name}, concern {line.reference}".strip()
    words = {Scope.REFERRAL: "Referral ", Scope.ENQUIRY: "Enquiry ", Scope.CONCERN: "Concern "}
    return line.name or f"{words.get(line.scope, '')}{line.reference}".strip() or "No Circle now"


def when(line: Line, at: datetime) -> str:
    """A deadline at a midnight is the day before it, as people say it."""
    standing = line.standing(at)
    if standing in (Standing.IN_TIME, Standing.LATE) and line.met_at is not None:
        return f"done {relative(line.met_at, at)}"
    if line.due_at is None:
        return f"for {duration(at - line.stands_still_since)}" if line.stands_still_since else ""
    if standing is Standing.OVERDUE and line.days_late(at) >= 1:
        return f"{counted(line.days_late(at), 'day')} overdue"
    if abs(line.due_at - at) < HOURS_MATTER:
        return f"due {relative(line.due_at, at)}"
    return f"due {relative_day(last_day(line.due_at), at)}"
