"""Record a telephone call: whom, when, whether they answered. Reaching nobody passes the concern up at once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from encircle.common.errors import Invalid, NotAllowed
from encircle.foundations.access.actor import Actor
from encircle.rooms.partners.models import Professional

from ..models import Concern
from ..queue import climb_now
from ..vocabulary import StepKind
from .steps import concern_to_handle, require_fitting, require_past, require_reason, stands, was_written, write_step

LONGEST_NAME = 120


@dataclass(frozen=True, kw_only=True)
class Call:
    """Somebody of an agency, or whoever was rung by name. `reaches_nobody`: no one who could act can be reached."""

    id: UUID
    called_at: datetime
    answered: bool
    professional_id: UUID | None = None
    name: str = ""
    note: str = ""
    reaches_nobody: bool = False


@dataclass(frozen=True, kw_only=True)
class Telling:
    """An agency told by telephone that has no place in the outer circle, so that no release shows it."""

    id: UUID
    called_at: datetime
    ground: str  # a sharing.GroundKind
    reason: str
    told: str
    spoke_to: str
    professional_id: UUID | None = None


@transaction.atomic
def record_call(concern_id: UUID, call: Call, *, by: Actor, at: datetime) -> None:
    """Raises Invalid or NotAllowed. The same form sent twice records one call."""
    concern = _open_concern(concern_id, by, at)
    if was_written(call.id):
        return
    professional = _professional(call.professional_id)
    if professional is None and not call.name.strip():
        raise Invalid({"name": "Enter whom you rang"})
    require_past(call.called_at, at, "called_at")
    require_fitting(call.note, "note")
    write_step(
        concern,
        StepKind.PHONED,
        by=by,
        at=at,
        happened_at=call.called_at,
        id=call.id,
        professional=professional,
        agency_id=professional.agency_id if professional else None,
        spoke_to=call.name.strip()[:LONGEST_NAME],
        answered=call.answered,
        reason=call.note,
    )
    if call.reaches_nobody and not call.answered:
        _pass_up(concern, call, by, at)


def _pass_up(concern: Concern, call: Call, by: Actor, at: datetime) -> None:
    """From the moment it is recorded: the clock has asked others meanwhile."""
    write_step(concern, StepKind.UNABLE_TO_REACH, by=by, at=at, id=uuid5(call.id, "unable to reach"))
    climb_now(concern.pk)


@transaction.atomic
def tell_by_telephone(concern_id: UUID, telling: Telling, *, by: Actor, at: datetime) -> None:
    """Tell somebody outside the Circle's outer circle, on a ground with its reason; who answered has acknowledged."""
    concern = _open_concern(concern_id, by, at)
    if was_written(telling.id):
        return
    professional = _professional(telling.professional_id)
    _check(telling, at)
    write_step(
        concern,
        StepKind.TOLD,
        by=by,
        at=at,
        happened_at=telling.called_at,
        id=telling.id,
        professional=professional,
        agency_id=professional.agency_id if professional else None,
        spoke_to=telling.spoke_to.strip(),
        ground=telling.ground,
        reason=telling.reason,
        told=telling.told,
    )
    write_step(
        concern,
        StepKind.ACKNOWLEDGED,
        by=by,
        at=at,
        happened_at=telling.called_at,
        id=uuid5(telling.id, "acknowledged"),
        professional=professional,
        agency_id=professional.agency_id if professional else None,
        spoke_to=telling.spoke_to.strip(),
    )


def _check(telling: Telling, at: datetime) -> None:
    if not telling.spoke_to.strip():
        raise Invalid({"spoke_to": "Enter the name of the person you spoke to"})
    if len(telling.spoke_to) > LONGEST_NAME:
        raise Invalid({"spoke_to": f"The name must be {LONGEST_NAME} characters or fewer"})
    if not telling.told.strip():
        raise Invalid({"told": "Enter what they were told"})
    require_fitting(telling.told, "told")
    if not telling.ground:
        raise Invalid({"ground": "Select the ground"})
    require_reason(telling.reason)
    require_past(telling.called_at, at, "called_at")


def _open_concern(concern_id: UUID, by: Actor, at: datetime) -> Concern:
    concern = concern_to_handle(concern_id, by)
    if stands(concern, at).is_closed:
        raise NotAllowed("This concern is closed. Open it again first.")
    return concern


def _professional(professional_id: UUID | None) -> Professional | None:
    if professional_id is None:
        return None
    found = Professional.objects.filter(pk=professional_id).first()
    if found is None:
        raise Invalid({"whom": "Select whom you rang from the list"})
    return found
