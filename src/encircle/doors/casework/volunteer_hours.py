"""Hours and claims of one volunteer, for the staff of their area."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from encircle.common.clock import in_london
from encircle.common.errors import NotFound
from encircle.design.answering import carried_out, say, typed
from encircle.design.dates import plain_date
from encircle.design.items import Row
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.expenses.actions.hours import note_hours, take_back_hours
from encircle.rooms.expenses.hours import hours_of, noted_row, quarter_of
from encircle.rooms.expenses.models import Claim, OtherHours
from encircle.rooms.expenses.queries import Standing, lines_of
from encircle.rooms.volunteers.models import Volunteer
from encircle.rooms.volunteers.queries import volunteer as found_volunteer

from .answers import once, page
from .expense_forms import HoursForForm
from .expense_words import claim_item, length
from .guard import StaffRequest, for_staff

SHOWN = 50


@require_safe
@for_staff
def volunteer_hours(request: StaffRequest, volunteer_id: UUID) -> HttpResponse:
    by, one = request.actor, _another(request, volunteer_id)
    today = in_london(by.now).date()
    everything = hours_of(one.pk, since=None, until=today)
    quarter = sum(row.minutes for row in everything.rows if row.on >= quarter_of(today))
    claims = lines_of(Claim.objects.filter(volunteer=one.pk).order_by("-at", "-pk")[:SHOWN])
    record(Verb.LISTED, "expenses.otherhours", one.pk, by=by.acting, area_id=one.area_id)
    context = {
        "volunteer": one,
        "facts": [Row("This quarter", length(quarter)), Row("All", length(everything.minutes))],
        "sums": [Row(words, length(minutes)) for words, minutes in everything.by_source],
        "noted": [
            (row, f"{plain_date(row.on)}: {row.words}, {length(row.minutes)}")
            for row in everything.rows
            if row.item_id is not None
        ][:SHOWN],
        "claims": [claim_item(each) for each in claims if each.standing is not Standing.DRAFT],
    }
    return page(request, "volunteer_hours.html", context)


def _another(request: StaffRequest, volunteer_id: UUID) -> Volunteer:
    """One's own stands in one's own door."""
    one = found_volunteer(volunteer_id)
    if one.pk == request.actor.volunteer_id:
        raise NotFound()
    return one


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def volunteer_hours_new(request: StaffRequest, volunteer_id: UUID) -> HttpResponse:
    by, one = request.actor, _another(request, volunteer_id)
    form = HoursForForm(typed(request), initial={"on": in_london(by.now).date()})

    def act() -> None:
        once(OtherHours, form.id, lambda: note_hours(one, form.new, id=form.id, by=by, at=by.now))

    back = reverse("casework:volunteer_hours", args=[one.pk])
    if carried_out(form, act):
        say(request, "The hours are noted.")
        return redirect(back)
    return page(request, "volunteer_hours_new.html", {"form": form, "volunteer": one, "back": back})


@require_POST
@for_staff
def volunteer_hours_removal(request: StaffRequest, other_hours_id: UUID) -> HttpResponse:
    found = noted_row(other_hours_id)
    take_back_hours(found, by=request.actor, at=request.actor.now)
    say(request, "That entry is taken back and counts no more.")
    return redirect("casework:volunteer_hours", found.volunteer_id)
