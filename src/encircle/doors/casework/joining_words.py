"""How somebody stands with agreeing to take part, in words and colours."""

from datetime import datetime

from encircle.design.dates import relative
from encircle.design.items import TagColour, WorkItem
from encircle.rooms.joining.policy import Standing, State
from encircle.rooms.joining.queries import NoLonger

from .links import to
from .words import beginning_large

PARTY_COLOURS: dict[State, TagColour] = {
    State.NOT_YET: "yellow",
    State.AGREED: "green",
    State.WITHDRAWN: "red",
    State.OVER: "grey",
}


def standing_words(stands: Standing) -> tuple[str, TagColour, str]:
    """A tag, its colour, and what is lacking."""
    if stands.is_complete:
        return ("Agreed", "green", "")
    lacking = ", ".join(stands.lacking)
    return ("Agrees no longer", "red", lacking) if stands.is_withdrawn else ("Not yet", "yellow", lacking)


def says_lacking(stands: Standing) -> list[str]:
    """For a list: nothing where nothing is lacking."""
    if stands.is_complete:
        return []
    return ["agrees no longer" if stands.is_withdrawn else "agreement to take part: not yet"]


def no_longer_item(one: NoLonger, at: datetime, *, says_area: bool) -> WorkItem:
    person = one.core_member
    return WorkItem(
        title=f"{person.given_name} {person.family_name}",
        url=to("joining", person.pk),
        facts=beginning_large([person.area.name if says_area else "", f"said {relative(one.withdrawn_at, at)}"]),
        tag="Agrees no longer",
        colour="red",
        urgency="urgent",
    )
