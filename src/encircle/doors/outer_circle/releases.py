"""Reading one release, and saying that it has been read."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from encircle.rooms.sharing.actions.reading import acknowledge_release, open_own_release
from encircle.rooms.sharing.queries.own import described, text_of

from .guard import ProfessionalRequest, for_professionals


@require_GET
@for_professionals
def release(request: ProfessionalRequest, release_id: UUID) -> HttpResponse:
    """Opening it leaves a receipt, and the first time it counts as opened."""
    by = request.actor
    found = open_own_release(release_id, by=by, at=by.now)
    context = {"own": described(found), "release": found, "text": text_of(found)}
    return render(request, "outer_circle/release.html", context)


@require_POST
@for_professionals
def acknowledgement(request: ProfessionalRequest, release_id: UUID) -> HttpResponse:
    acknowledge_release(release_id, by=request.actor, at=request.actor.now)
    messages.success(request, "Thank you. The coordinator sees that you have read it.")
    return redirect("outer_circle:release", release_id)
