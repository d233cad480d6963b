"""The goals of a Circle: all of them on one page, one with its history, and what the coordinator does with them."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from encircle.design.answering import OnceForm, carried_out, say, typed
from encircle.design.items import TagColour
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.circles.actions.goals import (
    NewGoal,
    NewProgress,
    NewStep,
    add_step,
    end_goal,
    finish_step,
    open_goal,
    open_goals,
    record_progress,
    reword_goal,
    set_goal,
)
from encircle.rooms.circles.goal_queries import GoalLine, goal_line, goal_lines, goal_row
from encircle.rooms.circles.models import Goal, GoalProgress, GoalStep, GoalWords
from encircle.rooms.circles.rules import (
    may_record_progress,
    may_set_goals,
    require_recording_progress,
    require_setting_goals,
)
from encircle.rooms.circles.vocabulary import CircleState, LifeArea, ProgressKind
from encircle.rooms.meetings.queries import lately_met, starts_of

from .answers import once, page
from .earlier import number_in
from .goal_forms import GoalEndingForm, GoalForm, ProgressForm, StepForm, WordingForm
from .guard import StaffRequest, for_staff
from .record import circle_page

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
@for_staff
def goals(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    by, context = request.actor, circle_page(request, circle_id, "goals")
    area_id = context["circle"].area_id
    plan = open_goals(circle_id, by=by)
    if plan is None:
        record(Verb.LISTED, "circles.goal", by=by.acting, circle_id=circle_id, area_id=area_id, detail="0")
    lines = goal_lines(plan)
    is_over = context["circle_now"].state is CircleState.ENDED
    context |= {
        "going_on": [line for line in lines if line.goal.ended_at is None],
        "ended": [line for line in lines if line.goal.ended_at is not None],
        "may_set": may_set_goals(by, area_id) and not is_over,
        **_shown(lines),
    }
    return page(request, "goals.html", context)


@require_safe
@for_staff
def goal(request: StaffRequest, goal_id: UUID) -> HttpResponse:
    number = number_in(request.GET.get("page"))
    context = _one(request, goal_id, number)
    one: Goal = context["goal"]
    goes_on = one.ended_at is None
    context |= {
        "number": number,
        "may_set": may_set_goals(request.actor, one.area_id) and goes_on,
        "may_record": may_record_progress(request.actor, one) and goes_on,
    }
    return page(request, "goal.html", context)


def _one(request: StaffRequest, goal_id: UUID, number: int = 1) -> dict[str, Any]:
    """The goal with its words: opened, so that the trace says who read it."""
    found = open_goal(goal_id, by=request.actor)
    line = goal_line(found, page=number)
    return circle_page(request, found.circle_id, "goals") | {"goal": found, "line": line, **_shown([line])}


def _shown(lines: list[GoalLine]) -> dict[str, Any]:
    return {"days": starts_of(set[UUID]().union(*(line.meeting_ids for line in lines))), "colours": COLOURS}


# --- what is done with them ---


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def new_goal(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    by, context = request.actor, circle_page(request, circle_id, "goals")
    require_setting_goals(by, context["circle"].area_id)
    form = GoalForm(typed(request))

    def act() -> None:
        given = form.cleaned_data
        new = NewGoal(id=form.id, life_area=LifeArea(given["life_area"]), text=given["text"])
        once(Goal, form.id, lambda: set_goal(circle_id, new, by=by, at=by.now))

    if carried_out(form, act):
        say(request, "The goal is set.")
        return redirect("casework:goal", form.id)
    return page(request, "goal_form.html", context | {"form": form, "title": "Set a goal", "button": "Set the goal"})


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def wording(request: StaffRequest, goal_id: UUID) -> HttpResponse:
    by, context = request.actor, _to_change(request, goal_id)
    form = WordingForm(typed(request), initial={"text": context["line"].text})

    def act() -> None:
        text = form.cleaned_data["text"]
        once(GoalWords, form.id, lambda: reword_goal(goal_id, text, id=form.id, by=by, at=by.now))

    words = {"title": "Put the goal another way", "button": "Keep the new wording"}
    return _answered(request, context, form, carried_out(form, act), "The new wording is kept with the earlier.", words)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def step_new(request: StaffRequest, goal_id: UUID) -> HttpResponse:
    by, context = request.actor, _to_record(request, goal_id)
    form = StepForm(typed(request))

    def act() -> None:
        new = NewStep(id=form.id, text=form.cleaned_data["text"], due_on=form.cleaned_data["due_on"])
        once(GoalStep, form.id, lambda: add_step(goal_id, new, by=by, at=by.now))

    words = {"title": "Add a step", "button": "Add the step"}
    return _answered(request, context, form, carried_out(form, act), "The step is added.", words)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def progress(request: StaffRequest, goal_id: UUID) -> HttpResponse:
    by, context = request.actor, _to_record(request, goal_id)
    form = ProgressForm(typed(request), meetings=lately_met(context["goal"].circle_id, by.now))

    def act() -> None:
        kind, note = ProgressKind(form.cleaned_data["kind"]), form.cleaned_data["note"]
        new = NewProgress(id=form.id, kind=kind, meeting_id=form.meeting_id, note=note)
        once(GoalProgress, form.id, lambda: record_progress(goal_id, new, by=by, at=by.now))

    words = {"title": "Record progress", "button": "Record progress"}
    return _answered(request, context, form, carried_out(form, act), "The progress is recorded.", words)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def ending(request: StaffRequest, goal_id: UUID) -> HttpResponse:
    by, context = request.actor, _to_change(request, goal_id)
    form = GoalEndingForm(typed(request))

    def act() -> None:
        kind, note = ProgressKind(form.cleaned_data["kind"]), form.cleaned_data["note"]
        once(GoalProgress, form.id, lambda: end_goal(goal_id, kind, note, id=form.id, by=by, at=by.now))

    words = {"title": "End the goal", "button": "End the goal"}
    return _answered(request, context, form, carried_out(form, act), "The goal has ended.", words)


def _to_change(request: StaffRequest, goal_id: UUID) -> dict[str, Any]:
    """Whoever may not do it does not read the words for it either."""
    require_setting_goals(request.actor, goal_row(goal_id).area_id)
    return _one(request, goal_id)


def _to_record(request: StaffRequest, goal_id: UUID) -> dict[str, Any]:
    require_recording_progress(request.actor, goal_row(goal_id))
    return _one(request, goal_id)


def _answered(
    request: StaffRequest, context: dict[str, Any], form: OnceForm, is_done: bool, said: str, words: dict[str, str]
) -> HttpResponse:
    if is_done:
        say(request, said)
        return redirect("casework:goal", context["goal"].pk)
    return page(request, "goal_form.html", context | words | {"form": form})


@require_POST
@for_staff
def step_completion(request: StaffRequest, step_id: UUID) -> HttpResponse:
    step = finish_step(step_id, by=request.actor, at=request.actor.now)
    say(request, "The step is taken.")
    return redirect("casework:goal", step.goal_id)
