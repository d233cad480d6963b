"""Stepping out for a while, one meeting missed, and whose turn it is to write."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.circles.models import Seat
from encircle.rooms.meetings.models import Meeting
from encircle.rooms.meetings.rules import require_planning
from encircle.rooms.volunteers.models import Volunteer

from ..models import Absence, Away, AwayWords, SwapOffer, Turn
from ..rules import may_look_after

LONGEST_REASON = 2_000


@dataclass(frozen=True)
class SteppingOut:
    starts_on: date
    until: date | None  # the last day; None: not known yet
    reason: str = ""


@transaction.atomic
def step_out(volunteer: Volunteer, out: SteppingOut, *, id: UUID, by: Actor, at: datetime) -> None:
    """Said by the volunteer themselves, or noted by whoever looks after them. The reason is for the staff of the area
    alone. Raises Invalid, NotFound."""
    if volunteer.pk != by.volunteer_id and not may_look_after(by, volunteer.area_id):
        raise NotFound()
    if out.until is not None and out.until < out.starts_on:
        raise Invalid({"until": "The last day must not be before the first"})
    if out.until is not None and out.until < in_london(at).date():
        raise Invalid({"until": "The last day must be today or later"})
    if len(out.reason) > LONGEST_REASON:
        raise Invalid({"reason": f"This must be {LONGEST_REASON:,} characters or fewer. It has {len(out.reason):,}"})
    place = {"volunteer": volunteer, "area_id": volunteer.area_id}
    row = Away(id=id, starts_on=out.starts_on, until=out.until, said_by_id=by.user_id, said_at=at, **place)
    Away.objects.bulk_create([row])
    if out.reason.strip():
        AwayWords.objects.bulk_create([AwayWords(away=row, text=out.reason.strip(), **place)])
    record(Verb.CREATED, "support.away", id, by=by.acting, area_id=volunteer.area_id)


@transaction.atomic
def come_back(away: Away, *, by: Actor, at: datetime) -> None:
    """From today they are there again. Saying it twice changes nothing."""
    if away.volunteer_id != by.volunteer_id:
        raise NotFound()
    _back(away, by, at)


@transaction.atomic
def note_back(away: Away, *, by: Actor, at: datetime) -> None:
    """The same for a volunteer who told whoever looks after them. Raises NotFound."""
    if not may_look_after(by, away.area_id, volunteer_id=away.volunteer_id):
        raise NotFound()
    _back(away, by, at)


def _back(away: Away, by: Actor, at: datetime) -> None:
    today = in_london(at).date()
    if Away.objects.filter(pk=away.pk, back_on__isnull=True).update(back_on=max(today, away.starts_on)):
        record(Verb.ENDED, "support.away", away.pk, by=by.acting, area_id=away.area_id)


@transaction.atomic
def drop_offers(seats: Collection[UUID], *, by: Actor, at: datetime) -> None:
    """Whoever sits in these seats leaves: nobody is asked any more to take a turn that is theirs no longer."""
    found = SwapOffer.objects.filter(seat__in=seats, taken_at__isnull=True, withdrawn_at__isnull=True)
    for offer in list(found):
        SwapOffer.objects.filter(pk=offer.pk).update(withdrawn_at=at)
        record(Verb.ENDED, "support.turn", offer.pk, by=by.acting, circle_id=offer.circle_id, area_id=offer.area_id)


# --- one meeting ---


def cannot_come(meeting: Meeting, *, by: Actor, at: datetime) -> None:
    """A volunteer says beforehand that they miss a meeting. No reason is asked; saying it twice changes nothing."""
    _miss(meeting, _own_seat(meeting, by), by, at)


def note_absence(meeting: Meeting, seat: Seat, *, by: Actor, at: datetime) -> None:
    """The same for a volunteer who rings: kept with whose place it is, who noted it, and when. Raises NotAllowed."""
    _require_noting(meeting, seat, by)
    _miss(meeting, seat.pk, by, at)


@transaction.atomic
def note_coming(meeting: Meeting, seat: Seat, *, by: Actor, at: datetime) -> None:
    """A volunteer rings that they can come after all. Raises NotAllowed."""
    _require_noting(meeting, seat, by)
    _come(meeting, seat.pk, by, at)


def _require_noting(meeting: Meeting, seat: Seat, by: Actor) -> None:
    require_planning(by, meeting.area_id)
    if seat.circle_id != meeting.circle_id or seat.volunteer_id is None:
        raise NotFound()


def _miss(meeting: Meeting, seat: UUID, by: Actor, at: datetime) -> None:
    _refuse_unless_to_come(meeting, at)
    try:
        with transaction.atomic():
            row = Absence(seat_id=seat, said_by_id=by.user_id, said_at=at, **_of(meeting))
            Absence.objects.bulk_create([row])
            record(Verb.CREATED, "support.absence", row.pk, by=by.acting, circle_id=row.circle_id, area_id=row.area_id)
    except IntegrityError:
        return


@transaction.atomic
def can_come(meeting: Meeting, *, by: Actor, at: datetime) -> None:
    _come(meeting, _own_seat(meeting, by), by, at)


def _come(meeting: Meeting, seat: UUID, by: Actor, at: datetime) -> None:
    _refuse_unless_to_come(meeting, at)
    if Absence.objects.filter(meeting=meeting, seat=seat, withdrawn_at__isnull=True).update(withdrawn_at=at):
        record(
            Verb.ENDED, "support.absence", meeting.pk, by=by.acting, circle_id=meeting.circle_id,
            area_id=meeting.area_id,
        )  # fmt: skip


# --- turns ---


@transaction.atomic
def share_out(meetings: Sequence[Meeting], seats: Sequence[Seat], *, by: Actor, at: datetime) -> None:
    """A turn for each of these meetings, in this order of seats."""
    Turn.objects.bulk_create(
        Turn(seat=seat, set_by_id=by.user_id, set_at=at, **_of(meeting))
        for meeting, seat in zip(meetings, seats, strict=True)
    )
    for meeting in meetings[:1]:
        record(
            Verb.CREATED, "support.turn", by=by.acting, circle_id=meeting.circle_id, area_id=meeting.area_id,
            detail=str(len(meetings)),
        )  # fmt: skip


def offer_turn(meeting: Meeting, turn: Turn | None, *, by: Actor, at: datetime) -> None:
    """Whoever's turn it is asks the others. Asking twice asks once."""
    seat = _own_seat(meeting, by)
    if turn is None or turn.seat_id != seat:
        raise NotAllowed("It is not your turn to write these minutes.")
    try:
        with transaction.atomic():
            row = SwapOffer(seat_id=seat, offered_by_id=by.user_id, offered_at=at, **_of(meeting))
            SwapOffer.objects.bulk_create([row])
            record(Verb.CREATED, "support.turn", row.pk, by=by.acting, circle_id=row.circle_id, area_id=row.area_id)
    except IntegrityError:
        return


@transaction.atomic
def take_turn(meeting: Meeting, *, by: Actor, at: datetime) -> None:
    """Take over what another offered. Raises NotAllowed where somebody else was quicker."""
    seat = _own_seat(meeting, by)
    offer = SwapOffer.objects.filter(meeting=meeting, taken_at__isnull=True, withdrawn_at__isnull=True)
    if not offer.exclude(seat=seat).update(taken_at=at, taken_seat_id=seat):
        raise NotAllowed("Nobody asks to swap these minutes any more.")
    Turn.objects.bulk_create([Turn(seat_id=seat, set_by_id=by.user_id, set_at=at, **_of(meeting))])
    record(Verb.CHANGED, "support.turn", by=by.acting, circle_id=meeting.circle_id, area_id=meeting.area_id)


@transaction.atomic
def keep_turn(meeting: Meeting, *, by: Actor, at: datetime) -> None:
    """Whoever asked does not ask any more."""
    seat = _own_seat(meeting, by)
    SwapOffer.objects.filter(meeting=meeting, seat=seat, taken_at__isnull=True, withdrawn_at__isnull=True).update(
        withdrawn_at=at
    )


def _own_seat(meeting: Meeting, by: Actor) -> UUID:
    seat = next((seat for circle, seat in by.volunteer_seats if circle == meeting.circle_id), None)
    if seat is None:
        raise NotFound()
    return seat


def _of(meeting: Meeting) -> dict[str, object]:
    return {"meeting": meeting, "circle_id": meeting.circle_id, "area_id": meeting.area_id}


def _refuse_unless_to_come(meeting: Meeting, at: datetime) -> None:
    if meeting.cancelled_at or meeting.starts_at <= at:
        raise NotAllowed("This can be said of a meeting to come.")
