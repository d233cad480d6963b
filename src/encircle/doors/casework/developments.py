"""News from professionals: the list of it, and one of it to read."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.received.actions import open_development
from encircle.rooms.received.models import OnwardPermission
from encircle.rooms.received.queries import PAGE, news, words_of

from .answers import page
from .earlier import number_in
from .guard import StaffRequest, for_staff
from .record import circle_page


@require_safe
@for_staff
def developments(request: StaffRequest) -> HttpResponse:
    number = number_in(request.GET.get("page"))
    lines, has_older = news(page=number)
    record(Verb.LISTED, "received.development", by=request.acting, detail=str(len(lines)))
    context = {"lines": lines, "number": number, "has_older": has_older, "a_page": PAGE}
    return page(request, "developments.html", context)


@require_safe
@for_staff
def circle_developments(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    context = circle_page(request, circle_id, "circle_developments")
    number = number_in(request.GET.get("page"))
    lines, has_older = news(circle_id=circle_id, page=number)
    record(
        Verb.LISTED,
        "received.development",
        by=request.acting,
        circle_id=circle_id,
        area_id=context["circle"].area_id,
        detail=str(len(lines)),
    )
    context |= {"lines": lines, "number": number, "has_older": has_older, "a_page": PAGE}
    return page(request, "circle_developments.html", context)


@require_safe
@for_staff
def development(request: StaffRequest, development_id: UUID) -> HttpResponse:
    """The words leave a receipt; the first reading is what its sender sees."""
    by = request.actor
    found = open_development(development_id, by=by, at=by.now)
    context = circle_page(request, found.development.circle_id, "circle_developments")
    stays_here = found.development.onward == OnwardPermission.COORDINATOR_ONLY
    context |= {"news": found, "words": words_of(found.development), "stays_here": stays_here}
    return page(request, "development.html", context)
