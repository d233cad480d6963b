"""Whether an area has the volunteers that those who wait there need: counted, in plain values.

Counting can only say what is not enough: it knows nothing of distances, of who may not meet, or of slots that do not
fit together. So it names a number of Circles that nothing can exceed, and who is too few for one more.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from .model import Id, Sex, Slot


@dataclass(frozen=True)
class Free:
    """A volunteer without a Circle. `slots` None: has not said when they are free; empty: not at present."""

    area: Id
    slots: frozenset[Slot] | None
    sex: Sex = Sex.UNSAID
    is_experienced: bool = False


@dataclass(frozen=True)
class Waits:
    """Somebody on the waiting list, and the fewest volunteers a Circle of their kind begins with."""

    area: Id
    least: int


class Lacking(StrEnum):
    VOLUNTEERS = "volunteers"
    WOMEN = "women"
    MEN = "men"
    EXPERIENCED = "experienced"


@dataclass(frozen=True)
class Supply:
    """One area. Women, men and experienced are counted among those who are free in some slot."""

    area: Id
    waiting: int
    wanted: int  # volunteers, if everybody got the smallest Circle of their kind
    free: int
    unsaid: int  # of those without a Circle, who have not said when they are free
    women: int
    men: int
    experienced: int
    at_most: int  # Circles
    by_slot: tuple[tuple[Slot, int], ...] = field(default=())

    @property
    def without(self) -> int:
        """Who wait and get no Circle, however well everything else fits."""
        return self.waiting - self.at_most

    @property
    def lacking(self) -> tuple[Lacking, ...]:
        """What stands in the way of one more Circle, by count alone."""
        if not self.without:
            return ()
        counts = {Lacking.WOMEN: self.women, Lacking.MEN: self.men, Lacking.EXPERIENCED: self.experienced}
        few = [lack for lack, count in counts.items() if count <= self.at_most]
        return (*([Lacking.VOLUNTEERS] if self.wanted > self.free else []), *few)

    @property
    def best_slots(self) -> tuple[Slot, ...]:
        """When most could come."""
        most = max((count for _, count in self.by_slot), default=0)
        return tuple(slot for slot, count in self.by_slot if count == most)


def supply(area: Id, waiting: Iterable[Waits], volunteers: Iterable[Free]) -> Supply:
    least = [one.least for one in waiting if one.area == area]
    there = [one for one in volunteers if one.area == area]
    free = [one for one in there if one.slots]
    women, men = (sum(one.sex is sex for one in free) for sex in (Sex.WOMAN, Sex.MAN))
    experienced = sum(one.is_experienced for one in free)
    return Supply(
        area=area,
        waiting=len(least),
        wanted=sum(least),
        free=len(free),
        unsaid=sum(one.slots is None for one in there),
        women=women,
        men=men,
        experienced=experienced,
        at_most=min(_filled(least, len(free)), women, men, experienced),
        by_slot=_by_slot(free),
    )


def most_needed_first(supplies: Iterable[Supply]) -> list[Supply]:
    """Where to recruit next: where most people are sure to go without."""
    return sorted(supplies, key=lambda one: (-one.without, one.free - one.wanted))


def _filled(least: Sequence[int], free: int) -> int:
    """Circles that so many volunteers are enough for: the smallest first."""
    circles, used = 0, 0
    for size in sorted(least):
        used += size
        circles += used <= free
    return circles


def _by_slot(free: Iterable[Free]) -> tuple[tuple[Slot, int], ...]:
    counts: dict[Slot, int] = {}
    for one in free:
        for slot in one.slots or ():
            counts[slot] = counts.get(slot, 0) + 1
    return tuple(sorted(counts.items(), key=lambda item: (item[0].weekday, _TURN[item[0].part])))


_TURN = {"morning": 0, "afternoon": 1, "evening": 2}
