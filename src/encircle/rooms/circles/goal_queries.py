"""Reads about goals. The words need the receipt that `open_goals` or `open_goal` left in this request."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber

from encircle.common.errors import NotFound
from encircle.foundations.access.actor import names_of

from .models import Goal, GoalPlan, GoalProgress, GoalStep, GoalWords
from .vocabulary import ENDINGS, LifeArea, ProgressKind

A_FEW = 3  # of each goal's progress in the list of goals
A_PAGE = 20


@dataclass(frozen=True)
class Wording:
    """The goal as it was put at a time."""

    text: str
    written_at: datetime
    written_by: str


@dataclass(frozen=True)
class StepLine:
    step: GoalStep
    text: str
    done_at: datetime | None = None
    done_by: str = ""


@dataclass(frozen=True)
class ProgressLine:
    progress: GoalProgress
    note: str
    by: str

    @property
    def kind(self) -> ProgressKind:
        return ProgressKind(self.progress.kind)


@dataclass(frozen=True)
class GoalLine:
    """A goal with its newest wording, its steps, and the newest of what came of it."""

    goal: Goal
    wordings: Sequence[Wording]  # the newest first
    steps: Sequence[StepLine]
    progress: Sequence[ProgressLine]
    has_older: bool

    @property
    def text(self) -> str:
        return self.wordings[0].text if self.wordings else ""

    @property
    def area_of_life(self) -> LifeArea:
        return LifeArea(self.goal.life_area)

    @property
    def ended_as(self) -> ProgressKind | None:
        """With what it ended; none while it goes on."""
        return next((line.kind for line in self.progress if line.kind in ENDINGS), None)

    @property
    def meeting_ids(self) -> set[UUID]:
        return {line.progress.meeting_id for line in self.progress if line.progress.meeting_id}


def goal_plan(circle_id: UUID) -> GoalPlan | None:
    return GoalPlan.objects.filter(circle=circle_id).first()


def goal_row(goal_id: UUID) -> Goal:
    """Raises NotFound."""
    found = Goal.objects.filter(pk=goal_id).first()
    if found is None:
        raise NotFound()
    return found


def step_row(step_id: UUID) -> GoalStep:
    """Raises NotFound."""
    found = GoalStep.objects.select_related("goal").filter(pk=step_id).first()
    if found is None:
        raise NotFound()
    return found


def goal_lines(plan: GoalPlan | None) -> list[GoalLine]:
    """All goals of a Circle, those that go on first. Six reads, however many goals there are."""
    if plan is None:
        return []
    goals = Goal.objects.filter(plan=plan).order_by(F("ended_at").desc(nulls_first=True), "position")
    return _lines(list(goals), first=1, count=A_FEW)


def goal_line(goal: Goal, *, page: int = 1) -> GoalLine:
    """One goal with a page of its progress, the newest first."""
    return _lines([goal], first=(page - 1) * A_PAGE + 1, count=A_PAGE)[0]


def goals_going_on(circle_ids: Iterable[UUID]) -> dict[UUID, int]:
    """How many goals each Circle has now; a Circle without any is absent."""
    going_on = Goal.objects.filter(circle__in=list(circle_ids), ended_at__isnull=True).order_by()
    return dict(going_on.values_list("circle").annotate(Count("pk")))


@dataclass(frozen=True)
class ProgressSeen:
    """Which way a goal went at a meeting: no words."""

    number: int
    life_area: LifeArea
    kind: ProgressKind


def progress_at(meeting_id: UUID) -> list[ProgressSeen]:
    rows = GoalProgress.objects.filter(meeting_id=meeting_id).order_by("goal__position", "at")
    found = rows.values_list("goal__position", "goal__life_area", "kind")
    return [ProgressSeen(number, LifeArea(area), ProgressKind(kind)) for number, area, kind in found]


def _lines(goals: list[Goal], *, first: int, count: int) -> list[GoalLine]:
    ids = [goal.pk for goal in goals]
    words = list(GoalWords.objects.filter(goal__in=ids).order_by("-written_at", "-pk"))
    steps = list(GoalStep.objects.filter(goal__in=ids).select_related("words", "done").order_by("set_at", "pk"))
    progress = list(_newest(ids, first, count))
    names = names_of(
        [row.written_by_id for row in words] + [row.by_id for row in progress] + [_done_by(step) for step in steps]
    )
    return [
        GoalLine(
            goal=goal,
            wordings=[_wording(row, names) for row in words if row.goal_id == goal.pk],
            steps=[_step(row, names) for row in steps if row.goal_id == goal.pk],
            progress=(own := [_progress(row, names) for row in progress if row.goal_id == goal.pk])[:count],
            has_older=len(own) > count,
        )
        for goal in goals
    ]


def _newest(goal_ids: list[UUID], first: int, count: int) -> Iterable[GoalProgress]:
    """Of each goal its newest progress from the `first` on, and one more than asked for."""
    newest = Window(RowNumber(), partition_by=F("goal_id"), order_by=[F("at").desc(), F("id").desc()])
    numbered = GoalProgress.objects.filter(goal__in=goal_ids).annotate(newest=newest)
    wanted = numbered.filter(newest__gte=first, newest__lte=first + count)
    return wanted.select_related("note").order_by("-at", "-pk")


def _wording(row: GoalWords, names: dict[UUID, str]) -> Wording:
    return Wording(row.text, row.written_at, names.get(row.written_by_id, ""))


def _step(row: GoalStep, names: dict[UUID, str]) -> StepLine:
    done = getattr(row, "done", None)
    return StepLine(row, row.words.text, done.at if done else None, names.get(done.by_id, "") if done else "")


def _done_by(row: GoalStep) -> UUID | None:
    done = getattr(row, "done", None)
    return done.by_id if done else None


def _progress(row: GoalProgress, names: dict[UUID, str]) -> ProgressLine:
    note = getattr(row, "note", None)
    return ProgressLine(row, note.text if note else "", names.get(row.by_id, ""))
