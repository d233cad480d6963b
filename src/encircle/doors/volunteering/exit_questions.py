"""What a volunteer answers for themselves: the questions as they leave, and whether we may give a reference."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from encircle.common.errors import NotFound
from encircle.design.answering import OnceForm, carried_out, form_page, say, typed
from encircle.design.forms import LongTextField
from encircle.rooms.leaving.actions.exits import LONGEST_ANSWER, Reply, answer_exit_questions
from encircle.rooms.leaving.actions.references import answer_reference
from encircle.rooms.leaving.exit_queries import offer_row
from encircle.rooms.leaving.models import ExitReply, ReferenceAnswer
from encircle.rooms.leaving.talk_queries import reference_row
from encircle.rooms.leaving.vocabulary import Back, Question

from .guard import VolunteerRequest, for_volunteers


class ExitQuestionsForm(OnceForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in Question:
            self.fields[question.value] = LongTextField(
                label=question.label, max_length=LONGEST_ANSWER, required=False, rows=3
            )
        self.fields["back"] = forms.ChoiceField(
            label="Would you come back one day?", choices=Back.choices, widget=forms.RadioSelect
        )

    called = {"back": "whether you would come back"}

    @property
    def reply(self) -> Reply:
        given = self.cleaned_data
        return Reply(Back(given["back"]), {one: given[one.value] for one in Question})


@require_http_methods(["GET", "HEAD", "POST"])
@for_volunteers
def exit_questions(request: VolunteerRequest, exit_offer_id: UUID) -> HttpResponse:
    by, offer = request.actor, offer_row(exit_offer_id)
    if offer.volunteer_id != by.volunteer_id:
        raise NotFound()
    form = ExitQuestionsForm(typed(request))

    def act() -> None:
        if not ExitReply.objects.filter(pk=form.id).exists():  # pressed twice
            answer_exit_questions(offer, form.reply, id=form.id, by=by, at=by.now)

    if carried_out(form, act):
        say(request, "Thank you. Your answers are kept.")
        return redirect("volunteering:own_time")
    return form_page(request, "volunteering/exit_questions.html", {"form": form})


class AgreeingForm(OnceForm):
    agrees = forms.ChoiceField(
        label="May we give a reference about you?", choices=[("yes", "Yes"), ("no", "No")], widget=forms.RadioSelect
    )
    called = {"agrees": "whether you agree"}


@require_http_methods(["GET", "HEAD", "POST"])
@for_volunteers
def own_reference(request: VolunteerRequest, given_reference_id: UUID) -> HttpResponse:
    by, reference = request.actor, reference_row(given_reference_id)
    if reference.volunteer_id != by.volunteer_id:
        raise NotFound()
    form = AgreeingForm(typed(request))

    def act() -> None:
        if not ReferenceAnswer.objects.filter(pk=form.id).exists():  # pressed twice
            answer_reference(reference, form.cleaned_data["agrees"] == "yes", id=form.id, by=by, at=by.now)

    if carried_out(form, act):
        say(request, "Your answer is kept. Your coordinator sees it.")
        return redirect("volunteering:own_time")
    return form_page(request, "volunteering/own_reference.html", {"form": form, "asker": reference.asker})
