"""Sending the coordinator news, and what was sent before."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from encircle.common.errors import Invalid, NotAllowed
from encircle.common.ids import new_id
from encircle.design.forms import DateField, GovForm, LongTextField, Option
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.received.actions import LONGEST, NewDevelopment, open_own_development, send_development
from encircle.rooms.received.onward import LONGEST_WORDS, change_own_onward, open_onwards
from encircle.rooms.received.queries import PAGE, OwnSeat, own_development, own_seats, sent_by, words_of
from encircle.rooms.received.vocabulary import DevelopmentKind, KnownTo, OnwardPermission

from .guard import ProfessionalRequest, for_professionals
from .home import number_in

KIND_HINTS = {
    DevelopmentKind.PROGRESS: "Something that is going well or has been reached",
    DevelopmentKind.RISK: "Something that raises or lowers risk",
    DevelopmentKind.NEEDS: "Housing, work, health, or another need",
    DevelopmentKind.NEW_ASSESSMENT: "Which tool, its band or level, and the day",
}
ONWARD_HINTS = {
    OnwardPermission.COORDINATOR_ONLY: "It is not passed on",
    OnwardPermission.OUTER_CIRCLE: "The coordinator may tell the other agencies",
    OnwardPermission.VOLUNTEERS: "The volunteers read your words for them and nothing else",
}


class OnwardForm(GovForm):
    once = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={"required": "Open this page again", "invalid": "Open this page again"},
    )
    onward = forms.ChoiceField(
        label="Who may know this?",
        choices=[(one.value, Option(one.label, hint=ONWARD_HINTS.get(one, ""))) for one in OnwardPermission],
        widget=forms.RadioSelect,
        initial=OnwardPermission.COORDINATOR_ONLY,
    )
    volunteer_words = LongTextField(
        label="Your words for the volunteers", max_length=LONGEST_WORDS, rows=3, required=False
    )
    called = {"onward": "who may know this"}
    reveals = {"onward": {OnwardPermission.VOLUNTEERS.value: ["volunteer_words"]}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["once"].initial = new_id


class DevelopmentForm(OnwardForm):
    seat = forms.ChoiceField(label="Which Circle is it about?", widget=forms.RadioSelect)
    kind = forms.ChoiceField(
        label="What is it about?",
        choices=[(kind.value, Option(kind.label, hint=KIND_HINTS.get(kind, ""))) for kind in DevelopmentKind],
        widget=forms.RadioSelect,
    )
    happened_on = DateField(
        label="When did it happen?",
        required=False,
        called="the day it happened",
        help_text="Leave empty where it is no one day",
    )
    text = LongTextField(label="What has happened?", max_length=LONGEST, rows=8, called="what has happened")
    known_to = forms.MultipleChoiceField(
        label="Who knows this already?", choices=KnownTo.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    urgent = forms.BooleanField(
        label="This is urgent",
        help_text="It rings until somebody of the charity has taken it. If somebody is in danger now, telephone 999 "
        "first",
        required=False,
    )
    field_order = ("seat", "kind", "happened_on", "text", "known_to", "urgent", "onward", "volunteer_words", "once")
    called = {**OnwardForm.called, "kind": "what it is about", "seat": "the Circle it is about"}

    def __init__(self, data: Any, *, seats: list[OwnSeat]) -> None:
        super().__init__(data)
        seat = self.fields["seat"]
        assert isinstance(seat, forms.ChoiceField)  # noqa: S101 (declared above)
        seat.choices = [
            (str(one.seat_id), Option(f"Circle {one.circle_reference}", hint=one.position)) for one in seats
        ]
        if len(seats) == 1:
            seat.widget = forms.HiddenInput()
            seat.initial = str(seats[0].seat_id)


@require_safe
@for_professionals
def developments(request: ProfessionalRequest) -> HttpResponse:
    number = number_in(request.GET.get("page"))
    lines, has_older = sent_by(request.actor, page=number, count=PAGE)
    record(Verb.LISTED, "received.development", by=request.acting, detail=str(len(lines)))
    context = {"lines": lines, "number": number, "has_older": has_older}
    return render(request, "outer_circle/developments.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_professionals
def development_new(request: ProfessionalRequest) -> HttpResponse:
    by, seats = request.actor, own_seats()
    if not seats:
        raise NotAllowed("You hold no seat in a Circle now, so there is no coordinator to write to.")
    form = DevelopmentForm(request.POST if request.method == "POST" else None, seats=seats)
    if form.is_bound and form.is_valid():
        try:
            sent = send_development(_new(form), by=by, at=by.now)
            return redirect("outer_circle:development_sent", sent)
        except Invalid as refusal:
            form.add_invalid(refusal)
    status = 422 if form.errors else 200
    context = {"form": form, "only_seat": seats[0] if len(seats) == 1 else None}
    return render(request, "outer_circle/development_new.html", context, status=status)


@require_safe
@for_professionals
def development_sent(request: ProfessionalRequest, development_id: UUID) -> HttpResponse:
    """What happens next."""
    news = own_development(development_id, by=request.actor)
    return render(request, "outer_circle/development_sent.html", {"news": news})


@require_GET
@for_professionals
def development(request: ProfessionalRequest, development_id: UUID) -> HttpResponse:
    news = open_own_development(development_id, by=request.actor)
    by = request.actor
    context = {
        "news": news,
        "words": words_of(news.development),
        "onwards": open_onwards(news.development, by=by),
        "may_change": news.development.seat_id in by.outer_seats,
    }
    return render(request, "outer_circle/development.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_professionals
def permission(request: ProfessionalRequest, development_id: UUID) -> HttpResponse:
    """Who sent it says anew how far it may go."""
    by, news = request.actor, own_development(development_id, by=request.actor)
    if news.development.seat_id not in by.outer_seats:
        raise NotAllowed("You hold this seat no longer. Ring the coordinator if something must change.")
    form = OnwardForm(request.POST if request.method == "POST" else None, initial={"onward": news.onward})
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            level = OnwardPermission(given["onward"])
            change_own_onward(development_id, given["once"], level, given["volunteer_words"], by=by, at=by.now)
            messages.success(request, "Who may know this is changed from now on.")
            return redirect("outer_circle:development", development_id)
        except Invalid as refusal:
            form.add_invalid(refusal)
    status = 422 if form.errors else 200
    return render(request, "outer_circle/development_permission.html", {"form": form, "news": news}, status=status)


def _new(form: DevelopmentForm) -> NewDevelopment:
    given = form.cleaned_data
    return NewDevelopment(
        id=given["once"],
        seat_id=UUID(given["seat"]),
        kind=DevelopmentKind(given["kind"]),
        text=given["text"],
        urgent=given["urgent"],
        onward=OnwardPermission(given["onward"]),
        volunteer_words=given["volunteer_words"],
        happened_on=given["happened_on"],
        known_to=tuple(KnownTo(one) for one in given["known_to"]),
    )
