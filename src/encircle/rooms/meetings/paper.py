"""The one-page form on which minutes are written by hand where no device may come in, as inside a prison.

It holds names inside the Circle and headings, and nothing of the case: on its own it says nobody's story.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db.models import Q

from encircle.common.clock import in_london
from encircle.common.typesetting import tagged_pdf
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.circles.models import Circle, Seat
from encircle.rooms.circles.vocabulary import SeatPart
from encircle.rooms.organisation.queries import present_topics

from .drafts import INNER_CIRCLE, seats_at
from .models import Meeting
from .queries import meeting_row
from .rules import require_planning

TEMPLATE = Path(__file__).parent / "paper.typ"
FOOTER = (
    "Confidential to the Circle. First names only. Give this page to the coordinator, who keys it in and destroys it. "
    "Anything urgent: ring, do not write."
)


def paper_for_meeting(meeting_id: UUID, *, by: Actor) -> bytes:
    """For one meeting, with its day and who sits in the Circle then. Raises NotFound or NotAllowed."""
    meeting = meeting_row(meeting_id)
    require_planning(by, meeting.area_id)
    _printed("meetings.meeting", meeting.pk, meeting.circle_id, meeting.area_id, by)
    return _made(f"Circle {_reference(meeting.circle_id)}, {_day(meeting)}", seats_at(meeting))


def paper_for_circle(circle: Circle, *, by: Actor, at: datetime) -> bytes:
    """For any meeting of the Circle: the day is written by hand. Raises NotAllowed."""
    require_planning(by, circle.area_id)
    _printed("circles.circle", circle.pk, circle.pk, circle.area_id, by)
    return _made(f"Circle {circle.reference}", _seats_now(circle, at), asks_day=True)


def _printed(item_type: str, item_id: UUID, circle_id: UUID, area_id: UUID, by: Actor) -> None:
    record(Verb.EXPORTED, item_type, item_id, by=by.acting, circle_id=circle_id, area_id=area_id, detail="paper form")


def _made(about: str, seats: Sequence[Seat], *, asks_day: bool = False) -> bytes:
    """PDF/UA-1, always one page: the headings share what room there is."""
    contents = {
        "title": "Minutes on paper",
        "about": about,
        "asked": [*(["Day of the meeting"] if asks_day else []), "From", "To", "Written by", "Written on"],
        "seats": [{"name": seat.display_name, "gives": seat.part == SeatPart.VOLUNTEER} for seat in seats],
        "topics": [topic.name for topic in present_topics()],
        "footer": FOOTER,
    }
    return tagged_pdf(TEMPLATE, "form", contents)


def _seats_now(circle: Circle, at: datetime) -> list[Seat]:
    held = Q(starts_at__lte=at) & (Q(ends_at__isnull=True) | Q(ends_at__gt=at))
    seats = Seat.objects.filter(held, circle=circle, part__in=INNER_CIRCLE)
    return sorted(seats, key=lambda seat: (INNER_CIRCLE.index(seat.part), seat.letter, seat.display_name))


def _reference(circle_id: UUID) -> str:
    return Circle.objects.values_list("reference", flat=True).get(pk=circle_id)


def _day(meeting: Meeting) -> str:
    local = in_london(meeting.starts_at)
    return f"{local:%A} {local.day} {local:%B %Y}"
