"""The criteria interviews with people who wish to volunteer look at: from one day to another."""

from datetime import date
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from encircle.common.clock import in_london
from encircle.design.answering import carried_out, say, typed
from encircle.foundations.access.guards import needs
from encircle.foundations.access.roles import May
from encircle.rooms.organisation.rules import may_set_standard
from encircle.rooms.recruiting.actions.criteria import LookedAt, add_volunteer_criterion, end_volunteer_criterion
from encircle.rooms.recruiting.models import VolunteerCriterion

from .answers import page
from .guard import OfficeRequest
from .lasting import Ending, LastingForm, ending, listed, one_form

TITLE = "What interviews look at"


class InterviewCriterionForm(LastingForm):
    words = forms.CharField(
        label="What is looked at?", max_length=160, help_text="For example “Keeps boundaries and confidences”."
    )
    field_order = ("words", "hint", "starts_on", "once")
    called = {"words": "the criterion"}

    @property
    def looked_at(self) -> LookedAt:
        return LookedAt(**{name: self.cleaned_data[name] for name in ("words", "hint", "starts_on")})


@require_safe
@needs(May.CHANGE_SETTINGS)
def interview_criteria(request: OfficeRequest) -> HttpResponse:
    today = in_london(request.actor.now).date()
    rows = listed(VolunteerCriterion.objects.all(), today, lambda one: [one.hint])
    return page(
        request,
        "interview_criteria.html",
        "standard",
        {"criteria": rows, "may_set": may_set_standard(request.actor)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(May.SET_STANDARD)
def interview_criterion_new(request: OfficeRequest) -> HttpResponse:
    by = request.actor
    form = InterviewCriterionForm(typed(request), initial={"starts_on": in_london(by.now).date()})

    def act() -> None:
        add_volunteer_criterion(form.looked_at, id=form.id, by=by, at=by.now)

    if form.is_bound and carried_out(form, act):
        say(request, "The criterion is added.")
        return redirect("administration:interview_criteria")
    return one_form(
        request, {"form": form, "button": "Add it"}, "Add a criterion for interviews", "interview_criteria", TITLE
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(May.SET_STANDARD)
def interview_criterion_ending(request: OfficeRequest, interview_criterion_id: UUID) -> HttpResponse:
    by = request.actor

    def act(pk: UUID, day: date) -> None:
        end_volunteer_criterion(pk, day, by=by, at=by.now)

    says = "Interviews look at it up to that day. What was found under it stays as it was."
    done = "Its last day is set. What was found under it stays."
    words = Ending("End a criterion for interviews", says, "interview_criteria", TITLE, done)
    return ending(request, VolunteerCriterion, interview_criterion_id, act, words)
