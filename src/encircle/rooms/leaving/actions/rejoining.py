"""Somebody who had left comes back: a new period, a new way in, and the gate asks again."""

from datetime import datetime

from django.db import transaction

from encircle.common.errors import NotAllowed
from encircle.foundations.access.actor import Actor
from encircle.foundations.accounts.leaving import begin_again
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.volunteers.actions import volunteer_returns
from encircle.rooms.volunteers.models import Volunteer

from ..models import Rejoining
from ..queries import has_left, open_wishes, standing
from ..rules import require_keeping


@transaction.atomic
def come_back(volunteer: Volunteer, *, by: Actor, at: datetime) -> None:
    """Seats stay ended, and no wish to stop stands. Nothing of the earlier sign-in works: a letter opens a new one.

    Raises NotAllowed.

    Pressed twice it is done once: the second time there is nobody who has left.
    """
    require_keeping(by, volunteer)
    leaving, left_on = standing(volunteer.pk), volunteer.left_on
    if left_on is None or not has_left(volunteer, at):
        raise NotAllowed("They have not left.")
    row = Rejoining(volunteer=volunteer, area_id=volunteer.area_id, leaving=leaving, left_on=left_on, at=at)
    row.by_id = by.user_id
    Rejoining.objects.bulk_create([row])
    open_wishes(volunteer=volunteer).update(withdrawn_at=at)  # they stay after all
    volunteer_returns(volunteer, by=by, at=at)
    if volunteer.user_id is not None and (leaving is None or leaving.login_ends):
        begin_again(volunteer.user_id, by=by, at=at)
    record(Verb.CREATED, "leaving.rejoining", row.pk, by=by.acting, area_id=volunteer.area_id)
