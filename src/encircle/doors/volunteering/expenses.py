"""A volunteer's hours and expenses on a phone: their claims, one put together, sent, and mended."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotFound
from encircle.design.answering import say
from encircle.design.dates import plain_date
from encircle.design.money import pounds
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.expenses.actions.claiming import begin_claim, mend_claim, send_claim, take_back_claim
from encircle.rooms.expenses.hours import hours_of, quarter_of
from encircle.rooms.expenses.models import Claim
from encircle.rooms.expenses.queries import OpenClaim, Standing, claim_row, open_claim, own_claims, own_draft
from encircle.rooms.expenses.terms import known_terms
from encircle.rooms.expenses.vocabulary import Verdict

from .concerns import page_number
from .expense_words import STANDINGS, claim_item, length, line_rows, line_title
from .guard import VolunteerRequest, for_volunteers
from .own_hours import own_record

TO_MEND = (Standing.RETURNED, Standing.TAKEN_BACK)


@require_safe
@for_volunteers
def expenses(request: VolunteerRequest) -> HttpResponse:
    by, one = request.actor, own_record(request)
    today = in_london(by.now).date()
    number = page_number(request)
    claims = own_claims(by, number=number)
    record(Verb.LISTED, "expenses.claim", by=by.acting, detail=str(len(claims.shown)))
    address = reverse("volunteering:expenses") + "?page="
    context = {
        "claims": [claim_item(each) for each in claims.shown],
        "has_draft": own_draft(by) is not None,
        "in_hand": [claim_item(each) for each in claims.in_hand],
        "newer": f"{address}{number - 1}" if number > 1 else "",
        "older": f"{address}{number + 1}" if claims.has_more else "",
        "quarter": length(hours_of(one.pk, since=quarter_of(today), until=today).minutes),
        "oldest": known_terms().on(today).oldest_days,
    }
    return render(request, "volunteering/expenses.html", context)


@require_POST
@for_volunteers
def claim_new(request: VolunteerRequest) -> HttpResponse:
    claim = begin_claim(by=request.actor, at=request.actor.now)
    return redirect("volunteering:claim", claim.pk)


@require_safe
@for_volunteers
def claim(request: VolunteerRequest, claim_id: UUID) -> HttpResponse:
    return _page(request, own_claim(request, claim_id))


def _page(request: VolunteerRequest, row: Claim, *, wrong: str = "") -> HttpResponse:
    found = open_claim(row, by=request.actor)
    terms = known_terms().on(in_london(request.actor.now).date())
    words, colour = STANDINGS[found.standing.standing]
    context = {
        "claim": row,
        "standing": found.standing.standing,
        "words": words,
        "colour": colour,
        "lines": [(one, line_title(one.line), line_rows(one)) for one in found.lines],
        "total": pounds(found.standing.pence),
        "said": _said(found),
        "is_draft": found.sent is None,
        "may_mend": found.standing.standing in TO_MEND and not found.standing.is_mended,
        "is_mended": found.standing.is_mended,
        "needs_second": found.sent.needs_second if found.sent else found.standing.pence > terms.second_above,
        "limit": pounds(terms.second_above),
        "wrong": wrong,
    }
    return render(request, "volunteering/claim.html", context, status=422 if wrong else 200)


def _said(found: OpenClaim) -> list[tuple[str, str]]:
    return [
        (f"Came back on {plain_date(one.at)}. {name.split(' ')[0]} wrote:", text)
        for one, name, text in found.decisions
        if one.verdict == Verdict.RETURNED
    ]


def own_claim(request: VolunteerRequest, claim_id: UUID) -> Claim:
    """Raises NotFound for anybody else's, also of a coordinator who sees it elsewhere."""
    found = claim_row(claim_id)
    if request.actor.volunteer_id is None or found.volunteer_id != request.actor.volunteer_id:
        raise NotFound()
    return found


@require_POST
@for_volunteers
def claim_submission(request: VolunteerRequest, claim_id: UUID) -> HttpResponse:
    by, row = request.actor, own_claim(request, claim_id)
    try:
        send_claim(row, by=by, at=by.now)
    except Invalid as refusal:
        return _page(request, row, wrong=str(refusal))
    say(request, "Your claim is sent. Your coordinator decides about it.")
    return redirect("volunteering:claim", row.pk)


@require_POST
@for_volunteers
def claim_withdrawal(request: VolunteerRequest, claim_id: UUID) -> HttpResponse:
    by, row = request.actor, own_claim(request, claim_id)
    take_back_claim(row, by=by, at=by.now)
    say(request, "The claim is taken back. You can mend it and send it again.")
    return redirect("volunteering:claim", row.pk)


@require_POST
@for_volunteers
def claim_mending(request: VolunteerRequest, claim_id: UUID) -> HttpResponse:
    by, row = request.actor, own_claim(request, claim_id)
    draft = mend_claim(row, by=by, at=by.now)
    say(request, "Everything is copied to a new claim. Change it, then send it.")
    return redirect("volunteering:claim", draft.pk)
