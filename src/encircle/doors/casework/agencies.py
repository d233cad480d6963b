"""Agencies, the agreements with them, and the professionals who work there."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from encircle.common.clock import in_london
from encircle.design.answering import carried_out, say, typed
from encircle.design.dates import counted, plain_date
from encircle.design.items import Action, Row, WorkItem
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import leave_receipt, record
from encircle.foundations.corrections.queries import times_corrected
from encircle.rooms.circles.models import Seat
from encircle.rooms.organisation.clocks import last_day
from encircle.rooms.organisation.models import Area
from encircle.rooms.partners import actions
from encircle.rooms.partners.contacts import contacts_with
from encircle.rooms.partners.copies import copies_of
from encircle.rooms.partners.models import Agency, AgencyAgreement, AgencyKind, Professional
from encircle.rooms.partners.queries import AgencyLine, agreement_of, professionals
from encircle.rooms.partners.queries import agencies as found_agencies
from encircle.rooms.partners.queries import agency as found_agency
from encircle.rooms.partners.queries import professional as found_professional
from encircle.rooms.partners.rules import may_manage_partners, require_managing

from .answers import once, page
from .areas import areas_of
from .guard import StaffRequest, for_staff
from .links import to
from .people_forms import (
    AgencyForm,
    AgreementForm,
    ChangeAgencyForm,
    ChangeAgreementForm,
    CorrectProfessionalForm,
    LeavingForm,
    ProfessionalForm,
)
from .waiting import AGREEMENT_COLOURS, AGREEMENT_WORDS


@require_safe
@for_staff
def agencies(request: StaffRequest) -> HttpResponse:
    by = request.actor
    lines = found_agencies(in_london(by.now).date())
    record(Verb.LISTED, "partners.agency", by=by.acting, detail=str(len(lines)))
    context = {
        "tab": "agencies",
        "items": [_item(line) for line in lines],
        "may_add": may_manage_partners(by),
        "total": len(lines),
    }
    return page(request, "agencies.html", context)


def _item(line: AgencyLine) -> WorkItem:
    words, colour = _state(line)
    return WorkItem(
        title=line.agency.name,
        url=to("agency", line.agency.pk),
        facts=[line.agency.get_kind_display()],
        tag=words,
        colour=colour,
    )


def _state(line: AgencyLine) -> Any:
    words = AGREEMENT_WORDS[line.state]
    return words[:1].upper() + words[1:], AGREEMENT_COLOURS[line.state]


@require_safe
@for_staff
def agency(request: StaffRequest, agency_id: UUID) -> HttpResponse:
    by = request.actor
    line = found_agency(agency_id, in_london(by.now).date())
    there = list(professionals(by.now, agency_id))
    record(Verb.LISTED, "partners.professional", by=by.acting, detail=str(len(there)))
    corrected = times_corrected([agency_id, *(one.pk for one in line.agreements)])
    copies = copies_of([one.pk for one in line.agreements])
    areas = Area.objects.filter(pk__in=actions.areas_of(line.agency)).order_by("name")
    context = {
        "agency": line.agency,
        "tag": _state(line),
        "rows": [
            Row("Kind", line.agency.get_kind_display()),
            Row("Email domains", "\n".join(line.agency.email_domains)),
            Row("Areas", "\n".join(area.name for area in areas)),
        ],
        "agreements": [
            _agreement_row(one, corrected.get(one.pk, 0), copies.get(one.pk), may_manage_partners(by))
            for one in line.agreements
        ],
        "corrected": corrected.get(agency_id, 0),
        "contacts": contacts_with(line.agency),
        "items": [_professional_item(one) for one in there],
        "may_change": may_manage_partners(by),
        # Nobody signs in from a board: its people are the agencies'.
        "has_professionals": line.agency.kind != AgencyKind.BOARD or bool(there),
    }
    return page(request, "agency.html", context)


def _agreement_row(one: AgencyAgreement, corrected: int, copy_id: UUID | None, may_change: bool) -> Row:
    until = f"to {plain_date(one.ends_on)}" if one.ends_on else "on"
    parts = [
        one.scope,
        f"Review {plain_date(one.review_on)}",
        f"Signed for us by {one.signed_by}" if one.signed_by else "",
        f"Signed for the agency by {one.signed_for_agency}" if one.signed_for_agency else "",
        "Replaced by a newer version" if hasattr(one, "replaced_by") else "",
    ]
    words = "\n".join(part for part in parts if part)
    hidden = f"the agreement from {plain_date(one.starts_on)}"
    stands = may_change and not hasattr(one, "replaced_by")
    change = [Action("Review or end", to("agreement_change", one.pk), hidden)] if stands else []
    if copy_id is not None:
        change.append(Action("Read the signed copy", to("signed_copy", copy_id), hidden))
    elif may_change:
        change.append(Action("Keep the signed copy", to("signed_copy_new", one.pk), hidden))
    if corrected:
        change.append(Action(f"Changed {counted(corrected, 'time')}", to("corrections", one.pk), hidden))
    return Row(f"From {plain_date(one.starts_on)} {until}", words, actions=change)


def _professional_item(one: Professional) -> WorkItem:
    return WorkItem(
        title=one.name,
        url=to("professional", one.pk),
        facts=[fact for fact in (one.job_title, one.email) if fact],
        tag="" if one.user_id else "Not invited",
        colour="grey",
        when=f"leaves {plain_date(last_day(one.ends_at))}" if one.ends_at else "",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def new_agency(request: StaffRequest) -> HttpResponse:
    by = request.actor
    require_managing(by)
    form = AgencyForm(typed(request), areas=areas_of(by))

    def act() -> None:
        once(Agency, form.id, lambda: actions.add_agency(form.id, _agency_details(form), by=by, at=by.now))

    if carried_out(form, act):
        say(request, "The agency is added. Record the agreement with it next.")
        return redirect("casework:agency", form.id)
    return _form_page(request, form, "Add an agency", "Add the agency", reverse("casework:agencies"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def agency_change(request: StaffRequest, agency_id: UUID) -> HttpResponse:
    by, one = request.actor, _agency(request, agency_id)
    there = actions.areas_of(one)
    initial = {
        "name": one.name,
        "kind": one.kind,
        "email_domains": "\n".join(one.email_domains),
        "areas": [str(area_id) for area_id in there],
    }
    areas = areas_of(by)
    form = ChangeAgencyForm(typed(request), initial=initial, areas=areas)

    def act() -> None:
        # Areas this person does not work in stay as they are.
        elsewhere = [area_id for area_id in there if area_id not in {area.pk for area in areas}]
        details = _agency_details(form, elsewhere)
        actions.change_agency(one, details, why=form.cleaned_data["why"], by=by, at=by.now)

    if carried_out(form, act):
        say(request, "The agency’s details are changed.")
        return redirect("casework:agency", one.pk)
    return _form_page(request, form, "Change an agency’s details", "Save", _of(one))


def _agency_details(form: AgencyForm, elsewhere: Iterable[UUID] = ()) -> actions.AgencyDetails:
    given = form.cleaned_data
    areas = (*(UUID(one) for one in given["areas"]), *elsewhere)
    return actions.AgencyDetails(given["name"], AgencyKind(given["kind"]), given["email_domains"], areas)


# --- agreements ---


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def new_agreement(request: StaffRequest, agency_id: UUID) -> HttpResponse:
    by, one = request.actor, _agency(request, agency_id)
    earlier = [(str(a.pk), f"Yes, of the one from {plain_date(a.starts_on)}") for a in actions.replaceable(one)]
    form = AgreementForm(typed(request), initial={"starts_on": in_london(by.now).date()}, earlier=earlier)

    def act() -> None:
        given = form.cleaned_data
        once(
            AgencyAgreement,
            form.id,
            lambda: actions.add_agreement(
                one,
                id=form.id,
                starts_on=given["starts_on"],
                ends_on=given["ends_on"],
                review_on=given["review_on"],
                signed_by=given["signed_by"],
                signed_for_agency=given["signed_for_agency"],
                scope=given["scope"],
                replaces_id=UUID(given["replaces"]) if given.get("replaces") else None,
                by=by,
                at=by.now,
            ),
        )

    if carried_out(form, act):
        say(request, "The agreement is recorded.")
        return redirect("casework:agency", one.pk)
    return _form_page(request, form, f"Agreement with {one.name}", "Record the agreement", _of(one))


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def agreement_change(request: StaffRequest, agreement_id: UUID) -> HttpResponse:
    by, agreement = request.actor, agreement_of(agreement_id)
    require_managing(by)
    form = ChangeAgreementForm(typed(request), initial={"ends_on": agreement.ends_on, "review_on": agreement.review_on})

    def act() -> None:
        given = form.cleaned_data
        days = {"ends_on": given["ends_on"], "review_on": given["review_on"]}
        actions.change_agreement(agreement, **days, why=given["why"], by=by, at=by.now)

    if carried_out(form, act):
        say(request, "The agreement is changed.")
        return redirect("casework:agency", agreement.agency_id)
    title, agency = "Review or end an agreement", agreement.agency
    return _form_page(request, form, title, "Save", _of(agency), caption=agency.name)


# --- professionals ---


@require_safe
@for_staff
def professional(request: StaffRequest, professional_id: UUID) -> HttpResponse:
    by, one = request.actor, found_professional(professional_id)
    leave_receipt("partners.professional", one.pk, by=by.acting)
    is_here = one.ends_at is None or one.ends_at > by.now
    context = {
        "professional": one,
        "rows": [
            Row("Agency", one.agency.name),
            Row("Job", one.job_title),
            Row("Work email address", one.email),
            Row("Telephone", one.phone),
            *([Row("Last day at the agency", plain_date(last_day(one.ends_at)))] if one.ends_at else []),
            Row("Sign-in", "Has a login or an invitation" if one.user_id else "Not invited yet"),
        ],
        "corrected": times_corrected([one.pk]).get(one.pk, 0),
        "seats": list(Seat.objects.filter(professional=one).select_related("circle").order_by("-starts_at")),
        "now": by.now,
        "may_change": may_manage_partners(by) and is_here,
        "may_invite": may_manage_partners(by) and is_here and not one.user_id,
    }
    return page(request, "professional.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def new_professional(request: StaffRequest, agency_id: UUID) -> HttpResponse:
    by, one = request.actor, _agency(request, agency_id)
    form = ProfessionalForm(typed(request), domains=one.email_domains)

    def act() -> None:
        given = form.cleaned_data
        details = actions.ProfessionalDetails(given["name"], given["job_title"], given["email"], given["phone"])
        once(Professional, form.id, lambda: actions.add_professional(one, details, id=form.id, by=by, at=by.now))

    if carried_out(form, act):
        say(request, "The professional is added. Invite them to sign in when they are ready.")
        return redirect("casework:professional", form.id)
    return _form_page(request, form, f"Add a professional at {one.name}", "Add the professional", _of(one))


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def professional_change(request: StaffRequest, professional_id: UUID) -> HttpResponse:
    by, one = request.actor, _professional(request, professional_id)
    form = CorrectProfessionalForm(
        typed(request), initial={"name": one.name, "job_title": one.job_title, "phone": one.phone}
    )

    def act() -> None:
        given = form.cleaned_data
        new = {field: given[field] for field in ("name", "job_title", "phone", "why")}
        actions.change_professional(one, **new, by=by, at=by.now)

    if carried_out(form, act):
        say(request, "The professional’s details are changed.")
        return redirect("casework:professional", one.pk)
    return _form_page(request, form, "Change a professional’s details", "Save", to("professional", one.pk))


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def professional_leaving(request: StaffRequest, professional_id: UUID) -> HttpResponse:
    by, one = request.actor, _professional(request, professional_id)
    form = LeavingForm(typed(request), initial={"on": in_london(by.now).date()})
    if carried_out(form, lambda: actions.professional_leaves(one, on=form.cleaned_data["on"], by=by, at=by.now)):
        say(request, "The last day is recorded. Hand their seats over to a colleague.")
        return redirect("casework:professional", one.pk)
    title = f"{one.name} leaves {one.agency.name}"
    window = "A professional leaves their agency"
    return _form_page(request, form, title, "Record the last day", to("professional", one.pk), window=window)


@require_http_methods(["POST"])
@for_staff
def professional_invitation(request: StaffRequest, professional_id: UUID) -> HttpResponse:
    one = _professional(request, professional_id)
    if one.user_id is None:
        actions.invite_professional(one, by=request.actor, at=request.actor.now)
    say(request, "The invitation is on its way. It works for seven days.")
    return redirect("casework:professional", one.pk)


def _agency(request: StaffRequest, agency_id: UUID) -> Agency:
    one = found_agency(agency_id, in_london(request.actor.now).date()).agency
    require_managing(request.actor)
    return one


def _professional(request: StaffRequest, professional_id: UUID) -> Professional:
    one = found_professional(professional_id)
    require_managing(request.actor)
    return one


def _of(one: Agency) -> str:
    return reverse("casework:agency", args=[one.pk])


def _form_page(
    request: StaffRequest, form: Any, title: str, button: str, back: str, *, window: str = "", caption: str = ""
) -> HttpResponse:
    """`window` is what the browser's list of windows shows, where the title names somebody."""
    context = {
        "form": form,
        "title": title,
        "window": window or title,
        "button": button,
        "back": back,
        "caption": caption,
    }
    return page(request, "people_form.html", context)
