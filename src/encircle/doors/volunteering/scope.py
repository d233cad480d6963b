"""What may be talked about in a volunteer's own Circle: the words meant for its volunteers."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from encircle.rooms.joining.queries import open_scope_of

from .goals import own_circle
from .guard import VolunteerRequest, for_volunteers


@require_safe
@for_volunteers
def scope(request: VolunteerRequest, circle_id: UUID) -> HttpResponse:
    """Opened, with a receipt where anything is agreed."""
    circle = own_circle(circle_id, request.actor)
    found = open_scope_of(circle, by=request.actor)
    context = {"circle": circle, "text": found[1] if found else "", "agreed_on": found[0].agreed_on if found else None}
    return render(request, "volunteering/scope.html", context)
