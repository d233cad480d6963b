"""Reading one release, and saying that it has been read."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from encircle.common.clock import in_london
from encircle.rooms.organisation.clocks import last_day
from encircle.rooms.sharing.actions.reading import acknowledge_release, open_own_release
from encircle.rooms.sharing.printing import print_own_release
from encircle.rooms.sharing.queries.own import described, text_of

from .guard import ProfessionalRequest, for_professionals


@require_GET
@for_professionals
def release(request: ProfessionalRequest, release_id: UUID) -> HttpResponse:
    """Opening it leaves a receipt, and the first time it counts as opened."""
    by = request.actor
    found = open_own_release(release_id, by=by, at=by.now)
    context = {"own": described(found), "release": found, "text": text_of(found)}
    if found.open_until:
        context["last_day"] = last_day(found.open_until)
    return render(request, "outer_circle/release.html", context)


@require_GET
@for_professionals
def release_pdf(request: ProfessionalRequest, release_id: UUID) -> HttpResponse:
    """Saved from here it carries the reader's name and the time on each page. Named by the day alone."""
    by = request.actor
    response = HttpResponse(print_own_release(release_id, by=by, at=by.now), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="release-{in_london(by.now):%Y-%m-%d}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@for_professionals
def acknowledgement(request: ProfessionalRequest, release_id: UUID) -> HttpResponse:
    acknowledge_release(release_id, by=request.actor, at=request.actor.now)
    messages.success(request, "Thank you. The coordinator sees that you have read it.")
    return redirect("outer_circle:release", release_id)
