"""Words of this door's pages: moments said as one says them, and what fields of a draft are called."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from encircle.common.clock import in_london
from encircle.design.dates import clock_time, long_date
from encircle.rooms.circles.models import Seat
from encircle.rooms.meetings.drafts import hours_key, presence_key, travel_key
from encircle.rooms.meetings.vocabulary import Outcome, Presence
from encircle.rooms.organisation.clocks import last_day
from encircle.rooms.organisation.models import Topic

SOON = timedelta(days=6)


def soon(instant: datetime, now: datetime) -> str:
    """Thursday 9:15pm while that says it all, else Thursday 5 March 2026 at 9:15pm."""
    if abs(instant - now) < SOON:
        return f"{in_london(instant):%A} {clock_time(instant)}"
    return f"{long_date(instant)} at {clock_time(instant)}"


def by_the_end(due: datetime, now: datetime) -> str:
    """By when, where the end of a day is said as that day: 6pm today, the end of Friday 6 March 2026."""
    day = last_day(due)
    is_today = day == in_london(now).date()
    if in_london(due).time() == time(0):
        return "the end of today" if is_today else f"the end of {long_date(day)}"
    return f"{clock_time(due)} {'today' if is_today else f'on {long_date(day)}'}"


def first_name(names: Mapping[UUID, str], user_id: UUID | None, otherwise: str = "Another volunteer") -> str:
    return names[user_id].split(" ")[0] if user_id is not None and user_id in names else otherwise


@dataclass(frozen=True)
class FieldNames:
    """What the fields of a draft are called where they are shown side by side."""

    names: Mapping[str, str]

    def name(self, key: str) -> str:
        return self.names.get(key, "Another part of the page")

    def value(self, key: str, text: str | None) -> str:
        """What stands in a field, in the words of the page."""
        if not text:
            return ""
        if key == "outcome":
            return _label(Outcome, text)
        return _label(Presence, text) if key.startswith("presence_") else text


def field_names(seats: Sequence[Seat], topics: Sequence[Topic]) -> FieldNames:
    names = {"started": "Started at", "ended": "Ended at", "outcome": "How it went"}
    for seat in seats:
        names[presence_key(seat.pk)] = f"Whether {seat.display_name} came"
        names[hours_key(seat.pk)] = f"Hours {seat.display_name} gave"
        names[travel_key(seat.pk)] = f"{seat.display_name}’s travel, in minutes"
    return FieldNames(names | {f"passage_{topic.code}": topic.name for topic in topics})


def _label(choices: type[Outcome] | type[Presence], text: str) -> str:
    return str(choices(text).label) if text in choices.values else text
