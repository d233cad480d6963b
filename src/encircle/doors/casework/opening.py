"""Open a Circle: where and of what kind, then who and when, then check the answers. Nothing is written before."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from encircle.common.clock import in_london
from encircle.common.errors import NotAllowed
from encircle.design.answering import carried_out, say, typed
from encircle.foundations.access.actor import Actor
from encircle.rooms.circles.actions.opening import NewCircle, OuterSeat, open_circle
from encircle.rooms.circles.course_queries import prisons
from encircle.rooms.circles.models import Circle, Seat
from encircle.rooms.circles.queries import now
from encircle.rooms.circles.rules import may_open_circle, require_opening
from encircle.rooms.circles.vocabulary import SeatPart
from encircle.rooms.forming.clear_queries import said_something
from encircle.rooms.forming.queries import who_keeps_apart
from encircle.rooms.meetings.actions.planning import plan_meetings
from encircle.rooms.organisation.clocks import Slot, WorkingCalendar, weekly_slots
from encircle.rooms.organisation.models import Area, Venue
from encircle.rooms.organisation.queries import closure_days, kind_standards
from encircle.rooms.organisation.vocabulary import CircleKind
from encircle.rooms.partners.models import Agency
from encircle.rooms.partners.queries import professionals
from encircle.rooms.people.actions import Details, add_core_member
from encircle.rooms.people.queries import core_members
from encircle.rooms.readiness.queries import missing_of
from encircle.rooms.volunteers.queries import volunteers

from .answers import once, page
from .areas import areas_of, chosen
from .circle_forms import WhereForm
from .guard import StaffRequest, for_staff
from .opening_answers import answers, day_words, warnings
from .opening_forms import LEAVE_OUT, OnOffer, OpeningForm
from .opening_proposed import Proposed, proposed_in

OURS = ("csrfmiddlewaretoken", "step")
MOST_ON_A_PAGE = 60  # who is not among them gets a seat on the Seats page


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def new_circle(request: StaffRequest) -> HttpResponse:
    """`?area=…&kind=…` once both are chosen; the rest is posted, and written when the answers were checked.

    `&proposal=…` fills in who was proposed: to be changed like anything else before the Circle opens.
    """
    by = request.actor
    areas = [area for area in areas_of(by) if may_open_circle(by, area.pk)]
    if not areas:
        raise NotAllowed("You can open Circles only in an area you coordinate.")
    area, kind = chosen(areas, request.GET.get("area")), request.GET.get("kind", "")
    if area is None or kind not in CircleKind.values:
        return _where(request, areas)
    return _opening(request, area, CircleKind(kind))


def _where(request: StaffRequest, areas: list[Area]) -> HttpResponse:
    sizes = {
        one.kind: f"{one.least_volunteers} to {one.most_volunteers} volunteers, {one.months} months"
        for one in kind_standards(in_london(request.actor.now).date()).values()
    }
    asked = {"area", "kind"} & set(request.GET)
    form = WhereForm(request.GET if asked else None, areas=areas, sizes=sizes, initial={"area": areas[0].code})
    return page(request, "new_circle_where.html", {"form": form, "areas": areas})


def _opening(request: StaffRequest, area: Area, kind: CircleKind) -> HttpResponse:
    by = request.actor
    today = in_london(by.now).date()
    proposed = proposed_in(request.GET.get("proposal", ""), area)
    wanted = request.POST.get("prison", proposed.answers["prison"] if proposed else "")
    offers = _on_offer(area, kind, by, today, proposed, wanted)
    form = OpeningForm(
        typed(request),
        offers=offers,
        today=today,
        initial=proposed.answers if proposed else None,
    )
    context: dict[str, Any] = {"form": form, "area": area, "kind": kind}
    if request.method != "POST" or not form.is_valid() or request.POST.get("step") == "change":
        return page(request, "new_circle.html", context)
    slots = _slots(form)
    if request.POST.get("step") == "open" and carried_out(form, lambda: _open(form, area, kind, slots, by)):
        say(request, "The Circle is open.")
        return redirect("casework:circle", form.id)
    if form.errors:
        return page(request, "new_circle.html", context)
    context |= {
        "form": None,
        "sections": answers(form, area, kind, by),
        "days": [(day_words(slot), slot.bank_holiday or ("Closed" if slot.closed else "")) for slot in slots],
        "warnings": warnings(form, kind, by.now),
        "said_clear": offers.who_said(form.cleaned_data["volunteers"]),
        "posted": [(name, value) for name, given in request.POST.lists() if name not in OURS for value in given],
    }
    return page(request, "new_circle_check.html", context)


def _on_offer(area: Area, kind: CircleKind, by: Actor, today: date, proposed: Proposed | None, wanted: str) -> OnOffer:
    """`wanted`: the prison that was chosen, which alone has to clear the volunteers."""
    inside = prisons() if kind == CircleKind.PRISON else None
    taken = Seat.objects.filter(now(by.now), part=SeatPart.CORE_MEMBER, area=area).values("core_member")
    here = _with(volunteers(area.pk, present_on=today), proposed.volunteer_ids if proposed else [])
    waiting = _with(core_members(area.pk).exclude(pk__in=taken), [proposed.core_member_id] if proposed else [])
    return OnOffer(
        core_members=waiting,
        volunteers=here,
        lacking=missing_of([one.pk for one in here], kind, today, _chosen(inside, wanted)),
        prisons=inside,
        apart=who_keeps_apart([one.pk for one in waiting]),
        said=said_something(one.pk for one in here),
        professionals=list(professionals(by.now)[:MOST_ON_A_PAGE]),
        venues=list(Venue.objects.filter(area=area, retired_at__isnull=True).order_by("name")),
    )


def _chosen(prisons: list[Agency] | None, wanted: str) -> Agency | None:
    return next((one for one in prisons or [] if str(one.pk) == wanted), None)


def _with(rows: QuerySet[Any], wanted: Sequence[UUID]) -> list[Any]:
    """As many as a page offers, whoever was proposed among them, of whichever area."""
    shown = list(rows[:MOST_ON_A_PAGE])
    more = set(wanted) - {one.pk for one in shown}
    return [*shown, *rows.model._default_manager.filter(pk__in=more)] if more else shown


def _slots(form: OpeningForm) -> tuple[Slot, ...]:
    given = form.cleaned_data
    if not (given["how_many"] and given["first_on"] and given["weekday"] and given["slot_time"]):
        return ()
    return weekly_slots(
        int(given["weekday"]),
        given["slot_time"],
        given["first_on"],
        given["how_many"],
        skip_bank_holidays=given["holidays"] == LEAVE_OUT,
        calendar=WorkingCalendar(closure_days()),
    )


def _open(form: OpeningForm, area: Area, kind: CircleKind, slots: tuple[Slot, ...], by: Actor) -> None:
    once(Circle, form.id, lambda: _write(form, area, kind, slots, by))


@transaction.atomic
def _write(form: OpeningForm, area: Area, kind: CircleKind, slots: tuple[Slot, ...], by: Actor) -> None:
    """The core member if new, the Circle with its seats, its meetings: all or nothing."""
    require_opening(by, area.pk)
    given = form.cleaned_data
    if form.adds_new:
        details = Details(given["given_name"], given["family_name"], given["known_as"], given["born_on"])
        add_core_member(form.core_member_id, area.pk, details, by=by, at=by.now)
    circle = open_circle(_new(form, area, kind), by=by, at=by.now)
    if slots:
        plan_meetings(circle, [slot.starts_at for slot in slots], by=by, at=by.now)


def _new(form: OpeningForm, area: Area, kind: CircleKind) -> NewCircle:
    given = form.cleaned_data
    return NewCircle(
        id=form.id,
        name=given["name"],
        area_id=area.pk,
        kind=kind,
        core_member_id=form.core_member_id,
        prison_id=UUID(given["prison"]) if given.get("prison") else None,
        volunteer_ids=tuple(UUID(one) for one in given["volunteers"]),
        outer_circle=tuple(OuterSeat(one, position) for one, position in form.outer_places),
        venue_id=UUID(given["venue"]) if given["venue"] else None,
        weekday=int(given["weekday"]) if given["weekday"] else None,
        slot_time=given["slot_time"],
        meeting_minutes=given["meeting_minutes"],
    )
