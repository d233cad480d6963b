"""Lists of volunteers and core members; one volunteer, adding and changing."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from encircle.common.clock import in_london
from encircle.common.errors import NotAllowed
from encircle.design.answering import carried_out, say, typed
from encircle.design.dates import plain_date
from encircle.design.items import Row, WorkItem
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import leave_receipt, record
from encircle.foundations.corrections.queries import times_corrected
from encircle.rooms.circles.models import Seat
from encircle.rooms.people.models import CoreMember
from encircle.rooms.people.queries import core_members
from encircle.rooms.volunteers import actions as volunteer_actions
from encircle.rooms.volunteers.models import Volunteer
from encircle.rooms.volunteers.queries import volunteer as found_volunteer
from encircle.rooms.volunteers.queries import volunteers
from encircle.rooms.volunteers.rules import may_manage_volunteers, require_managing

from .answers import once, page
from .areas import areas_of, chosen
from .guard import StaffRequest, for_staff
from .links import to
from .people_forms import (
    ChangeVolunteerForm,
    NewVolunteerForm,
    VolunteerForm,
)
from .readiness import in_short

ON_A_PAGE = 50


@require_safe
@for_staff
def people(request: StaffRequest) -> HttpResponse:
    """Volunteers: those here now, or with `?left=yes` those who have left."""
    today = in_london(request.actor.now).date()
    has_left = request.GET.get("left") == "yes"

    def rows(area_id: UUID | None) -> QuerySet[Volunteer]:
        return volunteers(area_id).filter(left_on__lt=today) if has_left else volunteers(area_id, present_on=today)

    return _list(request, rows, _volunteer_item, {"tab": "volunteers", "has_left": has_left})


@require_safe
@for_staff
def core_member_list(request: StaffRequest) -> HttpResponse:
    return _list(request, core_members, _core_member_item, {"tab": "core_members", "has_left": False})


def _list(
    request: StaffRequest,
    rows: Callable[[UUID | None], QuerySet[Any]],
    item: Callable[[Any, bool], WorkItem],
    context: dict[str, Any],
) -> HttpResponse:
    by, areas = request.actor, areas_of(request.actor)
    area = chosen(areas, request.GET.get("area"))
    shown = Paginator(rows(area.pk if area else None), ON_A_PAGE).get_page(request.GET.get("page"))
    record(Verb.LISTED, _item_type(context["tab"]), by=by.acting, detail=str(len(shown.object_list)))
    given = {"area": area.code if area else "", "left": "yes" if context["has_left"] else ""}
    context |= {
        "items": [item(one, len(areas) > 1) for one in shown.object_list],
        "total": shown.paginator.count,
        "number": shown.number,
        "last": shown.paginator.num_pages,
        "address": "?" + urlencode({name: value for name, value in given.items() if value} | {"page": ""}),
        "areas": areas,
        "area": area,
        "may_add": any(may_manage_volunteers(by, one.pk) for one in areas),
    }
    return page(request, "people.html", context)


def _item_type(tab: str) -> str:
    return "volunteers.volunteer" if tab == "volunteers" else "people.coremember"


def _volunteer_item(one: Volunteer, says_area: bool) -> WorkItem:
    facts = [one.reference, one.area.name if says_area else "", f"since {_joined(one)}"]
    left = f"left {plain_date(one.left_on)}" if one.left_on else ""
    return WorkItem(
        title=one.full_name,
        url=to("volunteer", one.pk),
        facts=[fact for fact in facts if fact],
        tag="" if one.user_id or one.left_on else "Not invited",
        colour="grey",
        when=left,
    )


def _joined(one: Volunteer) -> str:
    return plain_date(one.joined_on) if one.joined_on else ""


def _core_member_item(one: CoreMember, says_area: bool) -> WorkItem:
    return WorkItem(
        title=f"{one.given_name} {one.family_name}",
        url=to("core_member", one.pk),
        facts=[one.reference, *([one.area.name] if says_area else [])],
    )


# --- a volunteer ---


@require_safe
@for_staff
def volunteer(request: StaffRequest, volunteer_id: UUID) -> HttpResponse:
    by, one = request.actor, found_volunteer(volunteer_id)
    leave_receipt("volunteers.volunteer", one.pk, by=by.acting, area_id=one.area_id)
    context = {
        "volunteer": one,
        "rows": [
            Row("Reference", one.reference),
            Row("Area", one.area.name),
            Row("Email address", one.email),
            Row("Telephone", one.phone),
            Row("Joined", _joined(one)),
            *([Row("Last day", plain_date(one.left_on))] if one.left_on else []),
            Row("Sign-in", "Has a login or an invitation" if one.user_id else "Not invited yet"),
        ],
        "ready": in_short(one, by) if one.left_on is None else [],
        "corrected": times_corrected([one.pk]).get(one.pk, 0),
        "seats": circles_of(Seat.objects.filter(volunteer=one)),
        "may_change": may_manage_volunteers(by, one.area_id),
        "may_invite": may_manage_volunteers(by, one.area_id) and not one.user_id and not one.left_on,
    }
    return page(request, "volunteer.html", context)


def circles_of(seats: QuerySet[Seat]) -> list[Seat]:
    """Seats with the Circles the asker may see, newest first."""
    return list(seats.select_related("circle").order_by("-starts_at"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def new_volunteer(request: StaffRequest) -> HttpResponse:
    by = request.actor
    areas = [area for area in areas_of(by) if may_manage_volunteers(by, area.pk)]
    if not areas:
        raise NotAllowed("You can add volunteers only in an area you coordinate.")
    form = NewVolunteerForm(typed(request), areas=areas, initial={"joined_on": in_london(by.now).date()})

    def act() -> None:
        given = form.cleaned_data
        details, area_id = _volunteer_details(form), UUID(given["area"])
        once(
            Volunteer,
            form.id,
            lambda: volunteer_actions.add_volunteer(
                form.id, area_id, details, joined_on=given["joined_on"], by=by, at=by.now
            ),
        )

    if carried_out(form, act):
        say(request, "The volunteer is added.")
        return redirect("casework:volunteer", form.id)
    return person_form(request, form, "Add a volunteer", "Add the volunteer", reverse("casework:people"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def volunteer_change(request: StaffRequest, volunteer_id: UUID) -> HttpResponse:
    by, one = request.actor, found_volunteer(volunteer_id)
    require_managing(by, one.area_id)
    initial = {"given_name": one.given_name, "family_name": one.family_name, "email": one.email, "phone": one.phone}
    form = ChangeVolunteerForm(typed(request), initial=initial)

    def act() -> None:
        details, why = _volunteer_details(form), form.cleaned_data["why"]
        volunteer_actions.change_volunteer(one, details, why=why, by=by, at=by.now)

    if carried_out(form, act):
        say(request, "The volunteer’s details are changed.")
        return redirect("casework:volunteer", one.pk)
    return person_form(
        request, form, "Change a volunteer’s details", "Save", reverse("casework:volunteer", args=[one.pk])
    )


def _volunteer_details(form: VolunteerForm) -> volunteer_actions.Details:
    given = form.cleaned_data
    return volunteer_actions.Details(given["given_name"], given["family_name"], given["email"], given["phone"])


@require_http_methods(["POST"])
@for_staff
def volunteer_invitation(request: StaffRequest, volunteer_id: UUID) -> HttpResponse:
    one = found_volunteer(volunteer_id)
    if one.user_id is None:
        volunteer_actions.invite_volunteer(one, by=request.actor, at=request.actor.now)
    say(request, "The invitation is on its way. It works for seven days.")
    return redirect("casework:volunteer", one.pk)


def person_form(
    request: StaffRequest, form: Any, title: str, button: str, back: str, *, window: str = ""
) -> HttpResponse:
    """`window` is what the browser's list of windows shows, where the title names somebody."""
    context = {"form": form, "title": title, "window": window or title, "button": button, "back": back}
    return page(request, "people_form.html", context)
