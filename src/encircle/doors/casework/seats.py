"""The seats of one Circle: who holds one, giving one, ending one, and passing an outer one on."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from encircle.common.clock import in_london
from encircle.common.errors import NotFound
from encircle.design.answering import carried_out, say, typed
from encircle.design.dates import date_and_time, plain_date
from encircle.design.items import Action, Row
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.circles.actions.seating import (
    end_seat,
    hand_over_seat,
    open_earlier_meetings,
    seat_coordinator,
    seat_core_member,
    seat_professional,
    seat_volunteer,
)
from encircle.rooms.circles.course_queries import prison_of
from encircle.rooms.circles.gate import INSIDE, missing_for, not_cleared
from encircle.rooms.circles.queries import CircleNow
from encircle.rooms.circles.rules import may_change_circle, require_changing
from encircle.rooms.circles.seat_queries import (
    SeatLine,
    SeatsOfCircle,
    coordinators_of,
    seat_line,
    seats_of,
    warnings_now,
)
from encircle.rooms.circles.vocabulary import CircleState, SeatPart
from encircle.rooms.forming.clear_queries import said_something
from encircle.rooms.forming.queries import who_keeps_apart
from encircle.rooms.organisation.clocks import end_of_day, last_day, start_of_day
from encircle.rooms.partners.queries import professionals
from encircle.rooms.people.queries import core_members
from encircle.rooms.volunteers.queries import volunteers

from .answers import page
from .course_words import cleared_words
from .guard import StaffRequest, for_staff
from .links import to
from .record import circle_page
from .seat_forms import (
    EARLIER,
    EarlierMeetingsForm,
    EndSeatForm,
    HandoverForm,
    NewCoordinatorSeatForm,
    NewCoreMemberSeatForm,
    NewProfessionalSeatForm,
    NewVolunteerSeatForm,
)

PARTS = (
    (SeatPart.CORE_MEMBER, "Core member"),
    (SeatPart.VOLUNTEER, "Volunteers"),
    (SeatPart.COORDINATOR, "Coordinators"),
    (SeatPart.OUTER_CIRCLE, "Outer circle"),
)


@require_safe
@for_staff
def seats(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    by, context = request.actor, circle_page(request, circle_id, "seats")
    circle, found = context["circle"], seats_of(circle_id, request.actor.now)
    is_over = context["circle_now"].state is CircleState.ENDED
    may_change = may_change_circle(by, circle.area_id) and not is_over
    record(
        Verb.LISTED,
        "circles.seat",
        by=by.acting,
        circle_id=circle_id,
        area_id=circle.area_id,
        detail=str(len(found.present)),
    )
    context |= {
        "groups": [(part.value, title, [_row(line, may_change) for line in found.of(part)]) for part, title in PARTS],
        "coming": [_row(line, False) for line in found.coming],
        "past": [_row(line, False) for line in found.past],
        "warnings": () if is_over else [*warnings_now(circle, by.now), *_not_cleared(context["circle_now"], by.now)],
        "may_change": may_change,
    }
    return page(request, "seats.html", context)


def _not_cleared(found: CircleNow, at: datetime) -> list[str]:
    prison = prison_of(found.circle) if found.phase in INSIDE else None
    return cleared_words(not_cleared(found.circle, found.phase, prison, at))


def _row(line: SeatLine, may_change: bool) -> Row:
    return Row(line.name, "\n".join(_words(line)), actions=_actions(line) if may_change else ())


def _words(line: SeatLine) -> list[str]:
    """What the seat is, from when to when, and since when a volunteer may see."""
    seat = line.seat
    words = [f"{line.said_as}{', ' + line.agency if line.agency else ''}"]
    words.append(f"From {plain_date(seat.starts_at)}{', ' + _end(seat.ends_at) if seat.ends_at else ''}")
    if seat.sees_from is not None and in_london(seat.sees_from).date() < in_london(seat.starts_at).date():
        words.append(f"Sees meetings from {plain_date(seat.sees_from)}")
    return words


def _end(instant: datetime) -> str:
    """A seat that ends with a day is said by that day."""
    if end_of_day(instant - timedelta(microseconds=1)) == instant:
        return f"last day {plain_date(last_day(instant))}"
    return f"until {date_and_time(instant)}"


def _actions(line: SeatLine) -> list[Action]:
    found = []
    if line.part is SeatPart.OUTER_CIRCLE and line.seat.ends_at is None:
        found.append(Action("Hand over", to("seat_successor", line.seat.pk), f"{line.name}’s seat"))
    if line.part is SeatPart.OUTER_CIRCLE:
        found.append(Action("Earlier minutes", to("earlier", line.seat.pk), f"for {line.name}"))
    if line.part is SeatPart.VOLUNTEER:
        found.append(Action("Earlier meetings", to("seat_earlier", line.seat.pk), f"for {line.name}"))
    return [*found, Action("End", to("seat_ending", line.seat.pk), f"{line.name}’s seat")]


# --- giving a seat ---


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def new_volunteer(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    by, context = request.actor, _to_change(request, circle_id)
    today = in_london(by.now).date()
    there = seats_of(circle_id, by.now)
    seated = [line.seat.volunteer_id for line in there.of(SeatPart.VOLUNTEER) if line.seat.volunteer_id]
    known = list(volunteers(context["circle"].area_id, present_on=today).exclude(pk__in=seated))
    lacking = missing_for(context["circle"], [one.pk for one in known], starts_at=by.now, at=by.now)
    apart = _kept_apart(there)
    said = said_something(one.pk for one in known)
    form = NewVolunteerSeatForm(typed(request), volunteers=known, lacking=lacking, apart=apart, said=said, today=today)
    context["lacking"] = [(one, [each.words for each in lacking[one.pk]]) for one in known if one.pk in lacking]
    context["apart"] = [(one, apart[one.pk]) for one in known if one.pk in apart]
    context["said_clear"] = [(one.pk, one.full_name) for one in known if one.pk in said]

    def act() -> None:
        given = form.cleaned_data
        first_day = given["sees_from"] if given["sees"] == EARLIER else today
        seat_volunteer(
            context["circle"],
            UUID(given["volunteer"]),
            starts_at=by.now,
            sees_from=start_of_day(first_day),
            by=by,
            at=by.now,
        )

    return _given(request, form, act, context, "Add a volunteer", "The volunteer has a seat from now on.")


def _kept_apart(there: SeatsOfCircle) -> dict[UUID, str]:
    """Volunteers who must not meet the core member, each with whom to ask about it."""
    centre = [line.seat.core_member_id for line in there.of(SeatPart.CORE_MEMBER)]
    return {volunteer: ask for (volunteer, _), ask in who_keeps_apart([one for one in centre if one]).items()}


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def new_professional(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    by, context = request.actor, _to_change(request, circle_id)
    outer = [line.seat.professional_id for line in seats_of(circle_id, by.now).of(SeatPart.OUTER_CIRCLE)]
    seated = [one for one in outer if one]
    known = professionals(by.now).exclude(pk__in=seated)
    form = NewProfessionalSeatForm(typed(request), professionals=list(known))
    return _given(
        request,
        form,
        lambda: seat_professional(
            context["circle"],
            UUID(form.cleaned_data["professional"]),
            position=form.cleaned_data["position"],
            starts_at=by.now,
            by=by,
            at=by.now,
        ),
        context,
        "Add a professional",
        "The professional is in the outer circle from now on. They see nothing released before.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def new_coordinator(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    by, context = request.actor, _to_change(request, circle_id)
    known = coordinators_of(context["circle"].area_id, by.now)
    form = NewCoordinatorSeatForm(typed(request), coordinators=[(str(one), name) for one, name in known])

    def act() -> None:
        user_id = UUID(form.cleaned_data["coordinator"])
        seat_coordinator(context["circle"], user_id, name=dict(known)[user_id], starts_at=by.now, by=by, at=by.now)

    return _given(request, form, act, context, "Add a coordinator", "The coordinator has a seat from now on.")


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def new_core_member(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    by, context = request.actor, _to_change(request, circle_id)
    known = core_members(context["circle"].area_id)
    names = [(str(one.pk), f"{one.given_name} {one.family_name} ({one.reference})") for one in known]
    form = NewCoreMemberSeatForm(typed(request), core_members=names)
    return _given(
        request,
        form,
        lambda: seat_core_member(
            context["circle"], UUID(form.cleaned_data["core_member"]), starts_at=by.now, by=by, at=by.now
        ),
        context,
        "Give the core member’s seat",
        "The core member has the seat from now on.",
    )


def _given(request: StaffRequest, form: Any, act: Any, context: dict[str, Any], title: str, done: str) -> HttpResponse:
    if carried_out(form, act):
        say(request, done)
        return redirect("casework:seats", context["circle"].pk)
    words = {"title": title, "window": title, "button": "Give the seat"}
    return page(request, "seat_form.html", context | words | {"form": form})


# --- one seat ---


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def seat_ending(request: StaffRequest, seat_id: UUID) -> HttpResponse:
    by, line, context = _one(request, seat_id)
    form = EndSeatForm(typed(request), today=in_london(by.now).date())
    if carried_out(form, lambda: end_seat(seat_id, on=form.last_day, by=by, at=by.now)):
        say(request, f"{line.name}’s seat ends {'now' if form.last_day is None else 'at the end of that day'}.")
        return redirect("casework:seats", line.seat.circle_id)
    return page(
        request,
        "seat_form.html",
        context | {"form": form, "title": f"End {line.name}’s seat", "window": "End a seat", "button": "End the seat"},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def seat_successor(request: StaffRequest, seat_id: UUID) -> HttpResponse:
    by, line, context = _one(request, seat_id)
    if line.part is not SeatPart.OUTER_CIRCLE or line.seat.professional_id is None:
        raise NotFound()
    colleagues = professionals(by.now, line.agency_id).exclude(pk=line.seat.professional_id)
    form = HandoverForm(typed(request), successors=list(colleagues), initial={"on": in_london(by.now).date()})

    def act() -> None:
        given = form.cleaned_data
        hand_over_seat(seat_id, UUID(given["successor"]), on=given["on"], by=by, at=by.now)

    if carried_out(form, act):
        say(request, "The seat is handed over. The successor sees nothing released before that day.")
        return redirect("casework:seats", line.seat.circle_id)
    return page(request, "seat_successor.html", context | {"form": form, "line": line, "colleagues": colleagues})


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def seat_earlier(request: StaffRequest, seat_id: UUID) -> HttpResponse:
    by, line, context = _one(request, seat_id)
    if line.part is not SeatPart.VOLUNTEER or line.seat.sees_from is None:
        raise NotFound()
    form = EarlierMeetingsForm(typed(request), until=in_london(line.seat.sees_from).date())

    def act() -> None:
        first_day: date = form.cleaned_data["sees_from"]
        open_earlier_meetings(seat_id, sees_from=start_of_day(first_day), by=by, at=by.now)

    if carried_out(form, act):
        say(request, f"{line.name} now sees earlier meetings too.")
        return redirect("casework:seats", line.seat.circle_id)
    context |= {"form": form, "line": line}
    return page(request, "seat_earlier.html", context)


def _one(request: StaffRequest, seat_id: UUID) -> tuple[Any, SeatLine, dict[str, Any]]:
    line = seat_line(seat_id)
    return request.actor, line, _to_change(request, line.seat.circle_id)


def _to_change(request: StaffRequest, circle_id: UUID) -> dict[str, Any]:
    context = circle_page(request, circle_id, "seats")
    require_changing(request.actor, context["circle"].area_id)
    return context
