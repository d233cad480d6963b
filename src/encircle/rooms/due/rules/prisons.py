"""What a prison said runs out, or was never said: of volunteers who sit in a Circle that still meets inside."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from encircle.rooms.organisation.vocabulary import CircleKind
from encircle.rooms.readiness.vocabulary import Condition
from encircle.rooms.vetting.vocabulary import ClearanceOutcome

from ..clock import Due
from ..facts import ClearanceFact, Owed, Practice, VolunteerFacts, VolunteerSeatFact
from ..vocabulary import Rule
from .owing import day_of, earliest, end_of, latest, owed
from .volunteers import Moment, Stretch, gone, running_out, stretches, warned


@dataclass(frozen=True)
class Inside:
    """Time in which somebody sat in a Circle that met in one prison; empty: nobody had said in which."""

    prison_id: UUID | None
    since: datetime
    until: datetime | None


def clearances_again(volunteer: VolunteerFacts, practice: Practice) -> Iterator[Owed]:
    """While they sit in a Circle that meets in that prison: before what it granted ends."""
    inside = list(_inside(volunteer))
    for prison, one in _granted_stretches(volunteer.clearances):
        held = [time for time in inside if time.prison_id in (None, prison)]
        if held:
            ends = [time.until for time in held]
            until = None if None in ends else max(end for end in ends if end is not None)
            opened = latest(warned(one.until, practice), one.since, min(time.since for time in held))
            yield from running_out(Rule.CLEARANCE_AGAIN, one, opened, earliest(until, gone(volunteer)), practice)


def clearances_missing(volunteer: VolunteerFacts, practice: Practice) -> Iterator[Owed]:
    """They sit in a Circle whose prison has not cleared them, as it was moved there or the prison thought again.

    At once: from that day on they cannot go in. An exception that stands in for it is owed by itself.
    """
    if not volunteer.asks_clearance:
        return
    for time in _inside(volunteer):
        said = [one for one in volunteer.clearances if one.prison_id == time.prison_id]
        over = earliest(time.until, gone(volunteer))
        for since in _kept_out(time, said):
            if since < practice.until and (over is None or since < over) and not _excepted(volunteer, since):
                yield _missing(volunteer, time, since, said, over)


def _missing(
    volunteer: VolunteerFacts, time: Inside, since: datetime, said: list[ClearanceFact], over: datetime | None
) -> Owed:
    came = earliest(*(one.at for one in said if _grants(one) and one.at > since))
    met = came if came is not None and (over is None or came < over) else None
    turn = f"{time.prison_id} {since.isoformat()}"
    closed = over if met is None else None
    due = Due(end_of(day_of(since)))
    return owed(Rule.CLEARANCE_MISSING, volunteer.id, since, due, met_at=met, closed_at=closed, turn=turn)


def _kept_out(time: Inside, said: list[ClearanceFact]) -> Iterator[datetime]:
    """When the prison's word, or its silence, began to keep them out: each time anew, after it had let them in."""
    if time.prison_id is None:
        return
    before = [one for one in said if one.at <= time.since]
    moments = [] if before and _grants(max(before, key=lambda one: (one.decided_on, one.at))) else [time.since]
    moments += sorted(one.at for one in said if not _grants(one) and one.at > time.since)
    last: datetime | None = None
    for moment in moments:
        if last is None or any(_grants(one) and last < one.at < moment for one in said):
            last = moment
            yield moment


def _excepted(volunteer: VolunteerFacts, at: datetime) -> bool:
    return any(
        (one.kind, one.condition) == (CircleKind.PRISON, Condition.PRISON)
        and one.at <= at
        and one.starts_on <= day_of(at) <= one.ends_on
        for one in volunteer.exceptions
    )


def _inside(volunteer: VolunteerFacts) -> Iterator[Inside]:
    for seat in volunteer.seats:
        if seat.kind == CircleKind.PRISON:
            yield from _times(seat, volunteer)


def _times(seat: VolunteerSeatFact, volunteer: VolunteerFacts) -> Iterator[Inside]:
    """Of one seat, until the Circle is out of prison: a time for each prison in which it met."""
    end = earliest(seat.ends_at, seat.out_at)
    named = sorted((one.at, one.prison_id) for one in volunteer.establishments if one.circle_id == seat.circle_id)
    prison: UUID | None = None
    since = seat.starts_at
    for at, other in named:
        if at > since and (end is None or at < end):
            yield Inside(prison, since, at)
            since = at
        if end is None or at < end:
            prison = other
    if end is None or since < end:
        yield Inside(prison, since, end)


def _granted_stretches(clearances: Iterable[ClearanceFact]) -> Iterator[tuple[UUID, Stretch]]:
    rows = sorted(clearances, key=lambda one: (one.at, one.decided_on))
    for prison in dict.fromkeys(one.prison_id for one in rows):
        moments: list[Moment] = [(one.at, _granted(one)) for one in rows if one.prison_id == prison]
        for stretch in stretches(moments):
            yield prison, stretch


def _granted(one: ClearanceFact) -> tuple[UUID, date] | None:
    if not _grants(one) or one.ends_on is None:
        return None
    return one.id, one.ends_on


def _grants(one: ClearanceFact) -> bool:
    return one.outcome == ClearanceOutcome.GRANTED
