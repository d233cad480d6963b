"""Close a concern with a reason, and open it again."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from encircle.common.errors import NotAllowed
from encircle.foundations.access.actor import Actor
from encircle.rooms.partners.models import Agency

from ..policy import Stage
from ..queue import climb_now
from ..standing import Where
from ..vocabulary import StepKind, Urgency
from .steps import concern_to_handle, require_reason, stands, tell_raiser, was_written, write_step


@transaction.atomic
def close_concern(concern_id: UUID, reason: str, *, id: UUID, by: Actor, at: datetime) -> None:
    """Raises Invalid or NotAllowed. The same form sent twice closes once; `id` comes with the form."""
    concern = concern_to_handle(concern_id, by)
    if was_written(id):
        return
    if refusal := why_not_closable(stands(concern, at)):
        raise NotAllowed(refusal)
    require_reason(reason)
    write_step(concern, StepKind.CLOSED, by=by, at=at, id=id, reason=reason)
    tell_raiser(concern, by, at)


def why_not_closable(where: Where) -> str:
    """A sentence, or nothing where it may be closed. It stays open and ages until whoever was told acknowledges."""
    if where.is_closed:
        return "This concern is closed already."
    if where.waits_for(Stage.TRIAGE):
        return "Decide what to do about this concern before you close it."
    if where.waits_for(Stage.TELL):
        return "Agencies were to be told and have not been. Tell them, or decide otherwise, before you close it."
    if where.silent_agencies:
        silent = _silent_names(where)
        have = "has" if len(silent) == 1 else "have"
        return f"{' and '.join(silent)} {have} not acknowledged. Record their answer from a call before you close it."
    return ""


def _silent_names(where: Where) -> list[str]:
    """The agencies told that have not acknowledged."""
    known = dict(Agency.objects.filter(pk__in=[one for one in where.silent_agencies if one]).values_list("pk", "name"))
    return [known.get(one, "an agency") if one else "an agency" for one in where.silent_agencies]


@transaction.atomic
def reopen_concern(concern_id: UUID, reason: str, *, id: UUID, by: Actor, at: datetime) -> None:
    """Its clocks start afresh, and it is asked about where the ladder had got to."""
    concern = concern_to_handle(concern_id, by)
    if was_written(id):
        return
    where = stands(concern, at)
    if not where.is_closed:
        raise NotAllowed("This concern is open.")
    require_reason(reason)
    write_step(concern, StepKind.REOPENED, by=by, at=at, id=id, reason=reason)
    if where.urgency == Urgency.IMMINENT:
        climb_now(concern.pk)
