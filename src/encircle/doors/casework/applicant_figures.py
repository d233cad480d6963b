"""What those who applied to volunteer said for equal opportunity: as numbers, and of nobody."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from encircle.common.errors import NotAllowed
from encircle.foundations.access.roles import May
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.recruiting.figures import Table
from encircle.rooms.recruiting.figures import equal_opportunity as found_figures

from .answers import page
from .guard import StaffRequest, for_staff


@require_safe
@for_staff
def equal_opportunity(request: StaffRequest) -> HttpResponse:
    by = request.actor
    if not by.may(May.SEE_FIGURES):
        raise NotAllowed("The operations manager sees these figures.")
    found = found_figures()
    record(Verb.LISTED, "recruiting.saidapart", by=by.acting, detail=str(len(found)))
    years = sorted({one.year for one in found}, reverse=True)
    shown = [(year, [(one.question, _rows(one)) for one in found if one.year == year]) for year in years]
    return page(request, "equal_opportunity.html", {"tab": "applicants", "years": shown})


def _rows(one: Table) -> list[list[str]]:
    return [[line.words, str(line.people)] for line in one.lines]
