"""When a volunteer is free for a Circle, and how far they travel: said by themselves, on a phone."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from encircle.common.errors import NotFound
from encircle.design.answering import carried_out, form_page, say, typed
from encircle.doors.answering.matching_forms import WhenFreeForm, free_before
from encircle.rooms.volunteers.matching import availability_of, say_availability
from encircle.rooms.volunteers.models import Availability, Volunteer

from .guard import VolunteerRequest, for_volunteers


@require_http_methods(["GET", "HEAD", "POST"])
@for_volunteers
def when_free(request: VolunteerRequest) -> HttpResponse:
    by = request.actor
    one = Volunteer.objects.filter(pk=by.volunteer_id).first() if by.volunteer_id else None
    if one is None:
        raise NotFound()
    before = availability_of([one.pk]).get(one.pk)
    form = WhenFreeForm(typed(request), initial=free_before(before))

    def act() -> None:
        if not Availability.objects.filter(pk=form.id).exists():
            say_availability(one, form.when_free, id=form.id, by=by, at=by.now)

    if carried_out(form, act):
        say(request, "Your coordinator can see when you are free.")
        return redirect("volunteering:home")
    context = {"form": form, "said_at": before.said_at if before else None}
    return form_page(request, "volunteering/when_free.html", context)
