"""Turn a line of the trace into a sentence."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from .models import Entry, Verb

ITEMS = {
    "access.appointment": "an appointment",
    "access.breakglass": "a record in an emergency",
    "accounts.accountchange": "a change of how somebody signs in",
    "accounts.session": "a session",
    "accounts.user": "an account",
    "briefings.agreement": "the agreement of a Circle",
    "briefings.agreementtemplate": "the charity’s wording of agreements",
    "briefings.briefing": "a briefing",
    "briefings.packopening": "when a briefing pack can be read",
    "briefings.packpage": "a page of a briefing pack",
    "briefings.packversion": "a briefing pack",
    "briefings.startexception": "why a Circle may start without a briefing",
    "circles.circle": "a Circle",
    "circles.ending": "the end of a Circle",
    "circles.goal": "a goal",
    "circles.goalplan": "the goals",
    "circles.goalprogress": "progress with a goal",
    "circles.goalstep": "a step towards a goal",
    "circles.pause": "the pause of a Circle",
    "circles.pausereturn": "when a paused Circle goes on",
    "circles.phase": "the phase of a Circle",
    "circles.rhythm": "when a Circle meets",
    "circles.releasedate": "a planned release from prison",
    "circles.seat": "a seat",
    "exact reference": "an exact reference",
    "meetings.meeting": "a meeting",
    "meetings.minutesdraft": "a draft of minutes",
    "meetings.minutesversion": "minutes",
    "names": "names of Circles and people",
    "organisation.area": "an area",
    "organisation.charity": "the charity’s settings",
    "organisation.closureday": "a closure day",
    "organisation.criterion": "a criterion for referrals",
    "organisation.kindstandard": "what differs between kinds of Circle",
    "organisation.practicestandard": "the practice standard",
    "organisation.topic": "a topic",
    "organisation.venue": "a venue",
    "partners.agency": "an agency",
    "partners.agencyagreement": "an agreement with an agency",
    "partners.professional": "a professional's details",
    "people.onwardpermission": "whether volunteers may read a document",
    "people.coremember": "a core member's details",
    "practice.timeline": "what happened in a Circle",
    "practice.waiting": "what waits",
    "received.development": "a development",
    "records.breach": "an entry of the breach log",
    "records.import": "a caseload from a workbook",
    "records.importrun": "a workbook to bring in",
    "people.persondocument": "a document",
    "referrals.referraldocument": "a document of a referral",
    "referrals.enquiry": "an enquiry",
    "referrals.referral": "a referral",
    "referrals.sectiondraft": "the draft of a referral",
    "referrals.submission": "a referral as it was submitted",
    "suitability.assessment": "an assessment of a referral",
    "suitability.view": "a view on a referral",
    "suitability.waitingplace": "a place on the waiting list",
    "risk.concern": "a concern",
    "sharing.consent": "a consent",
    "sharing.otherground": "another ground",
    "sharing.release": "a release",
    "volunteers.volunteer": "a volunteer's details",
}
# Said of a person whichever identity wrote the line, and without an object.
WHOLE = {Verb.SIGNED_IN: "signed in", Verb.SIGNED_OUT: "signed out", Verb.FAILED: "failed to sign in"}
SYSTEMS = {
    "doorkeeper": "The sign-in page",
    "sealer": "The sealer",
    "escalator": "The clock of concerns",
    "postman": "The post",
    "clerk": "The clerk",
    "reckoner": "The reckoning of what is due",
}


def sentence(entry: Entry, names: Mapping[UUID, str]) -> str:
    """For example: "Cora Fernleigh opened minutes". Unknown kinds keep their own name; a refusal names the page."""
    detail = f" ({entry.detail})" if entry.detail else ""
    if entry.verb in WHOLE:
        return f"{_who(entry, names)} {WHOLE[Verb(entry.verb)]}{detail}"
    item = ITEMS.get(entry.item_type, entry.item_type.replace(".", " ").replace("_", " ").replace(":", " "))
    return f"{_who(entry, names)} {Verb(entry.verb).label} {item}{detail}"


def _who(entry: Entry, names: Mapping[UUID, str]) -> str:
    if entry.actor_id:
        return names.get(entry.actor_id, "Somebody")
    if entry.on_behalf_id and entry.verb in WHOLE:
        return names.get(entry.on_behalf_id, "Somebody")
    return SYSTEMS.get(entry.system, "Encircle")


def people_of(entries: Iterable[Entry]) -> set[UUID]:
    """Everybody whose name a sentence about these lines may need."""
    return {person for entry in entries for person in (entry.actor_id, entry.on_behalf_id) if person}
