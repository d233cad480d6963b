"""The checks on a volunteer, as they themselves may know them."""

from datetime import date

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from encircle.common.errors import NotFound
from encircle.design.answering import form_page
from encircle.design.dates import plain_date
from encircle.design.items import Row
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.vetting.queries import own_vetting
from encircle.rooms.vetting.vocabulary import Standing, named

from .guard import VolunteerRequest, for_volunteers


@require_safe
@for_volunteers
def own_checks(request: VolunteerRequest) -> HttpResponse:
    by = request.actor
    if by.volunteer_id is None:
        raise NotFound()
    found = own_vetting(by.volunteer_id, by.now)
    record(Verb.LISTED, "vetting.check", by=by.acting, detail=str(len(found.checks)))
    context = {
        "checks": [
            Row(
                f"{named(one.check.level, one.check.workforce)}, issued {plain_date(one.check.issued_on)}",
                _stands(one.standing, one.until),
            )
            for one in found.checks
        ],
        "waiting": [named(one.level, one.workforce) for one in found.waiting],
        "prisons": [Row("A prison", _stands(one.standing, one.clearance.ends_on)) for one in found.clearances],
    }
    return form_page(request, "volunteering/own_checks.html", context)


def _stands(standing: Standing, until: date | None) -> str:
    return f"{standing.label}, until {plain_date(until)}" if until else standing.label
