"""What the charity wrote to a volunteer: read after signing in, until it is withdrawn. There are no answers."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from encircle.common.errors import NotFound
from encircle.design.dates import plain_date
from encircle.design.items import WorkItem
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.meetings.for_volunteers import own_circles
from encircle.rooms.messaging.actions.sending import note_opened
from encircle.rooms.messaging.queries import ITEM, OwnLine, open_own, own_message, own_messages

from .concerns import numbers, page_number
from .guard import VolunteerRequest, for_volunteers

A_LIST = 20


@require_safe
@for_volunteers
def messages(request: VolunteerRequest) -> HttpResponse:
    by, number = request.actor, page_number(request)
    if by.volunteer_id is None:
        raise NotFound()
    lines = own_messages(by, offset=(number - 1) * A_LIST, size=A_LIST)
    record(Verb.LISTED, ITEM, by=by.acting)
    address = reverse("volunteering:messages") + "?page="
    context = {
        "items": [_item(line) for line in lines[:A_LIST]],
        "newer": f"{address}{number - 1}" if number > 1 else "",
        "older": f"{address}{number + 1}" if len(lines) > A_LIST else "",
    }
    return render(request, "volunteering/messages.html", context)


def _item(line: OwnLine) -> WorkItem:
    return WorkItem(
        title="A message that was withdrawn" if line.is_withdrawn else line.message.subject,
        url=reverse("volunteering:message", args=[line.message.pk]),
        facts=[plain_date(line.message.sent_at)],
        tag="Withdrawn" if line.is_withdrawn else "New" if line.is_new else "",
        colour="grey" if line.is_withdrawn else "blue",
    )


@require_safe
@for_volunteers
def message(request: VolunteerRequest, message_id: UUID) -> HttpResponse:
    """Opening it the first time is noted: the sender sees how many have, and not who."""
    by = request.actor
    row = own_message(message_id, by=by)
    found = open_own(row, by=by)
    if found.withdrawal is None:
        note_opened(row, by=by, at=by.now)
    return render(request, "volunteering/message.html", {"found": found, **numbers(by, own_circles(by))})
