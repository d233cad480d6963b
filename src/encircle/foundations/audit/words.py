"""Turn a line of the trace into a sentence."""

from collections.abc import Mapping
from uuid import UUID

from .models import Entry, Verb

ITEMS = {
    "access.appointment": "an appointment",
    "access.breakglass": "a record in an emergency",
    "accounts.user": "an account",
    "accounts.session": "a session",
    "circles.circle": "a Circle",
    "circles.seat": "a seat",
    "meetings.meeting": "a meeting",
    "meetings.minutesdraft": "a draft of minutes",
    "meetings.minutesversion": "minutes",
    "names": "names of Circles and people",
    "exact reference": "an exact reference",
    "people.coremember": "a core member's details",
    "received.development": "a development",
    "records.breach": "an entry of the breach log",
    "risk.concern": "a concern",
    "sharing.consent": "a consent",
    "sharing.otherground": "another ground",
    "sharing.release": "a release",
}
SYSTEMS = {
    "doorkeeper": "The sign-in page",
    "sealer": "The sealer",
    "escalator": "The clock of concerns",
    "postman": "The post",
    "clerk": "The clerk",
}


def sentence(entry: Entry, names: Mapping[UUID, str]) -> str:
    """For example: "Cora Fernleigh opened minutes." Unknown kinds keep their own name."""
    who = names.get(entry.actor_id, "Somebody") if entry.actor_id else SYSTEMS.get(entry.system, "Encircle")
    item = ITEMS.get(entry.item_type, entry.item_type.replace(".", " ").replace("_", " "))
    detail = f" ({entry.detail})" if entry.detail else ""
    return f"{who} {Verb(entry.verb).label} {item}{detail}"
