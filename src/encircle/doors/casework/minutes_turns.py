"""Whose turn it is to write the minutes of the next meetings of a Circle, and who cannot come."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from encircle.common.errors import NotFound
from encircle.design.answering import say
from encircle.rooms.circles.models import Circle
from encircle.rooms.meetings.rules import require_planning
from encircle.rooms.support.actions.being_away import share_out
from encircle.rooms.support.models import Turn
from encircle.rooms.support.presence_queries import ahead, next_turns, to_come, turns_of, volunteers_of

from .answers import page
from .guard import StaffRequest, for_staff


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def turns(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    by = request.actor
    circle = Circle.objects.filter(pk=circle_id).first()
    if circle is None:
        raise NotFound()
    require_planning(by, circle.area_id)
    if request.method == "POST":
        meetings, seats = list(to_come(circle.pk, by.now)), list(volunteers_of(circle.pk, by.now))
        last = (
            Turn.objects.filter(circle=circle.pk, meeting__starts_at__lte=by.now)
            .order_by("-meeting__starts_at")
            .first()
        )
        new = next_turns(meetings, turns_of(one.pk for one in meetings), seats, last.seat_id if last else None)
        share_out([meeting for meeting, _ in new], [seat for _, seat in new], by=by, at=by.now)
        say(request, "Each of the next meetings has somebody who writes.")
        return redirect("casework:minutes_turns", circle_id=circle.pk)
    found = ahead(circle.pk, by.now)
    context = {"circle": circle, "ahead": found, "is_missing": any(not one.writer for one in found)}
    return page(request, "minutes_turns.html", context)
