"""A volunteer's first page: what is to be written, when they meet next, what was said to them, whom to ring."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from encircle.common.errors import NotFound
from encircle.design.dates import long_date
from encircle.design.items import TagColour, WorkItem
from encircle.rooms.briefings.for_volunteers import own_briefings
from encircle.rooms.circles.goal_queries import goals_going_on
from encircle.rooms.circles.models import Circle
from encircle.rooms.endings.for_respondents import own_waiting
from encircle.rooms.meetings.for_volunteers import (
    A_PAGE,
    Said,
    minutes_to_write,
    next_meetings,
    own_circles,
    past_meetings,
    said_to,
)
from encircle.rooms.meetings.queries import MeetingLine, Standing
from encircle.rooms.meetings.vocabulary import RemarkKind
from encircle.rooms.messaging.queries import unread
from encircle.rooms.organisation.vocabulary import Respondent
from encircle.rooms.received.models import Onward
from encircle.rooms.received.onward import for_volunteer
from encircle.rooms.reviews.queries.own import own_invitations
from encircle.rooms.risk.raised import concerns_raised
from encircle.rooms.support.presence_queries import own_away, own_turns
from encircle.rooms.support.queries import call_awaited, meetings_to_answer
from encircle.rooms.support.supervision_queries import next_supervision
from encircle.rooms.support.vocabulary import Answer

from .concerns import STATES, numbers, page_number
from .expense_words import in_a_few_words
from .guard import VolunteerRequest, for_volunteers
from .reviews import review_item
from .words import soon

FEW = 5
# How the minutes of a meeting gone by stand, in a volunteer's words.
STANDINGS: dict[Standing, tuple[str, TagColour]] = {
    Standing.PLANNED: ("To be written", "blue"),
    Standing.DUE: ("To be written", "blue"),
    Standing.OVERDUE: ("Not written", "red"),
    Standing.RETURNED: ("Came back to be changed", "yellow"),
    Standing.TO_READ: ("With your coordinator", "blue"),
    Standing.APPROVED: ("Approved", "green"),
    Standing.CANCELLED: ("Cancelled", "grey"),
    Standing.ELSEWHERE: ("Kept outside Encircle", "grey"),
}
READABLE = (Standing.TO_READ, Standing.APPROVED)
WRITABLE = (Standing.PLANNED, Standing.DUE, Standing.OVERDUE, Standing.RETURNED)


@dataclass(frozen=True)
class Past:
    """A meeting gone by: its day, how its minutes stand, and what can be done about them."""

    title: str
    circle: str
    words: str
    colour: TagColour
    action: str = ""
    url: str = ""


@require_safe
@for_volunteers
def home(request: VolunteerRequest) -> HttpResponse:
    by = request.actor
    circles = own_circles(by)
    past = past_meetings(by, size=FEW)
    concerns = concerns_raised(by, size=FEW)
    coming = next_meetings(by)
    context = {
        "circles": circles,
        "goals": goals_going_on(circle.pk for circle in circles),
        "briefings": own_briefings(circles, by=by),
        "several": len(circles) > 1,
        "questionnaires": own_waiting((Respondent.VOLUNTEER,)),
        "to_write": minutes_to_write(by),
        "next_meetings": coming,
        "own_turns": own_turns(by, coming),
        "away": own_away(by),
        "unread": unread(by),
        "next_supervision": next_supervision(by),
        "reviews": [review_item(one, by.now) for one in own_invitations(by, by.now)],
        "said": [_said(one, several=len(circles) > 1) for one in said_to(by)],
        "past": _past(past[:FEW]),
        "has_more_past": len(past) > FEW,
        "news": [_news(one, several=len(circles) > 1) for one in for_volunteer()],
        "raised": concerns[:FEW],
        "has_more_concerns": len(concerns) > FEW,
        "states": STATES,
        "soon": soon,
        "to_answer": next(iter(meetings_to_answer(by)), None),
        "call_awaited": call_awaited(by),
        "answers": Answer,
        "expenses": in_a_few_words(by),
        "is_volunteer": by.volunteer_id is not None,
        **numbers(by, circles),
    }
    return render(request, "volunteering/home.html", context)


@require_safe
@for_volunteers
def meetings(request: VolunteerRequest) -> HttpResponse:
    """All meetings gone by, twenty at a time; of one Circle where the address names one of theirs."""
    by, page = request.actor, page_number(request)
    circles = own_circles(by)
    circle = _chosen(circles, request.GET.get("circle", ""))
    found = past_meetings(by, circle_id=circle.pk if circle else None, page=page)
    context = {
        "circles": circles,
        "circle": circle,
        "several": len(circles) > 1,
        "past": _past(found[:A_PAGE]),
        "page_number": page,
        "has_older": len(found) > A_PAGE,
    }
    return render(request, "volunteering/meetings.html", context)


def _chosen(circles: Sequence[Circle], given: str) -> Circle | None:
    if not given:
        return None
    chosen = next((circle for circle in circles if str(circle.pk) == given), None)
    if chosen is None:
        raise NotFound()
    return chosen


def _said(said: Said, *, several: bool) -> WorkItem:
    is_question = said.remark.kind == RemarkKind.QUESTION
    day = long_date(said.meeting.starts_at)
    return WorkItem(
        title=f"{said.by.split(' ')[0]} asked you something" if is_question else f"{said.by.split(' ')[0]} thanked you",
        url=reverse("volunteering:version", args=[said.meeting.pk, said.number]) + "#said",
        facts=[f"About the minutes of {day}", *([said.meeting.circle.name] if several else [])],
        hidden=f"about the minutes of {day}",
        tag="Waiting for your answer" if is_question else "New",
        colour="yellow" if is_question else "green",
    )


def _news(one: Onward, *, several: bool) -> WorkItem:
    return WorkItem(
        title=f"What you may know, {long_date(one.recorded_at)}",
        url=reverse("volunteering:news", args=[one.pk]),
        facts=["Agreed with an agency", *([one.circle.name] if several else [])],
    )


def _past(lines: Sequence[MeetingLine]) -> list[Past]:
    return [_past_one(line) for line in lines]


def _past_one(line: MeetingLine) -> Past:
    words, colour = STANDINGS[line.standing]
    action, url = _action(line.meeting.pk, line.standing)
    return Past(long_date(line.meeting.starts_at), line.meeting.circle.name, words, colour, action, url)


def _action(meeting_id: UUID, standing: Standing) -> tuple[str, str]:
    if standing in READABLE:
        return "Read", reverse("volunteering:minutes", args=[meeting_id])
    if standing in WRITABLE:
        return "Write", reverse("volunteering:draft", args=[meeting_id])
    return "", ""
