"""Who may have a volunteer's seat in one Circle, said before it is given. The database asks again when it is."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from encircle.common.clock import in_london
from encircle.rooms.readiness.queries import Missing, missing_of
from encircle.rooms.readiness.vocabulary import Condition

from .models import Circle, Phase
from .queries import now
from .vocabulary import PhaseName

INSIDE = (PhaseName.FORMING, PhaseName.PRISON)


def missing_for(
    circle: Circle, volunteer_ids: Collection[UUID], *, starts_at: datetime, at: datetime
) -> dict[UUID, tuple[Missing, ...]]:
    """What keeps each from a seat; who is not in the answer is ready. Once out of prison, no clearance is asked."""
    found = missing_of(volunteer_ids, circle.kind, in_london(max(starts_at, at)).date())
    if any(one.condition is Condition.PRISON for lacking in found.values() for one in lacking) and _is_outside(
        circle, at
    ):
        found = {
            who: tuple(one for one in lacking if one.condition is not Condition.PRISON)
            for who, lacking in found.items()
        }
    return {who: lacking for who, lacking in found.items() if lacking}


def not_ready(name: str, lacking: Collection[Missing]) -> str:
    """A sentence: who, and everything they need."""
    words = [one.words for one in lacking]
    together = words[0] if len(words) == 1 else f"{'; '.join(words[:-1])}; and {words[-1]}"
    return f"{name} is not ready for this kind of Circle. Needed: {together}"


def _is_outside(circle: Circle, at: datetime) -> bool:
    return Phase.objects.filter(now(at), circle=circle.pk).exclude(name__in=INSIDE).exists()
