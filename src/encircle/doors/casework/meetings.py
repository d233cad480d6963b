"""Meetings of a Circle: the list, one meeting, planning ahead, moving and cancelling."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from encircle.common.clock import in_london
from encircle.design.answering import carried_out, say, typed
from encircle.design.dates import clock_time, counted, long_date, relative
from encircle.design.items import Row, TagColour, WorkItem
from encircle.foundations.access.actor import names_of
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import leave_receipt, record
from encircle.foundations.corrections.queries import times_corrected
from encircle.rooms.circles.models import Circle
from encircle.rooms.circles.vocabulary import CircleState
from encircle.rooms.meetings.actions.planning import (
    add_meeting,
    cancel_meeting,
    move_meeting,
    plan_meetings,
    wait_for_no_minutes,
)
from encircle.rooms.meetings.models import Meeting
from encircle.rooms.meetings.queries import (
    CameLine,
    MeetingLine,
    MeetingPage,
    Standing,
    meeting_page,
    meeting_row,
    meetings_so_far,
    meetings_to_come,
)
from encircle.rooms.meetings.rules import may_plan_meetings, may_work_on_minutes, require_planning
from encircle.rooms.meetings.vocabulary import CancelReason
from encircle.rooms.organisation.clocks import Slot, WorkingCalendar, bank_holiday, weekly_slots
from encircle.rooms.organisation.models import Venue
from encircle.rooms.organisation.queries import closure_days

from .answers import once, page
from .circles import instant_in_address
from .guard import StaffRequest, for_staff
from .links import to
from .meeting_forms import CancellationForm, MeetingForm, MoveForm, PlanForm
from .opening_answers import day_words
from .opening_forms import LEAVE_OUT
from .record import circle_page
from .words import length_words

A_PAGE = 20
STANDINGS: dict[Standing, tuple[str, TagColour]] = {
    Standing.PLANNED: ("Planned", "blue"),
    Standing.CANCELLED: ("Cancelled", "grey"),
    Standing.ELSEWHERE: ("No minutes here", "grey"),
    Standing.DUE: ("Minutes due", "blue"),
    Standing.OVERDUE: ("Minutes overdue", "red"),
    Standing.RETURNED: ("Returned", "purple"),
    Standing.TO_READ: ("Minutes to read", "orange"),
    Standing.APPROVED: ("Approved", "green"),
}


@require_safe
@for_staff
def meetings(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    by, before = request.actor, instant_in_address(request.GET.get("before"))
    context = circle_page(request, circle_id, "meetings")
    coming = [] if before else meetings_to_come(circle_id, by.now, 60)
    so_far = meetings_so_far(circle_id, by.now, A_PAGE + 1, before)
    shown = len(coming) + min(len(so_far), A_PAGE)
    area_id = context["circle"].area_id
    record(Verb.LISTED, "meetings.meeting", by=by.acting, circle_id=circle_id, area_id=area_id, detail=str(shown))
    context |= {
        "coming": [_item(line, by.now) for line in coming],
        "so_far": [_item(line, by.now) for line in so_far[:A_PAGE]],
        "older": so_far[A_PAGE - 1].meeting.starts_at.isoformat() if len(so_far) > A_PAGE else "",
        "is_older": before is not None,
        "may_plan": may_plan_meetings(by, area_id) and context["circle_now"].state is not CircleState.ENDED,
    }
    return page(request, "meetings.html", context)


def _item(line: MeetingLine, now: Any) -> WorkItem:
    one = line.meeting
    tag, colour = STANDINGS[line.standing]
    holiday = bank_holiday(in_london(one.starts_at).date())
    outcome = "" if not one.outcome or one.outcome == "held" else one.get_outcome_display()
    facts = [one.venue.name if one.venue else "", holiday or "", outcome, one.get_cancel_reason_display()]
    waits = line.standing in (Standing.DUE, Standing.OVERDUE)
    return WorkItem(
        title=f"{long_date(one.starts_at)}, {clock_time(one.starts_at)} to {clock_time(one.ends_at)}",
        url=to("meeting", one.pk),
        facts=[fact for fact in facts if fact],
        tag=tag,
        colour=colour,
        when=f"due {relative(line.due_at, now)}" if waits and line.due_at else "",
        urgency="urgent" if line.standing is Standing.OVERDUE else "",
    )


@require_safe
@for_staff
def meeting(request: StaffRequest, meeting_id: UUID) -> HttpResponse:
    by, found = request.actor, meeting_page(meeting_id, request.actor.now)
    one = found.meeting
    context = circle_page(request, one.circle_id, "meetings")
    leave_receipt("meetings.meeting", meeting_id, by=by.acting, circle_id=one.circle_id, area_id=one.area_id)
    is_open = not found.versions and one.cancelled_at is None
    missing = found.line.standing in (Standing.DUE, Standing.OVERDUE, Standing.RETURNED, Standing.ELSEWHERE)
    context |= {
        "meeting": one,
        "tag": STANDINGS[found.line.standing],
        "rows": _facts(found),
        "came": came_rows(found.attendance),
        "corrected": times_corrected([one.pk]).get(one.pk, 0),
        "may_correct": may_work_on_minutes(by, one.area_id),
        "versions": found.versions,
        "names": names_of(
            [*(one.written_by_id for one in found.versions), *(one.replaced_by_id for one in found.earlier)]
        ),
        "earlier": found.earlier,
        "moves": found.moves,
        "warnings": [warning.sentence for warning in found.warnings] if found.versions or found.attendance else [],
        "due_at": found.line.due_at if missing else None,
        "may_change": is_open and may_plan_meetings(by, one.area_id),
        "may_print": is_open and may_plan_meetings(by, one.area_id),
        "may_key": missing and may_work_on_minutes(by, one.area_id),
        "may_stop_waiting": is_open and found.line.standing in (Standing.DUE, Standing.OVERDUE)
        and may_plan_meetings(by, one.area_id),
    }  # fmt: skip
    return page(request, "meeting.html", context)


def _facts(found: MeetingPage) -> list[Row]:
    one = found.meeting
    held = f"{clock_time(one.held_from)} to {clock_time(one.held_until)}" if one.held_from and one.held_until else ""
    rows = [
        Row("Planned", f"{long_date(one.starts_at)}, {clock_time(one.starts_at)} to {clock_time(one.ends_at)}"),
        Row("Venue", one.venue.name if one.venue else ""),
    ]
    if one.cancelled_at:
        return [*rows, Row("Cancelled", one.get_cancel_reason_display())]
    if held or one.outcome:
        rows += [Row("Held", held), Row("How it went", one.get_outcome_display())]
    return rows


def came_rows(attendance: list[CameLine]) -> list[Row]:
    """A row a seat: who, as what, whether they came, and the time a volunteer gave."""
    return [
        Row(line.seat.name, ", ".join(word for word in (line.seat.said_as, _presence(line)) if word))
        for line in attendance
    ]


def _presence(line: CameLine) -> str:
    given = f", gave {length_words(line.minutes_given)}" if line.minutes_given else ""
    return f"{line.presence.label.lower()}{given}"


# --- planning ---


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def planning(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    """Which days, then which of them: the second page writes."""
    by, context = request.actor, _to_plan(request, circle_id)
    circle: Circle = context["circle"]
    today = in_london(by.now).date()
    usual = {"weekday": circle.weekday, "at": circle.slot_time, "first_on": today}
    form = PlanForm(typed(request), initial=usual, today=today)
    if request.method != "POST" or not form.is_valid() or request.POST.get("step") == "change":
        return page(request, "meetings_plan.html", context | {"form": form})
    slots = _slots(form)
    if request.POST.get("step") == "plan":
        starts = [slot.starts_at for slot in slots]
        if carried_out(form, lambda: say(request, _planned(plan_meetings(circle, starts, by=by, at=by.now)))):
            return redirect("casework:meetings", circle_id)
        return page(request, "meetings_plan.html", context | {"form": form})
    context |= {
        "days": [(day_words(slot), slot.bank_holiday or ("Closed" if slot.closed else "")) for slot in slots],
        "posted": [
            (name, value) for name, value in request.POST.items() if name not in ("csrfmiddlewaretoken", "step")
        ],
    }
    return page(request, "meetings_plan_check.html", context)


def _planned(how_many: int) -> str:
    return f"{counted(how_many, 'meeting')} planned." if how_many else "These meetings were planned already."


def _slots(form: PlanForm) -> tuple[Slot, ...]:
    given = form.cleaned_data
    return weekly_slots(
        int(given["weekday"]),
        given["at"],
        given["first_on"],
        given["how_many"],
        every_weeks=int(given["every"]),
        skip_bank_holidays=given["holidays"] == LEAVE_OUT,
        calendar=WorkingCalendar(closure_days()),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def new_meeting(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    by, context = request.actor, _to_plan(request, circle_id)
    circle: Circle = context["circle"]
    form = MeetingForm(
        typed(request),
        venues=venues_of(circle.area_id),
        initial={"starts": circle.slot_time, "ends": _usual_end(circle), "venue": circle.venue_id},
    )

    def act() -> None:
        once(Meeting, form.id, lambda: add_meeting(circle, form.time, by=by, at=by.now, id=form.id))

    if carried_out(form, act):
        say(request, "The meeting is added.")
        return redirect("casework:meetings", circle_id)
    return page(
        request, "meeting_form.html", context | {"form": form, "title": "Add a meeting", "button": "Add the meeting"}
    )


def _usual_end(circle: Circle) -> time | None:
    """The usual start and length give the usual end, on the wall of any one day."""
    if circle.slot_time is None:
        return None
    return (datetime.combine(date(2000, 1, 1), circle.slot_time) + timedelta(minutes=circle.meeting_minutes)).time()


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def move(request: StaffRequest, meeting_id: UUID) -> HttpResponse:
    by, one, context = _one(request, meeting_id)
    form = MoveForm(
        typed(request),
        venues=venues_of(one.area_id),
        initial={
            "day": in_london(one.starts_at).date(),
            "starts": in_london(one.starts_at).time(),
            "ends": in_london(one.ends_at).time(),
            "venue": one.venue_id,
        },
    )

    def act() -> None:
        move_meeting(meeting_id, form.time, CancelReason(form.cleaned_data["reason"]), by=by, at=by.now)

    if carried_out(form, act):
        say(request, "The meeting is moved. The volunteers are told that something is waiting for them.")
        return redirect("casework:meeting", meeting_id)
    context |= {"form": form, "title": "Move the meeting", "button": "Move the meeting", "meeting": one}
    return page(request, "meeting_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def cancellation(request: StaffRequest, meeting_id: UUID) -> HttpResponse:
    by, one, context = _one(request, meeting_id)
    form = CancellationForm(typed(request))

    def act() -> None:
        cancel_meeting(meeting_id, CancelReason(form.cleaned_data["reason"]), by=by, at=by.now)

    if carried_out(form, act):
        say(request, "The meeting is cancelled. The volunteers are told that something is waiting for them.")
        return redirect("casework:meeting", meeting_id)
    context |= {"form": form, "title": "Cancel the meeting", "button": "Cancel the meeting", "meeting": one}
    return page(request, "meeting_form.html", context)


@require_http_methods(["POST"])
@for_staff
def no_minutes(request: StaffRequest, meeting_id: UUID) -> HttpResponse:
    wait_for_no_minutes(meeting_id, by=request.actor, at=request.actor.now)
    say(request, "Nobody is asked for the minutes of this meeting any more.")
    return redirect("casework:meeting", meeting_id)


def _one(request: StaffRequest, meeting_id: UUID) -> tuple[Any, Meeting, dict[str, Any]]:
    one = meeting_row(meeting_id)
    return request.actor, one, _to_plan(request, one.circle_id)


def _to_plan(request: StaffRequest, circle_id: UUID) -> dict[str, Any]:
    context = circle_page(request, circle_id, "meetings")
    require_planning(request.actor, context["circle"].area_id)
    return context


def venues_of(area_id: UUID) -> list[Venue]:
    return list(Venue.objects.filter(area=area_id, retired_at__isnull=True).order_by("name"))
