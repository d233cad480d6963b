"""Take a concern on, and decide what to do about it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from encircle.common.errors import Invalid, NotAllowed
from encircle.foundations.access.actor import Actor, names_of

from ..models import Concern
from ..queue import climb_now
from ..standing import Where
from ..vocabulary import Decision, StepKind, Urgency
from .steps import concern_to_handle, require_reason, stands, tell_raiser, was_written, write_step


@dataclass(frozen=True, kw_only=True)
class Triage:
    """A decision with its reason. `id` comes with the form; `after` is the last turn its author had seen."""

    id: UUID
    decision: Decision
    urgency: Urgency
    reason: str
    after: UUID | None = None


class TakenMeanwhile(NotAllowed):
    """Somebody else pressed first."""


@transaction.atomic
def take_on(concern_id: UUID, *, after: UUID | None, by: Actor, at: datetime) -> bool:
    """Say "I am dealing with this". `after` is whoever was dealing with it on the page: of two people who press at
    the same moment the second is told of the first. False where it was one's own already."""
    concern = concern_to_handle(concern_id, by)
    where = stands(concern, at)
    if where.is_closed:
        raise NotAllowed("This concern is closed. Open it again first.")
    if where.taken_by == by.user_id:
        return False
    if where.taken_by != after:
        name = names_of([where.taken_by]).get(where.taken_by, "Somebody") if where.taken_by else "Somebody"
        raise TakenMeanwhile(
            f"{name} took this concern on while you were reading. Speak to them before you take it over."
        )
    write_step(concern, StepKind.TAKEN, by=by, at=at, due_at=where.due)
    return True


@transaction.atomic
def decide(concern_id: UUID, triage: Triage, *, by: Actor, at: datetime) -> None:
    """Raises Invalid with the field at fault, or NotAllowed. Sending the form twice decides once."""
    concern = concern_to_handle(concern_id, by)
    if was_written(triage.id):
        return
    where = stands(concern, at)
    if where.is_closed:
        raise NotAllowed("This concern is closed. Open it again before you decide anew.")
    require_reason(triage.reason)
    if where.last_turn != triage.after:
        raise Invalid("Somebody decided while you were writing. Read the chronology, then decide again if you need to.")
    _write(concern, where, triage, by, at)
    tell_raiser(concern, by, at)


def _write(concern: Concern, where: Where, triage: Triage, by: Actor, at: datetime) -> None:
    changed = triage.urgency if triage.urgency != where.urgency else None
    write_step(
        concern,
        StepKind.TRIAGED,
        by=by,
        at=at,
        id=triage.id,
        decision=triage.decision,
        urgency=changed or "",
        reason=triage.reason,
    )
    if changed == Urgency.IMMINENT:
        climb_now(concern.pk)
