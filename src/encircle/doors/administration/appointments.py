"""Who holds which role: the list, giving a role, covering an area, ending one, and what each role may do."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from encircle.common.clock import in_london
from encircle.common.errors import NotFound
from encircle.design.answering import carried_out, say, typed
from encircle.design.items import WorkItem
from encircle.foundations.access import queries as held
from encircle.foundations.access.actions import NewAppointment, appoint, cover, end_appointment
from encircle.foundations.access.actor import names_of
from encircle.foundations.access.guards import needs
from encircle.foundations.access.models import Appointment
from encircle.foundations.access.roles import ROLES, May
from encircle.foundations.access.rules import may_appoint_to, may_cover, may_end
from encircle.foundations.access.vocabulary import CASE_BEARING, Role
from encircle.foundations.accounts.models import User
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record

from .answers import page
from .appointment_forms import AppointForm, CoverForm, EndForm
from .guard import OfficeRequest
from .queries import area_names, role_in_words
from .words import period

APPOINTS = needs(May.APPOINT_OTHERS)
ENDED_SHOWN = 20


@require_safe
@APPOINTS
def appointments(request: OfficeRequest) -> HttpResponse:
    by = request.actor
    present, over = list(held.not_over(by.now)), held.over(by.now, ENDED_SHOWN)
    names = names_of(one for row in (*present, *over) for one in (row.user_id, row.appointed_by_id))
    areas = area_names()
    record(Verb.LISTED, "access.appointment", by=request.acting, detail=str(len(present) + len(over)))
    groups = [
        (ROLES[role].name, [_item(one, names, areas, by.now) for one in present if one.role == role]) for role in Role
    ]
    context = {
        "groups": [(name, items) for name, items in groups if items],
        "over": [[names.get(one.user_id, "Somebody"), role_in_words(one, areas), period(one)] for one in over],
        "may_cover": may_cover(by),
    }
    return page(request, "appointments.html", "appointments", context)


def _item(one: Appointment, names: dict[UUID, str], areas: dict[UUID, str], at: datetime) -> WorkItem:
    by = names.get(one.appointed_by_id, "") if one.appointed_by_id else ""
    where = [role_in_words(one, areas)] if one.area_id else []
    return WorkItem(
        title=names.get(one.user_id, "Somebody"),
        url=reverse("administration:person", args=[one.user_id]),
        facts=[*where, period(one), f"by {by}" if by else "when Encircle was set up"],
        tag="" if one.starts_at <= at else "To come",
        colour="blue",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@APPOINTS
def appointment(request: OfficeRequest, user_id: UUID) -> HttpResponse:
    """Give somebody a role. Nobody gives one to themselves: the page does not exist for oneself."""
    by = request.actor
    user = User.objects.filter(pk=user_id).first()
    if user is None or user_id == by.user_id:
        raise NotFound()
    form = AppointForm(
        typed(request),
        roles=[role for role in Role if may_appoint_to(by, role)],
        areas=area_names().items(),
        today=in_london(by.now).date(),
    )

    def act() -> None:
        new = NewAppointment(
            id=form.id,
            user_id=user_id,
            role=form.chosen,
            area_id=form.area_id,
            starts_at=form.starts_at,
            ends_at=form.ends_at,
        )
        appoint(new, by=by, at=by.now)

    if form.is_bound and carried_out(form, act):
        say(request, f"{user.name} is appointed: {ROLES[form.chosen].name}.")
        return redirect("administration:person", user_id)
    return page(request, "appointment.html", "people", {"form": form, "user": user})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(May.APPOINT_TO_CASES)
def covering(request: OfficeRequest) -> HttpResponse:
    """Somebody who works with cases stands in for the coordinators of an area."""
    by = request.actor
    people = held.present(by.now).filter(role__in=CASE_BEARING).exclude(user_id=by.user_id)
    names = names_of(people.values_list("user_id", flat=True).distinct())
    form = CoverForm(
        typed(request),
        people=sorted(names.items(), key=lambda one: one[1]),
        areas=area_names().items(),
        today=in_london(by.now).date(),
    )

    def act() -> None:
        ends_at = form.ends_at
        assert ends_at is not None  # noqa: S101 (the field is needed)
        person_id, area_id = (UUID(form.cleaned_data[name]) for name in ("person", "area"))
        cover(
            id=form.id,
            user_id=person_id,
            area_id=area_id,
            starts_at=form.starts_at,
            ends_at=ends_at,
            by=by,
            at=by.now,
        )

    if form.is_bound and carried_out(form, act):
        say(request, f"{names[UUID(form.cleaned_data['person'])]} covers the area for that time.")
        return redirect("administration:appointments")
    return page(request, "covering.html", "appointments", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@APPOINTS
def appointment_end(request: OfficeRequest, appointment_id: UUID) -> HttpResponse:
    by, form = request.actor, EndForm(typed(request))
    found = held.appointment(appointment_id)
    if found is None or not may_end(by, found) or (found.ends_at is not None and found.ends_at <= by.now):
        raise NotFound()

    def act() -> None:
        end_appointment(appointment_id, ends_at=form.ends_at(by.now), by=by, at=by.now)

    if form.is_bound and carried_out(form, act):
        say(request, "The appointment ends then, and with it what they see by this role.")
        return redirect("administration:person", found.user_id)
    names = names_of([found.user_id])
    context = {
        "form": form,
        "user_id": found.user_id,
        "name": names.get(found.user_id, "Somebody"),
        "role": role_in_words(found, area_names()),
        "period": period(found),
    }
    return page(request, "appointment_end.html", "people", context)


@require_safe
@APPOINTS
def roles(request: OfficeRequest) -> HttpResponse:
    """Straight from the file that decides it."""
    order = list(May)
    described = [(text.name, text.says, [may.value for may in order if may in text.may]) for text in ROLES.values()]
    return page(request, "roles.html", "appointments", {"roles": described})
