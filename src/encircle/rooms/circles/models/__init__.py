"""A Circle and its course, its seats, and the goals of the person at its centre."""

from .circle import Circle, Ending, EndingWords, Pause, Phase, Seat
from .course import Establishment, PauseReturn, PauseWords, PhaseWords, ReleaseDate, Rhythm
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
    "EndingWords",
    "Establishment",
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
    "PhaseWords",
    "ReleaseDate",
    "Rhythm",
    "Seat",
]
