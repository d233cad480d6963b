"""Whose turn it is to write the minutes of the next meetings of a Circle, and who cannot come."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from encircle.common.errors import NotFound
from encircle.design.answering import carried_out, say, typed
from encircle.design.dates import long_date
from encircle.design.forms import GovForm
from encircle.foundations.access.actor import Actor
from encircle.rooms.circles.models import Circle, Seat
from encircle.rooms.meetings.models import Meeting
from encircle.rooms.meetings.rules import require_planning
from encircle.rooms.support.actions.being_away import note_absence, note_coming, share_out
from encircle.rooms.support.models import Turn
from encircle.rooms.support.presence_queries import ahead, next_turns, to_come, turns_of, volunteers_of

from .answers import page
from .fields import offer
from .guard import StaffRequest, for_staff


class AbsenceForm(GovForm):
    """What a volunteer said who rang."""

    meeting = forms.ChoiceField(label="Which meeting?", widget=forms.RadioSelect)
    seat = forms.ChoiceField(label="Who rang?", widget=forms.RadioSelect)
    says = forms.ChoiceField(
        label="What did they say?", widget=forms.RadioSelect,
        choices=[("cannot", "They cannot come"), ("can", "They can come after all")],
    )  # fmt: skip
    called = {"meeting": "the meeting", "seat": "who rang", "says": "what they said"}

    def __init__(self, data: Any, *, meetings: Sequence[Meeting], seats: Sequence[Seat]) -> None:
        super().__init__(data)
        self.meetings, self.seats = {str(one.pk): one for one in meetings}, {str(one.pk): one for one in seats}
        offer(self, "meeting", [(key, long_date(one.starts_at)) for key, one in self.meetings.items()])
        offer(self, "seat", [(key, one.display_name) for key, one in self.seats.items()])

    def act(self, *, by: Actor, at: datetime) -> None:
        given = self.cleaned_data
        do = note_absence if given["says"] == "cannot" else note_coming
        do(self.meetings[given["meeting"]], self.seats[given["seat"]], by=by, at=at)


def _typed(request: StaffRequest) -> Any:
    """The page has two forms: the other is a button alone."""
    return typed(request) if request.POST.get("do") == "absence" else None


def _seats(circle: Circle, at: datetime) -> list[Seat]:
    return list(volunteers_of(circle.pk, at))


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def turns(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    by = request.actor
    circle = Circle.objects.filter(pk=circle_id).first()
    if circle is None:
        raise NotFound()
    require_planning(by, circle.area_id)
    form = AbsenceForm(_typed(request), meetings=list(to_come(circle.pk, by.now)), seats=_seats(circle, by.now))
    if carried_out(form, lambda: form.act(by=by, at=by.now)):
        say(request, "It is noted. The Circle sees it.")
        return redirect("casework:minutes_turns", circle_id=circle.pk)
    if request.method == "POST" and not form.is_bound:
        meetings, seats = list(to_come(circle.pk, by.now)), list(volunteers_of(circle.pk, by.now))
        last = (
            Turn.objects.filter(circle=circle.pk, meeting__starts_at__lte=by.now)
            .order_by("-meeting__starts_at")
            .first()
        )
        new = next_turns(meetings, turns_of(one.pk for one in meetings), seats, last.seat_id if last else None)
        share_out([meeting for meeting, _ in new], [seat for _, seat in new], by=by, at=by.now)
        say(request, "Each of the next meetings has somebody who writes.")
        return redirect("casework:minutes_turns", circle_id=circle.pk)
    found = ahead(circle.pk, by.now)
    context = {"circle": circle, "ahead": found, "is_missing": any(not one.writer for one in found), "form": form}
    return page(request, "minutes_turns.html", context)
