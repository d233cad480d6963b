"""What agencies' assessments of a person came to: the list, and recording one."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from encircle.design.answering import carried_out, say, typed
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.partners.queries import agency_choices
from encircle.rooms.people import assessments as room
from encircle.rooms.people import documents
from encircle.rooms.people.models import CoreMember, ReportedAssessment
from encircle.rooms.people.queries import core_member
from encircle.rooms.people.rules import require_documents
from encircle.rooms.people.vocabulary import Tool

from .answers import once, page
from .document_forms import NOBODY_LISTED, AssessmentForm, suggested_bands
from .earlier import number_in
from .guard import StaffRequest, for_staff


@require_safe
@for_staff
def assessments(request: StaffRequest, core_member_id: UUID) -> HttpResponse:
    by, one = request.actor, core_member(core_member_id)
    require_documents(by, one.area_id)
    number = number_in(request.GET.get("page"))
    found, has_older = room.assessments(one.pk, page=number)
    record(
        Verb.LISTED,
        "people.reportedassessment",
        by=by.acting,
        area_id=one.area_id,
        person_id=one.pk,
        detail=str(len(found)),
    )
    context = {
        "core_member": one,
        "assessments": found,
        "number": number,
        "has_older": has_older,
    }
    return page(request, "assessments.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def new_assessment(request: StaffRequest, core_member_id: UUID) -> HttpResponse:
    by, one = request.actor, core_member(core_member_id)
    require_documents(by, one.area_id)
    kept, _ = documents.documents(one.pk)
    form = AssessmentForm(typed(request), agencies=agency_choices(one.area_id), documents=kept)
    if carried_out(form, lambda: once(ReportedAssessment, form.id, lambda: _record(request, one, form))):
        say(request, "The assessment is recorded.")
        return redirect("casework:assessments", one.pk)
    context = {"form": form, "core_member": one, "bands": suggested_bands()}
    return page(request, "assessment_new.html", context)


def _record(request: StaffRequest, one: CoreMember, form: AssessmentForm) -> None:
    given, by = form.cleaned_data, request.actor
    new = room.NewAssessment(
        id=form.id,
        subject_id=one.pk,
        area_id=one.area_id,
        tool=Tool(given["tool"]),
        other_tool=given["other_tool"],
        version=given["version"],
        result=given["result"],
        assessed_on=given["assessed_on"],
        agency_id=None if given["agency"] == NOBODY_LISTED else UUID(given["agency"]),
        assessor=given["assessor"],
        document_id=UUID(given["document"]) if given["document"] else None,
    )
    room.record_assessment(new, by=by, at=by.now)
