"""The ladder of a concern: which clocks are open, who should be asked now, and when the next step up is.

Three things must happen, each under a clock: somebody decides (triage), the agencies decided on are told, and each
agency told acknowledges. A clock that runs out unanswered climbs: the people of the next rung are asked as well.
Nobody is let off again before the concern is settled.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from encircle.rooms.organisation.clocks import ORDINARY, Clock, ClockKind, State, WorkingCalendar, due_at, state


class Urgency(StrEnum):
    IMMINENT = "imminent"
    SERIOUS = "serious"
    OTHER = "other"


class Rung(StrEnum):
    COORDINATOR = "coordinator"
    ON_CALL = "on_call"
    SENIOR_COORDINATOR = "senior_coordinator"
    OPERATIONS_MANAGER = "operations_manager"


class StepKind(StrEnum):
    """Steps that the clocks listen to; the chronology holds others too."""

    TAKEN = "taken"  # somebody has said: I am dealing with this
    TRIAGED = "triaged"
    PHONED = "phoned"  # a call, answered or not: kept, but by itself it answers no clock
    UNABLE_TO_REACH = "unable_to_reach"
    TOLD = "told"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"
    REOPENED = "reopened"


class Stage(StrEnum):
    TAKE = "take"  # imminent only
    TRIAGE = "triage"
    TELL = "tell"
    ACKNOWLEDGE = "acknowledge"


@dataclass(frozen=True)
class ConcernFacts:
    raised_at: datetime
    urgency: Urgency
    about_someone_here: bool = False  # it goes to the senior coordinator and never to the Circle's own


@dataclass(frozen=True)
class Step:
    kind: StepKind
    at: datetime
    tell_agencies: bool = False  # of a triage
    urgency: Urgency | None = None  # of a triage: the urgency from then on, where it changes
    agency_id: UUID | None = None  # of telling and acknowledgement


def _soon() -> dict[Urgency, Clock]:
    return {
        Urgency.IMMINENT: Clock(ClockKind.AT_ONCE),
        Urgency.SERIOUS: Clock(ClockKind.SAME_DAY),
        Urgency.OTHER: Clock(ClockKind.WORKING_DAYS, 2),
    }


def _acknowledged() -> dict[Urgency, Clock]:
    return {
        Urgency.IMMINENT: Clock(ClockKind.HOURS, 1),
        Urgency.SERIOUS: Clock(ClockKind.WORKING_DAYS, 1),
        Urgency.OTHER: Clock(ClockKind.WORKING_DAYS, 5),
    }


def _climbs() -> dict[Urgency, tuple[Clock, Clock]]:
    return {
        Urgency.IMMINENT: (Clock(ClockKind.MINUTES, 10), Clock(ClockKind.MINUTES, 20)),
        Urgency.SERIOUS: (Clock(ClockKind.HOURS, 4), Clock(ClockKind.HOURS, 8)),
        Urgency.OTHER: (Clock(ClockKind.HOURS, 4), Clock(ClockKind.HOURS, 8)),
    }


@dataclass(frozen=True)
class ConcernStandard:
    """The charity's clocks for concerns.

    [assume] No time limits for concerns are published in the field; these defaults are the design's own. Triage and
    telling count from the raising; acknowledgement from the telling; the climbs to the senior coordinator and to the
    operations manager from the moment a clock ran out.
    """

    triage: Mapping[Urgency, Clock] = field(default_factory=_soon)
    tell: Mapping[Urgency, Clock] = field(default_factory=_soon)
    acknowledge: Mapping[Urgency, Clock] = field(default_factory=_acknowledged)
    climbs: Mapping[Urgency, tuple[Clock, Clock]] = field(default_factory=_climbs)
    ask_again_minutes: int = 10


@dataclass(frozen=True)
class OpenClock:
    """One thing that must happen, with the moments at which it climbs while it has not."""

    stage: Stage
    due: datetime
    climbs_at: tuple[datetime, ...]
    since: datetime
    answered_at: datetime | None = None
    agency_id: UUID | None = None

    def is_open(self, at: datetime) -> bool:
        return self.since <= at and (self.answered_at is None or at < self.answered_at)


@dataclass(frozen=True)
class Standing:
    """Where a concern stands at one moment."""

    asked: tuple[Rung, ...]  # whom to ask now, lowest first; nobody once it is settled
    level: int  # 0 first people, 1 senior coordinator, 2 operations manager: the highest it has reached
    open_clocks: tuple[OpenClock, ...]
    next_step_up: datetime | None
    ask_again_at: datetime | None  # an imminent concern nobody has taken: everyone on call is asked again then

    @property
    def is_ageing(self) -> bool:
        return bool(self.open_clocks)

    @property
    def due(self) -> datetime | None:
        """The earliest limit still open."""
        return min((clock.due for clock in self.open_clocks), default=None)

    def state(self, at: datetime) -> State | None:
        return None if self.due is None else state(self.due, at)


TOP = 2
_LADDER = (
    (Rung.COORDINATOR, Rung.ON_CALL),
    (Rung.SENIOR_COORDINATOR,),
    (Rung.OPERATIONS_MANAGER,),
)


def standing(
    concern: ConcernFacts,
    steps: Iterable[Step],
    standard: ConcernStandard,
    *,
    at: datetime,
    calendar: WorkingCalendar = ORDINARY,
    nobody_on: frozenset[Rung] = frozenset(),
) -> Standing:
    """Where a concern stands. `nobody_on`: rungs without anyone to ask, such as one held by its subject."""
    told = sorted((step for step in steps if step.at <= at), key=lambda step: step.at)
    clocks = [clock for life in _lives(concern, told) for clock in _clocks(life, standard, calendar)]
    still_open = tuple(clock for clock in clocks if clock.is_open(at))
    level = _level(clocks, told, at)
    return Standing(
        asked=_asked(concern, told, level, nobody_on) if still_open else (),
        level=level,
        open_clocks=still_open,
        next_step_up=_next_step_up(still_open, level, at),
        ask_again_at=_ask_again_at(still_open, standard, at),
    )


# --- the clocks ---


@dataclass(frozen=True)
class _Life:
    """A concern from its raising, or from a reopening, until it is closed."""

    since: datetime
    urgency: Urgency
    steps: tuple[Step, ...]
    closed_at: datetime | None

    def first(self, *kinds: StepKind) -> datetime | None:
        return min((step.at for step in self.steps if step.kind in kinds), default=self.closed_at)


def _lives(concern: ConcernFacts, steps: Sequence[Step]) -> Iterator[_Life]:
    since, urgency, lived = concern.raised_at, concern.urgency, list[Step]()
    closed_at: datetime | None = None
    for step in steps:
        if step.kind == StepKind.REOPENED and closed_at is not None:
            yield _Life(since, urgency, tuple(lived), closed_at)
            since, urgency, lived, closed_at = step.at, _urgency(concern, _until(steps, step.at)), [], None
        elif closed_at is None:
            lived.append(step)
            closed_at = step.at if step.kind == StepKind.CLOSED else None
    yield _Life(since, urgency, tuple(lived), closed_at)


def _until(steps: Iterable[Step], at: datetime) -> list[Step]:
    return [step for step in steps if step.at <= at]


def _urgency(concern: ConcernFacts, steps: Iterable[Step]) -> Urgency:
    """As raised, or as the latest triage changed it."""
    changed = [step.urgency for step in steps if step.kind == StepKind.TRIAGED and step.urgency is not None]
    return changed[-1] if changed else concern.urgency


def _clocks(life: _Life, standard: ConcernStandard, calendar: WorkingCalendar) -> Iterator[OpenClock]:
    def clock(
        stage: Stage, limits: Mapping[Urgency, Clock], urgency: Urgency, counts_from: datetime, since: datetime
    ) -> OpenClock:
        due = max(due_at(limits[urgency], counts_from, calendar), since)
        climbs = tuple(due_at(climb, due, calendar) for climb in standard.climbs[urgency])
        return OpenClock(stage, due, climbs, since)

    raised, urgency = life.since, life.urgency
    if urgency == Urgency.IMMINENT:
        taken_at = life.first(StepKind.TAKEN, StepKind.TRIAGED, StepKind.TOLD)
        yield replace(clock(Stage.TAKE, standard.triage, urgency, raised, raised), answered_at=taken_at)
    decided_at = life.first(StepKind.TRIAGED, StepKind.TOLD)
    yield replace(clock(Stage.TRIAGE, standard.triage, urgency, raised, raised), answered_at=decided_at)
    for since, until, urgency in _must_tell(life):
        yield replace(clock(Stage.TELL, standard.tell, urgency, raised, since), answered_at=until)
    for step, urgency in _tellings(life):
        opened = clock(Stage.ACKNOWLEDGE, standard.acknowledge, urgency, step.at, step.at)
        yield replace(opened, answered_at=_acknowledged_at(life, step), agency_id=step.agency_id)


def _must_tell(life: _Life) -> Iterator[tuple[datetime, datetime | None, Urgency]]:
    """From each decision to tell until an agency is told, or a later decision takes its place.

    Where somebody told an agency first and decided afterwards, the first decision is already carried out.
    """
    urgency = life.urgency
    triages = [step for step in life.steps if step.kind == StepKind.TRIAGED]
    told = [step.at for step in life.steps if step.kind == StepKind.TOLD]
    for number, triage in enumerate(triages):
        urgency = triage.urgency or urgency
        told_before = number == 0 and any(moment <= triage.at for moment in told)
        if triage.tell_agencies and not told_before:
            ends = [step.at for step in triages[number + 1 :]] + [moment for moment in told if moment >= triage.at]
            yield triage.at, min(ends, default=life.closed_at), urgency


def _tellings(life: _Life) -> Iterator[tuple[Step, Urgency]]:
    urgency = life.urgency
    for step in life.steps:
        if step.kind == StepKind.TRIAGED:
            urgency = step.urgency or urgency
        elif step.kind == StepKind.TOLD:
            yield step, urgency


def _acknowledged_at(life: _Life, told: Step) -> datetime | None:
    answers = [
        step.at
        for step in life.steps
        if step.kind == StepKind.ACKNOWLEDGED and step.agency_id == told.agency_id and step.at >= told.at
    ]
    return min(answers, default=life.closed_at)


# --- the ladder ---


def _level(clocks: Sequence[OpenClock], steps: Sequence[Step], at: datetime) -> int:
    """The highest rung reached by then: by clocks that ran out, and one more for each "unable to reach"."""
    climbs = [
        (moment, number + 1)
        for clock in clocks
        for number, moment in enumerate(clock.climbs_at)
        if moment <= at and clock.is_open(moment)
    ]
    unable = [
        (step.at, 0)
        for step in steps
        if step.kind == StepKind.UNABLE_TO_REACH and any(clock.is_open(step.at) for clock in clocks)
    ]
    level = 0
    for _, to_level in sorted([*climbs, *unable]):
        level = min(TOP, max(level, to_level) if to_level else level + 1)
    return level


def _asked(concern: ConcernFacts, steps: Iterable[Step], level: int, nobody_on: frozenset[Rung]) -> tuple[Rung, ...]:
    """Everyone up to the level reached; where that is nobody, the next rung that has someone."""
    out = set(nobody_on)
    if concern.about_someone_here:
        out |= {Rung.COORDINATOR, Rung.ON_CALL}
    elif Urgency.IMMINENT not in {concern.urgency, *(step.urgency for step in steps)}:
        out |= {Rung.ON_CALL}
    for top in range(level, TOP + 1):
        asked = tuple(rung for rungs in _LADDER[: top + 1] for rung in rungs if rung not in out)
        if asked:
            return asked
    return (Rung.OPERATIONS_MANAGER,)


def _next_step_up(clocks: Iterable[OpenClock], level: int, at: datetime) -> datetime | None:
    if level >= TOP:
        return None
    ahead = [
        moment
        for clock in clocks
        for number, moment in enumerate(clock.climbs_at)
        if moment > at and number + 1 > level
    ]
    return min(ahead, default=None)


def _ask_again_at(clocks: Iterable[OpenClock], standard: ConcernStandard, at: datetime) -> datetime | None:
    """Counted from the raising, so that asking late does not make asking rarer."""
    for clock in clocks:
        if clock.stage == Stage.TAKE:
            every = timedelta(minutes=standard.ask_again_minutes)
            return clock.since + every * ((at - clock.since) // every + 1)
    return None
