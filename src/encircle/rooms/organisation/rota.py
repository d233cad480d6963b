"""The on-call rota: shifts to come, and the stretches of time in which nobody would answer. Plain values."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

LOOK_AHEAD = timedelta(days=28)
NOT_WORTH_SAYING = timedelta(minutes=1)


@dataclass(frozen=True)
class Turn:
    """One shift: for an area, or (None) for all."""

    starts_at: datetime
    ends_at: datetime
    area_id: UUID | None = None


@dataclass(frozen=True, order=True)
class Gap:
    """Nobody is on call for these areas from one moment to another."""

    starts_at: datetime
    ends_at: datetime
    area_ids: tuple[UUID, ...]


def gaps(turns: Iterable[Turn], area_ids: Iterable[UUID], *, since: datetime, until: datetime) -> list[Gap]:
    """In the order of time; areas with the same gap stand together."""
    known = sorted(turns, key=lambda turn: turn.starts_at)
    found: dict[tuple[datetime, datetime], list[UUID]] = {}
    for area_id in area_ids:
        own = [turn for turn in known if turn.area_id in (None, area_id)]
        for stretch in _uncovered(own, since, until):
            found.setdefault(stretch, []).append(area_id)
    return sorted(Gap(start, end, tuple(areas)) for (start, end), areas in found.items())


def _uncovered(turns: list[Turn], since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
    reached = since
    for turn in turns:
        if turn.starts_at - reached > NOT_WORTH_SAYING and turn.starts_at < until:
            yield reached, turn.starts_at
        reached = max(reached, turn.ends_at)
    if until - reached > NOT_WORTH_SAYING:
        yield reached, until
