"""Where a concern stands: its rows turned into the facts the ladder judges, and what the judgement means in a list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from encircle.common.clock import in_london
from encircle.rooms.organisation.clocks import Clock, ClockKind, WorkingCalendar
from encircle.rooms.organisation.models import PracticeStandard
from encircle.rooms.organisation.queries import closure_days

from . import policy
from .asking import Asking, asking
from .models import Concern, ConcernStep
from .policy import ConcernFacts, ConcernStandard, OpenClock, Rung, Stage, Standing, Step
from .vocabulary import Decision, StepKind, Urgency

T = TypeVar("T")
# What the ladder listens to; reading, asking and passing up are only told.
HEARD = frozenset(StepKind(kind.value) for kind in policy.StepKind)


class State(StrEnum):
    """Where it has got to, by what was done last and what must happen next."""

    UNREAD = "unread"
    READ = "read"
    TAKEN = "taken"
    TO_TELL = "to_tell"
    WAITING = "waiting"  # for an agency to acknowledge
    ACKNOWLEDGED = "acknowledged"
    WATCHED = "watched"
    NO_ACTION = "no_action"
    REOPENED = "reopened"
    CLOSED = "closed"


@dataclass(frozen=True)
class Where:
    """A concern at one moment, in codes and times."""

    concern: Concern
    steps: tuple[ConcernStep, ...]
    standing: Standing
    state: State
    urgency: Urgency
    taken_by: UUID | None = None
    decision: Decision | None = None

    @property
    def is_closed(self) -> bool:
        return self.state is State.CLOSED

    @property
    def is_decided(self) -> bool:
        return self.decision is not None

    @property
    def next_clock(self) -> OpenClock | None:
        """What must happen next; of several the one with the earliest limit."""
        return min(self.standing.open_clocks, key=lambda clock: clock.due, default=None)

    @property
    def stage(self) -> Stage | None:
        clock = self.next_clock
        return clock.stage if clock else None

    @property
    def due(self) -> datetime | None:
        return self.standing.due

    def is_overdue(self, at: datetime) -> bool:
        return self.due is not None and self.due < at

    def waits_for(self, stage: Stage) -> bool:
        return any(clock.stage == stage for clock in self.standing.open_clocks)

    @property
    def silent_agencies(self) -> tuple[UUID | None, ...]:
        """Told, and not acknowledged yet, each once."""
        waiting = (clock.agency_id for clock in self.standing.open_clocks if clock.stage == Stage.ACKNOWLEDGE)
        return tuple(dict.fromkeys(waiting))

    @property
    def was_told(self) -> bool:
        return any(step.kind == StepKind.TOLD for step in valid(self.steps))

    @property
    def was_telephoned(self) -> bool:
        """Somebody tried to reach somebody since it was raised or opened again."""
        calls = (StepKind.PHONED, StepKind.UNABLE_TO_REACH, StepKind.TOLD)
        return any(step.kind in calls for step in this_life(self.steps))

    @property
    def last_turn(self) -> UUID | None:
        """The last step that decided, closed or reopened it: what a decision now is made after."""
        turns = (StepKind.TRIAGED, StepKind.CLOSED, StepKind.REOPENED)
        return next((step.pk for step in reversed(self.steps) if step.kind in turns), None)


# --- the charity's clocks ---


@dataclass(frozen=True)
class Clockwork:
    """The practice standards, newest first, and the calendar: read once for any number of concerns."""

    standards: tuple[PracticeStandard, ...]
    calendar: WorkingCalendar

    def standard_for(self, concern: Concern) -> ConcernStandard:
        """A concern keeps the clocks of the London day it was raised."""
        return concern_standard(self.on(in_london(concern.raised_at).date()))

    def on(self, day: date) -> PracticeStandard:
        """The standard in force on a London day; before the first, the first."""
        return next((row for row in self.standards if row.in_force_from <= day), self.standards[-1])


def clockwork() -> Clockwork:
    """Two reads. Raises PracticeStandard.DoesNotExist where the charity has none."""
    standards = tuple(PracticeStandard.objects.order_by("-in_force_from"))
    if not standards:
        raise PracticeStandard.DoesNotExist
    return Clockwork(standards, WorkingCalendar(closure_days()))


def concern_standard(row: PracticeStandard) -> ConcernStandard:
    soon = {
        policy.Urgency.IMMINENT: Clock(ClockKind.AT_ONCE),
        policy.Urgency.SERIOUS: Clock(ClockKind.SAME_DAY, row.serious_same_day_until_hour),
        policy.Urgency.OTHER: Clock(ClockKind.WORKING_DAYS, row.other_working_days),
    }
    in_hours = (Clock(ClockKind.HOURS, row.climb_to_senior_hours), Clock(ClockKind.HOURS, row.climb_to_manager_hours))
    in_minutes = (
        Clock(ClockKind.MINUTES, row.imminent_climb_to_senior_minutes),
        Clock(ClockKind.MINUTES, row.imminent_climb_to_manager_minutes),
    )
    return ConcernStandard(
        triage=soon,
        tell=soon,
        acknowledge={
            policy.Urgency.IMMINENT: Clock(ClockKind.HOURS, row.imminent_acknowledged_hours),
            policy.Urgency.SERIOUS: Clock(ClockKind.WORKING_DAYS, row.serious_acknowledged_working_days),
            policy.Urgency.OTHER: Clock(ClockKind.WORKING_DAYS, row.other_acknowledged_working_days),
        },
        climbs={
            policy.Urgency.IMMINENT: in_minutes,
            policy.Urgency.SERIOUS: in_hours,
            policy.Urgency.OTHER: in_hours,
        },
        ask_again_minutes=row.imminent_ask_again_minutes,
    )


# --- rows into facts ---


def where(concern: Concern, steps: Sequence[ConcernStep], clocks: Clockwork, *, at: datetime) -> Where:
    """`steps` are all of the concern's, oldest first, with their professionals."""
    standing = policy.standing(
        facts_of(concern), steps_of(steps), clocks.standard_for(concern), at=at, calendar=clocks.calendar
    )
    life = this_life(steps)
    return Where(
        concern=concern,
        steps=tuple(steps),
        standing=standing,
        state=_state(steps, standing),
        urgency=_urgency(concern, steps),
        taken_by=_last([step.by_id for step in life if step.kind == StepKind.TAKEN]),
        decision=_last([Decision(step.decision) for step in life if step.kind == StepKind.TRIAGED and step.decision]),
    )


def whom_to_ask(
    concern: Concern,
    steps: Sequence[ConcernStep],
    clocks: Clockwork,
    *,
    at: datetime,
    nobody_on: frozenset[Rung],
) -> Asking | None:
    return asking(
        facts_of(concern),
        steps_of(steps),
        clocks.standard_for(concern),
        at=at,
        calendar=clocks.calendar,
        nobody_on=nobody_on,
    )


def facts_of(concern: Concern) -> ConcernFacts:
    return ConcernFacts(concern.raised_at, policy.Urgency(concern.urgency), about_someone_here=concern.walled)


def steps_of(rows: Iterable[ConcernStep]) -> list[Step]:
    return [
        Step(
            kind=policy.StepKind(row.kind),
            at=row.at,
            tell_agencies=row.decision == Decision.TELL_AGENCIES,
            urgency=policy.Urgency(row.urgency) if row.urgency else None,
            agency_id=agency_of(row),
        )
        for row in valid(rows)
        if row.kind in HEARD
    ]


def agency_of(step: ConcernStep) -> UUID | None:
    return step.agency_id or (step.professional.agency_id if step.professional else None)


def valid(rows: Iterable[ConcernStep]) -> list[ConcernStep]:
    """Without what was told by a release that was recalled: that agency was not told."""
    known = list(rows)
    recalled = {row.release_id for row in known if row.kind == StepKind.RECALLED}
    told = (StepKind.TOLD, StepKind.ACKNOWLEDGED)
    return [row for row in known if not (row.kind in told and row.release_id and row.release_id in recalled)]


def this_life(steps: Sequence[ConcernStep]) -> list[ConcernStep]:
    """Since it was raised, or last opened again."""
    for place in range(len(steps) - 1, -1, -1):
        if steps[place].kind == StepKind.REOPENED:
            return list(steps[place:])
    return list(steps)


def _state(steps: Sequence[ConcernStep], standing: Standing) -> State:
    life = this_life(steps)
    kinds = {step.kind for step in life}
    if StepKind.CLOSED in kinds:
        return State.CLOSED
    waits = {clock.stage for clock in standing.open_clocks}
    if Stage.TELL in waits:
        return State.TO_TELL
    if Stage.ACKNOWLEDGE in waits:
        return State.WAITING
    if Stage.TRIAGE in waits:
        return _undecided(kinds)
    return _settled(life)


def _undecided(kinds: set[str]) -> State:
    order = ((StepKind.TAKEN, State.TAKEN), (StepKind.REOPENED, State.REOPENED), (StepKind.READ, State.READ))
    return next((state for kind, state in order if kind in kinds), State.UNREAD)


def _settled(life: Sequence[ConcernStep]) -> State:
    if any(step.kind == StepKind.ACKNOWLEDGED for step in valid(life)):
        return State.ACKNOWLEDGED
    decision = _last([step.decision for step in life if step.kind == StepKind.TRIAGED])
    return State.NO_ACTION if decision == Decision.NO_ACTION else State.WATCHED


def _urgency(concern: Concern, steps: Iterable[ConcernStep]) -> Urgency:
    return Urgency(_last([step.urgency for step in steps if step.urgency]) or concern.urgency)


def _last(found: Sequence[T]) -> T | None:
    return found[-1] if found else None
