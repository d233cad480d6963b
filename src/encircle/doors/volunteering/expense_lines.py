"""The lines of a claim in hand: a journey, a cost with its photo, and reading a receipt of one's own."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from encircle.common.clock import in_london
from encircle.common.errors import NotAllowed, NotFound
from encircle.common.ids import new_id
from encircle.design.answering import carried_out, form_page, say, typed
from encircle.design.dates import long_date_and_time
from encircle.design.files import reading, say_if_too_large, size_in_words
from encircle.design.items import Row
from encircle.foundations.files.answers import page_response
from encircle.foundations.files.parsing.kinds import PAGED, Kind
from encircle.foundations.files.parsing.refusals import Refused
from encircle.rooms.expenses import receipts as room
from encircle.rooms.expenses.actions.claiming import (
    NewLine,
    add_line,
    check_line,
    put_receipt,
    take_away_line,
)
from encircle.rooms.expenses.models import Claim, Line, Receipt, Submission
from encircle.rooms.expenses.occasions import own_occasions
from encircle.rooms.expenses.queries import line_row
from encircle.rooms.expenses.terms import known_terms
from encircle.rooms.organisation.clocks import ONE_DAY

from .expense_forms import CostForm, JourneyForm, PhotoForm
from .expense_words import line_title
from .expenses import own_claim
from .guard import VolunteerRequest, for_volunteers


@require_http_methods(["GET", "HEAD", "POST"])
@for_volunteers
def journey_new(request: VolunteerRequest, claim_id: UUID) -> HttpResponse:
    claim = _in_hand(request, claim_id)
    form = JourneyForm(typed(request), **_known(request))
    if carried_out(form, lambda: _add_once(request, claim, form.new, form.id)):
        say(request, "The journey is added.")
        return redirect("volunteering:claim", claim.pk)
    context = {"form": form, "claim": claim, "title": "Add a journey", "button": "Add this journey"}
    return form_page(request, "volunteering/claim_line.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_volunteers
def cost_new(request: VolunteerRequest, claim_id: UUID) -> HttpResponse:
    claim = _in_hand(request, claim_id)
    form = CostForm(typed(request), files=request.FILES or None, **_known(request))
    if carried_out(form, lambda: _add_once(request, claim, form.new, form.id, form.cleaned_data["file"])):
        say(request, "The cost is added.")
        return redirect("volunteering:claim", claim.pk)
    context = {"form": form, "claim": claim, "title": "Add a cost", "button": "Add this cost"}
    return form_page(request, "volunteering/claim_line.html", context)


def _in_hand(request: VolunteerRequest, claim_id: UUID) -> Claim:
    claim = own_claim(request, claim_id)
    if Submission.objects.filter(claim=claim).exists():
        raise NotAllowed("The claim was sent: it can no longer be changed.")
    return claim


def _known(request: VolunteerRequest) -> dict[str, Any]:
    today = in_london(request.actor.now).date()
    since = today - known_terms().on(today).oldest_days * ONE_DAY
    return {"occasions": own_occasions(request.actor, since), "initial": {"on": today}}


def _add_once(request: VolunteerRequest, claim: Claim, new: NewLine, id: UUID, photo: Any = None) -> None:
    """Pressed twice, the same form adds one. What is wrong with the line is said before a photo is taken in."""
    by = request.actor
    if Line.objects.filter(pk=id, claim=claim).exists():
        return
    check_line(new, at=by.now)
    receipt = new_id() if photo is not None else None
    if receipt is not None:
        room.keep_receipt(claim, photo.name, photo.read(), id=receipt, by=by, at=by.now)
    try:
        line = add_line(claim, new, id=id, by=by, at=by.now)
    except IntegrityError:  # an id that is somebody else's
        raise NotFound() from None
    if receipt is not None:
        put_receipt(line, receipt, by=by, at=by.now)


@require_POST
@for_volunteers
def line_removal(request: VolunteerRequest, line_id: UUID) -> HttpResponse:
    line = _own_line(request, line_id)
    take_away_line(line, by=request.actor, at=request.actor.now)
    say(request, "The line is taken away.")
    return redirect("volunteering:claim", line.claim_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_volunteers
def line_receipt(request: VolunteerRequest, line_id: UUID) -> HttpResponse:
    by, line = request.actor, _own_line(request, line_id)
    claim = _in_hand(request, line.claim_id)
    form = PhotoForm(typed(request), request.FILES or None)
    say_if_too_large(form, request)

    def act() -> None:
        if line.receipt_id == form.id:
            return
        file = form.cleaned_data["file"]
        room.keep_receipt(claim, file.name, file.read(), id=form.id, by=by, at=by.now)
        put_receipt(line, form.id, by=by, at=by.now)

    if carried_out(form, act):
        say(request, "The receipt is added.")
        return redirect("volunteering:claim", claim.pk)
    context = {"form": form, "claim": claim, "title": f"Receipt for {line_title(line).lower()}", "button": "Add it"}
    return form_page(request, "volunteering/claim_line.html", context)


def _own_line(request: VolunteerRequest, line_id: UUID) -> Line:
    found = line_row(line_id)
    if found.volunteer_id != request.actor.volunteer_id:
        raise NotFound()
    return found


# --- reading one ---


@require_safe
@for_volunteers
def receipt(request: VolunteerRequest, receipt_id: UUID) -> HttpResponse:
    found = _own_receipt(request, receipt_id)
    opened = room.open_receipt(found, by=request.actor)
    given = request.GET.get("page", "")
    number = int(given) if given.isascii() and given.isdigit() and len(given) < 5 else 1
    verdict = room.verdict_on(found)
    facts = [
        *([Row("Name of the file", opened.lock.name)] if opened is not None else []),
        Row("Kind of file", f"{found.get_file_kind_display()}, {size_in_words(found.size)}"),
        Row("Added", long_date_and_time(found.uploaded_at)),
        Row("Virus scanner", str(verdict.label) if verdict else "Waiting to be scanned"),
    ]
    shown = min(max(number, 1), max(found.pages, 1))
    context = {"document": found, "verdict": verdict, "facts": facts, **reading(opened, found.file_kind, shown)}
    return render(request, "volunteering/receipt.html", context)


@require_safe
@for_volunteers
def receipt_page(request: VolunteerRequest, receipt_id: UUID, number: int) -> HttpResponse:
    found = _own_receipt(request, receipt_id)
    if Kind(found.file_kind) not in PAGED or not 1 <= number <= found.pages:
        raise NotFound()
    opened = room.open_receipt(found, by=request.actor)
    if opened is None:
        raise NotFound()
    try:
        return page_response(opened.page(number))
    except Refused as refused:
        raise NotFound() from refused


def _own_receipt(request: VolunteerRequest, receipt_id: UUID) -> Receipt:
    found = room.receipt_row(receipt_id)
    if found.volunteer_id != request.actor.volunteer_id:
        raise NotFound()
    return found
