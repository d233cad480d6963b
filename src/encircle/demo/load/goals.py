"""Goals with their wordings, steps and progress."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import Model

from encircle.rooms.circles import models

from ..plan import CharityPlan
from ..plan.goals import Goal, Progress, Step, goals_of
from .keys import Keys


def rows(plan: CharityPlan) -> Iterator[Iterable[Model]]:
    keys, goals = Keys(plan), list(goals_of(plan))
    yield _plans(goals, keys)
    yield (_goal(each, keys) for each in goals)
    yield (row for each in goals for row in _wordings(each, keys))
    steps = [(each, step, _id("step", each, number, keys)) for each in goals for number, step in enumerate(each.steps)]
    yield (_step(each, step, id, keys) for each, step, id in steps)
    yield (models.GoalStepWords(id=id, step_id=id, text=step.text, **_of(each, keys)) for each, step, id in steps)
    yield (_done(each, step, step.done_at, id, keys) for each, step, id in steps if step.done_at)
    seen = [(each, one, _id("progress", each, n, keys)) for each in goals for n, one in enumerate(each.progress)]
    yield (_progress(each, one, id, keys) for each, one, id in seen)
    yield (models.GoalProgressNote(id=id, progress_id=id, text=one.note, **_of(each, keys)) for each, one, id in seen)


def goal_id(each: Goal, keys: Keys) -> UUID:
    return keys.often("goal", each.key)


def _id(kind: str, each: Goal, number: int, keys: Keys) -> UUID:
    return keys(f"goal {kind}", f"{each.key}/{number}")


def _of(each: Goal, keys: Keys) -> dict[str, UUID]:
    return {"plan_id": keys.often("goal plan", each.circle), **keys.of_circle(each.circle)}


def _plans(goals: list[Goal], keys: Keys) -> Iterator[models.GoalPlan]:
    for each in goals:
        if each.number == 1:
            yield models.GoalPlan(
                id=keys.often("goal plan", each.circle), **keys.of_circle(each.circle), begun_at=each.set_at
            )


def _goal(each: Goal, keys: Keys) -> models.Goal:
    return models.Goal(
        id=goal_id(each, keys), **_of(each, keys), life_area=each.life_area, position=each.number,
        set_at=each.set_at, set_by_id=keys.user(each.by), ended_at=each.ended_at,
    )  # fmt: skip


def _wordings(each: Goal, keys: Keys) -> Iterator[models.GoalWords]:
    for number, (text, at) in enumerate(each.wordings):
        yield models.GoalWords(
            id=_id("words", each, number, keys), goal_id=goal_id(each, keys), **_of(each, keys), text=text,
            written_at=at, written_by_id=keys.user(each.by),
        )  # fmt: skip


def _step(each: Goal, step: Step, id: UUID, keys: Keys) -> models.GoalStep:
    return models.GoalStep(
        id=id, goal_id=goal_id(each, keys), **_of(each, keys), due_on=step.due_on, set_at=step.at,
        set_by_id=keys.user(step.by),
    )  # fmt: skip


def _done(each: Goal, step: Step, at: datetime, id: UUID, keys: Keys) -> models.GoalStepDone:
    return models.GoalStepDone(id=id, step_id=id, **_of(each, keys), at=at, by_id=keys.user(step.by))


def _progress(each: Goal, one: Progress, id: UUID, keys: Keys) -> models.GoalProgress:
    return models.GoalProgress(
        id=id, goal_id=goal_id(each, keys), **_of(each, keys), at=one.at, by_id=keys.user(one.by), kind=one.kind,
        meeting_id=keys.often("meeting", one.meeting) if one.meeting else None,
    )  # fmt: skip
