"""A Circle's events as lines of a timeline: what happened, in words, and where it leads. Never what was said."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from encircle.design.dates import counted, plain_date
from encircle.design.items import Entry, TagColour
from encircle.foundations.audit.words import ITEMS
from encircle.rooms.circles.vocabulary import SeatPart
from encircle.rooms.meetings.vocabulary import VersionKind
from encircle.rooms.practice.timeline import Event, EventKind
from encircle.rooms.risk.vocabulary import ConcernKind

from .links import to

Words = Callable[[Event], str]

SEATS = {SeatPart.CORE_MEMBER: "core member", SeatPart.VOLUNTEER: "volunteer", SeatPart.COORDINATOR: "coordinator"}
SUBMITTED = {
    VersionKind.ORIGINAL: "Minutes submitted",
    VersionKind.CORRECTION: "Minutes corrected",
    VersionKind.KEYED: "Minutes written by the coordinator",
}
RAISED = {ConcernKind.DISCLOSURE: "Disclosure by the core member", ConcernKind.DEVELOPMENT: "Urgent news"}


def _seat(event: Event) -> str:
    return f"{event.name} ({SEATS.get(SeatPart(event.code), 'outer circle')})"


def _release_date(event: Event) -> str:
    return plain_date(date.fromisoformat(event.name)) if event.name else "not known"


# Said as it stands, with what the code is called behind it.
PLAIN = {
    EventKind.ENQUIRY: "Enquiry",
    EventKind.INVITED: "Referral begun",
    EventKind.REFERRED: "Referral submitted",
    EventKind.JUDGED: "Suitability assessed",
    EventKind.DECIDED: "Referral decided",
    EventKind.REFERRAL_WITHDRAWN: "Referral withdrawn",
    EventKind.WAITING: "On the waiting list",
    EventKind.WAITING_LEFT: "Left the waiting list",
    EventKind.DOCUMENT: "Document",
    EventKind.ASSESSMENT: "Assessment reported",
    EventKind.CONSENT: "Consent",
    EventKind.CONSENT_WITHDRAWN: "Consent withdrawn",
    EventKind.AGREED: "Agreement to take part",
    EventKind.AGREED_NO_MORE: "Agreement to take part withdrawn",
    EventKind.CAPACITY: "Capacity to agree recorded",
    EventKind.SCOPE: "What may be spoken of agreed",
    EventKind.OPENED: "Circle opened",
    EventKind.PHASE: "Phase",
    EventKind.PAUSED: "Circle paused",
    EventKind.RETURN_MOVED: "The day the Circle goes on moved",
    EventKind.RESUMED: "Circle went on",
    EventKind.ENDED: "Circle ended",
    EventKind.MEETING: "Meeting",
    EventKind.MOVED: "Meeting moved",
    EventKind.CANCELLED: "Meeting cancelled",
    EventKind.RETURNED: "Minutes returned to the volunteers",
    EventKind.APPROVED: "Minutes approved",
    EventKind.RECALLED: "Release recalled",
    EventKind.DEVELOPMENT: "News from a professional",
    EventKind.MAPPA_MEETING: "MAPPA meeting",
    EventKind.GOAL_SET: "Goal set",
    EventKind.GOAL_ENDED: "Goal ended",
    EventKind.BRIEFED: "Briefing held",
    EventKind.AGREEMENT: "Agreement of the Circle written",
    EventKind.SIGNED: "Agreement of the Circle signed",
    EventKind.REVIEW_HELD: "Review held",
    EventKind.REVIEW_CANCELLED: "Review cancelled",
    EventKind.REVIEW_VIEW: "View for a review",
    EventKind.REVIEW_DECISION: "Decided at a review",
    EventKind.PACK_APPROVED: "Review pack approved",
    EventKind.QUESTIONNAIRE: "Questionnaire sent",
    EventKind.ANSWERED: "Questionnaire answered",
    EventKind.REPORT: "End-of-Circle report written",
    EventKind.PRISON_NAMED: "Prison where the Circle meets",
    EventKind.REPORT_APPROVED: "End-of-Circle report approved",
    EventKind.FOLLOWED_UP: "Outcomes followed up",
    EventKind.CIRCUMSTANCES: "Circumstances recorded",
}
OTHERS: dict[EventKind, Words] = {
    EventKind.SEAT_BEGAN: lambda event: f"Seat began: {_seat(event)}",
    EventKind.SEAT_ENDED: lambda event: f"Seat ended: {_seat(event)}",
    EventKind.SUBMITTED: lambda event: SUBMITTED[VersionKind(event.code)],
    EventKind.CONCERN: lambda event: f"{RAISED.get(ConcernKind(event.name), 'Concern raised')}: {event.label}",
    EventKind.RELEASED: lambda event: f"{event.label} released to {counted(int(event.name), 'person', 'people')}",
    EventKind.RELEASE_DATE: lambda event: f"Planned release: {_release_date(event)}",
    EventKind.MAPPA_PLACED: lambda event: f"MAPPA: level {event.name}" if event.name else "MAPPA: no level",
    EventKind.CORRECTED: lambda event: f"Corrected: {ITEMS.get(event.code, 'a record')}",
}
PAGES = {
    EventKind.ENQUIRY: "enquiry",
    EventKind.INVITED: "referral",
    EventKind.REFERRED: "referral",
    EventKind.JUDGED: "referral",
    EventKind.DECIDED: "referral",
    EventKind.REFERRAL_WITHDRAWN: "referral",
    EventKind.WAITING: "waiting_place",
    EventKind.WAITING_LEFT: "waiting_place",
    EventKind.DOCUMENT: "document",
    EventKind.ASSESSMENT: "assessments",
    EventKind.AGREED: "joining",
    EventKind.AGREED_NO_MORE: "joining",
    EventKind.CAPACITY: "joining",
    EventKind.SCOPE: "joining",
    EventKind.PAUSED: "pause",
    EventKind.RETURN_MOVED: "pause",
    EventKind.RELEASE_DATE: "circle_course",
    EventKind.MEETING: "meeting",
    EventKind.MOVED: "meeting",
    EventKind.CANCELLED: "meeting",
    EventKind.SUBMITTED: "minutes",
    EventKind.RETURNED: "minutes",
    EventKind.APPROVED: "minutes",
    EventKind.CONCERN: "concern",
    EventKind.DEVELOPMENT: "development",
    EventKind.MAPPA_PLACED: "mappa",
    EventKind.MAPPA_MEETING: "mappa",
    EventKind.GOAL_SET: "goal",
    EventKind.GOAL_ENDED: "goal",
    EventKind.BRIEFED: "briefing",
    EventKind.REVIEW_HELD: "review",
    EventKind.REVIEW_CANCELLED: "review",
    EventKind.REVIEW_VIEW: "review",
    EventKind.REVIEW_DECISION: "review",
    EventKind.PACK_APPROVED: "pack",
    EventKind.QUESTIONNAIRE: "questionnaire",
    EventKind.ANSWERED: "questionnaire",
    EventKind.REPORT: "report",
    EventKind.REPORT_APPROVED: "report",
    EventKind.FOLLOWED_UP: "check",
    EventKind.CORRECTED: "corrections",
}
# Pages about the whole Circle.
OF_CIRCLE = {
    EventKind.CONSENT: "consents",
    EventKind.CONSENT_WITHDRAWN: "consents",
    EventKind.PHASE: "circle_course",
    EventKind.RESUMED: "circle_course",
    EventKind.PRISON_NAMED: "circle_course",
    EventKind.SEAT_BEGAN: "seats",
    EventKind.SEAT_ENDED: "seats",
    EventKind.RELEASED: "ledger",
    EventKind.RECALLED: "ledger",
    EventKind.ENDED: "after",
    EventKind.CIRCUMSTANCES: "after",
}
COLOURS: dict[EventKind, tuple[str, TagColour]] = {
    EventKind.CONCERN: ("Concern", "orange"),
    EventKind.RECALLED: ("Recalled", "red"),
    EventKind.CANCELLED: ("Cancelled", "grey"),
    EventKind.APPROVED: ("Approved", "green"),
    EventKind.CONSENT_WITHDRAWN: ("Withdrawn", "red"),
    EventKind.AGREED_NO_MORE: ("Withdrawn", "red"),
}


def entry(event: Event, circle_id: UUID, words: str = "") -> Entry:
    tag, colour = COLOURS.get(event.kind, ("", ""))
    return Entry(
        title=title(event), at=event.at, by=event.by, url=address(event, circle_id), tag=tag, colour=colour, text=words
    )


def title(event: Event) -> str:
    """What happened, with its coded facts; of what an agency said, the agency."""
    if event.kind in OTHERS:
        return OTHERS[event.kind](event)
    facts = ", ".join(fact for fact in (event.label, event.name) if fact)
    return f"{PLAIN[event.kind]}: {facts}" if facts else PLAIN[event.kind]


def address(event: Event, circle_id: UUID) -> str:
    """Where the line leads: the page that opens it with a receipt. Nowhere, where there is no such page."""
    if event.kind in OF_CIRCLE:
        return to(OF_CIRCLE[event.kind], circle_id)
    return to(PAGES[event.kind], event.item_id) if event.kind in PAGES else ""
