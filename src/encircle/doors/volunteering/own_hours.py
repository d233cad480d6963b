"""The hours a volunteer gave: this quarter, this year, all; and noting those that are not counted by themselves."""

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from encircle.common.clock import in_london
from encircle.common.errors import NotFound
from encircle.design.answering import carried_out, form_page, say, typed
from encircle.design.dates import plain_date
from encircle.design.items import Row
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.expenses.actions.hours import note_hours, take_back_hours
from encircle.rooms.expenses.hours import hours_of, noted_row, quarter_of
from encircle.rooms.expenses.models import OtherHours
from encircle.rooms.meetings.for_volunteers import own_circles
from encircle.rooms.volunteers.models import Volunteer

from .expense_forms import HoursForm
from .expense_words import length
from .guard import VolunteerRequest, for_volunteers

PERIODS = {"quarter": "This quarter", "year": "This year", "all": "All"}
SHOWN = 100


@require_safe
@for_volunteers
def own_hours(request: VolunteerRequest) -> HttpResponse:
    by, one = request.actor, own_record(request)
    today = in_london(by.now).date()
    period = request.GET.get("period", "quarter")
    period = period if period in PERIODS else "quarter"
    found = hours_of(one.pk, since=_since(period, today), until=today)
    record(Verb.LISTED, "expenses.otherhours", by=by.acting, detail=str(len(found.rows)))
    context = {
        "period": period,
        "periods": PERIODS,
        "total": length(found.minutes),
        "sums": [Row(words, length(minutes)) for words, minutes in found.by_source],
        "rows": [(row, plain_date(row.on), length(row.minutes)) for row in found.rows[:SHOWN]],
        "is_cut": len(found.rows) > SHOWN,
    }
    return render(request, "volunteering/hours.html", context)


def _since(period: str, today: date) -> date | None:
    return {"quarter": quarter_of(today), "year": date(today.year, 1, 1)}.get(period)


def own_record(request: VolunteerRequest) -> Volunteer:
    """Raises NotFound for whoever has a seat and no record of their own."""
    found = Volunteer.objects.filter(pk=request.actor.volunteer_id).first() if request.actor.volunteer_id else None
    if found is None:
        raise NotFound()
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@for_volunteers
def hours_new(request: VolunteerRequest) -> HttpResponse:
    by, one = request.actor, own_record(request)
    form = HoursForm(typed(request), circles=own_circles(by), initial={"on": in_london(by.now).date()})

    def act() -> None:
        if not OtherHours.objects.filter(pk=form.id).exists():
            note_hours(one, form.new, id=form.id, by=by, at=by.now)

    if carried_out(form, act):
        say(request, "Your hours are noted. Thank you.")
        return redirect("volunteering:own_hours")
    return form_page(request, "volunteering/hours_new.html", {"form": form})


@require_POST
@for_volunteers
def hours_removal(request: VolunteerRequest, other_hours_id: UUID) -> HttpResponse:
    by, found = request.actor, noted_row(other_hours_id)
    if found.volunteer_id != by.volunteer_id:
        raise NotFound()
    take_back_hours(found, by=by, at=by.now)
    say(request, "That entry is taken back and counts no more.")
    return redirect("volunteering:own_hours")
