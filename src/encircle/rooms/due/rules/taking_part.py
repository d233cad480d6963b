"""Taking part is free, and said to be: whoever has to agree has agreed before the Circle starts, and agrees still.

A young person's parents or carers agree beside them, where the kind of Circle asks them, until they come of age.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from encircle.rooms.organisation.clocks import start_of_day
from encircle.rooms.people.ages import comes_of_age

from ..clock import Due
from ..facts import AgreedFact, CarerFact, CoreMemberFacts, Owed, OwnSeatFact, Practice
from ..vocabulary import Rule
from .owing import day_of, earliest, end_of, owed


@dataclass(frozen=True)
class _Asked:
    """Somebody who has to agree, for one seat: from when, until when, by what moment first."""

    rule: Rule
    item_id: UUID
    turn: str
    since: datetime
    until: datetime | None
    by: datetime


@dataclass(frozen=True)
class _Spell:
    """From when to when somebody agreed; without an end: still."""

    since: datetime
    until: datetime | None = None


def agreed_to_take_part(person: CoreMemberFacts, practice: Practice) -> Iterator[Owed]:
    """Before the Circle in whose centre they sit starts, and again when they said that they agree no longer."""
    spells = _spells(person.agreed, None)
    for seat in person.seats:
        if seat.circle_started_at is not None:
            by = _by(seat.circle_started_at, seat.starts_at)
            turn = str(seat.circle_id)
            asked = _Asked(Rule.AGREEMENT_TO_TAKE_PART, person.id, turn, seat.starts_at, seat.ends_at, by)
            yield from _agreed(asked, spells)


def carers_agreed(person: CoreMemberFacts, practice: Practice) -> Iterator[Owed]:
    of_age = start_of_day(comes_of_age(person.born_on)) if person.born_on else None
    for seat in person.seats:
        for carer in person.carers:
            asked = _carer_asked(seat, carer, of_age, practice)
            if asked is not None:
                yield from _agreed(asked, _spells(person.agreed, carer.id))


def _carer_asked(seat: OwnSeatFact, carer: CarerFact, of_age: datetime | None, practice: Practice) -> _Asked | None:
    if seat.circle_started_at is None:
        return None
    since = max(seat.starts_at, carer.starts_at)
    until = earliest(seat.ends_at, carer.ends_at, of_age)
    standard = practice.of_kind(seat.kind, since)
    if standard is None or not standard.needs_carers or (until is not None and until <= since):
        return None
    by = _by(seat.circle_started_at, since)
    return _Asked(Rule.CARER_AGREEMENT, carer.id, str(seat.circle_id), since, until, by)


def _by(started_at: datetime, since: datetime) -> datetime:
    """When the Circle starts; who joins one that has started has that day."""
    return started_at if since <= started_at else end_of(day_of(since))


def _agreed(asked: _Asked, spells: list[_Spell]) -> Iterator[Owed]:
    """An agreement that was withdrawn before it was wanted does not count; one withdrawn later is wanted anew, by the
    end of that day: nobody sits in a Circle who does not agree to it."""
    holding = [one for one in spells if one.until is None or one.until > asked.by]
    yield _once(asked, asked.since, Due(asked.by), holding, asked.turn)
    for one in holding:
        if one.until is not None and (asked.until is None or one.until < asked.until):
            again = [later for later in holding if later.since >= one.until]
            yield _once(
                asked, one.until, Due(end_of(day_of(one.until))), again, f"{asked.turn} {one.until.isoformat()}"
            )


def _once(asked: _Asked, since: datetime, due: Due, spells: list[_Spell], turn: str) -> Owed:
    met = earliest(*(one.since for one in spells if asked.until is None or one.since < asked.until))
    closed = asked.until if met is None else None
    return owed(asked.rule, asked.item_id, min(since, met or since), due, met_at=met, closed_at=closed, turn=turn)


def _spells(agreed: tuple[AgreedFact, ...], carer_id: UUID | None) -> list[_Spell]:
    """The newest counts: an agreement stands until it is withdrawn, or another has taken its place."""
    rows = sorted((one for one in agreed if one.carer_id == carer_id), key=lambda one: one.recorded_at)
    found: list[_Spell] = []
    for number, one in enumerate(rows):
        replaced = rows[number + 1].recorded_at if number + 1 < len(rows) else None
        ends = one.withdrawn_at if replaced is None or (one.withdrawn_at or replaced) < replaced else None
        ends = max(ends, one.recorded_at) if ends else None
        if found and found[-1].until is None:
            found[-1] = _Spell(found[-1].since, ends)
        else:
            found.append(_Spell(one.recorded_at, ends))
    return [one for one in found if one.until is None or one.until > one.since]
