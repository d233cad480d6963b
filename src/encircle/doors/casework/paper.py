"""A page to write minutes on by hand, to take where no device may come in."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from encircle.common.clock import in_london
from encircle.rooms.meetings.paper import paper_for_circle, paper_for_meeting

from .guard import StaffRequest, for_staff
from .record import circle_page


@require_GET
@for_staff
def meeting_paper(request: StaffRequest, meeting_id: UUID) -> HttpResponse:
    return _file(request, paper_for_meeting(meeting_id, by=request.actor))


@require_GET
@for_staff
def circle_paper(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    circle = circle_page(request, circle_id, "meetings")["circle"]
    return _file(request, paper_for_circle(circle, by=request.actor, at=request.actor.now))


def _file(request: StaffRequest, made: bytes) -> HttpResponse:
    """Named by the day alone: a file name travels further than the file."""
    response = HttpResponse(made, content_type="application/pdf")
    day = f"{in_london(request.actor.now):%Y-%m-%d}"
    response["Content-Disposition"] = f'attachment; filename="page-to-write-on-{day}.pdf"'
    response["Cache-Control"] = "no-store"
    return response
