"""What becomes of planned meetings when a Circle is to meet at other times: each kept, moved, added or cancelled.

A meeting that is wanted where it stands is kept. One that stands in the same week as one that is wanted is moved there,
so that whoever has it in their diary has the same week free. The rest is cancelled or added. Pure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from encircle.common.clock import in_london


@dataclass(frozen=True, kw_only=True)
class Place:
    """When and where a meeting is to be."""

    starts_at: datetime
    ends_at: datetime
    venue_id: UUID | None = None

    @property
    def week(self) -> date:
        """Its Monday on the London calendar."""
        day = in_london(self.starts_at).date()
        return day - timedelta(days=day.weekday())


@dataclass(frozen=True, kw_only=True)
class Planned(Place):
    id: UUID


class What(StrEnum):
    KEPT = "kept"
    MOVED = "moved"
    ADDED = "added"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Change:
    """One of the two may be missing, never both."""

    before: Planned | None
    after: Place | None

    @property
    def what(self) -> What:
        if self.before is None:
            return What.ADDED
        if self.after is None:
            return What.CANCELLED
        return What.KEPT if _same(self.before, self.after) else What.MOVED

    @property
    def at(self) -> datetime:
        place = self.after or self.before
        assert place is not None  # noqa: S101 (see above)
        return place.starts_at


def replanned(
    there: Iterable[Planned],
    wanted: Iterable[Place],
    *,
    settled_from: datetime | None = None,
    stays_in_its_week: bool = False,
) -> tuple[Change, ...]:
    """In order of time. From `settled_from` on a planned meeting stays as it is, whatever is wanted of its week; and
    with `stays_in_its_week` any that stands in a week for which one is wanted."""
    left, open_places, changes = _by_time(there), _by_time(wanted), list[Change]()
    for place in list(open_places):
        found = next((one for one in left if one.starts_at == place.starts_at), None)
        if found is not None:
            stays = stays_in_its_week or _is_settled(found, settled_from)
            changes.append(Change(found, found if stays else place))
            left.remove(found)
            open_places.remove(place)
    for one in left:
        in_its_week = next((each for each in open_places if each.week == one.week), None)
        stays = stays_in_its_week or _is_settled(one, settled_from)
        if in_its_week is not None:
            changes.append(Change(one, one if stays else in_its_week))
            open_places.remove(in_its_week)
        else:
            changes.append(Change(one, one if _is_settled(one, settled_from) else None))
    changes += [Change(None, place) for place in open_places]
    return tuple(sorted(changes, key=lambda change: change.at))


def only_changes(changes: Iterable[Change]) -> tuple[Change, ...]:
    return tuple(change for change in changes if change.what is not What.KEPT)


def _is_settled(one: Planned, settled_from: datetime | None) -> bool:
    return settled_from is not None and one.starts_at >= settled_from


P = TypeVar("P", bound=Place)


def _by_time(places: Iterable[P]) -> list[P]:
    return sorted(places, key=lambda place: place.starts_at)


def _same(before: Place, after: Place) -> bool:
    return (before.starts_at, before.ends_at, before.venue_id) == (after.starts_at, after.ends_at, after.venue_id)


def said(changes: Sequence[Change]) -> str:
    """What somebody was shown, in a form that can be compared: two plans that say the same do the same."""
    return "|".join(f"{change.before.id if change.before else ''}>{_said(change.after)}" for change in changes)


def _said(place: Place | None) -> str:
    return f"{place.starts_at.isoformat()}@{place.venue_id or ''}" if place is not None else ""
