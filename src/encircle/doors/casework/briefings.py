"""Briefings of a Circle: planning, inviting, moving, cancelling, what came of one, and starting without one."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from encircle.common.clock import in_london
from encircle.design.answering import carried_out, say, typed
from encircle.design.dates import clock_time, counted, long_date
from encircle.design.items import Row, TagColour, WorkItem
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.briefings.actions.holding import Held, hold_briefing
from encircle.rooms.briefings.actions.planning import (
    INVITED,
    NewBriefing,
    cancel_briefing,
    invite,
    move_briefing,
    plan_briefing,
)
from encircle.rooms.briefings.gate import gate_of, open_exception, require_not_ended, start_without_briefing
from encircle.rooms.briefings.models import Briefing, BriefingHeld
from encircle.rooms.briefings.queries import (
    BriefingPage,
    briefing_page,
    briefing_row,
    briefings_of,
)
from encircle.rooms.briefings.rules import (
    may_keep_briefings,
    may_start_unbriefed,
    require_keeping,
    require_starting_unbriefed,
)
from encircle.rooms.briefings.vocabulary import ExceptionReason, MoveReason
from encircle.rooms.circles.seat_queries import SeatLine, seats_of
from encircle.rooms.circles.vocabulary import CircleState
from encircle.rooms.organisation.models import Venue
from encircle.rooms.partners.queries import agencies_of_area

from .answers import once, page
from .briefing_forms import (
    BriefingCancellationForm,
    BriefingForm,
    BriefingMoveForm,
    HoldingForm,
    InviteForm,
    StartExceptionForm,
    briefing_time,
)
from .guard import StaffRequest, for_staff
from .links import to
from .record import circle_page


@require_safe
@for_staff
def briefings(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    """Every briefing of the Circle, and whether it may start."""
    by, context = request.actor, circle_page(request, circle_id, "briefings")
    circle, found, gate = context["circle"], briefings_of(circle_id), gate_of(circle_id)
    record(
        Verb.LISTED, "briefings.briefing", by=by.acting, circle_id=circle_id, area_id=circle.area_id,
        detail=str(len(found)),
    )  # fmt: skip
    is_over = context["circle_now"].state is CircleState.ENDED
    context |= {
        "items": [_item(one, held) for one, held in found],
        "gate": gate,
        "exception": gate.exception.get_reason_display() if gate.exception else "",
        "may_keep": may_keep_briefings(by, circle.area_id) and not is_over,
        "may_start": may_start_unbriefed(by, circle.area_id) and not is_over and not gate.may_start,
    }
    return page(request, "briefings.html", context)


def _item(one: Briefing, held: BriefingHeld | None) -> WorkItem:
    tag, colour = standing_of(one, held)
    return WorkItem(
        title=f"{long_date(one.starts_at)}, {clock_time(one.starts_at)} to {clock_time(one.ends_at)}",
        url=to("briefing", one.pk),
        facts=[fact for fact in (one.venue.name if one.venue else "", one.get_cancel_reason_display()) if fact],
        tag=tag,
        colour=colour,
    )


def standing_of(one: Briefing, held: BriefingHeld | None) -> tuple[str, TagColour]:
    if held is not None:
        return "Held", "green"
    return ("Cancelled", "grey") if one.cancelled_at else ("Planned", "blue")


@require_safe
@for_staff
def briefing(request: StaffRequest, briefing_id: UUID) -> HttpResponse:
    by, found = request.actor, briefing_page(briefing_id, request.actor.now)
    one = found.briefing
    context = circle_page(request, one.circle_id, "briefings")
    record(Verb.OPENED, "briefings.briefing", briefing_id, by=by.acting, circle_id=one.circle_id, area_id=one.area_id)
    is_open = one.cancelled_at is None and found.held is None
    may_keep = may_keep_briefings(by, one.area_id)
    context |= {
        "briefing": one,
        "found": found,
        "tag": standing_of(one, found.held),
        "rows": _rows(found),
        "invited": [Row(line.seat.name, _answer(line.comes, line.seat, is_open=is_open)) for line in found.invited],
        "came": [Row(line.name, f"{line.said_as}, {line.presence.label.lower()}") for line in found.came],
        "missing": " and ".join(word.lower() for word in found.missing),
        "may_change": is_open and may_keep,
        "may_hold": is_open and may_keep and one.starts_at <= by.now,
        "may_keep": may_keep and one.cancelled_at is None,
        "now": by.now,
    }
    return page(request, "briefing.html", context)


def _rows(found: BriefingPage) -> list[Row]:
    one, held = found.briefing, found.held
    rows = [
        Row("When", f"{long_date(one.starts_at)}, {clock_time(one.starts_at)} to {clock_time(one.ends_at)}"),
        Row("Venue", one.venue.name if one.venue else "Not known yet"),
    ]
    if one.cancelled_at:
        rows.append(Row("Cancelled", one.get_cancel_reason_display()))
    if held:
        rows += [
            Row("Held", f"{long_date(held.held_at)}, from {clock_time(held.held_at)}"),
            Row("Led by", held.led_by),
            Row("Guidance on goals", "Given" if held.goals_guidance else "Not given"),
        ]
    return rows


def _answer(comes: bool | None, line: SeatLine, *, is_open: bool) -> str:
    none = "has not answered yet" if is_open else "did not answer"
    said = none if comes is None else "comes" if comes else "cannot come"
    return ", ".join(part for part in (line.said_as, line.agency, said) if part)


# --- what is done about one ---


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def new_briefing(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    by, context = request.actor, circle_page(request, circle_id, "briefings")
    circle = context["circle"]
    require_keeping(by, circle.area_id)
    seats = _to_invite(circle_id, by.now)
    form = BriefingForm(
        typed(request), venues=_venues(circle.area_id), seats=seats,
        initial={"venue": circle.venue_id, "seats": [str(line.seat.pk) for line in seats]},
    )  # fmt: skip

    def act() -> None:
        new = NewBriefing(form.id, form.briefing_time, form.seat_ids)
        once(Briefing, form.id, lambda: plan_briefing(circle, new, by=by, at=by.now))

    if carried_out(form, act):
        say(request, "The briefing is planned. Those invited are told that something is waiting for them.")
        return redirect("casework:briefing", form.id)
    return about_briefing(
        request, context, form, "Plan a briefing", "Plan the briefing", reverse_to("briefings", circle_id)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def invitations(request: StaffRequest, briefing_id: UUID) -> HttpResponse:
    by, one, context = one_briefing(request, briefing_id)
    there = {line.seat.seat.pk for line in briefing_page(briefing_id, by.now).invited}
    seats = [line for line in _to_invite(one.circle_id, by.now) if line.seat.pk not in there]
    if not seats:
        say(request, "Everybody in this Circle is invited already. Give others a seat first.")
        return redirect("casework:briefing", briefing_id)
    form = InviteForm(typed(request), seats=seats)

    def act() -> None:
        invite(briefing_id, [UUID(seat) for seat in form.cleaned_data["seats"]], by=by, at=by.now)

    if carried_out(form, act):
        say(request, f"{counted(len(form.cleaned_data['seats']), 'person', 'people')} invited.")
        return redirect("casework:briefing", briefing_id)
    return about_briefing(
        request, context, form, "Invite more people", "Invite them", reverse_to("briefing", briefing_id)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def move(request: StaffRequest, briefing_id: UUID) -> HttpResponse:
    by, one, context = one_briefing(request, briefing_id)
    form = BriefingMoveForm(
        typed(request), venues=_venues(one.area_id),
        initial={
            "day": in_london(one.starts_at).date(), "starts": in_london(one.starts_at).time(),
            "ends": in_london(one.ends_at).time(), "venue": one.venue_id,
        },
    )  # fmt: skip

    def act() -> None:
        move_briefing(briefing_id, briefing_time(form), MoveReason(form.cleaned_data["reason"]), by=by, at=by.now)

    if carried_out(form, act):
        say(request, "The briefing is moved. Those invited are told that something is waiting for them.")
        return redirect("casework:briefing", briefing_id)
    back = reverse_to("briefing", briefing_id)
    return about_briefing(request, context, form, "Move the briefing", "Move the briefing", back)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def cancellation(request: StaffRequest, briefing_id: UUID) -> HttpResponse:
    by, _, context = one_briefing(request, briefing_id)
    form = BriefingCancellationForm(typed(request))

    def act() -> None:
        cancel_briefing(briefing_id, MoveReason(form.cleaned_data["reason"]), by=by, at=by.now)

    if carried_out(form, act):
        say(request, "The briefing is cancelled, and its pack is closed.")
        return redirect("casework:briefing", briefing_id)
    back = reverse_to("briefing", briefing_id)
    return about_briefing(request, context, form, "Cancel the briefing", "Cancel the briefing", back)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def holding(request: StaffRequest, briefing_id: UUID) -> HttpResponse:
    by, one, context = one_briefing(request, briefing_id)
    initial = {"starts": one.starts_at, "led_by": by.name}
    form = HoldingForm(
        typed(request), seats=_to_invite(one.circle_id, by.now), agencies=agencies_of_area(one.area_id), initial=initial
    )

    def act() -> None:
        given = form.cleaned_data
        held = Held(
            held_at=given["starts"], led_by=given["led_by"], goals_guidance=given["goals_guidance"],
            presences=form.presences, agency_ids=tuple(UUID(agency) for agency in given["agencies"]),
        )  # fmt: skip
        hold_briefing(briefing_id, held, by=by, at=by.now)

    if carried_out(form, act):
        say(request, "The briefing is recorded. The Circle may start.")
        return redirect("casework:briefing", briefing_id)
    back = reverse_to("briefing", briefing_id)
    return about_briefing(request, context, form, "Record the briefing", "Record the briefing", back, only=form.order)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def start_exception(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    by, context = request.actor, circle_page(request, circle_id, "briefings")
    require_starting_unbriefed(by, context["circle"].area_id)
    require_not_ended(circle_id)
    form = StartExceptionForm(typed(request))

    def act() -> None:
        given = form.cleaned_data
        start_without_briefing(circle_id, ExceptionReason(given["reason"]), given["words"], by=by, at=by.now)

    if carried_out(form, act):
        say(request, "It is kept that this Circle may start without a briefing, why, and that you said so.")
        return redirect("casework:briefings", circle_id)
    title = "Let the Circle start without a briefing"
    return about_briefing(request, context, form, title, "Let it start", reverse_to("briefings", circle_id))


@require_safe
@for_staff
def start_exception_words(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    context = circle_page(request, circle_id, "briefings")
    words = open_exception(circle_id, by=request.actor)
    return page(request, "start_exception.html", context | {"words": words, "gate": gate_of(circle_id)})


def one_briefing(request: StaffRequest, briefing_id: UUID) -> tuple[Any, Briefing, dict[str, Any]]:
    one = briefing_row(briefing_id)
    require_keeping(request.actor, one.area_id)
    return request.actor, one, circle_page(request, one.circle_id, "briefings") | {"briefing": one}


def about_briefing(
    request: StaffRequest, context: dict[str, Any], form: Any, title: str, button: str, back: str, **more: Any
) -> HttpResponse:
    words = {"form": form, "title": title, "button": button, "back": back}
    return page(request, "briefing_form.html", {"said": "", "only": None, **context, **words, **more})


def reverse_to(name: str, item_id: UUID) -> str:
    return reverse(f"casework:{name}", args=[item_id])


def _to_invite(circle_id: UUID, at: Any) -> list[SeatLine]:
    """Volunteers, professionals and coordinators of the Circle: everybody but the core member."""
    return [line for line in seats_of(circle_id, at).present if line.part in INVITED]


def _venues(area_id: UUID) -> list[Venue]:
    return list(Venue.objects.filter(area=area_id, retired_at__isnull=True).order_by("name"))
