"""The report at the end goes to who sat in the outer circle then: the preview of it, and what went."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from encircle.design.dates import long_date, plain_date
from encircle.rooms.endings.releasing import open_report_for_release
from encircle.rooms.organisation.clocks import last_day
from encircle.rooms.sharing.queries.ledger import releases_of_report

from .guard import StaffRequest, for_staff
from .releases import About, preview, what_went


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def report_release(request: StaffRequest, report_id: UUID) -> HttpResponse:
    found = open_report_for_release(report_id, by=request.actor)
    until = plain_date(last_day(found.open_until))
    shown = About(
        title="Release the report",
        caption=f"The Circle ended {long_date(found.opened.paper.moment)}",
        of="this report",
        them="it",
        item="after",
        done=reverse("casework:report_released", args=[report_id]),
        back=_back(report_id),
        to_know=f"For whoever sat in the outer circle when the Circle ended. They can read it until {until}.",
        taken_back=found.taken_back,
    )
    return preview(request, found.opened, shown)


@require_safe
@for_staff
def report_released(request: StaffRequest, report_id: UUID) -> HttpResponse:
    return what_went(
        request, releases_of_report(report_id), "Report on the ending", item="after", back=_back(report_id)
    )


def _back(report_id: UUID) -> tuple[str, str]:
    return reverse("casework:report", args=[report_id]), "The report"
