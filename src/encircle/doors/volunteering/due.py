"""What a volunteer owes with the others of their Circle: minutes, by when, and where they are written."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from encircle.design.dates import long_date, relative
from encircle.design.items import WorkItem
from encircle.rooms.circles.models import Circle
from encircle.rooms.due.queries import Line, own_minutes
from encircle.rooms.due.vocabulary import Standing
from encircle.rooms.meetings.for_volunteers import own_circles

from .guard import VolunteerRequest, for_volunteers


@require_safe
@for_volunteers
def due(request: VolunteerRequest) -> HttpResponse:
    by = request.actor
    circles = own_circles(by)
    names = {circle.pk: circle for circle in circles} if len(circles) > 1 else {}
    items = [_item(line, by.now, names.get(line.circle_id) if line.circle_id else None) for line in own_minutes(by.now)]
    return render(request, "volunteering/due.html", {"items": items})


def _item(line: Line, at: datetime, circle: Circle | None) -> WorkItem:
    late, still = line.standing(at) is Standing.OVERDUE, line.due_at is None
    return WorkItem(
        title=f"Minutes of {long_date(line.opened_at)}",
        url=reverse("volunteering:draft", args=[line.item_id]),
        facts=[circle.name] if circle else [],
        tag="Overdue" if late else "Paused" if still else "",
        colour="red" if late else "grey",
        when=f"due {relative(line.due_at, at)}" if line.due_at else "",
        urgency="urgent" if late else "soon",
    )
