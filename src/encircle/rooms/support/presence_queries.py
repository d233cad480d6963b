"""Reads about who is away, who misses a meeting, and whose turn it is to write."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from encircle.common.clock import in_london
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.record import leave_receipt
from encircle.rooms.circles.models import Seat
from encircle.rooms.circles.queries import now
from encircle.rooms.circles.vocabulary import SeatPart
from encircle.rooms.meetings.models import Meeting

from .models import Absence, Away, AwayWords, SwapOffer, Turn

MEETINGS_AHEAD = 6


def _lasting(day: date) -> Q:
    return (Q(until__isnull=True) | Q(until__gte=day)) & (Q(back_on__isnull=True) | Q(back_on__gt=day))


def own_away(by: Actor) -> Away | None:
    """The volunteer's own absence that lasts or is to come."""
    if by.volunteer_id is None:
        return None
    today = in_london(by.now).date()
    return Away.objects.filter(_lasting(today), volunteer=by.volunteer_id).order_by("starts_on").first()


def away_on(volunteers: Iterable[UUID], day: date) -> set[UUID]:
    """Who of these is away on a day."""
    rows = Away.objects.filter(_lasting(day), volunteer__in=list(volunteers), starts_on__lte=day)
    return set(rows.values_list("volunteer", flat=True))


def away_rows(volunteer_id: UUID, *, by: Actor, area_id: UUID) -> list[tuple[Away, str]]:
    """The newest of one volunteer with their reasons, under a receipt for the volunteer."""
    leave_receipt("volunteers.volunteer", volunteer_id, by=by.acting, area_id=area_id)
    rows = list(Away.objects.filter(volunteer=volunteer_id).order_by("-starts_on")[:10])
    words = dict(AwayWords.objects.filter(volunteer=volunteer_id).values_list("away", "text"))
    return [(row, words.get(row.pk, "")) for row in rows]


@dataclass(frozen=True)
class Ahead:
    """A meeting to come with what the Circle knows of it."""

    meeting: Meeting
    missing: tuple[str, ...]  # who cannot come, or is away
    writer: str  # "" while nobody's turn is set
    is_mine: bool
    cannot_come: bool
    is_offered: bool  # the turn is offered to the others

    @property
    def may_take(self) -> bool:
        return self.is_offered and not self.is_mine


def ahead(circle_id: UUID, at: datetime, *, own_seat: UUID | None = None) -> list[Ahead]:
    """The next meetings of a Circle. Five reads."""
    meetings = list(to_come(circle_id, at))
    seats = list(volunteers_of(circle_id, at))
    names = {seat.pk: seat.display_name for seat in seats}
    missing: dict[UUID, set[UUID]] = {meeting.pk: set() for meeting in meetings}
    absences = Absence.objects.filter(meeting__in=meetings, withdrawn_at__isnull=True)
    for meeting_id, seat_id in absences.values_list("meeting", "seat"):
        missing[meeting_id].add(seat_id)
    said = {(meeting, seat) for meeting, gone in missing.items() for seat in gone}
    for away in Away.objects.filter(volunteer__in=[seat.volunteer_id for seat in seats]):
        for meeting in meetings:
            if _is_away(away, in_london(meeting.starts_at).date()):
                missing[meeting.pk] |= {seat.pk for seat in seats if seat.volunteer_id == away.volunteer_id}
    turns = turns_of(meeting.pk for meeting in meetings)
    offered = set(open_offers(meetings).values_list("meeting", flat=True))
    return [
        Ahead(
            meeting=meeting,
            missing=tuple(sorted(names[seat] for seat in missing[meeting.pk] if seat in names)),
            writer=names.get(turns[meeting.pk].seat_id, "") if meeting.pk in turns else "",
            is_mine=meeting.pk in turns and turns[meeting.pk].seat_id == own_seat,
            cannot_come=(meeting.pk, own_seat) in said,
            is_offered=meeting.pk in offered,
        )
        for meeting in meetings
    ]


def _is_away(away: Away, day: date) -> bool:
    ends = [one for one in (away.until,) if one]
    return away.starts_on <= day and all(day <= one for one in ends) and (away.back_on is None or day < away.back_on)


def away_of_circle(circle_id: UUID, at: datetime) -> list[tuple[str, Away]]:
    """Who of the Circle is away today or from a later day: names inside the Circle, and days."""
    names = {seat.volunteer_id: seat.display_name for seat in volunteers_of(circle_id, at)}
    rows = Away.objects.filter(_lasting(in_london(at).date()), volunteer__in=list(names)).order_by("starts_on")
    return [(names[row.volunteer_id], row) for row in rows]


def to_come(circle_id: UUID, at: datetime) -> QuerySet[Meeting]:
    found = Meeting.objects.filter(circle=circle_id, cancelled_at__isnull=True, starts_at__gt=at)
    return found.order_by("starts_at")[:MEETINGS_AHEAD]


def volunteers_of(circle_id: UUID, at: datetime) -> QuerySet[Seat]:
    found = Seat.objects.filter(now(at), circle=circle_id, part=SeatPart.VOLUNTEER)
    return found.order_by("letter", "display_name")


def turns_of(meetings: Iterable[UUID]) -> dict[UUID, Turn]:
    """The newest of each meeting that has one."""
    rows = Turn.objects.filter(meeting__in=list(meetings)).order_by("meeting", "-set_at", "-pk")
    return {row.meeting_id: row for row in rows.distinct("meeting")}


def own_turns(by: Actor, meetings: Iterable[Meeting]) -> frozenset[UUID]:
    """Those of these meetings whose minutes are the actor's to write."""
    seats = {seat for _, seat in by.volunteer_seats}
    turns = turns_of(meeting.pk for meeting in meetings)
    return frozenset(meeting for meeting, turn in turns.items() if turn.seat_id in seats)


def open_offers(meetings: Iterable[Meeting]) -> QuerySet[SwapOffer]:
    return SwapOffer.objects.filter(meeting__in=list(meetings), taken_at__isnull=True, withdrawn_at__isnull=True)


def next_turns(
    meetings: Sequence[Meeting], turns: dict[UUID, Turn], seats: Sequence[Seat], last: UUID | None
) -> list[tuple[Meeting, Seat]]:
    """One after the other by letter, from whoever comes after the last turn; meetings that have a turn
    keep it, unless its seat has ended."""
    order, found, place = [seat.pk for seat in seats], [], 0
    if last in order:
        place = order.index(last) + 1
    for meeting in meetings:
        if meeting.pk in turns and turns[meeting.pk].seat_id in order:
            held = turns[meeting.pk].seat_id
            place = order.index(held) + 1
        elif seats:
            found.append((meeting, seats[place % len(seats)]))
            place += 1
    return found
