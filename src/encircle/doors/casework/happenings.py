"""A Circle's events as lines of a timeline: what happened, in words, and where it leads."""

from collections.abc import Callable
from uuid import UUID

from encircle.design.items import Entry, TagColour
from encircle.rooms.circles.vocabulary import EndingReason, LifeArea, PhaseName, ProgressKind, SeatPart
from encircle.rooms.meetings.vocabulary import CancelReason, Outcome, VersionKind
from encircle.rooms.practice.timeline import Event, EventKind
from encircle.rooms.received.models import DevelopmentKind
from encircle.rooms.risk.vocabulary import Urgency
from encircle.rooms.sharing.vocabulary import RecallReason, ReleaseKind

from .links import to

Words = Callable[[Event], str]

SEATS = {SeatPart.CORE_MEMBER: "core member", SeatPart.VOLUNTEER: "volunteer", SeatPart.COORDINATOR: "coordinator"}
SUBMITTED = {
    VersionKind.ORIGINAL: "Minutes submitted",
    VersionKind.CORRECTION: "Minutes corrected",
    VersionKind.KEYED: "Minutes written by the coordinator",
}


def _seat(event: Event) -> str:
    return f"{event.name} ({SEATS.get(SeatPart(event.code), 'outer circle')})"


TITLES: dict[EventKind, Words] = {
    EventKind.OPENED: lambda event: "Circle opened",
    EventKind.PHASE: lambda event: f"Phase: {PhaseName(event.code).label}",
    EventKind.PAUSED: lambda event: "Circle paused",
    EventKind.RESUMED: lambda event: "Circle went on",
    EventKind.ENDED: lambda event: f"Circle ended: {EndingReason(event.code).label}",
    EventKind.SEAT_BEGAN: lambda event: f"Seat began: {_seat(event)}",
    EventKind.SEAT_ENDED: lambda event: f"Seat ended: {_seat(event)}",
    EventKind.MEETING: lambda event: f"Meeting: {Outcome(event.code).label}" if event.code else "Meeting",
    EventKind.MOVED: lambda event: f"Meeting moved: {CancelReason(event.code).label}",
    EventKind.CANCELLED: lambda event: f"Meeting cancelled: {CancelReason(event.code).label}",
    EventKind.SUBMITTED: lambda event: SUBMITTED[VersionKind(event.code)],
    EventKind.RETURNED: lambda event: "Minutes returned to the volunteers",
    EventKind.APPROVED: lambda event: "Minutes approved",
    EventKind.RELEASED: lambda event: f"Released to the outer circle: {ReleaseKind(event.code).label.lower()}",
    EventKind.RECALLED: lambda event: f"Release recalled: {RecallReason(event.code).label}",
    EventKind.CONCERN: lambda event: f"Concern raised: {Urgency(event.code).label}",
    EventKind.GOAL_SET: lambda event: f"Goal set: {LifeArea(event.code).label}",
    EventKind.GOAL_ENDED: lambda event: f"Goal ended: {ProgressKind(event.code).label}",
    EventKind.DEVELOPMENT: lambda event: f"News from a professional: {DevelopmentKind(event.code).label}",
}
PAGES = {
    EventKind.MEETING: "meeting",
    EventKind.MOVED: "meeting",
    EventKind.CANCELLED: "meeting",
    EventKind.SUBMITTED: "minutes",
    EventKind.RETURNED: "minutes",
    EventKind.APPROVED: "minutes",
    EventKind.CONCERN: "concern",
    EventKind.DEVELOPMENT: "development",
    EventKind.GOAL_SET: "goal",
    EventKind.GOAL_ENDED: "goal",
}
COLOURS: dict[EventKind, tuple[str, TagColour]] = {
    EventKind.CONCERN: ("Concern", "orange"),
    EventKind.RECALLED: ("Recalled", "red"),
    EventKind.CANCELLED: ("Cancelled", "grey"),
    EventKind.APPROVED: ("Approved", "green"),
}


def entry(event: Event, circle_id: UUID) -> Entry:
    tag, colour = COLOURS.get(event.kind, ("", ""))
    return Entry(
        title=TITLES[event.kind](event),
        at=event.at,
        by=event.by,
        url=_url(event, circle_id),
        tag=tag,
        colour=colour,
    )


def _url(event: Event, circle_id: UUID) -> str:
    if event.kind in (EventKind.RELEASED, EventKind.RECALLED):
        return to("ledger", circle_id)
    return to(PAGES[event.kind], event.item_id) if event.kind in PAGES else ""
