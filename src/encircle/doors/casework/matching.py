"""When a volunteer is free, and what else Circles are put together by: noted for them by the staff of their area."""

from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from encircle.design.answering import carried_out, say, typed
from encircle.doors.answering.matching_forms import MatchingForm, free_before, said_before
from encircle.rooms.volunteers.matching import availability_of, matching_of, say_availability, say_matching
from encircle.rooms.volunteers.models import Availability
from encircle.rooms.volunteers.queries import volunteer as found_volunteer
from encircle.rooms.volunteers.rules import require_managing

from .answers import once, page
from .guard import StaffRequest, for_staff


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def volunteer_matching(request: StaffRequest, volunteer_id: UUID) -> HttpResponse:
    by, one = request.actor, found_volunteer(volunteer_id)
    require_managing(by, one.area_id)
    free, matching = availability_of([one.pk]).get(one.pk), matching_of([one.pk]).get(one.pk)
    form = MatchingForm(typed(request), initial={**free_before(free), **said_before(matching)})

    @transaction.atomic
    def both() -> None:
        say_matching(one, form.for_matching, id=form.id, by=by, at=by.now)
        say_availability(one, form.when_free, id=form.id, by=by, at=by.now)

    if carried_out(form, lambda: once(Availability, form.id, both)):
        say(request, "What they said is kept.")
        return redirect("casework:volunteer", one.pk)
    context = {
        "form": form,
        "volunteer": one,
        "said_at": max((said.said_at for said in (free, matching) if said), default=None),
        "back": reverse("casework:volunteer", args=[one.pk]),
    }
    return page(request, "volunteer_matching.html", context)
