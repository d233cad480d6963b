"""My training: invitations to answer, what I was there for, outcome and feedback, courses; and whom I score."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotFound
from encircle.design.answering import form_page, say
from encircle.design.dates import date_and_time, plain_date
from encircle.design.items import Row, WorkItem
from encircle.rooms.training.actions.events import answer
from encircle.rooms.training.models import Invitation
from encircle.rooms.training.paper import keyed_for
from encircle.rooms.training.queries import Trained, open_training, own_places, to_score
from encircle.rooms.training.vocabulary import Reply
from encircle.rooms.volunteers.models import Volunteer

from .guard import VolunteerRequest, for_trainees


@require_safe
@for_trainees
def own_training(request: VolunteerRequest) -> HttpResponse:
    by = request.actor
    one = Volunteer.objects.filter(user=by.user_id).first()
    if one is None:
        raise NotFound()
    found, today = open_training(one, by=by), in_london(by.now).date()
    coming = [each for each in found.invitations if each.event.last_on >= today]
    places = own_places([each.event_id for each in coming])
    context = {
        "coming": [_invited(each, found, places.get(each.event_id)) for each in coming],
        "completion": found.completion,
        "outcomes": [(each, found.feedback.get(each.pk, "")) for each in found.outcomes],
        "attended": [
            Row(f"{_called(each)}, {plain_date(each.event.first_on)}", ", ".join(found.came[each.event_id]))
            for each in found.invitations
            if each.event_id in found.came
        ],
        "courses": [
            Row(each.course.name, f"Counts until {plain_date(each.renew_on)}" if each.renew_on else "Done")
            for each in found.courses
        ],
        "to_score": [
            WorkItem(
                f"{each.name}: {each.assignment.exercise.words}",
                reverse("volunteering:score", args=[each.assignment.pk]),
            )
            for each in to_score(by)
        ],
        "keyed": [
            WorkItem(
                f"{each.name}: {each.sheet.assignment.exercise.words}",
                reverse("volunteering:score", args=[each.sheet.assignment_id]),
                facts=[f"keyed by {each.keyed_by}, {date_and_time(each.sheet.at)}"],
            )
            for each in keyed_for(by)
        ],
        "is_volunteer": by.volunteer_id is not None,
    }
    return form_page(request, "volunteering/own_training.html", context)


def _called(one: Invitation) -> str:
    event = one.event
    return event.course.name if event.course else event.get_kind_display()


def _invited(one: Invitation, found: Trained, place: int | None) -> dict[str, Any]:
    event, reply = one.event, found.replies.get(one.pk)
    stands = "You said that you cannot come." if reply == Reply.NOT_COMING else ""
    if place is not None:
        stands = (
            "You have a place." if place == 0 else "You are on the waiting list. You are told when a place is free."
        )
    return {
        "id": one.pk,
        "title": _called(one),
        "where": f"{event.venue.name}\n{event.venue.address}".strip() if event.venue else event.address,
        "parts": list(event.parts.all()),
        "is_cancelled": event.cancelled_at is not None,
        "stands": stands,
        "reply": reply,
    }


@require_POST
@for_trainees
def own_training_answer(request: VolunteerRequest, training_invitation_id: UUID) -> HttpResponse:
    by = request.actor
    one = Invitation.objects.filter(pk=training_invitation_id, volunteer__user=by.user_id).first()
    if one is None:
        raise NotFound()
    if request.POST.get("reply") not in Reply.values:
        raise Invalid({"reply": "Select whether you come"})
    answer(one, Reply(request.POST["reply"]), by=by, at=by.now)
    say(request, "Your coordinator sees your answer.")
    return redirect("volunteering:own_training")
