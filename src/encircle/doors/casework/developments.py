"""News from agencies: the list of it, one of it to read, what came by telephone, and how far it may go."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from encircle.design.answering import carried_out, say, typed
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.circles.models import Seat
from encircle.rooms.circles.queries import now
from encircle.rooms.circles.vocabulary import SeatPart
from encircle.rooms.partners.queries import agency_choices
from encircle.rooms.received.actions import open_development, record_development
from encircle.rooms.received.onward import open_onwards, record_onward
from encircle.rooms.received.queries import PAGE, News, news, one_news, words_of
from encircle.rooms.received.rules import may_record, require_recording
from encircle.rooms.received.vocabulary import DevelopmentKind, OnwardPermission

from .answers import page
from .development_forms import PermissionForm, PhonedForm
from .earlier import number_in
from .guard import StaffRequest, for_staff
from .links import to
from .record import circle_page


@require_safe
@for_staff
def developments(request: StaffRequest) -> HttpResponse:
    number = number_in(request.GET.get("page"))
    lines, has_older = news(page=number)
    record(Verb.LISTED, "received.development", by=request.acting, detail=str(len(lines)))
    context = {"lines": lines, "number": number, "has_older": has_older, "a_page": PAGE}
    return page(request, "developments.html", context)


@require_safe
@for_staff
def circle_developments(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    context = circle_page(request, circle_id, "circle_developments")
    number = number_in(request.GET.get("page"))
    lines, has_older = news(circle_id=circle_id, page=number)
    record(
        Verb.LISTED,
        "received.development",
        by=request.acting,
        circle_id=circle_id,
        area_id=context["circle"].area_id,
        detail=str(len(lines)),
    )
    context |= {"lines": lines, "number": number, "has_older": has_older, "a_page": PAGE}
    context["may_record"] = may_record(request.actor, context["circle"].area_id)
    return page(request, "circle_developments.html", context)


@require_safe
@for_staff
def development(request: StaffRequest, development_id: UUID) -> HttpResponse:
    """The words leave a receipt; the first reading is what its sender sees."""
    by = request.actor
    found = open_development(development_id, by=by, at=by.now)
    context = circle_page(request, found.development.circle_id, "circle_developments")
    may_write = may_record(by, found.development.area_id)
    context |= {
        "news": found,
        "words": words_of(found.development),
        "stays_here": found.onward == OnwardPermission.COORDINATOR_ONLY,
        "onwards": open_onwards(found.development, by=by),
        "may_record": may_write,
        "next_steps": _next_steps(found, by.now) if may_write else [],
    }
    return page(request, "development.html", context)


# What follows from a kind of news: what it is called, and the page where it is recorded. Only a link: whoever reads
# the news decides.
FOLLOWS: dict[str, tuple[str, str]] = {
    DevelopmentKind.NEW_ASSESSMENT: ("Record what the assessment came to", "new_assessment"),
    DevelopmentKind.NEW_ADDRESS: ("Record where they live now", "core_member_home"),
    DevelopmentKind.RECALL: ("Record the recall among the outcomes", "outcome_new"),
    DevelopmentKind.ARREST: ("Record the arrest among the outcomes", "outcome_new"),
    DevelopmentKind.BREACH: ("Record the breach among the outcomes", "outcome_new"),
}


def _next_steps(found: News, at: datetime) -> list[tuple[str, str]]:
    seat = Seat.objects.filter(now(at), circle=found.development.circle_id, part=SeatPart.CORE_MEMBER).first()
    if seat is None:
        return []
    words, name = FOLLOWS.get(found.development.kind, ("", ""))
    steps = [(words, to(name, seat.core_member_id))] if name else []
    steps.append(("Look at the MAPPA register", to("mappa", seat.core_member_id)))
    return [(text, url) for text, url in steps if url]


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def development_phoned(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    """An agency rang: who, when, and what they said."""
    by, context = request.actor, circle_page(request, circle_id, "circle_developments")
    circle = context["circle"]
    require_recording(by, circle.area_id)
    seats = Seat.objects.filter(now(by.now), circle=circle, part=SeatPart.OUTER_CIRCLE)
    there = list(seats.select_related("professional__agency").order_by("display_name", "pk"))
    form = PhonedForm(typed(request), seats=there, agencies=agency_choices(circle.area_id), now=by.now)
    if carried_out(form, lambda: record_development(circle, form.news(), form.rang(), by=by, at=by.now)):
        rings = " It rings until somebody has taken it." if form.cleaned_data["urgent"] else ""
        say(request, f"The news is recorded.{rings}")
        return redirect("casework:development", form.id)
    return page(request, "development_phoned.html", context | {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def development_permission(request: StaffRequest, development_id: UUID) -> HttpResponse:
    """The agency was asked how far its news may go."""
    by, found = request.actor, one_news(development_id)
    require_recording(by, found.development.area_id)
    form = PermissionForm(typed(request), initial={"onward": found.onward, "agreed_by": found.sender})

    def act() -> None:
        given = form.cleaned_data
        words, agreed_by = given["volunteer_words"], given["agreed_by"]
        record_onward(development_id, form.id, form.level, words, agreed_by=agreed_by, by=by, at=by.now)

    if carried_out(form, act):
        say(request, "What the agency agreed is recorded, with who agreed.")
        return redirect("casework:development", development_id)
    context = circle_page(request, found.development.circle_id, "circle_developments")
    return page(request, "development_permission.html", context | {"form": form, "news": found})
