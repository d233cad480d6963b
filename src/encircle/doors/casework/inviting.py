"""Invite a professional to refer somebody, or key a form that came on paper; with an enquiry behind it or without."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from encircle.common.errors import Invalid, NotAllowed
from encircle.common.ids import new_id
from encircle.design.answering import carried_out, say, typed
from encircle.foundations.access.actor import Actor
from encircle.rooms.organisation.vocabulary import CircleKind
from encircle.rooms.partners.actions import ProfessionalDetails, add_professional
from encircle.rooms.partners.models import Agency, Professional
from encircle.rooms.partners.queries import professionals
from encircle.rooms.referrals.actions.inviting import NewReferral, invite_referral, key_paper_form
from encircle.rooms.referrals.models import Enquiry, Referral
from encircle.rooms.referrals.queries import enquiry as found_enquiry
from encircle.rooms.referrals.rules import may_take_referrals, require_taking

from .answers import once
from .areas import areas_of
from .coming_in_pages import form_alone
from .guard import StaffRequest, for_staff
from .referral_forms import KNOWN, NEW, PAPER, InvitationForm


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def new_referral(request: StaffRequest) -> HttpResponse:
    return _inviting(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def enquiry_invitation(request: StaffRequest, enquiry_id: UUID) -> HttpResponse:
    one = found_enquiry(enquiry_id).enquiry
    require_taking(request.actor, one.area_id)
    return _inviting(request, one)


def _inviting(request: StaffRequest, enquiry: Enquiry | None) -> HttpResponse:
    by = request.actor
    areas = [area for area in areas_of(by) if may_take_referrals(by, area.pk)]
    if not areas:
        raise NotAllowed("You can invite referrals only in an area you coordinate.")
    known = list(professionals(by.now))
    agencies = list(Agency.objects.order_by("name"))
    form = InvitationForm(
        typed(request),
        areas=areas,
        professionals=known,
        agencies=agencies,
        is_placed=enquiry is not None,
        initial=_initial(enquiry, known),
    )
    if carried_out(form, lambda: once(Referral, form.id, lambda: _act(form, enquiry, known, agencies, by))):
        return _done(request, form)
    back = reverse("casework:enquiry", args=[enquiry.pk]) if enquiry else reverse("casework:referrals")
    about = f"Enquiry {enquiry.reference}" if enquiry else ""
    return form_alone(
        request, form, "Invite a referral", "Continue", back=back, back_words=about or "Referrals", caption=about
    )


def _initial(enquiry: Enquiry | None, known: list[Professional]) -> dict[str, Any]:
    """Whoever rang is most likely who fills it in."""
    if enquiry is None:
        return {}
    match = next((one for one in known if enquiry.email and one.email.lower() == enquiry.email), None)
    agency = str(enquiry.agency_id or "")
    if match:
        return {"who": KNOWN, "professional": str(match.pk), "paper_agency": agency}
    return {
        "agency": agency,
        "paper_agency": agency,
        "name": enquiry.asked_by_name,
        "email": enquiry.email,
        "phone": enquiry.phone,
    }


@transaction.atomic
def _act(
    form: InvitationForm, enquiry: Enquiry | None, known: list[Professional], agencies: list[Agency], by: Actor
) -> None:
    given = form.cleaned_data
    new = NewReferral(
        id=form.id,
        area_id=enquiry.area_id if enquiry else UUID(given["area"]),
        kind=CircleKind(enquiry.kind if enquiry else given["kind"]),
        enquiry=enquiry,
    )
    if given["who"] == PAPER:
        key_paper_form(new, _of(agencies, given["paper_agency"]), by=by, at=by.now)
        return
    referrer = _new_professional(given, agencies, by) if given["who"] == NEW else _of(known, given["professional"])
    invite_referral(new, referrer, by=by, at=by.now)


def _new_professional(given: dict[str, Any], agencies: list[Agency], by: Actor) -> Professional:
    details = ProfessionalDetails(given["name"], given["job_title"], given["email"], given["phone"])
    return add_professional(_of(agencies, given["agency"]), details, id=new_id(), by=by, at=by.now)


def _of(rows: list[Any], wanted: str) -> Any:
    found = next((row for row in rows if str(row.pk) == wanted), None)
    if found is None:
        raise Invalid("Open this page again")
    return found


def _done(request: StaffRequest, form: InvitationForm) -> HttpResponse:
    if form.cleaned_data["who"] == PAPER:
        say(request, "Now key the form. It is kept as you go.")
        return redirect("casework:paper_form", form.id)
    say(request, "They are invited. The message to them says that something waits, and nothing more.")
    return redirect("casework:referral", form.id)
