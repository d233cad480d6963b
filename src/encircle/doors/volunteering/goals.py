"""The goals of a volunteer's own Circle: read them, record progress, mark a step done, add one."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from encircle.common.errors import NotFound
from encircle.design.answering import carried_out, form_page, say, typed
from encircle.design.items import TagColour
from encircle.foundations.access.actor import Actor
from encircle.rooms.circles.actions.goals import (
    add_step,
    finish_step,
    open_goal,
    open_goals,
    record_progress,
)
from encircle.rooms.circles.goal_queries import goal_line, goal_lines, step_row
from encircle.rooms.circles.models import Circle, Goal, GoalProgress, GoalStep
from encircle.rooms.circles.vocabulary import ProgressKind
from encircle.rooms.meetings.queries import lately_met, starts_of

from .goal_forms import ProgressForm, StepForm
from .guard import VolunteerRequest, for_volunteers

COLOURS: dict[ProgressKind, TagColour] = {
    ProgressKind.FORWARD: "green",
    ProgressKind.NO_CHANGE: "grey",
    ProgressKind.HARDER: "orange",
    ProgressKind.MET: "green",
    ProgressKind.PARTLY_MET: "teal",
    ProgressKind.NOT_MET: "orange",
    ProgressKind.DROPPED: "grey",
}


@require_safe
@for_volunteers
def goals(request: VolunteerRequest, circle_id: UUID) -> HttpResponse:
    circle = own_circle(circle_id, request.actor)
    lines = goal_lines(open_goals(circle_id, by=request.actor))
    context = {
        "circle": circle,
        "going_on": [line for line in lines if line.goal.ended_at is None],
        "ended": [line for line in lines if line.goal.ended_at is not None],
        "days": starts_of(set[UUID]().union(*(line.meeting_ids for line in lines))),
        "colours": COLOURS,
    }
    return form_page(request, "volunteering/goals.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_volunteers
def progress(request: VolunteerRequest, goal_id: UUID) -> HttpResponse:
    by, context = request.actor, _own_goal(request, goal_id)
    form = ProgressForm(typed(request), meetings=lately_met(context["goal"].circle_id, by.now))

    def act() -> None:
        _once(GoalProgress, form.id, lambda: record_progress(goal_id, form.new, by=by, at=by.now))

    if carried_out(form, act):
        say(request, "The progress is recorded.")
        return redirect("volunteering:goals", context["goal"].circle_id)
    words = {"title": "Record progress", "button": "Record progress", "form": form}
    return form_page(request, "volunteering/goal_form.html", context | words)


@require_http_methods(["GET", "HEAD", "POST"])
@for_volunteers
def step_new(request: VolunteerRequest, goal_id: UUID) -> HttpResponse:
    by, context = request.actor, _own_goal(request, goal_id)
    form = StepForm(typed(request))

    def act() -> None:
        _once(GoalStep, form.id, lambda: add_step(goal_id, form.new, by=by, at=by.now))

    if carried_out(form, act):
        say(request, "The step is added.")
        return redirect("volunteering:goals", context["goal"].circle_id)
    words = {"title": "Add a step", "button": "Add the step", "form": form}
    return form_page(request, "volunteering/goal_form.html", context | words)


@require_POST
@for_volunteers
def step_completion(request: VolunteerRequest, step_id: UUID) -> HttpResponse:
    by = request.actor
    own_circle(step_row(step_id).circle_id, by)
    step = finish_step(step_id, by=by, at=by.now)
    say(request, "The step is done.")
    return redirect("volunteering:goals", step.circle_id)


def own_circle(circle_id: UUID, by: Actor) -> Circle:
    """Somebody who coordinates Circles too comes to those by the other door."""
    found = Circle.objects.filter(pk=circle_id).first() if circle_id in by.volunteer_circles else None
    if found is None:
        raise NotFound()
    return found


def _own_goal(request: VolunteerRequest, goal_id: UUID) -> dict[str, Any]:
    """A goal of theirs with its words: opened, so that the trace says who read it."""
    goal = Goal.objects.filter(pk=goal_id, circle__in=request.actor.volunteer_circles).first()
    if goal is None:
        raise NotFound()
    opened = open_goal(goal_id, by=request.actor)
    return {"goal": opened, "line": goal_line(opened)}


def _once(model: type[Model], id: UUID, act: Callable[[], object]) -> None:
    """Do it, unless this very form did it before, or does it at this moment in another request."""
    if model._default_manager.filter(pk=id).exists():
        return
    try:
        act()
    except IntegrityError:
        if not model._default_manager.filter(pk=id).exists():
            raise
