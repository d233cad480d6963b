"""Raise a concern, see where one's own stand, and add to them. What becomes of them is the staff's to write."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from encircle.common.errors import Invalid, NotAllowed
from encircle.common.ids import new_id
from encircle.design.items import TagColour
from encircle.foundations.access.actor import Actor
from encircle.rooms.circles.models import Circle, Seat
from encircle.rooms.circles.queries import now
from encircle.rooms.circles.vocabulary import SeatPart
from encircle.rooms.meetings.drafts import meeting_of
from encircle.rooms.meetings.for_volunteers import own_circles
from encircle.rooms.meetings.models import Meeting
from encircle.rooms.organisation.queries import on_call, present_charity
from encircle.rooms.risk.actions.raising import add_to_account, own_concern, raise_concern
from encircle.rooms.risk.models import Concern
from encircle.rooms.risk.raised import A_PAGE, concerns_raised, decided_by, open_own_account, raised
from encircle.rooms.risk.vocabulary import StepKind

from .concern_forms import AccountForm, AdditionForm, ConcernForm, DisclosureForm, ImminentForm
from .guard import VolunteerRequest, for_volunteers
from .words import by_the_end

# Where a concern stands, in the words of whoever raised it.
STATES: dict[StepKind | None, tuple[str, TagColour]] = {
    None: ("Not read yet", "grey"),
    StepKind.READ: ("Read", "blue"),
    StepKind.TAKEN: ("Somebody is dealing with it", "blue"),
    StepKind.TRIAGED: ("Decided what to do", "green"),
    StepKind.CLOSED: ("Closed", "grey"),
    StepKind.REOPENED: ("Opened again", "yellow"),
}


@require_safe
@for_volunteers
def danger(request: VolunteerRequest) -> HttpResponse:
    """First of all: is someone in danger now?"""
    by, meeting = request.actor, _meeting(request)
    return render(request, "volunteering/danger.html", {"meeting": meeting, **numbers(by, _circles(by))})


@require_http_methods(["GET", "HEAD", "POST"])
@for_volunteers
def imminent(request: VolunteerRequest) -> HttpResponse:
    return _raising(request, ImminentForm, "volunteering/imminent.html")


@require_http_methods(["GET", "HEAD", "POST"])
@for_volunteers
def account(request: VolunteerRequest) -> HttpResponse:
    return _raising(request, AccountForm, "volunteering/account.html")


@require_http_methods(["GET", "HEAD", "POST"])
@for_volunteers
def disclosure(request: VolunteerRequest) -> HttpResponse:
    """The core member said something that others may need to know."""
    return _raising(request, DisclosureForm, "volunteering/disclosure.html")


def _raising(request: VolunteerRequest, kind: type[ConcernForm], template: str) -> HttpResponse:
    by, meeting = request.actor, _meeting(request)
    circles = _circles(by)
    form = kind(
        request.POST if request.method == "POST" else None,
        circles=circles,
        colleagues=_colleagues(by, circles, with_oneself=kind is DisclosureForm),
        meeting=meeting,
        now=by.now,
    )
    if request.method == "POST" and form.is_valid():
        try:
            concern = raise_concern(form.new_concern(), by=by, at=by.now)
        except Invalid as refusal:
            form.add_invalid(refusal)
        else:
            return redirect("volunteering:concern_raised", concern_id=concern.pk)
    context = {"form": form, "meeting": meeting, **numbers(by, circles)}
    return render(request, template, context, status=422 if form.errors else 200)


@require_safe
@for_volunteers
def raised_page(request: VolunteerRequest, concern_id: UUID) -> HttpResponse:
    """What happens next, and by when."""
    by = request.actor
    concern = own_concern(concern_id, by)
    context = {"concern": concern, "by_when": by_the_end(decided_by(concern), by.now), **numbers(by, own_circles(by))}
    return render(request, "volunteering/raised.html", context)


@require_safe
@for_volunteers
def concerns(request: VolunteerRequest) -> HttpResponse:
    page = page_number(request)
    found = concerns_raised(request.actor, page=page)
    context = {"raised": found[:A_PAGE], "page_number": page, "has_older": len(found) > A_PAGE, "states": STATES}
    return render(request, "volunteering/concerns.html", context)


@require_safe
@for_volunteers
def concern(request: VolunteerRequest, concern_id: UUID) -> HttpResponse:
    found = own_concern(concern_id, request.actor)
    return _concern_page(request, found, AdditionForm(initial={"account_id": new_id()}))


@require_POST
@for_volunteers
def addition(request: VolunteerRequest, concern_id: UUID) -> HttpResponse:
    by = request.actor
    found, form = own_concern(concern_id, by), AdditionForm(request.POST)
    if form.is_valid():
        answers = form.cleaned_data
        add_to_account(found.pk, answers["text"], account_id=answers["account_id"], by=by, at=by.now)
        messages.success(request, "What you added is with the people who deal with this concern.")
        return redirect("volunteering:concern", concern_id=found.pk)
    return _concern_page(request, found, form)


def _concern_page(request: VolunteerRequest, found: Concern, form: AdditionForm) -> HttpResponse:
    context = {
        "concern": found,
        "raised": raised(found),
        "accounts": open_own_account(found, by=request.actor),
        "by_when": by_the_end(decided_by(found), request.actor.now),
        "states": STATES,
        "form": form,
    }
    return render(request, "volunteering/concern.html", context, status=422 if form.errors else 200)


# --- what these pages need ---


def numbers(by: Actor, circles: Sequence[Circle]) -> dict[str, object]:
    """Whom to ring: whoever is on call in the volunteer's areas, else the charity's own number.

    Without a Circle it is the charity's number: whoever has left sees nobody's own.
    """
    charity = present_charity()
    return {
        "on_call": on_call({circle.area_id for circle in circles}, by.now) if circles else [],
        "charity_number": charity.out_of_hours_number if charity else "",
    }


def page_number(request: HttpRequest) -> int:
    given = request.GET.get("page", "1")
    return max(1, int(given)) if given.isascii() and given.isdigit() and len(given) < 6 else 1


def _meeting(request: VolunteerRequest) -> Meeting | None:
    """The meeting a concern comes from. Raises NotFound for one out of reach, and for what is no id."""
    given = request.GET.get("meeting") or request.POST.get("meeting")
    return meeting_of(_id(given), request.actor) if given else None


def _id(given: str) -> UUID:
    try:
        return UUID(given)
    except ValueError:
        return UUID(int=0)  # nobody's: not found like any other


def _circles(by: Actor) -> list[Circle]:
    circles = own_circles(by)
    if not circles:
        raise NotAllowed("You have no Circle at the moment. If you are worried, ring the charity.")
    return circles


def _colleagues(by: Actor, circles: Sequence[Circle], *, with_oneself: bool) -> Mapping[UUID, Sequence[Seat]]:
    """Who works or volunteers in each Circle: besides oneself, who may be told something too."""
    mine = set() if with_oneself else {seat for _, seat in by.volunteer_seats}
    seats = Seat.objects.filter(
        now(by.now),
        circle__in=[circle.pk for circle in circles],
        part__in=(SeatPart.COORDINATOR, SeatPart.VOLUNTEER),
    ).order_by("part", "letter", "display_name")
    there = [seat for seat in seats if seat.pk not in mine]
    return {circle.pk: [seat for seat in there if seat.circle_id == circle.pk] for circle in circles}
