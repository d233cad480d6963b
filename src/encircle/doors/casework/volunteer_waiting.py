"""What is due about volunteers and those who come forward, on the home page: how much of each, and where it is done."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from encircle.design.items import WorkItem
from encircle.rooms.due.queries import MOST, OfRule, counts_of
from encircle.rooms.due.vocabulary import Rule

# Whoever asked for a call, or is to be debriefed, stands on the home page by name.
LISTS = {
    Rule.EXPENSE_DECISION: "expenses",
    Rule.WISH_TO_STOP: "leavings",
    Rule.END_TALK: "leavings",
    Rule.REST_TALK: "leavings",
    Rule.LENT_BACK: "leavings",
    Rule.KEEP_CLEAR: "due",
    Rule.SUPERVISION: "supervisions",
    Rule.GROUP_SUPERVISION: "supervisions",
    Rule.CLEARANCE_MISSING: "checks",
    Rule.CHECK_DECISION: "checks",
    Rule.CHECK_AGAIN: "checks",
    Rule.CLEARANCE_AGAIN: "checks",
    Rule.COURSE_AGAIN: "training",
    Rule.AGREEMENT_AGAIN: "due",
    Rule.EXCEPTION_ENDING: "exceptions",
    Rule.VOLUNTEER_ANSWER: "applicants",
    Rule.APPLICATION_READ: "applicants",
    Rule.REFERENCE_READ: "applicants",
    Rule.REFERENCE_CHASE: "applicants",
}


def volunteer_items(area_ids: Iterable[UUID], at: datetime) -> list[WorkItem]:
    """Nobody's name: the list behind each line has them."""
    return [_item(one) for one in counts_of(LISTS, area_ids, at)]


def _item(one: OfRule) -> WorkItem:
    return WorkItem(
        title=str(one.rule.label),
        url=reverse(f"casework:{LISTS[one.rule]}"),
        facts=[] if one.overdue == one.count else [f"{_said(one.count)} to do in the next 7 days"],
        tag=f"{_said(one.overdue)} overdue" if one.overdue else "",
        colour="red" if one.overdue else "grey",
        urgency="urgent" if one.overdue else "",
    )


def _said(count: int) -> str:
    return f"{MOST}+" if count > MOST else str(count)
