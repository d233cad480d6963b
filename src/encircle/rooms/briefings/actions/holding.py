"""A briefing was held: who came, who led it, and whether guidance on goals was given."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from encircle.common.errors import Invalid
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.rooms.circles.models import Seat
from encircle.rooms.partners.models import Agency

from ..models import Briefing, BriefingAttendance, BriefingHeld
from ..vocabulary import Presence
from .planning import record_about, still_open


@dataclass(frozen=True, kw_only=True)
class Held:
    """What is known once it is over. `agency_ids`: agencies that came through somebody without a seat."""

    held_at: datetime
    led_by: str
    goals_guidance: bool
    presences: Mapping[UUID, Presence]  # by seat
    agency_ids: tuple[UUID, ...] = ()


@transaction.atomic
def hold_briefing(briefing_id: UUID, held: Held, *, by: Actor, at: datetime) -> None:
    """From now on the Circle may start. Raises NotAllowed or Invalid."""
    briefing = still_open(briefing_id, by)
    _check(briefing, held, at)
    row = BriefingHeld(
        briefing=briefing, **_about(briefing), held_at=held.held_at, led_by=held.led_by.strip(),
        goals_guidance=held.goals_guidance, recorded_by_id=by.user_id, recorded_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            BriefingHeld.objects.bulk_create([row])
    except IntegrityError:
        return  # recorded at this very moment by somebody else
    BriefingAttendance.objects.bulk_create(_attendance(briefing, held, by))
    record_about(Verb.DECIDED, briefing, by, fields=["held"])


def _check(briefing: Briefing, held: Held, at: datetime) -> None:
    errors = {}
    if held.held_at > at:
        errors["starts"] = "It must have begun already"
    if not held.led_by.strip():
        errors["led_by"] = "Enter who led the briefing"
    if errors:
        raise Invalid(errors)
    if Presence.PRESENT not in held.presences.values():
        raise Invalid("Somebody of the Circle must have been there")


def _attendance(briefing: Briefing, held: Held, by: Actor) -> list[BriefingAttendance]:
    seats = Seat.objects.filter(pk__in=held.presences, circle=briefing.circle_id)
    agencies = Agency.objects.filter(pk__in=held.agency_ids)
    common = {"briefing": briefing, **_about(briefing), "recorded_by_id": by.user_id}
    return [
        *(BriefingAttendance(seat=seat, presence=held.presences[seat.pk], **common) for seat in seats),
        *(BriefingAttendance(agency=agency, presence=Presence.PRESENT, **common) for agency in agencies),
    ]


def _about(briefing: Briefing) -> dict[str, UUID]:
    return {"circle_id": briefing.circle_id, "area_id": briefing.area_id}
