"""An event planned anew: where, when, how many places; and what it was before."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from encircle.common.clock import LONDON, in_london
from encircle.common.errors import NotAllowed
from encircle.design.answering import carried_out, form_page, say, typed
from encircle.design.dates import clock_time, date_and_time, plain_date
from encircle.foundations.access.actor import names_of
from encircle.rooms.organisation.models import Venue
from encircle.rooms.training.actions.planning_anew import plan_anew
from encircle.rooms.training.models import EventBefore
from encircle.rooms.training.queries import event, events_before
from encircle.rooms.training.rules import require_keeping

from .guard import StaffRequest, for_staff
from .training import called
from .training_forms import PlanAnewForm


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def training_plan(request: StaffRequest, training_id: UUID) -> HttpResponse:
    by, found = request.actor, event(training_id)
    require_keeping(by, found.area_id)
    today = in_london(by.now).date()
    if found.cancelled_at is not None or found.last_on < today:
        raise NotAllowed("This event is over or cancelled.")
    has_begun = found.first_on <= today
    venues = Venue.objects.filter(area=found.area_id, retired_at__isnull=True).select_related("area").order_by("name")
    parts = list(found.parts.all())
    form = PlanAnewForm(typed(request), event=found, parts=parts, has_begun=has_begun, venues=list(venues))
    back, untold = reverse("casework:training_event", args=[found.pk]), 0

    def act() -> None:
        nonlocal untold
        untold = plan_anew(found, form.replanned, by=by, at=by.now)

    if carried_out(form, act):
        say(request, "The event is changed. Those with a login are told that something waits." + _by_hand(untold))
        return redirect(back)
    context = {"form": form, "title": called(found), "has_begun": has_begun, "back": back, "before": _before(found.pk)}
    return form_page(request, "casework/training_plan.html", context)


def _by_hand(untold: int) -> str:
    if not untold:
        return ""
    return f" {untold} {'person has' if untold == 1 else 'people have'} no login: tell them yourself."


def _before(training_id: UUID) -> list[list[str]]:
    rows = events_before(training_id)
    names = names_of(pk for row in rows for pk in (row.by_id, *row.trainers))
    return [
        [
            date_and_time(row.at),
            names.get(row.by_id, "A colleague"),
            _where(row),
            str(row.places),
            "; ".join(_part(one) for one in row.parts),
            ", ".join(sorted(names.get(pk, "Somebody") for pk in row.trainers)) or "Nobody yet",
        ]
        for row in rows
    ]


def _where(row: EventBefore) -> str:
    return row.venue.name if row.venue else row.address


def _part(kept: list[str]) -> str:
    name, on, starts, ends = kept
    from_, until = (datetime.fromisoformat(f"{on}T{one}").replace(tzinfo=LONDON) for one in (starts, ends))
    return f"{name}: {plain_date(from_)}, {clock_time(from_)} to {clock_time(until)}"
