"""When the clock asks, whom, and when it looks again: the ladder as moments. Plain values, like the ladder itself."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from encircle.rooms.organisation.clocks import ORDINARY, WorkingCalendar

from .policy import ConcernFacts, ConcernStandard, OpenClock, Rung, Stage, Standing, Step, StepKind, standing

RUNG_OF_LEVEL = {1: Rung.SENIOR_COORDINATOR, 2: Rung.OPERATIONS_MANAGER}
AN_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, order=True)
class Climb:
    """At this moment it was passed up to a rung that was not asked from the start."""

    at: datetime
    rung: Rung


@dataclass(frozen=True)
class Asking:
    """Whom to ask now: everyone on these rungs who was not asked at or after `since`."""

    rungs: tuple[Rung, ...]
    since: datetime
    climbs: tuple[Climb, ...]
    due: datetime | None
    look_at: datetime | None


def asking(
    concern: ConcernFacts,
    steps: Iterable[Step],
    standard: ConcernStandard,
    *,
    at: datetime,
    calendar: WorkingCalendar = ORDINARY,
    nobody_on: frozenset[Rung] = frozenset(),
) -> Asking | None:
    """None once it is settled: then nobody is asked until something happens."""
    past = [step for step in steps if step.at <= at]

    def stood(moment: datetime) -> Standing:
        return standing(concern, past, standard, at=moment, calendar=calendar, nobody_on=nobody_on)

    now, began = stood(at), began_at(concern, past)
    if not now.asked:
        return None
    climbs = sorted({*_by_clocks(now.open_clocks, at), *_by_telephone(past, began, stood)})
    from_the_start = stood(began).asked
    moments = [began, *(climb.at for climb in climbs), *_limits(now.open_clocks, at), *_again(now, standard, at)]
    return Asking(
        rungs=now.asked,
        since=max(moments),
        climbs=tuple(climb for climb in climbs if climb.rung in now.asked and climb.rung not in from_the_start),
        due=now.due,
        look_at=min(_ahead(now, at), default=None),
    )


def began_at(concern: ConcernFacts, steps: Sequence[Step]) -> datetime:
    """When it was raised, or last opened again."""
    return max((step.at for step in steps if step.kind == StepKind.REOPENED), default=concern.raised_at)


def _by_clocks(clocks: Iterable[OpenClock], at: datetime) -> Iterator[Climb]:
    for clock in clocks:
        for number, moment in enumerate(clock.climbs_at, start=1):
            if moment <= at:
                yield Climb(moment, RUNG_OF_LEVEL[number])


def _by_telephone(steps: Iterable[Step], began: datetime, stood: Callable[[datetime], Standing]) -> Iterator[Climb]:
    """Somebody could reach nobody: one rung up, at once."""
    for step in steps:
        if step.kind == StepKind.UNABLE_TO_REACH and step.at >= began:
            after = stood(step.at)
            if after.level > stood(step.at - AN_INSTANT).level:
                yield Climb(step.at, RUNG_OF_LEVEL[after.level])


def _limits(clocks: Iterable[OpenClock], at: datetime) -> Iterator[datetime]:
    """A limit that has just passed asks once more those who were asked before."""
    return (clock.due for clock in clocks if clock.due <= at)


def _again(now: Standing, standard: ConcernStandard, at: datetime) -> Iterator[datetime]:
    """While nobody has taken an imminent concern, everyone is asked again and again, counted from the raising."""
    every = timedelta(minutes=standard.ask_again_minutes)
    return (
        clock.since + every * ((at - clock.since) // every) for clock in now.open_clocks if clock.stage == Stage.TAKE
    )


def _ahead(now: Standing, at: datetime) -> Iterator[datetime]:
    moments = [moment for clock in now.open_clocks for moment in (clock.due, *clock.climbs_at)]
    if now.ask_again_at is not None:
        moments.append(now.ask_again_at)
    return (moment for moment in moments if moment > at)
