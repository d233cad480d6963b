"""The interview of somebody who has applied: when, by whom, against which criteria, and whether it goes on."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from encircle.common.clock import in_london
from encircle.design.answering import OnceForm, carried_out, say, typed
from encircle.design.forms import DateField, LongTextField
from encircle.rooms.recruiting.actions.interviewing import Held, record_interview
from encircle.rooms.recruiting.actions.stepping import in_hand
from encircle.rooms.recruiting.models import Interview, VolunteerCriterion
from encircle.rooms.recruiting.queries import criteria_on
from encircle.rooms.recruiting.vocabulary import Mark

from .answers import once, page
from .fields import between
from .guard import StaffRequest, for_staff


class InterviewForm(OnceForm):
    """One question a criterion of the charity's own; what was not talked about stays open."""

    held_on = DateField(label="When did you meet?", called="the day you met")
    interviewers = forms.CharField(label="Who met them?", max_length=200)
    showed = LongTextField(
        label="What the interview showed", max_length=3000, rows=6, called="what the interview showed"
    )
    goes_on = forms.ChoiceField(
        label="Does it go on?",
        widget=forms.RadioSelect,
        choices=[("yes", "Yes, to references and checks"), ("no", "No")],
    )
    called = {"interviewers": "who met them", "goes_on": "whether it goes on"}

    def __init__(self, *args: Any, criteria: Sequence[VolunteerCriterion], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        between(self, "held_on", latest=today)
        self.asked = {f"criterion-{one.pk.hex[:12]}": one.pk for one in criteria}
        for (name, _), one in zip(self.asked.items(), criteria, strict=True):
            self.fields[name] = forms.ChoiceField(
                label=one.words,
                help_text=one.hint,
                choices=Mark.choices,
                initial=Mark.OPEN,
                widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
            )
        self.order_fields(["once", "held_on", "interviewers", *self.asked, "showed", "goes_on"])

    @property
    def held(self) -> Held:
        given = self.cleaned_data
        return Held(
            id=self.id,
            held_on=given["held_on"],
            interviewers=given["interviewers"],
            goes_on=given["goes_on"] == "yes",
            showed=given["showed"],
            marks={pk: Mark(given[name]) for name, pk in self.asked.items()},
        )


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def interview(request: StaffRequest, applicant_id: UUID) -> HttpResponse:
    by, who = request.actor, in_hand(applicant_id, by=request.actor).applicant
    today = in_london(by.now).date()
    first = {"interviewers": by.name, "held_on": today}
    form = InterviewForm(typed(request), criteria=criteria_on(today), today=today, initial=first)

    def act() -> None:
        once(Interview, form.id, lambda: record_interview(applicant_id, form.held, by=by, at=by.now))

    if carried_out(form, act):
        say(request, "The interview is recorded.")
        return redirect("casework:applicant", applicant_id)
    context = {"form": form, "title": "Record the interview", "window": "Record the interview", "button": "Save"}
    back = reverse("casework:applicant", args=[who.pk])
    return page(request, "people_form.html", context | {"caption": who.full_name, "back": back})
