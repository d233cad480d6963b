"""A volunteer leaves: everything that lets them in or counts on them ends at one instant, in one transaction."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed
from encircle.foundations.access.actor import Actor
from encircle.foundations.accounts.leaving import set_end
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.circles.actions.seating import end_seat_of_leaver, lengthen_seat
from encircle.rooms.circles.models import Seat
from encircle.rooms.organisation.clocks import end_of_day, start_of_day
from encircle.rooms.support.actions.being_away import drop_offers
from encircle.rooms.training.actions.leaving import give_up_places
from encircle.rooms.volunteers.actions import volunteer_leaves, volunteer_stays
from encircle.rooms.volunteers.models import Volunteer

from ..models import CalledOff, EndedSeat, Leaving, LeavingWords
from ..queries import standing, works_here_after
from ..rules import require_keeping
from ..vocabulary import Decided, Reason
from .carrying_out import carry_out_now

LONGEST_WORDS = 4_000


@dataclass(frozen=True)
class Going:
    last_day: date | None  # None: now
    reason: Reason
    decided: Decided
    words: str = ""


@transaction.atomic
def note_leaving(volunteer: Volunteer, going: Going, *, id: UUID, by: Actor, at: datetime) -> None:
    """The last day, or now. A leaving that was planned before is called off by it. Raises NotAllowed, Invalid."""
    require_keeping(by, volunteer)
    _check(going)
    if (planned := standing(volunteer.pk)) is not None:
        if planned.pk == id:
            return
        call_off_leaving(planned, by=by, at=at)
        volunteer.refresh_from_db()
    elif volunteer.left_on is not None and volunteer.left_on < in_london(at).date():
        raise NotAllowed("They have left already.")
    last_day = going.last_day or in_london(at).date()
    ends_at = at if going.last_day is None else end_of_day(start_of_day(last_day))
    volunteer_leaves(volunteer, on=last_day, ends_at=ends_at, by=by, at=at)
    leaving = _write(volunteer, going, last_day, ends_at, id=id, by=by, at=at)
    _end_seats(leaving, by=by, at=at)
    give_up_places(volunteer.pk, last_day if ends_at > at else last_day - timedelta(days=1), by=by, at=at)
    if leaving.login_ends and volunteer.user_id is not None:
        set_end(volunteer.user_id, ends_at, by=by)
    if ends_at <= at:
        carry_out_now(leaving)


@transaction.atomic
def call_off_leaving(leaving: Leaving, *, by: Actor, at: datetime) -> None:
    """Before it has come: seats last as they did. Raises NotAllowed afterwards, Invalid where the gate has closed."""
    volunteer = Volunteer.objects.get(pk=leaving.volunteer_id)
    require_keeping(by, volunteer)
    if CalledOff.objects.filter(leaving=leaving).exists():
        return
    if leaving.ends_at <= at:
        raise NotAllowed("They have left. They can come back, which is another thing.")
    row = CalledOff(leaving=leaving, volunteer=volunteer, area_id=volunteer.area_id, by_id=by.user_id, at=at)
    CalledOff.objects.bulk_create([row])
    volunteer_stays(volunteer, by=by)
    if leaving.login_ends and volunteer.user_id is not None:
        set_end(volunteer.user_id, None, by=by)
    for ended in EndedSeat.objects.filter(leaving=leaving, seat__ends_at=leaving.ends_at):
        lengthen_seat(ended.seat_id, ends_at=ended.ended_before, by=by, at=at)
    record(Verb.ENDED, "leaving.leaving", leaving.pk, by=by.acting, area_id=leaving.area_id, detail="called off")


def _check(going: Going) -> None:
    if going.reason is Reason.CHARITY and going.decided is not Decided.CHARITY:
        raise Invalid({"decided": "Where the charity ended it, the charity decided"})
    if going.reason is Reason.DIED and going.decided is not Decided.NOBODY:
        raise Invalid({"decided": "Where somebody died, nobody decided"})
    if len(going.words) > LONGEST_WORDS:
        raise Invalid({"words": f"This must be {LONGEST_WORDS:,} characters or fewer. It has {len(going.words):,}"})


def _write(
    volunteer: Volunteer, going: Going, last_day: date, ends_at: datetime, *, id: UUID, by: Actor, at: datetime
) -> Leaving:
    of = {"volunteer": volunteer, "area_id": volunteer.area_id}
    row = Leaving(
        id=id, last_day=last_day, ends_at=ends_at, reason=going.reason, decided=going.decided,
        login_ends=volunteer.user_id is not None and not works_here_after(volunteer.user_id, ends_at),
        by_id=by.user_id, at=at, **of,
    )  # fmt: skip
    Leaving.objects.bulk_create([row])
    if going.words.strip():
        LeavingWords.objects.bulk_create([LeavingWords(leaving=row, text=going.words.strip(), **of)])
    record(Verb.CREATED, "leaving.leaving", id, by=by.acting, area_id=volunteer.area_id)
    return row


def _end_seats(leaving: Leaving, *, by: Actor, at: datetime) -> None:
    """Those the actor sees; the carrying out ends any in another area."""
    longer = Q(ends_at__isnull=True) | Q(ends_at__gt=leaving.ends_at)
    seats = list(Seat.objects.filter(longer, volunteer=leaving.volunteer_id))
    EndedSeat.objects.bulk_create(
        EndedSeat(leaving=leaving, seat=seat, circle_id=seat.circle_id, area_id=seat.area_id, ended_before=seat.ends_at)
        for seat in seats
    )
    for seat in seats:
        end_seat_of_leaver(seat, ends_at=leaving.ends_at, by=by)
    drop_offers([seat.pk for seat in seats], by=by, at=at)
