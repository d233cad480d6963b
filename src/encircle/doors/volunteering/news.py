"""What an agency agreed that a Circle's volunteers may know, in words of its own. The news itself never comes here."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from encircle.rooms.received.onward import open_for_volunteer

from .guard import VolunteerRequest, for_volunteers


@require_safe
@for_volunteers
def news(request: VolunteerRequest, onward_id: UUID) -> HttpResponse:
    """Opened against a receipt. Gone once the agency agrees no longer."""
    found, words = open_for_volunteer(onward_id, by=request.actor)
    return render(request, "volunteering/news.html", {"given": found, "words": words})
