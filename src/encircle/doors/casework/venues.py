"""Where Circles meet: the venues of one's areas and where they are, so that journeys can be reckoned."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from encircle.design.answering import carried_out, say, typed
from encircle.rooms.circles.actions.venues import Where, change_venue, venue, venues_of
from encircle.rooms.circles.rules import may_change_circle, require_changing
from encircle.rooms.organisation.grid import spaced

from .answers import page
from .areas import areas_of
from .coming_in_pages import form_alone
from .forming_forms import VenueForm
from .guard import StaffRequest, for_staff


@require_safe
@for_staff
def venues(request: StaffRequest) -> HttpResponse:
    by = request.actor
    rows = [
        (
            one.name,
            one.area.name,
            spaced(one.place),
            reverse("casework:venue", args=[one.pk]) if may_change_circle(by, one.area_id) else "",
        )
        for one in venues_of([area.pk for area in areas_of(by)])
    ]
    return page(request, "venues.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def one_venue(request: StaffRequest, venue_id: UUID) -> HttpResponse:
    by, one = request.actor, venue(venue_id, areas_of(request.actor))
    require_changing(by, one.area_id)
    initial = {"name": one.name, "address": one.address, "place": spaced(one.place)}
    form = VenueForm(typed(request), initial=initial)

    def act() -> None:
        change_venue(one, Where(**form.cleaned_data), by=by, at=by.now)

    if carried_out(form, act):
        say(request, "The venue is kept.")
        return redirect("casework:venues")
    back = reverse("casework:venues")
    return form_alone(
        request, form, one.name, "Save", back=back, back_words="Venues", caption=f"Venue in {one.area.name}"
    )
