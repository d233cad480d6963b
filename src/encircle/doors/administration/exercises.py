"""The assessment centre: its exercises, and what assessors look for in them, from one day to another."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from encircle.common.clock import in_london
from encircle.design.answering import carried_out, say, typed
from encircle.foundations.access.guards import needs
from encircle.foundations.access.roles import May
from encircle.rooms.training.actions.exercises import (
    Wanted,
    add_criterion,
    add_exercise,
    end_criterion,
    end_exercise,
)
from encircle.rooms.training.models import Criterion, Exercise
from encircle.rooms.training.queries import in_use, looked_for

from .answers import page
from .guard import OfficeRequest
from .lasting import Ending, LastingForm, ending, listed, one_form

TITLE = "The assessment centre"
LATER = "Events that begin before that day are scored without it."


class WantedForm(LastingForm):
    """What stands together: an exercise and what is looked for in it."""

    together_with = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)
    hint = forms.CharField(label="More about it", max_length=400, required=False)
    field_order = ("words", "hint", "together_with", "starts_on", "once")

    def __init__(self, *args: Any, others: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["together_with"].choices = [(str(one.pk), one.words) for one in others]  # type: ignore[attr-defined]

    @property
    def wanted(self) -> Wanted:
        given = self.cleaned_data
        return Wanted(
            words=given["words"],
            hint=given["hint"],
            starts_on=given["starts_on"],
            together_with=[UUID(one) for one in given["together_with"]],
        )


class ExerciseForm(WantedForm):
    words = forms.CharField(label="What is the exercise called?", max_length=120)
    hint = forms.CharField(label="What are people asked to do?", max_length=400, required=False)
    together_with = forms.MultipleChoiceField(
        label="What do assessors look for in it?", widget=forms.CheckboxSelectMultiple
    )
    called = {"words": "what it is called", "together_with": "at least one thing assessors look for"}


class LookedForForm(WantedForm):
    words = forms.CharField(label="What do assessors look for?", max_length=120, help_text="For example “Listens”.")
    hint = forms.CharField(label="How does it show?", max_length=400, required=False)
    together_with = forms.MultipleChoiceField(
        label="In which exercises?",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="None: it is chosen when an exercise is added.",
    )
    called = {"words": "what assessors look for"}


@require_safe
@needs(May.SET_STANDARD)
def exercises(request: OfficeRequest) -> HttpResponse:
    today, wanted = in_london(request.actor.now).date(), looked_for()
    criteria = listed(Criterion.objects.all(), today, lambda one: [one.hint])
    words = {shown.id: shown.words for shown in criteria.present}
    context = {
        "exercises": listed(
            Exercise.objects.all(), today, lambda one: [one.hint, _looks_for(words, wanted.get(one.pk, []))]
        ),
        "criteria": criteria,
        "may_set": True,
    }
    return page(request, "exercises.html", "standard", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(May.SET_STANDARD)
def exercise_new(request: OfficeRequest) -> HttpResponse:
    by, today = request.actor, in_london(request.actor.now).date()
    form = ExerciseForm(typed(request), others=in_use(Criterion, today), initial={"starts_on": today})
    if form.is_bound and carried_out(form, lambda: add_exercise(form.wanted, id=form.id, by=by, at=by.now)):
        say(request, "The exercise is added.")
        return redirect("administration:exercises")
    return one_form(request, {"form": form, "button": "Add it"}, "Add an exercise", "exercises", TITLE, LATER)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(May.SET_STANDARD)
def looked_for_new(request: OfficeRequest) -> HttpResponse:
    by, today = request.actor, in_london(request.actor.now).date()
    form = LookedForForm(typed(request), others=in_use(Exercise, today), initial={"starts_on": today})
    if form.is_bound and carried_out(form, lambda: add_criterion(form.wanted, id=form.id, by=by, at=by.now)):
        say(request, "Assessors look for it from that day.")
        return redirect("administration:exercises")
    title = "Add what assessors look for"
    return one_form(request, {"form": form, "button": "Add it"}, title, "exercises", TITLE, LATER)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(May.SET_STANDARD)
def exercise_ending(request: OfficeRequest, exercise_id: UUID) -> HttpResponse:
    by = request.actor

    def act(pk: UUID, day: date) -> None:
        end_exercise(pk, day, by=by, at=by.now)

    return ending(request, Exercise, exercise_id, act, _ends("End an exercise"))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(May.SET_STANDARD)
def looked_for_ending(request: OfficeRequest, looked_for_id: UUID) -> HttpResponse:
    by = request.actor

    def act(pk: UUID, day: date) -> None:
        end_criterion(pk, day, by=by, at=by.now)

    return ending(request, Criterion, looked_for_id, act, _ends("End what assessors look for"))


def _ends(title: str) -> Ending:
    says = "Events that begin up to that day are scored with it. What was scored stays as it was."
    return Ending(title, says, "exercises", TITLE, "Its last day is set. What was scored stays.")


def _looks_for(words: dict[UUID, str], criteria: list[UUID]) -> str:
    """The criteria that have not ended."""
    present = [words[one] for one in criteria if one in words]
    return f"Assessors look for: {'; '.join(present)}" if present else "Nothing is looked for in it: it is not used"
