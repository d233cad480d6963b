"""Documents about a person: the list, adding one, reading it page by page, taking the file out."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from encircle.common.errors import NotFound
from encircle.design.answering import carried_out, say, typed
from encircle.design.dates import long_date_and_time, plain_date
from encircle.design.files import reading, say_if_too_large, size_in_words
from encircle.design.items import Row
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.foundations.files.answers import original_response, page_response
from encircle.foundations.files.keeping import OpenDocument
from encircle.foundations.files.parsing.kinds import PAGED, Kind
from encircle.foundations.files.parsing.refusals import Refused
from encircle.rooms.partners.queries import agency_choices
from encircle.rooms.people import documents as room
from encircle.rooms.people.models import CoreMember, PersonDocument
from encircle.rooms.people.onward import permissions_of
from encircle.rooms.people.queries import core_member, whose
from encircle.rooms.people.rules import may_keep_documents, may_take_originals, require_documents
from encircle.rooms.people.vocabulary import Onward, PaperKind

from .answers import once, page
from .document_forms import NOBODY_LISTED, DocumentForm
from .earlier import number_in
from .guard import StaffRequest, for_staff


@require_safe
@for_staff
def documents(request: StaffRequest, core_member_id: UUID) -> HttpResponse:
    """By kind, date and whose it is. Never by name: a name may say what a document is about."""
    by, one = request.actor, core_member(core_member_id)
    require_documents(by, one.area_id)
    number = number_in(request.GET.get("page"))
    found, has_older = room.documents(one.pk, page=number)
    record(Verb.LISTED, room.ITEM, by=by.acting, area_id=one.area_id, person_id=one.pk, detail=str(len(found)))
    context = {
        "core_member": one,
        "documents": [(each, room.verdict_on(each), size_in_words(each.size)) for each in found],
        "number": number,
        "has_older": has_older,
    }
    return page(request, "documents.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def new_document(request: StaffRequest, core_member_id: UUID) -> HttpResponse:
    by, one = request.actor, core_member(core_member_id)
    require_documents(by, one.area_id)
    form = DocumentForm(typed(request), request.FILES or None, agencies=agency_choices(one.area_id))
    say_if_too_large(form, request)
    if carried_out(form, lambda: once(PersonDocument, form.id, lambda: _add(request, one, form))):
        is_waiting = room.verdict_on(room.document(form.id)) is None
        say(request, "The document is kept. It can be read once the virus scanner has looked at it."
            if is_waiting else "The document is kept.")  # fmt: skip
        return redirect("casework:documents", one.pk)
    return page(request, "document_new.html", {"form": form, "core_member": one})


def _add(request: StaffRequest, one: CoreMember, form: DocumentForm) -> None:
    given, by = form.cleaned_data, request.actor
    new = room.NewDocument(
        id=form.id,
        subject_id=one.pk,
        area_id=one.area_id,
        name=given["file"].name,
        content=given["file"].read(),
        kind=PaperKind(given["kind"]),
        agency_id=None if given["agency"] == NOBODY_LISTED else UUID(given["agency"]),
        written_on=given["written_on"],
        onward=Onward(given["onward"]),
    )
    room.add_document(new, by=by, at=by.now)


@require_safe
@for_staff
def document(request: StaffRequest, document_id: UUID) -> HttpResponse:
    """One document, a page at a time. Opening it leaves a receipt; its name is shown here and nowhere else."""
    by, found = request.actor, room.document(document_id)
    opened = room.open_document(found, by=by)
    number = min(number_in(request.GET.get("page")), max(found.pages, 1))
    context = {
        "document": found,
        "whose": whose(found.subject_id),
        "verdict": room.verdict_on(found),
        "facts": _facts(found, opened),
        "permissions": permissions_of(found),
        "may_permit": may_keep_documents(by, found.area_id) and found.pages > 0,
        "may_take_out": may_take_originals(by, found.area_id),
        **reading(opened, found.file_kind, number),
    }
    return page(request, "document.html", context)


def _facts(document: PersonDocument, opened: OpenDocument | None) -> list[Row]:
    verdict = room.verdict_on(document)
    return [
        *([Row("Name of the file", opened.lock.name)] if opened is not None else []),
        Row("Kind of file", f"{document.get_file_kind_display()}, {size_in_words(document.size)}"),
        Row("Date on it", plain_date(document.written_on) if document.written_on else ""),
        Row("Whose information", document.agency.name if document.agency else "The charity’s own"),
        Row("May go on to", document.get_onward_display()),
        Row("Kept", long_date_and_time(document.uploaded_at)),
        Row("Virus scanner", str(verdict.label) if verdict else "Waiting to be scanned"),
    ]


@require_safe
@for_staff
def document_page(request: StaffRequest, document_id: UUID, number: int) -> HttpResponse:
    """The image of a page, for the page above."""
    found = room.document(document_id)
    if Kind(found.file_kind) not in PAGED or not 1 <= number <= found.pages:
        raise NotFound()
    opened = room.open_document(found, by=request.actor)
    if opened is None:
        raise NotFound()
    try:
        return page_response(opened.page(number))
    except Refused as refused:
        raise NotFound() from refused


@require_safe
@for_staff
def document_original(request: StaffRequest, document_id: UUID) -> HttpResponse:
    opened = room.take_out(room.document(document_id), by=request.actor)
    if opened is None:
        raise NotFound()
    return original_response(opened.content(), media_type=opened.media_type, name=opened.plain_name)
