"""Stepping out for a while, and the meetings to come: who cannot come, and whose turn it is to write."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from encircle.common.clock import in_london
from encircle.common.errors import NotFound
from encircle.design.answering import OnceForm, carried_out, form_page, say, typed
from encircle.design.forms import DateField, LongTextField
from encircle.rooms.circles.models import Circle
from encircle.rooms.meetings.drafts import meeting_of
from encircle.rooms.meetings.models import Meeting
from encircle.rooms.support.actions.being_away import (
    LONGEST_REASON,
    SteppingOut,
    can_come,
    cannot_come,
    come_back,
    keep_turn,
    offer_turn,
    step_out,
    take_turn,
)
from encircle.rooms.support.models import Away
from encircle.rooms.support.presence_queries import ahead, away_of_circle, own_away, turns_of
from encircle.rooms.volunteers.models import Volunteer

from .guard import VolunteerRequest, for_volunteers


class AwayForm(OnceForm):
    starts_on = DateField(label="From which day?", called="the first day")
    until = DateField(
        label="Until which day?", required=False, called="the last day",
        help_text="The last day you are away. Leave it empty if you do not know yet.",
    )  # fmt: skip
    reason = LongTextField(
        label="Do you want to say why?", max_length=LONGEST_REASON, required=False, rows=3,
        help_text="Only the staff of your area read it. Your Circle sees the days and no reason.",
    )  # fmt: skip

    @property
    def out(self) -> SteppingOut:
        given = self.cleaned_data
        return SteppingOut(given["starts_on"], given["until"], given["reason"])


@require_http_methods(["GET", "HEAD", "POST"])
@for_volunteers
def away(request: VolunteerRequest) -> HttpResponse:
    by = request.actor
    one = Volunteer.objects.filter(pk=by.volunteer_id).first() if by.volunteer_id else None
    if one is None:
        raise NotFound()
    form = AwayForm(typed(request), initial={"starts_on": in_london(by.now).date()})

    def act() -> None:
        if not Away.objects.filter(pk=form.id).exists():
            step_out(one, form.out, id=form.id, by=by, at=by.now)

    if carried_out(form, act):
        say(request, "Your Circle sees when you are away, and not why.")
        return redirect("volunteering:away")
    return form_page(request, "volunteering/away.html", {"form": form, "own": own_away(by)})


@require_POST
@for_volunteers
def coming_back(request: VolunteerRequest, away_id: UUID) -> HttpResponse:
    by = request.actor
    found = Away.objects.filter(pk=away_id, volunteer=by.volunteer_id).first()
    if found is None:
        raise NotFound()
    come_back(found, by=by, at=by.now)
    say(request, "Welcome back. Your Circle sees that you are there again.")
    return redirect("volunteering:home")


@require_safe
@for_volunteers
def to_come(request: VolunteerRequest, circle_id: UUID) -> HttpResponse:
    """The next meetings of one's own Circle."""
    by = request.actor
    seat = next((seat for circle, seat in by.volunteer_seats if circle == circle_id), None)
    circle = Circle.objects.filter(pk=circle_id).first() if seat else None
    if circle is None:
        raise NotFound()
    found = ahead(circle.pk, by.now, own_seat=seat)
    context = {"circle": circle, "ahead": found, "away": away_of_circle(circle.pk, by.now)}
    return render(request, "volunteering/to_come.html", context)


def _offer(meeting: Meeting, **how: Any) -> None:
    offer_turn(meeting, turns_of([meeting.pk]).get(meeting.pk), **how)


# What a button of the page does, and what is said afterwards.
DOES: Mapping[str, tuple[Callable[..., None], str]] = {
    "cannot": (cannot_come, "Your Circle sees that you cannot come."),
    "can": (can_come, "Your Circle sees that you come."),
    "offer": (_offer, "The others are asked to take your turn."),
    "keep": (keep_turn, "It is your turn, and nobody is asked any more."),
    "take": (take_turn, "It is your turn now. Thank you."),
}


@require_POST
@for_volunteers
def meeting_ahead(request: VolunteerRequest, meeting_id: UUID) -> HttpResponse:
    """One press: cannot come, can come after all, ask to swap, keep the turn, take another's."""
    by, meeting = request.actor, meeting_of(meeting_id, request.actor)
    if (chosen := DOES.get(request.POST.get("do", ""))) is None:
        raise NotFound()
    act, said = chosen
    act(meeting, by=by, at=by.now)
    say(request, said)
    return redirect("volunteering:to_come", circle_id=meeting.circle_id)
