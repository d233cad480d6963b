"""What every action about a concern shares: who may, one at a time, a step written once, and its trace."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from encircle.common.errors import Invalid
from encircle.common.ids import new_id
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.foundations.post.models import NoticeKind
from encircle.foundations.post.notices import notify

from ..models import Concern, ConcernStep, StepReason
from ..queries import concern_row, is_on_call_for, where_is
from ..rules import may_handle, require_handling
from ..standing import Where
from ..vocabulary import StepKind

SHORTEST_REASON = 10
LONGEST_REASON = 4_000


def concern_to_handle(concern_id: UUID, by: Actor) -> Concern:
    """One thing at a time about a concern. Raises NotFound or NotAllowed. Call inside the action's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"concern {concern_id}"])
    concern = concern_row(concern_id)
    require_handling(by, concern, on_call=not may_handle(by, concern) and is_on_call_for(concern))
    return concern


def stands(concern: Concern, at: datetime) -> Where:
    """Where it stands now that nobody else can change it."""
    return where_is(concern, at=at)


def was_written(step_id: UUID) -> bool:
    """Whether this very form did it before."""
    return ConcernStep.objects.filter(pk=step_id).exists()


def write_step(
    concern: Concern,
    kind: StepKind,
    *,
    by: Actor,
    at: datetime,
    happened_at: datetime | None = None,
    id: UUID | None = None,
    reason: str = "",
    told: str = "",
    **more: Any,
) -> ConcernStep:
    """One step of the chronology, with its words where it has any."""
    step = ConcernStep(
        id=id or new_id(),
        **wall(concern),
        kind=kind,
        at=happened_at or at,
        recorded_at=at,
        by_id=by.user_id,
        **more,
    )
    ConcernStep.objects.bulk_create([step])
    if reason.strip() or told.strip():
        words = StepReason(step=step, **wall(concern), text=reason.strip(), told=told.strip())
        StepReason.objects.bulk_create([words])
    trace(Verb.DECIDED if kind == StepKind.TRIAGED else Verb.CHANGED, concern, by, detail=kind)
    return step


def wall(concern: Concern) -> dict[str, Any]:
    """What every row of a concern carries."""
    return {
        "concern": concern,
        "circle_id": concern.circle_id,
        "area_id": concern.area_id,
        "walled": concern.walled,
        "about_user_id": concern.about_user_id,
    }


def trace(verb: Verb, concern: Concern, by: Actor, *, detail: str) -> None:
    """A walled concern leaves neither Circle nor area in the trace: only assurance sees the line."""
    record(
        verb,
        "risk.concern",
        concern.pk,
        by=by.acting,
        circle_id=None if concern.walled else concern.circle_id,
        area_id=None if concern.walled else concern.area_id,
        detail=detail,
    )


def tell_raiser(concern: Concern, by: Actor, at: datetime) -> None:
    """Who raised it learns that something was decided; what, they see after signing in, and no more than that."""
    if concern.raised_by_id != by.user_id:
        notify(concern.raised_by_id, NoticeKind.WAITING, at=at, item_id=concern.pk)


def require_reason(text: str, field: str = "reason") -> None:
    if len(text.strip()) < SHORTEST_REASON:
        raise Invalid({field: f"Say why in at least {SHORTEST_REASON} characters"})
    require_fitting(text, field)


def require_fitting(text: str, field: str) -> None:
    if len(text) > LONGEST_REASON:
        raise Invalid({field: f"This must be {LONGEST_REASON:,} characters or fewer. It has {len(text):,}"})


def require_past(moment: datetime, at: datetime, field: str) -> None:
    if moment > at:
        raise Invalid({field: "The time of the call must not be in the future"})
