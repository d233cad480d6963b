"""Circles: the list, one Circle's overview, and the decisions about its course: phase, pause, ending."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_http_methods, require_safe

from encircle.common.errors import NotFound
from encircle.design.answering import carried_out, say, typed
from encircle.design.dates import counted, long_date, long_date_and_time
from encircle.design.items import Action, Row, WorkItem
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import leave_receipt, record
from encircle.foundations.corrections.queries import times_corrected
from encircle.rooms.circles.actions.details import Details, change_details
from encircle.rooms.circles.actions.phases import end_circle
from encircle.rooms.circles.actions.venues import Where, add_venue
from encircle.rooms.circles.course_queries import course_now
from encircle.rooms.circles.gate import not_cleared
from encircle.rooms.circles.goal_queries import goals_going_on
from encircle.rooms.circles.models import Circle
from encircle.rooms.circles.queries import CircleNow, Wanted, circles_page
from encircle.rooms.circles.rules import may_change_circle, may_open_circle, require_changing
from encircle.rooms.circles.seat_queries import warnings_now
from encircle.rooms.circles.vocabulary import CircleState, EndingDecision, EndingReason
from encircle.rooms.meetings.actions.planning import cancel_planned
from encircle.rooms.meetings.queries import next_meeting, next_meetings
from encircle.rooms.meetings.rules import may_plan_meetings
from encircle.rooms.meetings.vocabulary import CancelReason
from encircle.rooms.organisation.models import Area, Venue
from encircle.rooms.partners.models import Agency
from encircle.rooms.practice.timeline import A_PAGE, events_of

from .answers import page
from .areas import areas_of, chosen
from .briefing_words import briefing_rows
from .circle_forms import NEW_VENUE, CirclesFilter, DetailsForm, EndingForm
from .course_words import cleared_words, course_rows
from .guard import StaffRequest, for_staff
from .happenings import entry
from .links import to
from .record import COLOURS, circle_page
from .review_waiting import review_rows
from .words import length_words, slot_words

IN_A_LIST = 20


@require_safe
@for_staff
def circles(request: StaffRequest) -> HttpResponse:
    by = request.actor
    areas = areas_of(by)
    form = CirclesFilter(request.GET, areas=areas)
    number = _page_number(request.GET.get("page"))
    wanted = Wanted(_area_id(areas, form.chosen("area")), form.chosen("kind"), form.chosen("state"))
    found = circles_page(wanted, first=(number - 1) * IN_A_LIST, count=IN_A_LIST, at=by.now)
    coming = next_meetings([one.circle.pk for one in found.circles], by.now)
    record(Verb.LISTED, "circles.circle", by=by.acting, detail=str(len(found.circles)))
    context = {
        "filter_form": form,
        "items": [_item(one, coming.get(one.circle.pk), len(areas) > 1) for one in found.circles],
        "total": found.total,
        "number": number,
        "last": max(1, -(-found.total // IN_A_LIST)),
        "address": form.address(),
        "may_open": any(may_open_circle(by, area.pk) for area in areas),
    }
    return page(request, "circles.html", context)


def _item(one: CircleNow, next_at: datetime | None, says_area: bool) -> WorkItem:
    facts = [one.circle.reference, one.circle.get_kind_display(), one.circle.area.name if says_area else ""]
    facts += [f"core member {one.core_member}" if one.core_member else "no core member", " and ".join(one.coordinators)]
    facts += [f"meets next on {long_date(next_at)}" if next_at else "no meeting planned"]
    return WorkItem(
        title=one.circle.name,
        url=to("circle", one.circle.pk),
        facts=[fact for fact in facts if fact],
        tag=one.standing,
        colour=COLOURS[one.state],
    )


@require_safe
@for_staff
def circle(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    """The overview: leaves a line in the trace that this person opened the Circle."""
    by = request.actor
    context = circle_page(request, circle_id, "circle")
    found: CircleNow = context["circle_now"]
    leave_receipt("circles.circle", circle_id, by=by.acting, circle_id=circle_id, area_id=found.circle.area_id)
    events = events_of(circle_id, by.now)
    is_over = found.state is CircleState.ENDED
    may_change = may_change_circle(by, found.circle.area_id) and not is_over
    course = course_now(found.circle, by.now, is_paused=found.state is CircleState.PAUSED)
    context |= {
        "warnings": ()
        if is_over
        else [*warnings_now(found.circle, by.now), *_not_cleared(found, course.prison, by.now)],
        "rows": [
            *_overview(found),
            *course_rows(found.circle, course, may_change=may_change),
            *briefing_rows(circle_id, by.now),
            _goals_row(circle_id),
            *review_rows(found.circle, by.now),
        ],
        "corrected": times_corrected([circle_id]).get(circle_id, 0),
        "next": next_meeting(circle_id, by.now),
        "events": [entry(event, circle_id) for event in events[:A_PAGE]],
        "has_more": len(events) > A_PAGE,
        "may_change": may_change,
        "names_prison": may_change and course.asks_prison and course.prison is None,
        "may_plan": may_plan_meetings(by, found.circle.area_id) and not is_over,
        "is_paused": found.state is CircleState.PAUSED,
        "is_over": is_over,
    }
    return page(request, "circle.html", context)


def _not_cleared(found: CircleNow, prison: Agency | None, at: datetime) -> list[str]:
    return cleared_words(not_cleared(found.circle, found.phase, prison, at))


def _overview(found: CircleNow) -> list[Row]:
    one = found.circle
    slot = slot_words(one.weekday, one.slot_time) if one.weekday is not None and one.slot_time else ""
    return [
        Row("State", found.standing),
        Row("Opened", long_date_and_time(one.opened_at)),
        Row("Usual time", slot),
        Row("Usual length", length_words(one.meeting_minutes)),
        Row("Venue", one.venue.name if one.venue else ""),
    ]


def _goals_row(circle_id: UUID) -> Row:
    how_many = goals_going_on([circle_id]).get(circle_id, 0)
    see = Action("See", to("goals", circle_id), hidden="the goals")
    return Row("Goals", counted(how_many, "goal") if how_many else "None at the moment", actions=[see])


# --- the course of a Circle ---


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def details(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    by, context = request.actor, to_change(request, circle_id)
    one: Circle = context["circle"]
    venues = Venue.objects.filter(area=one.area_id, retired_at__isnull=True).order_by("name")
    initial = {"name": one.name, "venue": one.venue_id, "weekday": one.weekday, "slot_time": one.slot_time}
    form = DetailsForm(typed(request), venues=list(venues), initial=initial | {"meeting_minutes": one.meeting_minutes})

    def act() -> None:
        change_details(one, _details(form, one, by), why=form.cleaned_data["why"], by=by, at=by.now)

    if carried_out(form, act):
        say(request, "The details are changed. Meetings already planned stay as they are.")
        return redirect("casework:circle", circle_id)
    return page(request, "circle_details.html", context | {"form": form})


def _details(form: DetailsForm, one: Circle, by: Actor) -> Details:
    given = form.cleaned_data
    venue: str = given["venue"]
    if venue == NEW_VENUE:
        where = Where(given["new_venue"], given["new_address"], given["new_place"])
        venue = str(add_venue(one.area_id, where, id=form.id, by=by, at=by.now))
    return Details(
        name=given["name"],
        venue_id=UUID(venue) if venue else None,
        weekday=int(given["weekday"]) if given["weekday"] else None,
        slot_time=given["slot_time"],
        meeting_minutes=given["meeting_minutes"],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def ending(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    by, context = request.actor, to_change(request, circle_id)
    form = EndingForm(typed(request))

    def act() -> None:
        given = form.cleaned_data
        end_circle(
            circle_id, EndingReason(given["reason"]), decision_of=EndingDecision(given["decision_of"]),
            words=given["words"], by=by, at=by.now,
        )  # fmt: skip
        cancel_planned(context["circle"], CancelReason.OTHER, by=by, at=by.now)

    if carried_out(form, act):
        say(request, "The Circle has ended. Every seat ends today. Now ask everybody how it went.")
        return redirect("casework:after", circle_id)
    return page(request, "circle_ending.html", context | {"form": form})


def to_change(request: StaffRequest, circle_id: UUID) -> dict[str, Any]:
    context = circle_page(request, circle_id, "circle")
    require_changing(request.actor, context["circle"].area_id)
    return context


def _area_id(areas: list[Area], code: str) -> UUID | None:
    area = chosen(areas, code)
    return area.pk if area else None


def _page_number(typed_number: str | None) -> int:
    return max(1, int(typed_number)) if typed_number and typed_number.isdecimal() and len(typed_number) < 6 else 1


def instant_in_address(text: str | None) -> datetime | None:
    """An instant from an address. Anything else is a page that does not exist."""
    if not text:
        return None
    try:
        found = parse_datetime(text.replace(" ", "+"))
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise NotFound()
    return found
