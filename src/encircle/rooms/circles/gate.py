"""Who may have a volunteer's seat in one Circle, said before it is given. The database asks again when it is."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from encircle.common.clock import in_london
from encircle.rooms.organisation.vocabulary import CircleKind
from encircle.rooms.partners.models import Agency
from encircle.rooms.readiness.queries import Missing, missing_of
from encircle.rooms.readiness.vocabulary import Condition

from .course_queries import prison_of
from .models import Circle, Phase, Seat
from .queries import now
from .vocabulary import PhaseName, SeatPart

INSIDE = (PhaseName.FORMING, PhaseName.PRISON)


def missing_for(
    circle: Circle, volunteer_ids: Collection[UUID], *, starts_at: datetime, at: datetime
) -> dict[UUID, tuple[Missing, ...]]:
    """What keeps each from a seat; who is not in the answer is ready. Once out of prison, no clearance is asked.

    In prison it is the clearance by the prison where the Circle meets; by any, while nobody has named it.
    """
    found = missing_of(volunteer_ids, circle.kind, in_london(max(starts_at, at)).date(), prison_of(circle))
    if any(one.condition is Condition.PRISON for lacking in found.values() for one in lacking) and _is_outside(
        circle, at
    ):
        found = {
            who: tuple(one for one in lacking if one.condition is not Condition.PRISON)
            for who, lacking in found.items()
        }
    return {who: lacking for who, lacking in found.items() if lacking}


def not_cleared(circle: Circle, phase: str | None, prison: Agency | None, at: datetime) -> int:
    """How many of those who sit in it now are without the clearance it asks for. No read unless it is in prison."""
    if circle.kind != CircleKind.PRISON or phase not in INSIDE:
        return 0
    sitting = Seat.objects.filter(now(at), circle=circle.pk, part=SeatPart.VOLUNTEER).values_list(
        "volunteer", flat=True
    )
    lacking = missing_of([one for one in sitting if one], circle.kind, in_london(at).date(), prison)
    return sum(any(one.condition is Condition.PRISON for one in each) for each in lacking.values())


def not_ready(name: str, lacking: Collection[Missing]) -> str:
    """A sentence: who, and everything they need."""
    words = [one.words for one in lacking]
    together = words[0] if len(words) == 1 else f"{'; '.join(words[:-1])}; and {words[-1]}"
    return f"{name} is not ready for this kind of Circle. Needed: {together}"


def _is_outside(circle: Circle, at: datetime) -> bool:
    return Phase.objects.filter(now(at), circle=circle.pk).exclude(name__in=INSIDE).exists()
