"""The signed copy of an agreement with an agency: kept with it once, and read a page at a time."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from encircle.common.errors import NotFound
from encircle.design.answering import carried_out, say, typed
from encircle.design.dates import long_date_and_time, plain_date
from encircle.design.files import reading, say_if_too_large, size_in_words
from encircle.design.items import Row
from encircle.foundations.files.answers import page_response
from encircle.foundations.files.keeping import OpenDocument
from encircle.foundations.files.parsing.kinds import PAGED, Kind
from encircle.foundations.files.parsing.refusals import Refused
from encircle.rooms.partners import copies as room
from encircle.rooms.partners.models import SignedCopy
from encircle.rooms.partners.queries import agreement_of
from encircle.rooms.partners.rules import require_managing

from .answers import once, page
from .document_forms import CopyForm
from .earlier import number_in
from .guard import StaffRequest, for_staff


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def signed_copy_new(request: StaffRequest, agreement_id: UUID) -> HttpResponse:
    by, agreement = request.actor, agreement_of(agreement_id)
    require_managing(by)
    form = CopyForm(typed(request), request.FILES or None)
    say_if_too_large(form, request)

    def act() -> None:
        file = form.cleaned_data["file"]
        once(
            SignedCopy, form.id, lambda: room.keep_copy(agreement, file.name, file.read(), id=form.id, by=by, at=by.now)
        )

    if carried_out(form, act):
        say(request, "The signed copy is kept.")
        return redirect("casework:agency", agreement.agency_id)
    return page(request, "signed_copy_new.html", {"form": form, "agreement": agreement})


@require_safe
@for_staff
def signed_copy(request: StaffRequest, signed_copy_id: UUID) -> HttpResponse:
    """A page at a time. Opening it leaves a receipt; its name is shown here and nowhere else."""
    found = room.signed_copy(signed_copy_id)
    opened = room.open_copy(found, by=request.actor)
    number = min(number_in(request.GET.get("page")), max(found.pages, 1))
    context = {
        "document": found,
        "verdict": room.verdict_on(found),
        "facts": _facts(found, opened),
        **reading(opened, found.file_kind, number),
    }
    return page(request, "signed_copy.html", context)


def _facts(copy: SignedCopy, opened: OpenDocument | None) -> list[Row]:
    verdict = room.verdict_on(copy)
    return [
        Row("Agreement", f"From {plain_date(copy.agreement.starts_on)}"),
        *([Row("Name of the file", opened.lock.name)] if opened is not None else []),
        Row("Kind of file", f"{copy.get_file_kind_display()}, {size_in_words(copy.size)}"),
        Row("Kept", long_date_and_time(copy.uploaded_at)),
        Row("Virus scanner", str(verdict.label) if verdict else "Waiting to be scanned"),
    ]


@require_safe
@for_staff
def signed_copy_page(request: StaffRequest, signed_copy_id: UUID, number: int) -> HttpResponse:
    """The image of a page, for the page above."""
    found = room.signed_copy(signed_copy_id)
    if Kind(found.file_kind) not in PAGED or not 1 <= number <= found.pages:
        raise NotFound()
    opened = room.open_copy(found, by=request.actor)
    if opened is None:
        raise NotFound()
    try:
        return page_response(opened.page(number))
    except Refused as refused:
        raise NotFound() from refused
