"""What is there for a volunteer: supervision with its notes, counselling that was offered, and what they said."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from encircle.common.errors import NotFound
from encircle.design.dates import long_date, long_date_and_time, plain_date
from encircle.design.items import Row, WorkItem
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.support.models import SupervisionPlace
from encircle.rooms.support.queries import checks_of
from encircle.rooms.support.supervision_queries import counselling_of, open_supervision, places_of, supervision_row
from encircle.rooms.support.vocabulary import Answer, Presence, SupervisionKind

from .guard import VolunteerRequest, for_volunteers
from .links import to


@require_safe
@for_volunteers
def own_support(request: VolunteerRequest) -> HttpResponse:
    by = request.actor
    if by.volunteer_id is None:
        raise NotFound()
    record(Verb.LISTED, "support.supervision", by=by.acting)
    context = {
        "supervision": [_item(place) for place in places_of(by.volunteer_id)],
        "said": [Row(long_date(one.meeting.starts_at), Answer(one.answer).label) for one in checks_of(by.volunteer_id)],
        "counselling": [
            Row(
                f"Offered {plain_date(one.offer.offered_on)}",
                "\n".join(f"{plain_date(step.on)}: {step.get_outcome_display()}" for step in one.steps)
                or "Speak to your coordinator if you would like it",
            )
            for one in counselling_of(by.volunteer_id)
        ],
    }
    return render(request, "volunteering/own_support.html", context)


def _item(place: SupervisionPlace) -> WorkItem:
    row = place.supervision
    return WorkItem(
        title=f"{SupervisionKind(row.kind).label}, {long_date_and_time(row.starts_at)}",
        url=to("supervision", row.pk),
        facts=[row.place] if row.place else [],
        tag=Presence(place.presence).label if place.presence else "",
        colour="green" if place.presence == Presence.CAME else "grey",
    )


@require_safe
@for_volunteers
def supervision(request: VolunteerRequest, supervision_id: UUID) -> HttpResponse:
    by = request.actor
    found = open_supervision(supervision_row(supervision_id), by=by)
    if not any(place.volunteer_id == by.volunteer_id for place in found.places):
        raise NotFound()
    return render(
        request, "volunteering/supervision.html", {"found": found, "kind": SupervisionKind(found.supervision.kind)}
    )
