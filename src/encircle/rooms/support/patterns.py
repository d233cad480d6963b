"""What needs a human eye, in words: hard meetings in a row, and silence. Nobody is scored."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from encircle.common.clock import in_london
from encircle.rooms.circles.models import Seat
from encircle.rooms.circles.queries import now
from encircle.rooms.circles.vocabulary import SeatPart
from encircle.rooms.meetings.models import Attendance
from encircle.rooms.meetings.vocabulary import Presence
from encircle.rooms.organisation.queries import standard_on
from encircle.rooms.volunteers.models import Volunteer

from .models import Check
from .vocabulary import Answer

LOOKED_AT = timedelta(weeks=26)
TIME_TO_ANSWER = timedelta(days=3)  # a meeting this young is not silence yet


class Pattern(StrEnum):
    HARD = "hard"
    SILENT = "silent"


@dataclass(frozen=True)
class Seen:
    volunteer: Volunteer
    pattern: Pattern
    meetings: int


def pattern_of(answers: Sequence[Answer | None], *, hard: int, silent: int) -> Pattern | None:
    """By what was said after each meeting they were at, the newest first; None: nothing was said."""
    said = [answer for answer in answers if answer is not None]
    if len(said) >= hard and all(answer.asks_for_a_call for answer in said[:hard]):
        return Pattern.HARD
    if len(answers) >= silent and all(answer is None for answer in answers[:silent]):
        return Pattern.SILENT
    return None


def patterns(area_id: UUID, at: datetime) -> list[Seen]:
    """Of the volunteers who sit in a Circle of the area now, by name. Four reads."""
    seats = list(
        Seat.objects.filter(now(at), area=area_id, part=SeatPart.VOLUNTEER, volunteer__left_on__isnull=True)
        .select_related("volunteer")
        .order_by("volunteer__given_name", "volunteer__family_name", "pk")
    )
    answers = _answers(seats, at)
    standard = standard_on(in_london(at).date())
    found = {}
    for seat in seats:
        if seat.volunteer is None or seat.volunteer.pk in found:
            continue
        pattern = pattern_of(answers[seat.volunteer.pk], hard=standard.hard_meetings, silent=standard.silent_meetings)
        if pattern:
            count = standard.hard_meetings if pattern is Pattern.HARD else standard.silent_meetings
            found[seat.volunteer.pk] = Seen(seat.volunteer, pattern, count)
    return list(found.values())


def _answers(seats: Sequence[Seat], at: datetime) -> dict[UUID, list[Answer | None]]:
    """What each said after each meeting they were at, the newest first."""
    who = {seat.pk: seat.volunteer_id for seat in seats}
    said = {
        (meeting, volunteer): Answer(answer)
        for meeting, volunteer, answer in Check.objects.filter(
            volunteer__in=set(who.values()), answered_at__gt=at - LOOKED_AT
        ).values_list("meeting", "volunteer", "answer")
    }
    there = Attendance.objects.filter(
        seat__in=list(who), presence=Presence.PRESENT, meeting__ends_at__gt=at - LOOKED_AT, meeting__ends_at__lte=at
    )
    found: defaultdict[UUID, list[Answer | None]] = defaultdict(list)
    for meeting, seat, ended in there.order_by("-meeting__ends_at").values_list("meeting", "seat", "meeting__ends_at"):
        volunteer = who[seat]
        answer = said.get((meeting, volunteer)) if volunteer else None
        if volunteer and (answer is not None or ended < at - TIME_TO_ANSWER):
            found[volunteer].append(answer)
    return found
