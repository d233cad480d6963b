"""Evidence for each clause of the code of practice: how often what it asks was done in time, late, or not."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from encircle.common.clock import in_london
from encircle.common.errors import NotFound
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.due.evidence import SHOWN, Period, behind, counted, export_evidence, present_clauses
from encircle.rooms.due.models import Clause
from encircle.rooms.due.queries import A_PAGE
from encircle.rooms.organisation.rules import may_set_standard

from . import due_words
from .answers import page
from .earlier import number_in
from .guard import StaffRequest, for_staff

# The code in the address -> its words and its days, the last of them yesterday.
PERIODS = {"month": ("The last month", 30), "quarter": ("The last three months", 91), "year": ("The last year", 365)}
ITEM = "due.clause"


@require_safe
@for_staff
def evidence(request: StaffRequest) -> HttpResponse:
    clauses = present_clauses()
    record(Verb.LISTED, ITEM, by=request.acting, detail=str(len(clauses)))
    context = {"clauses": clauses, "may_load": may_set_standard(request.actor)}
    return page(request, "evidence.html", context)


@require_safe
@for_staff
def evidence_clause(request: StaffRequest, clause_id: UUID) -> HttpResponse:
    clause, at = _clause(clause_id), request.actor.now
    code, period = _period(request)
    counts = counted(clause, period, at)
    number = number_in(request.GET.get("page"))
    lines = behind(clause, period, at, page=number)
    record(Verb.LISTED, ITEM, clause.pk, by=request.acting, detail=str(len(lines[:A_PAGE])))
    address = f"{reverse('casework:evidence_clause', args=[clause.pk])}?period={code}"
    context: dict[str, Any] = {
        "clause": clause,
        "period": period,
        "periods": [(key, words, key == code) for key, (words, _) in PERIODS.items()],
        "code": code,
        "headings": ["What is owed", *(standing.label for standing in SHOWN)],
        "rows": [[rule.label, *(f"{found[standing]:,}" for standing in SHOWN)] for rule, found in counts.items()],
        "items": [due_words.item(line, at, says_area=request.actor.all_areas) for line in lines[:A_PAGE]],
        "newer": f"{address}&page={number - 1}" if number > 1 else "",
        "older": f"{address}&page={number + 1}" if len(lines) > A_PAGE else "",
    }
    return page(request, "evidence_clause.html", context)


@require_safe
@for_staff
def evidence_csv(request: StaffRequest, clause_id: UUID) -> HttpResponse:
    _, period = _period(request)
    content = export_evidence(_clause(clause_id), period, by=request.actor, at=request.actor.now)
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="evidence.csv"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _clause(clause_id: UUID) -> Clause:
    found = Clause.objects.filter(pk=clause_id, retired_at__isnull=True).first()
    if found is None:
        raise NotFound()
    return found


def _period(request: StaffRequest) -> tuple[str, Period]:
    code = request.GET.get("period", "")
    code = code if code in PERIODS else "quarter"
    yesterday: date = in_london(request.actor.now).date() - timedelta(days=1)
    return code, Period(yesterday - timedelta(days=PERIODS[code][1] - 1), yesterday)
