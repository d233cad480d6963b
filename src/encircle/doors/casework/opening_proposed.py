"""Who was proposed for a Circle, as the form that opens one is filled in with."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from encircle.rooms.forming.inputs import not_possible, prison_of
from encircle.rooms.forming.models import Proposal
from encircle.rooms.organisation.models import Area
from encircle.rooms.suitability.waiting import free_of


@dataclass(frozen=True)
class Proposed:
    core_member_id: UUID
    volunteer_ids: list[UUID]
    answers: dict[str, Any]


def proposed_in(written: str, area: Area) -> Proposed | None:
    """None for one that is not there, has expired or is of another area: the form is empty then."""
    try:
        found = Proposal.objects.filter(pk=UUID(written), area=area).first()
    except ValueError:
        return None
    if found is None:
        return None
    apart = {volunteer for volunteer, _ in not_possible([found.core_member_id])}
    ids = [seat.volunteer_id for seat in found.seats.order_by("pk") if seat.volunteer_id not in apart]
    asked = free_of([found.core_member_id]).get(found.core_member_id)
    prison = prison_of(asked, found.kind)
    answers = {
        "core_member": str(found.core_member_id),
        "volunteers": [str(id) for id in ids],
        "venue": str(found.venue_id),
        "weekday": found.slot.partition("_")[0],
        "prison": str(prison.pk) if prison else "",
    }
    return Proposed(found.core_member_id, ids, answers)
