"""Close a concern with a reason, and open it again."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from encircle.common.errors import Invalid, NotAllowed
from encircle.foundations.access.actor import Actor
from encircle.rooms.partners.models import Agency

from ..policy import Stage
from ..queue import climb_now
from ..standing import Where
from ..vocabulary import StepKind, Urgency
from .steps import concern_to_handle, require_reason, stands, tell_raiser, was_written, write_step


@dataclass(frozen=True, kw_only=True)
class Closing:
    """`silence` says why it is closed although an agency told has not acknowledged. `id` comes with the form."""

    id: UUID
    reason: str
    silence: str = ""


@transaction.atomic
def close_concern(concern_id: UUID, closing: Closing, *, by: Actor, at: datetime) -> None:
    """Raises Invalid or NotAllowed. The same form sent twice closes once."""
    concern = concern_to_handle(concern_id, by)
    if was_written(closing.id):
        return
    where = stands(concern, at)
    _require_closable(where)
    require_reason(closing.reason)
    write_step(concern, StepKind.CLOSED, by=by, at=at, id=closing.id, reason=_words(where, closing))
    tell_raiser(concern, by, at)


def why_not_closable(where: Where) -> str:
    """A sentence, or nothing where it may be closed."""
    if where.is_closed:
        return "This concern is closed already."
    if where.waits_for(Stage.TRIAGE):
        return "Decide what to do about this concern before you close it."
    if where.waits_for(Stage.TELL):
        return "Agencies were to be told and have not been. Tell them, or decide otherwise, before you close it."
    return ""


def silent_names(where: Where) -> list[str]:
    """The agencies told that have not acknowledged."""
    known = dict(Agency.objects.filter(pk__in=[one for one in where.silent_agencies if one]).values_list("pk", "name"))
    return [known.get(one, "an agency") if one else "an agency" for one in where.silent_agencies]


def _require_closable(where: Where) -> None:
    if refusal := why_not_closable(where):
        raise NotAllowed(refusal)


def _words(where: Where, closing: Closing) -> str:
    silent = silent_names(where)
    if not silent:
        return closing.reason
    if not closing.silence.strip():
        raise Invalid({"silence": f"Say why it is closed although {' and '.join(silent)} has not acknowledged"})
    require_reason(closing.silence, "silence")
    return f"{closing.reason.strip()}\n\nNot acknowledged by {' and '.join(silent)}: {closing.silence.strip()}"


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
