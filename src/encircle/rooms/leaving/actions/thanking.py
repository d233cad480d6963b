"""Note that somebody was thanked."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from encircle.common.errors import Invalid
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.volunteers.models import Volunteer

from ..models import Thanks
from ..rules import require_keeping
from ..vocabulary import Thanked
from .exits import not_to_come


@transaction.atomic
def thank(
    volunteer: Volunteer, how: Thanked, on: date, years: int | None, *, id: UUID, by: Actor, at: datetime
) -> None:
    """For years of service once, and for anything else as often as there is reason. Raises NotAllowed or Invalid."""
    require_keeping(by, volunteer)
    not_to_come(on, at, "on")
    if years is not None and Thanks.objects.filter(volunteer=volunteer, years=years).exists():
        raise Invalid({"years": "They have been thanked for these years"})
    row = Thanks(
        id=id, volunteer=volunteer, area_id=volunteer.area_id, on=on, how=how, years=years, by_id=by.user_id, at=at
    )  # fmt: skip
    Thanks.objects.bulk_create([row])
    record(Verb.CREATED, "leaving.thanks", id, by=by.acting, area_id=volunteer.area_id)
