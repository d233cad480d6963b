"""Record what a prison said about letting a volunteer in: each decides for itself, and may take it back."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.partners.models import Agency, AgencyKind
from encircle.rooms.volunteers.models import Volunteer

from ..models import Clearance
from ..rules import require_keeping
from ..vocabulary import ClearanceOutcome


@dataclass(frozen=True, kw_only=True)
class Said:
    prison_id: UUID
    outcome: ClearanceOutcome
    decided_on: date
    ends_on: date | None = None  # of a clearance that was given, its last day


@transaction.atomic
def record_clearance(volunteer: Volunteer, said: Said, *, id: UUID, by: Actor, at: datetime) -> None:
    """Raises NotAllowed, or Invalid with the fields at fault. The same form sent twice records it once."""
    require_keeping(by, volunteer)
    if Clearance.objects.filter(pk=id).exists():
        return
    errors = _wrong_days(said, in_london(at).date())
    if not Agency.objects.filter(pk=said.prison_id, kind=AgencyKind.PRISON).exists():
        errors["prison"] = "Select a prison"
    if errors:
        raise Invalid(errors)
    granted = said.outcome == ClearanceOutcome.GRANTED
    Clearance.objects.bulk_create(
        [
            Clearance(
                id=id,
                volunteer=volunteer,
                area_id=volunteer.area_id,
                prison_id=said.prison_id,
                outcome=said.outcome,
                decided_on=said.decided_on,
                ends_on=said.ends_on if granted else None,
                by_id=by.user_id,
                at=at,
            )
        ]
    )
    record(Verb.CREATED, "vetting.clearance", id, by=by.acting, area_id=volunteer.area_id, detail=said.outcome)


def _wrong_days(said: Said, today: date) -> dict[str, str]:
    errors = {}
    if said.decided_on > today:
        errors["decided_on"] = "The day must be today or earlier"
    if said.outcome != ClearanceOutcome.GRANTED:
        return errors
    if said.ends_on is None:
        errors["ends_on"] = "Enter the last day of the clearance"
    elif said.ends_on < said.decided_on:
        errors["ends_on"] = "The last day must not be before the prison decided"
    return errors
