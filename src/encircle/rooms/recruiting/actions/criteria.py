"""The criteria an interview with somebody who comes forward looks at: added and ended, never reworded."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.organisation.lasting import PAST, end_lasting, last_position
from encircle.rooms.organisation.rules import require_setting_standard

from ..models import VolunteerCriterion

ITEM = "recruiting.volunteercriterion"


@dataclass(frozen=True, kw_only=True)
class LookedAt:
    words: str
    hint: str
    starts_on: date


@transaction.atomic
def add_volunteer_criterion(new: LookedAt, *, id: UUID, by: Actor, at: datetime) -> None:
    """Stands last. Raises NotAllowed, or Invalid with the field at fault. The same form sent twice adds it once."""
    require_setting_standard(by)
    if VolunteerCriterion.objects.filter(pk=id).exists():
        return
    words = " ".join(new.words.split())
    errors = {} if words else {"words": "Enter the criterion"}
    if new.starts_on < in_london(at).date():
        errors["starts_on"] = PAST
    if errors:
        raise Invalid(errors)
    row = VolunteerCriterion(
        id=id, words=words, hint=" ".join(new.hint.split()), position=last_position(VolunteerCriterion),
        starts_on=new.starts_on, set_by_id=by.user_id,
    )  # fmt: skip
    VolunteerCriterion.objects.bulk_create([row])
    record(Verb.CREATED, ITEM, id, by=by.acting, detail=new.starts_on.isoformat())


@transaction.atomic
def end_volunteer_criterion(criterion_id: UUID, last_day: date, *, by: Actor, at: datetime) -> None:
    """Looked at for the last time on that day. Raises NotAllowed, NotFound or Invalid."""
    require_setting_standard(by)
    end_lasting(VolunteerCriterion, criterion_id, last_day, item=ITEM, by=by, at=at)
