"""Turn a line of the trace into a sentence."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from .models import Entry, Verb

ITEMS = {
    "access.appointment": "an appointment",
    "access.breakglass": "a record in an emergency",
    "accounts.accountchange": "a change of how somebody signs in",
    "accounts.codelist": "a printed list of codes",
    "accounts.session": "a session",
    "accounts.user": "an account",
    "briefings.agreement": "the agreement of a Circle",
    "briefings.agreementtemplate": "the charity’s wording of agreements",
    "briefings.briefing": "a briefing",
    "briefings.briefinginvitation": "an invitation to a briefing",
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
    "circles.releasedate": "a planned release from prison",
    "circles.rhythm": "when a Circle meets",
    "circles.seat": "a seat",
    "due.clause": "a clause of what is due",
    "due.obligation": "what is due",
    "endings.answer": "answers to questionnaires",
    "endings.ending": "what comes after a Circle",
    "endings.plannedend": "the planned end of a Circle",
    "endings.questionnaire": "a questionnaire",
    "endings.questionset": "what everybody is asked",
    "endings.reportversion": "the report on a Circle",
    "endings.return": "an answered questionnaire",
    "endings.screener": "who strikes out names",
    "endings.screening": "the striking out of names",
    "exact reference": "an exact reference",
    "joining.agreement": "an agreement to take part",
    "joining.capacityrecord": "whether somebody can decide to take part",
    "joining.disclosurescope": "what may be talked about",
    "joining.formofwords": "the words of the agreement to take part",
    "meetings.approval": "the approval of minutes",
    "meetings.meeting": "a meeting",
    "meetings.minutesdraft": "a draft of minutes",
    "meetings.minutesversion": "minutes",
    "meetings.remark": "a remark on minutes",
    "names": "names of Circles and people",
    "organisation.area": "an area",
    "organisation.charity": "the charity’s settings",
    "organisation.closureday": "a closure day",
    "organisation.criterion": "a criterion for referrals",
    "organisation.kindstandard": "what differs between kinds of Circle",
    "organisation.oncallshift": "the rota of who is on call",
    "organisation.practicestandard": "the practice standard",
    "organisation.topic": "a topic",
    "organisation.venue": "a venue",
    "outcomes.check": "a check after a Circle",
    "outcomes.circumstances": "the circumstances of a core member",
    "outcomes.followup": "what was found out about a core member",
    "partners.agency": "an agency",
    "partners.agencyagreement": "an agreement with an agency",
    "partners.partnercontact": "a contact with an agency",
    "partners.professional": "a professional's details",
    "people.carer": "a parent or carer",
    "people.coremember": "a core member's details",
    "people.onwardpermission": "whether volunteers may read a document",
    "people.persondocument": "a document",
    "people.reportedassessment": "a reported assessment",
    "practice.timeline": "what happened in a Circle",
    "practice.waiting": "what waits",
    "received.development": "a development",
    "received.mappa": "the MAPPA register",
    "received.mappaaction": "an action from a MAPPA meeting",
    "received.mappameeting": "a MAPPA meeting",
    "received.mappaplacing": "a MAPPA category and level",
    "received.onward": "how far news may go",
    "records.breach": "an entry of the breach log",
    "records.import": "a caseload from a workbook",
    "records.importrun": "a workbook to bring in",
    "referrals.decision": "the decision on a referral",
    "referrals.enquiry": "an enquiry",
    "referrals.referral": "a referral",
    "referrals.referraldocument": "a document of a referral",
    "referrals.sectiondraft": "the draft of a referral",
    "referrals.submission": "a referral as it was submitted",
    "reviews.answer": "an answer to an invitation to a review",
    "reviews.decision": "what a review decided",
    "reviews.holding": "what came of a review",
    "reviews.packversion": "a review pack",
    "reviews.phasedecision": "a phase that a review decided",
    "reviews.review": "a review",
    "reviews.view": "a view for a review",
    "risk.concern": "a concern",
    "risk.concernstep": "a step about a concern",
    "sharing.consent": "a consent",
    "sharing.gap": "where agencies are missing",
    "sharing.ledger": "the ledger of a Circle",
    "sharing.otherground": "another ground",
    "sharing.release": "a release",
    "suitability.assessment": "an assessment of a referral",
    "suitability.decisionhold": "a hold on a decision",
    "suitability.finding": "that somebody may be known already",
    "suitability.resemblance": "that somebody may be known already",
    "suitability.settlement": "what came of asking whether somebody is known",
    "suitability.view": "a view on a referral",
    "suitability.waitingplace": "a place on the waiting list",
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
