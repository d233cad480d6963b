"""One core member: opened with the home address and the carers; adding and changing."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from encircle.common.clock import in_london
from encircle.common.errors import NotAllowed
from encircle.design.answering import carried_out, say, typed
from encircle.design.dates import plain_date
from encircle.design.items import Row
from encircle.foundations.corrections.queries import times_corrected
from encircle.rooms.circles.models import Seat
from encircle.rooms.joining.queries import standing
from encircle.rooms.joining.rules import may_take_agreements
from encircle.rooms.people import actions
from encircle.rooms.people.models import Carer, CoreMember
from encircle.rooms.people.queries import core_member as found_core_member
from encircle.rooms.people.queries import open_core_member
from encircle.rooms.people.rules import may_keep_core_members, may_keep_documents, require_keeping

from .answers import once, page
from .areas import areas_of
from .guard import StaffRequest, for_staff
from .joining_words import standing_words
from .mappa import register_line
from .people import circles_of, person_form
from .people_forms import CarerForm, ChangeCoreMemberForm, CoreMemberForm, HomeForm, NewCoreMemberForm


@require_safe
@for_staff
def core_member(request: StaffRequest, core_member_id: UUID) -> HttpResponse:
    """Opened, with the home address: the trace says so, with the Circle where there is one."""
    by = request.actor
    found_core_member(core_member_id)
    seats = circles_of(Seat.objects.filter(core_member=core_member_id))
    opened = open_core_member(core_member_id, by=by.acting, circle_id=seats[0].circle_id if seats else None)
    one, home = opened.core_member, opened.home
    mappa_now, mappa_to_do = register_line(one.pk, in_london(by.now).date())
    context = {
        "core_member": one,
        "rows": [
            Row("Reference", one.reference),
            Row("Area", one.area.name),
            Row("Name used in the Circle", one.known_as),
            Row("Date of birth", plain_date(one.born_on) if one.born_on else ""),
        ],
        "home_rows": [
            Row("Address", home.address if home else ""),
            Row("Postcode", home.postcode if home else ""),
            Row("Telephone", home.phone if home else ""),
        ],
        "home": home,
        "mappa_now": mappa_now,
        "mappa_to_do": mappa_to_do,
        "corrected": times_corrected([one.pk]).get(one.pk, 0),
        "carers": opened.carers,
        "seats": seats,
        "joining": standing_words(standing(one, by.now)) if may_take_agreements(by, one.area_id) else None,
        "may_change": may_keep_core_members(by, one.area_id),
        "may_keep_documents": may_keep_documents(by, one.area_id),
    }
    return page(request, "core_member.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def new_core_member(request: StaffRequest) -> HttpResponse:
    by = request.actor
    areas = [area for area in areas_of(by) if may_keep_core_members(by, area.pk)]
    if not areas:
        raise NotAllowed("You can add core members only in an area you coordinate.")
    form = NewCoreMemberForm(typed(request), areas=areas)

    def act() -> None:
        area_id = UUID(form.cleaned_data["area"])
        once(
            CoreMember,
            form.id,
            lambda: actions.add_core_member(form.id, area_id, _core_member_details(form), by=by, at=by.now),
        )

    if carried_out(form, act):
        say(request, "The core member is added.")
        return redirect("casework:core_member", form.id)
    return person_form(request, form, "Add a core member", "Add the core member", reverse("casework:core_members"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def core_member_change(request: StaffRequest, core_member_id: UUID) -> HttpResponse:
    by, one = request.actor, found_core_member(core_member_id)
    require_keeping(by, one.area_id)
    initial = {name: getattr(one, name) for name in ("given_name", "family_name", "known_as", "born_on")}
    form = ChangeCoreMemberForm(typed(request), initial=initial)

    def act() -> None:
        actions.change_core_member(one, _core_member_details(form), why=form.cleaned_data["why"], by=by, at=by.now)

    if carried_out(form, act):
        say(request, "The details are changed.")
        return redirect("casework:core_member", one.pk)
    return person_form(request, form, "Change a core member’s details", "Save", _of(one))


def _core_member_details(form: CoreMemberForm) -> actions.Details:
    given = form.cleaned_data
    return actions.Details(given["given_name"], given["family_name"], given["known_as"], given["born_on"])


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def core_member_home(request: StaffRequest, core_member_id: UUID) -> HttpResponse:
    by, one = request.actor, found_core_member(core_member_id)
    require_keeping(by, one.area_id)
    form = HomeForm(typed(request))

    def act() -> None:
        given = form.cleaned_data
        actions.record_home(
            one,
            id=form.id,
            address=given["address"],
            postcode=given["postcode"],
            phone=given["phone"],
            by=by,
            at=by.now,
        )

    if carried_out(form, act):
        say(request, "The address is recorded.")
        return redirect("casework:core_member", one.pk)
    return person_form(request, form, "Where the core member lives now", "Save", _of(one))


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def new_carer(request: StaffRequest, core_member_id: UUID) -> HttpResponse:
    by, one = request.actor, found_core_member(core_member_id)
    require_keeping(by, one.area_id)
    form = CarerForm(typed(request))

    def act() -> None:
        given = form.cleaned_data
        once(
            Carer,
            form.id,
            lambda: actions.add_carer(
                one,
                id=form.id,
                name=given["name"],
                standing=given["standing"],
                consent_required=given["consent_required"],
                by=by,
                at=by.now,
            ),
        )

    if carried_out(form, act):
        say(request, "The parent or carer is added.")
        return redirect("casework:core_member", one.pk)
    return person_form(request, form, "Add a parent or carer", "Add the parent or carer", _of(one))


@require_http_methods(["POST"])
@for_staff
def carer_ending(request: StaffRequest, core_member_id: UUID, carer_id: UUID) -> HttpResponse:
    one = found_core_member(core_member_id)
    actions.end_carer(one, carer_id, by=request.actor, at=request.actor.now)
    say(request, "From tomorrow their consent is no longer asked for.")
    return redirect("casework:core_member", one.pk)


def _of(one: CoreMember) -> str:
    return reverse("casework:core_member", args=[one.pk])
