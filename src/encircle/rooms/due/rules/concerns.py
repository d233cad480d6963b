"""Concerns: somebody decides, within the clock of its urgency. No pause stops it."""

from collections.abc import Iterator
from datetime import datetime

from encircle.rooms.organisation.clocks import due_at
from encircle.rooms.risk.policy import Urgency
from encircle.rooms.risk.standing import concern_standard
from encircle.rooms.risk.vocabulary import StepKind

from ..clock import Due
from ..facts import ConcernFacts, Owed, Practice
from ..vocabulary import Rule
from .owing import owed

DECIDED = (StepKind.TRIAGED, StepKind.TOLD, StepKind.CLOSED)


def decided(concern: ConcernFacts, practice: Practice) -> Iterator[Owed]:
    """Once when it is raised, and again whenever it is opened again. The clocks of the day it was raised count."""
    limits = concern_standard(practice.on(concern.raised_at)).triage
    steps = sorted(concern.steps, key=lambda step: step.at)
    urgency = concern.urgency
    begins: list[tuple[datetime, str]] = [(concern.raised_at, urgency)]
    for step in steps:
        urgency = step.urgency or urgency
        if step.kind == StepKind.REOPENED:
            begins.append((step.at, urgency))
    for turn, (since, present) in enumerate(begins):
        done = next((step.at for step in steps if step.at >= since and step.kind in DECIDED), None)
        due = due_at(limits[Urgency(present)], since, practice.calendar)
        yield owed(Rule.CONCERN_DECIDED, concern.id, since, Due(due), met_at=done, turn=str(turn))
