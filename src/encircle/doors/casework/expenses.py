"""Claims of volunteers: what waits, the oldest first, and one to approve or to send back."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from encircle.common.errors import NotAllowed, NotFound
from encircle.design.answering import carried_out, say, typed
from encircle.design.dates import long_date_and_time, plain_date
from encircle.design.files import reading, size_in_words
from encircle.design.items import Row
from encircle.design.money import pounds
from encircle.foundations.access.roles import May
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.foundations.files.answers import page_response
from encircle.foundations.files.parsing.kinds import PAGED, Kind
from encircle.foundations.files.parsing.refusals import Refused
from encircle.rooms.expenses import receipts as room
from encircle.rooms.expenses.actions.deciding import approve_claim, return_claim
from encircle.rooms.expenses.models import Claim, Decision, Submission
from encircle.rooms.expenses.queries import OpenClaim, Waiting, claim_row, next_step, open_claim, submission_of, waiting
from encircle.rooms.expenses.rules import require_deciding, why_not
from encircle.rooms.expenses.vocabulary import Verdict

from .answers import once, page
from .areas import areas_of, chosen
from .earlier import number_in
from .expense_forms import FileForm, ReturnForm
from .expense_words import STANDINGS, flags, line_rows, line_title, waiting_item
from .guard import StaffRequest, for_staff


@require_safe
@for_staff
def expenses(request: StaffRequest) -> HttpResponse:
    """What waits in one's areas, twenty at a time."""
    by, areas = request.actor, areas_of(request.actor)
    if not by.may(May.APPROVE_EXPENSES):
        raise NotFound()
    area = chosen(areas, request.GET.get("area"))
    found, more = waiting([area.pk] if area else [one.pk for one in areas], by, after=_place(request))
    record(Verb.LISTED, "expenses.claim", by=by.acting, area_id=area.pk if area else None, detail=str(len(found)))
    context = {
        "tab": "expenses",
        "area": area,
        "areas": areas,
        "items": [waiting_item(one, by.now) for one in found],
        "is_later": "after" in request.GET,
        "later": _as_place(found[-1]) if more else "",
        "may_pay": by.may(May.PAY_EXPENSES),
    }
    return page(request, "expenses.html", context)


def _as_place(one: Waiting) -> str:
    """Where a page ended, for the address of the next: a moment and an opaque id."""
    return f"{one.submission.at.isoformat()}_{one.submission.pk}"


def _place(request: StaffRequest) -> tuple[datetime, UUID] | None:
    """Anything but a place this page gave is the beginning."""
    moment, _, last = request.GET.get("after", "").partition("_")
    try:
        found = datetime.fromisoformat(moment)
        return (found, UUID(last)) if found.tzinfo else None
    except ValueError:
        return None


@require_safe
@for_staff
def claim(request: StaffRequest, claim_id: UUID) -> HttpResponse:
    row, sent = _sent(claim_id)
    found = open_claim(row, by=request.actor)
    turn = next_step(row)
    words, colour = STANDINGS[found.standing.standing]
    context = {
        "claim": row,
        "tag": (words, colour),
        "facts": _facts(found, sent),
        "lines": [(one.line, line_title(one.line), line_rows(one), flags(one)) for one in found.lines],
        "decisions": [
            (f"{Verdict(one.verdict).label} on {plain_date(one.at)} by {name}", text)
            for one, name, text in found.decisions
        ],
        "form": FileForm() if turn else None,
        "step": turn.step if turn else 0,
        "why_not": why_not(request.actor, row, sent, step=turn.step, first_by=turn.first_by) if turn else "",
    }
    return page(request, "claim.html", context)


def _sent(claim_id: UUID) -> tuple[Claim, Submission]:
    """Raises NotFound also for a draft, which is its volunteer's own and has a page elsewhere."""
    row = claim_row(claim_id)
    return row, submission_of(row)


def _facts(found: OpenClaim, sent: Submission) -> list[Row]:
    second = [Row("Approval", "By two people, because of its amount")] if sent.needs_second else []
    return [
        Row("Volunteer", found.claim.volunteer.full_name),
        Row("Sent", long_date_and_time(sent.at)),
        Row("Altogether", pounds(sent.pence)),
        *second,
    ]


@require_POST
@for_staff
def claim_approval(request: StaffRequest, claim_id: UUID) -> HttpResponse:
    """Of the step that was shown: pressed twice, or by two at once, it is approved once."""
    by, (row, sent) = request.actor, _sent(claim_id)
    form, step = FileForm(request.POST), 2 if request.POST.get("step") == "2" else 1
    if (turn := next_step(row)) is not None:
        require_deciding(by, row, sent, step=turn.step, first_by=turn.first_by)
    if not form.is_valid():
        return redirect("casework:claim", row.pk)
    once(Decision, form.id, lambda: approve_claim(row, step=step, id=form.id, by=by, at=by.now))
    say(request, "The claim is approved once. A second person approves it now." if next_step(row)
        else "The claim is approved. It goes into the next payment file.")  # fmt: skip
    return redirect("casework:claim", row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def claim_return(request: StaffRequest, claim_id: UUID) -> HttpResponse:
    by, (row, sent) = request.actor, _sent(claim_id)
    form = ReturnForm(typed(request))
    turn = next_step(row)
    if turn is None and request.method != "POST":
        raise NotAllowed("Somebody has decided about this claim already, or its volunteer took it back.")
    step = turn.step if turn else 1
    require_deciding(by, row, sent, step=step, first_by=turn.first_by if turn else None)

    def act() -> None:
        once(
            Decision,
            form.id,
            lambda: return_claim(row, form.cleaned_data["words"], step=step, id=form.id, by=by, at=by.now),
        )

    if carried_out(form, act):
        say(request, "The claim is sent back. The volunteer can mend it and send it again.")
        return redirect("casework:claim", row.pk)
    return page(request, "claim_return.html", {"form": form, "claim": row})


# --- receipts ---


@require_safe
@for_staff
def receipt(request: StaffRequest, receipt_id: UUID) -> HttpResponse:
    """A page at a time. Opening it leaves a receipt in the trace."""
    found = room.receipt_row(receipt_id)
    opened = room.open_receipt(found, by=request.actor)
    verdict = room.verdict_on(found)
    facts = [
        *([Row("Name of the file", opened.lock.name)] if opened is not None else []),
        Row("Kind of file", f"{found.get_file_kind_display()}, {size_in_words(found.size)}"),
        Row("Added", long_date_and_time(found.uploaded_at)),
        Row("Virus scanner", str(verdict.label) if verdict else "Waiting to be scanned"),
    ]
    number = min(number_in(request.GET.get("page")), max(found.pages, 1))
    context = {"document": found, "verdict": verdict, "facts": facts, **reading(opened, found.file_kind, number)}
    return page(request, "receipt.html", context)


@require_safe
@for_staff
def receipt_page(request: StaffRequest, receipt_id: UUID, number: int) -> HttpResponse:
    found = room.receipt_row(receipt_id)
    if Kind(found.file_kind) not in PAGED or not 1 <= number <= found.pages:
        raise NotFound()
    opened = room.open_receipt(found, by=request.actor)
    if opened is None:
        raise NotFound()
    try:
        return page_response(opened.page(number))
    except Refused as refused:
        raise NotFound() from refused
