"""A Circle and its course, its seats, and the goals of the person at its centre."""

from .circle import Circle, Ending, Pause, Phase, Seat
from .course import PauseReturn, PauseWords, ReleaseDate
from .goals import (
    Goal,
    GoalPlan,
    GoalProgress,
    GoalProgressNote,
    GoalStep,
    GoalStepDone,
    GoalStepWords,
    GoalWords,
)

__all__ = [
    "Circle",
    "Ending",
    "Goal",
    "GoalPlan",
    "GoalProgress",
    "GoalProgressNote",
    "GoalStep",
    "GoalStepDone",
    "GoalStepWords",
    "GoalWords",
    "Pause",
    "PauseReturn",
    "PauseWords",
    "Phase",
    "ReleaseDate",
    "Seat",
]
