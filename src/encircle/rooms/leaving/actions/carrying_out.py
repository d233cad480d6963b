"""Once the last day is over: every session, letter, password and second factor is gone, and no seat is left open.

The database has refused them since that instant; a worker that is late leaves nobody in.
"""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from encircle.foundations.access.identity import Acting, acting_as, switched, system
from encircle.foundations.accounts.leaving import shut
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.foundations.each_alone import each_alone
from encircle.rooms.circles.actions.seating import A_MOMENT
from encircle.rooms.circles.models import Seat
from encircle.rooms.volunteers.models import Volunteer

from ..models import CarriedOut, Leaving

ESCALATOR = system("escalator")


def carry_out_now(leaving: Leaving) -> None:
    """In the transaction of whoever notes that somebody leaves at once."""
    with switched(ESCALATOR) as acting:
        _carry_out(leaving, acting)


def carry_out_all() -> int:
    """Every leaving whose instant has come, each in a transaction of its own. How many were carried out."""
    with acting_as(ESCALATOR) as acting:
        waiting = list(to_carry_out(acting.at).values_list("pk", flat=True))
    return each_alone(carry_out, waiting, fault="A leaving could not be carried out")


def carry_out(leaving_id: UUID) -> bool:
    """False where another worker has done it, or it was called off."""
    try:
        with acting_as(ESCALATOR) as acting:
            leaving = to_carry_out(acting.at).filter(pk=leaving_id).first()
            if leaving is None:
                return False
            _carry_out(leaving, acting)
            return True
    except IntegrityError:
        return False


def to_carry_out(at: datetime):  # type: ignore[no-untyped-def]  # a queryset, whose stub type needs four arguments
    return Leaving.objects.filter(ends_at__lte=at, called_off__isnull=True, carried_out__isnull=True)


@transaction.atomic
def _carry_out(leaving: Leaving, acting: Acting) -> None:
    _end_what_is_left(leaving, acting)
    user_id = Volunteer.objects.values_list("user", flat=True).get(pk=leaving.volunteer_id)
    if leaving.login_ends and user_id is not None:
        shut(user_id, at=acting.at)
    row = CarriedOut(leaving=leaving, volunteer_id=leaving.volunteer_id, area_id=leaving.area_id, at=acting.at)
    CarriedOut.objects.bulk_create([row])
    record(Verb.ENDED, "leaving.leaving", leaving.pk, by=acting, area_id=leaving.area_id, detail="carried out")


def _end_what_is_left(leaving: Leaving, acting: Acting) -> None:
    """Seats in areas that whoever noted the leaving does not see."""
    longer = Q(ends_at__isnull=True) | Q(ends_at__gt=leaving.ends_at)
    for seat in Seat.objects.filter(longer, volunteer=leaving.volunteer_id):
        if Seat.objects.filter(pk=seat.pk).update(ends_at=max(leaving.ends_at, seat.starts_at + A_MOMENT)):
            record(Verb.ENDED, "circles.seat", seat.pk, by=acting, circle_id=seat.circle_id, area_id=seat.area_id)
