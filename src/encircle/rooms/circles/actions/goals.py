"""Set a goal with the core member, put it better later, add steps, record which way it goes, and end it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from encircle.common.errors import Invalid
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import leave_receipt, record

from ..goal_queries import goal_plan, goal_row, step_row
from ..models import (
    Circle,
    Goal,
    GoalPlan,
    GoalProgress,
    GoalProgressNote,
    GoalStep,
    GoalStepDone,
    GoalStepWords,
    GoalWords,
)
from ..rules import require_recording_progress, require_setting_goals
from ..vocabulary import ENDINGS, ON_THE_WAY, LifeArea, ProgressKind
from .phases import going_on

LONGEST_GOAL = 500
LONGEST_STEP = 300
LONGEST_NOTE = 1000


# --- opening ---


def open_goals(circle_id: UUID, *, by: Actor) -> GoalPlan | None:
    """Leaves the one receipt that shows all goals of a Circle; none where no goal was set. Top of the request."""
    plan = goal_plan(circle_id)
    if plan is not None:
        _receipt(plan.pk, plan.circle_id, plan.area_id, by)
    return plan


def open_goal(goal_id: UUID, *, by: Actor) -> Goal:
    """One goal, by the same receipt. Raises NotFound. Call at the top of the request."""
    goal = goal_row(goal_id)
    _receipt(goal.plan_id, goal.circle_id, goal.area_id, by)
    return goal


def _receipt(plan_id: UUID, circle_id: UUID, area_id: UUID, by: Actor) -> None:
    leave_receipt("circles.goalplan", plan_id, by=by.acting, circle_id=circle_id, area_id=area_id)


# --- the coordinator's part ---


@dataclass(frozen=True, kw_only=True)
class NewGoal:
    """`id` comes with the form, so that it is set once."""

    id: UUID
    life_area: LifeArea
    text: str


@transaction.atomic
def set_goal(circle_id: UUID, new: NewGoal, *, by: Actor, at: datetime) -> Goal:
    """The next goal of a Circle that has not ended. Raises NotFound, NotAllowed or Invalid."""
    circle = going_on(circle_id, by)
    text = _checked("text", new.text, LONGEST_GOAL, "Enter the goal in the core member’s own words")
    plan = goal_plan(circle_id) or _begin_plan(circle, at)
    last: int | None = Goal.objects.filter(circle=circle).aggregate(last=Max("position"))["last"]
    goal = Goal(
        id=new.id, plan=plan, circle=circle, area_id=circle.area_id, life_area=new.life_area,
        position=(last or 0) + 1, set_at=at, set_by_id=by.user_id,
    )  # fmt: skip
    Goal.objects.bulk_create([goal])
    _write_words(goal, text, by, at)
    _record(Verb.CREATED, "circles.goal", goal.pk, goal, by)
    return goal


def _begin_plan(circle: Circle, at: datetime) -> GoalPlan:
    plan = GoalPlan(circle=circle, area_id=circle.area_id, begun_at=at)
    GoalPlan.objects.bulk_create([plan])
    return plan


@transaction.atomic
def reword_goal(goal_id: UUID, text: str, *, id: UUID, by: Actor, at: datetime) -> None:
    """A later wording; the earlier ones stay. Raises NotFound, NotAllowed or Invalid."""
    goal = _of_staff(goal_id, by)
    _refuse_ended(goal)
    text = _checked("text", text, LONGEST_GOAL, "Enter the goal in the core member’s own words")
    _write_words(goal, text, by, at, id)
    _record(Verb.CHANGED, "circles.goal", goal.pk, goal, by, fields=("text",))


@transaction.atomic
def end_goal(goal_id: UUID, kind: ProgressKind, note: str, *, id: UUID, by: Actor, at: datetime) -> None:
    """It ends as met, partly met, not met or no longer wanted. Raises NotFound, NotAllowed or Invalid."""
    goal = _of_staff(goal_id, by)
    if kind not in ENDINGS:
        raise Invalid({"kind": "Select how the goal ends"})
    note = _checked("note", note, LONGEST_NOTE)
    if not Goal.objects.filter(pk=goal.pk, ended_at__isnull=True).update(ended_at=at):
        raise Invalid("This goal has ended")
    _write_progress(goal, NewProgress(id=id, kind=kind, note=note), by, at)
    _record(Verb.ENDED, "circles.goal", goal.pk, goal, by, detail=kind)


# --- everybody's who works with the Circle ---


@dataclass(frozen=True, kw_only=True)
class NewProgress:
    id: UUID
    kind: ProgressKind
    meeting_id: UUID | None = None
    note: str = ""


@transaction.atomic
def record_progress(goal_id: UUID, new: NewProgress, *, by: Actor, at: datetime) -> None:
    """Which way a goal goes. Raises NotFound, NotAllowed or Invalid."""
    goal = _of_either(goal_id, by)
    _refuse_ended(goal)
    if new.kind not in ON_THE_WAY:
        raise Invalid({"kind": "Select how it is going"})
    _checked("note", new.note, LONGEST_NOTE)
    _write_progress(goal, new, by, at)
    _record(Verb.CREATED, "circles.goalprogress", new.id, goal, by, detail=new.kind)


@dataclass(frozen=True, kw_only=True)
class NewStep:
    id: UUID
    text: str
    due_on: date | None = None


@transaction.atomic
def add_step(goal_id: UUID, new: NewStep, *, by: Actor, at: datetime) -> None:
    """One more thing to do towards a goal. Raises NotFound, NotAllowed or Invalid."""
    goal = _of_either(goal_id, by)
    _refuse_ended(goal)
    text = _checked("text", new.text, LONGEST_STEP, "Enter the step")
    common = {"plan_id": goal.plan_id, "circle_id": goal.circle_id, "area_id": goal.area_id}
    step = GoalStep(id=new.id, goal=goal, due_on=new.due_on, set_at=at, set_by_id=by.user_id, **common)
    GoalStep.objects.bulk_create([step])
    GoalStepWords.objects.bulk_create([GoalStepWords(step=step, text=text, **common)])
    _record(Verb.CREATED, "circles.goalstep", step.pk, goal, by)


@transaction.atomic
def finish_step(step_id: UUID, *, by: Actor, at: datetime) -> GoalStep:
    """The step was taken. One that was taken already stays as it is. Raises NotFound or NotAllowed."""
    step = step_row(step_id)
    require_recording_progress(by, step.goal)
    common = {"plan_id": step.plan_id, "circle_id": step.circle_id, "area_id": step.area_id}
    if not GoalStepDone.objects.filter(step=step).exists():
        GoalStepDone.objects.bulk_create([GoalStepDone(step=step, at=at, by_id=by.user_id, **common)])
        _record(Verb.CHANGED, "circles.goalstep", step.pk, step.goal, by, fields=("done",))
    return step


# --- what these share ---


def _of_staff(goal_id: UUID, by: Actor) -> Goal:
    goal = goal_row(goal_id)
    require_setting_goals(by, goal.area_id)
    return goal


def _of_either(goal_id: UUID, by: Actor) -> Goal:
    goal = goal_row(goal_id)
    require_recording_progress(by, goal)
    return goal


def _refuse_ended(goal: Goal) -> None:
    if goal.ended_at is not None:
        raise Invalid("This goal has ended")


def _checked(field: str, text: str, longest: int, if_empty: str = "") -> str:
    text = text.strip()
    if if_empty and not text:
        raise Invalid({field: if_empty})
    if len(text) > longest:
        raise Invalid({field: f"It must be {longest:,} characters or fewer"})
    return text


def _write_words(goal: Goal, text: str, by: Actor, at: datetime, id: UUID | None = None) -> None:
    words = GoalWords(
        goal=goal, plan_id=goal.plan_id, circle_id=goal.circle_id, area_id=goal.area_id, text=text, written_at=at,
        written_by_id=by.user_id, **({"id": id} if id else {}),
    )  # fmt: skip
    GoalWords.objects.bulk_create([words])


def _write_progress(goal: Goal, new: NewProgress, by: Actor, at: datetime) -> None:
    common = {"plan_id": goal.plan_id, "circle_id": goal.circle_id, "area_id": goal.area_id}
    progress = GoalProgress(
        id=new.id, goal=goal, kind=new.kind, meeting_id=new.meeting_id, at=at, by_id=by.user_id, **common
    )
    GoalProgress.objects.bulk_create([progress])
    if new.note.strip():
        note = GoalProgressNote(progress=progress, text=new.note.strip(), **common)
        GoalProgressNote.objects.bulk_create([note])


def _record(
    verb: Verb, item_type: str, item_id: UUID, goal: Goal, by: Actor, *, fields: tuple[str, ...] = (), detail: str = ""
) -> None:
    record(
        verb,
        item_type,
        item_id,
        by=by.acting,
        circle_id=goal.circle_id,
        area_id=goal.area_id,
        fields=fields,
        detail=detail,
    )
