"""Reviews of a Circle: the calendar and who comes, one review, planning, moving and cancelling."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from encircle.common.clock import in_london
from encircle.design.answering import carried_out, say, typed
from encircle.design.dates import clock_time, long_date, plain_date, relative_day
from encircle.design.items import Row, TagColour, WorkItem
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.foundations.corrections.queries import times_corrected
from encircle.rooms.circles.models import Circle
from encircle.rooms.circles.queries import Wanted as WantedCircles
from encircle.rooms.circles.queries import circles_page
from encircle.rooms.circles.vocabulary import CircleState
from encircle.rooms.endings.queries import planned_ends
from encircle.rooms.organisation.models import Venue
from encircle.rooms.organisation.queries import kind_standard
from encircle.rooms.partners.models import AgencyKind
from encircle.rooms.reviews.actions.opening import open_review
from encircle.rooms.reviews.actions.planning import cancel_review, move_review, plan_review
from encircle.rooms.reviews.models import Answer, Review
from encircle.rooms.reviews.policy import Calendar
from encircle.rooms.reviews.queries.area import agency_counts
from encircle.rooms.reviews.queries.calendar import calendar_of, calendars
from encircle.rooms.reviews.queries.held import (
    WAS_THERE,
    AgencyLine,
    by_agency,
    came_to,
    decisions_of,
    holding_of,
    phases_decided,
)
from encircle.rooms.reviews.queries.packs import versions_of
from encircle.rooms.reviews.queries.planned import (
    SeatLine,
    invited_by_default,
    next_reviews,
    review_row,
    reviews_of,
    seat_lines,
    seats_at_review,
)
from encircle.rooms.reviews.rules import may_keep_reviews, require_keeping
from encircle.rooms.reviews.vocabulary import Came, CancelReason, Coming, ReviewKind

from .answers import once, page
from .areas import areas_of, chosen
from .circles import instant_in_address
from .guard import StaffRequest, for_staff
from .links import to
from .record import circle_page
from .review_forms import CancellationForm, MoveForm, PlanForm, as_initial

A_PAGE = 20
COMING: dict[Coming, tuple[str, TagColour]] = {
    Coming.COMING: ("Coming", "green"),
    Coming.SENDS: ("Sends somebody", "teal"),
    Coming.NOT_COMING: ("Cannot come", "orange"),
}
CAME: dict[Came, tuple[str, TagColour]] = {
    Came.PRESENT: ("Came", "green"),
    Came.SENT: ("Sent somebody", "teal"),
    Came.APOLOGIES: ("Apologies", "yellow"),
    Came.ABSENT: ("Did not come", "red"),
}


@require_safe
@for_staff
def circle_reviews(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    by, before = request.actor, instant_in_address(request.GET.get("before"))
    context = circle_page(request, circle_id, "circle_reviews")
    circle: Circle = context["circle"]
    found, has_older = reviews_of(circle_id, before=before, count=A_PAGE)
    record(Verb.LISTED, "reviews.review", by=by.acting, circle_id=circle_id, area_id=circle.area_id,
           detail=str(len(found)))  # fmt: skip
    today = in_london(by.now).date()
    context |= {
        "due": due_words(calendar_of(circle, today=today), by.now),
        "items": [review_item(one, by.now) for one in found],
        "agencies": [_agency_row(line) for line in by_agency(circle_id=circle_id)],
        "missing": missing_agencies(circle, by.now),
        "is_older": before is not None,
        "older": found[-1].starts_at.isoformat() if has_older else "",
        "may_plan": may_keep_reviews(by, circle.area_id) and context["circle_now"].state is not CircleState.ENDED,
    }
    return page(request, "reviews.html", context)


@require_safe
@for_staff
def area_reviews(request: StaffRequest) -> HttpResponse:
    """Of an area: when each Circle's review is due, and which agencies come."""
    by, areas = request.actor, areas_of(request.actor)
    area = chosen(areas, request.GET.get("area")) or (areas[0] if len(areas) == 1 else None)
    number = page_number(request.GET.get("page"))
    found = circles_page(
        WantedCircles(area_id=area.pk if area else None), first=(number - 1) * A_PAGE, count=A_PAGE, at=by.now
    )
    circles = [one.circle for one in found.circles]
    due, planned = calendars(circles, today=in_london(by.now).date()), next_reviews(one.pk for one in circles)
    record(Verb.LISTED, "reviews.review", by=by.acting, detail=str(len(circles)))
    context = {
        "areas": areas if len(areas) > 1 else [],
        "area": area,
        "items": [
            _circle_item(one, due.get(one.pk), planned.get(one.pk), by.now, says_area=area is None) for one in circles
        ],
        "agencies": [
            [line.name, line.came or "Never", line.expected] for line in agency_counts(area.pk if area else None)
        ],
        "number": number,
        "last": max(1, -(-found.total // A_PAGE)),
        "suffix": f"&area={area.code}" if area else "",
    }
    return page(request, "area_reviews.html", context)


@require_safe
@for_staff
def review(request: StaffRequest, review_id: UUID) -> HttpResponse:
    by = request.actor
    one = open_review(review_id, by=by)
    context = circle_page(request, one.circle_id, "circle_reviews")
    holding, keeps = holding_of(one), may_keep_reviews(by, one.area_id)
    is_open = one.cancelled_at is None and holding is None
    context |= {
        "review": one,
        "holding": holding,
        "rows": _rows(one),
        "tag": _tag(one, by.now),
        "invited": [_invited(line) for line in seat_lines(one)],
        "came": [(line.seat.display_name, line.agency, CAME[line.came]) for line in came_to(one)],
        "decisions": decisions_of(one),
        "phases": [row.phase.get_name_display() for row in phases_decided([one])[one.pk]],
        "packs": versions_of(one.pk),
        "moved": times_corrected([one.pk]).get(one.pk, 0),
        "keeps": keeps,
        "may_move": keeps and is_open,
        "may_invite": keeps and is_open and one.ends_at > by.now,
        "may_hold": keeps and is_open and one.starts_at <= by.now,
        "may_view": keeps and one.cancelled_at is None,
        "may_decide": keeps and holding is not None,
    }
    return page(request, "review.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def review_new(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    by, context = request.actor, circle_page(request, circle_id, "circle_reviews")
    circle: Circle = context["circle"]
    require_keeping(by, circle.area_id)
    today = in_london(by.now).date()
    seats = seats_at_review(circle_id, by.now)
    wanted = invited_by_default(circle, seats, kind_standard(circle.kind, on=today))
    calendar = calendar_of(circle, today=today)
    initial = {"seats": [str(one) for one in wanted], "kind": _kind(request.GET.get("kind"))}
    if calendar is not None and calendar.due_on > today:
        initial["day"] = calendar.due_on  # type: ignore[assignment]
    if initial["kind"] == ReviewKind.ENDING and (end := planned_ends([circle_id], by.now).get(circle_id)):
        initial["day"] = max(end, today)  # type: ignore[assignment]
    form = PlanForm(typed(request), venues=_venues(circle), seats=seats, initial=initial)

    def act() -> None:
        once(Review, form.id, lambda: plan_review(circle, form.new, by=by, at=by.now))

    if carried_out(form, act):
        say(request, "The review is planned.")
        return redirect("casework:review", form.id)
    context |= {"form": form, "title": "Plan a review", "button": "Plan the review"}
    context |= {"said": due_words(calendar, by.now), "missing": missing_agencies(circle, by.now)}
    return page(request, "review_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def review_time(request: StaffRequest, review_id: UUID) -> HttpResponse:
    by, one = request.actor, review_row(review_id)
    require_keeping(by, one.area_id)
    context = circle_page(request, one.circle_id, "circle_reviews")
    form = MoveForm(typed(request), venues=_venues(context["circle"]), initial=as_initial(one))
    if carried_out(form, lambda: move_review(review_id, form.time, form.cleaned_data["why"], by=by, at=by.now)):
        say(request, "The review is moved. Those invited are told that something is waiting.")
        return redirect("casework:review", review_id)
    context |= {"form": form, "title": "Move the review", "button": "Save", "review": one}
    return page(request, "review_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def review_cancellation(request: StaffRequest, review_id: UUID) -> HttpResponse:
    by, one = request.actor, review_row(review_id)
    require_keeping(by, one.area_id)
    context = circle_page(request, one.circle_id, "circle_reviews")
    form = CancellationForm(typed(request))
    if carried_out(form, lambda: cancel_review(review_id, CancelReason(form.cleaned_data["reason"]), by=by, at=by.now)):
        say(request, "The review is cancelled. The calendar still says when one is due.")
        return redirect("casework:circle_reviews", one.circle_id)
    context |= {"form": form, "title": "Cancel the review", "button": "Cancel the review", "review": one}
    return page(request, "review_form.html", context)


def due_words(calendar: Calendar | None, now: datetime) -> str:
    """When the next review is due, in a sentence; "" before the Circle has begun and once it has ended."""
    if calendar is None:
        return ""
    day = f"{long_date(calendar.due_on)} ({relative_day(calendar.due_on, now)})"
    if calendar.is_paused and not calendar.is_overdue:
        return f"While the Circle is paused the clock stands still: the next review is due on {day} or later."
    verb = "was due" if calendar.is_overdue else "is due"
    return f"Review {calendar.number} of this Circle {verb} on {day}."


def missing_agencies(circle: Circle, now: datetime) -> list[str]:
    """Kinds of agency the standard invites of which nobody sits in the outer circle."""
    standard = kind_standard(circle.kind, on=in_london(now).date())
    if standard is None:
        return []
    there = {seat.professional.agency.kind for seat in seats_at_review(circle.pk, now) if seat.professional}
    return [AgencyKind(one).label for one in standard.review_agencies if one not in there]


def review_item(one: Review, now: datetime) -> WorkItem:
    tag, colour = _tag(one, now)
    where = "online" if one.online else one.place
    return WorkItem(
        title=f"{one.get_kind_display()}, {long_date(one.starts_at)}",
        url=to("review", one.pk),
        facts=[fact for fact in (f"{clock_time(one.starts_at)} to {clock_time(one.ends_at)}", where) if fact],
        tag=tag,
        colour=colour,
    )


def _tag(one: Review, now: datetime) -> tuple[str, TagColour]:
    if one.cancelled_at is not None:
        return "Cancelled", "grey"
    if hasattr(one, "holding"):
        return "Held", "green"
    return ("Planned", "blue") if one.ends_at > now else ("To be recorded", "orange")


def _rows(one: Review) -> list[Row]:
    where = "Online" if one.online else one.place or "Not known yet"
    rows = [
        Row("When", f"{long_date(one.starts_at)}, {clock_time(one.starts_at)} to {clock_time(one.ends_at)}"),
        Row("Where", where),
    ]
    if one.cancelled_at is not None:
        rows.append(Row("Cancelled", one.get_cancel_reason_display()))
    return rows


def _invited(line: SeatLine) -> dict[str, Any]:
    return {
        "seat_id": line.seat.pk,
        "name": line.name,
        "where": ", ".join(filter(None, [line.seat.position, line.agency])) or line.seat.get_part_display(),
        "tag": COMING.get(line.coming, ("No answer", "grey")) if line.coming else ("No answer", "grey"),
        "said": _said(line, line.answer),
        "told": line.invitation is not None and (line.invitation.notified_at is not None or bool(line.coming)),
        "has_login": line.seat.volunteer_id is not None or line.seat.professional_id is not None,
        "views": line.views,
        "gives_a_view": line.gives_a_view,
        "is_invited": line.invitation is not None,
    }


def _said(line: SeatLine, answer: Answer | None) -> str:
    """Where somebody keyed what they were told: by whom and when, and when it was keyed."""
    if answer is None or answer.given_on is None:
        return ""
    by = "" if answer.said_by == line.seat.display_name else f" by {answer.said_by}"
    return f"said{by} on {plain_date(answer.given_on)}, keyed on {plain_date(answer.answered_at)}"


def _agency_row(line: AgencyLine) -> list[object]:
    last = [at for at, came in line.came if came in WAS_THERE]
    when = plain_date(in_london(last[-1]).date()) if last else "never"
    return [line.agency.name, f"{line.was_there} of {line.expected}", when]


def _circle_item(
    one: Circle, due: Calendar | None, planned: Review | None, now: datetime, *, says_area: bool
) -> WorkItem:
    late = due is not None and due.is_overdue
    facts = [
        one.area.name if says_area else "",
        f"review planned for {plain_date(in_london(planned.starts_at).date())}" if planned else "",
    ]
    state: tuple[str, TagColour] = (
        ("Overdue", "red") if late and not planned else ("Planned", "blue") if planned else ("", "")
    )
    return WorkItem(
        title=one.name,
        url=to("circle_reviews", one.pk),
        facts=[fact for fact in facts if fact],
        tag=state[0],
        colour=state[1],
        when=f"due on {plain_date(due.due_on)}" if due else "no review due",
        urgency="urgent" if late and not planned else "",
    )


def _venues(circle: Circle) -> list[Venue]:
    return list(Venue.objects.filter(area=circle.area_id, retired_at__isnull=True).order_by("name"))


def _kind(given: str | None) -> str:
    return given if given in ReviewKind.values else ReviewKind.QUARTERLY


def page_number(given: str | None) -> int:
    return max(1, int(given)) if given and given.isdecimal() and len(given) < 6 else 1
