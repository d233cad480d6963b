"""The answers about a new Circle, as they are checked before it opens."""

from datetime import datetime

from encircle.common.clock import in_london
from encircle.design.dates import clock_time, long_date, plain_date
from encircle.design.items import Row
from encircle.foundations.access.actor import Actor
from encircle.rooms.circles.policy import Seats, seat_warnings
from encircle.rooms.circles.queries import expected_of
from encircle.rooms.circles.vocabulary import PhaseName
from encircle.rooms.organisation.clocks import Slot
from encircle.rooms.organisation.models import Area
from encircle.rooms.organisation.vocabulary import CircleKind
from encircle.rooms.partners.queries import professionals

from .opening_forms import OpeningForm
from .words import length_words, slot_words


def answers(form: OpeningForm, area: Area, kind: CircleKind, by: Actor) -> list[tuple[str, list[Row]]]:
    return [("The Circle", _circle(form, area, kind)), ("Seats", _seats(form, by)), ("Meetings", _meetings(form))]


def day_words(slot: Slot) -> str:
    return f"{long_date(slot.starts_at)} at {clock_time(slot.starts_at)}"


def warnings(form: OpeningForm, kind: CircleKind, at: datetime) -> tuple[str, ...]:
    chosen = professionals(at).filter(pk__in=[one for one, _ in form.outer_places])
    return seat_warnings(
        Seats(
            volunteers=len(form.cleaned_data["volunteers"]),
            has_core_member=True,
            has_coordinator=True,
            outer_kinds=frozenset(one.agency.kind for one in chosen),
        ),
        expected_of(kind, in_london(at).date()),
    )


def _circle(form: OpeningForm, area: Area, kind: CircleKind) -> list[Row]:
    return [
        Row("Name", form.cleaned_data["name"]),
        Row("Kind", kind.label),
        Row("Area", area.name),
        *(
            [Row("Prison", "".join(_words(form, "prison", [form.cleaned_data["prison"]])))]
            if "prison" in form.fields
            else []
        ),
        Row("Phase", f"{PhaseName.FORMING.label}, until its briefing was held"),
    ]


def _seats(form: OpeningForm, by: Actor) -> list[Row]:
    volunteers = _words(form, "volunteers", form.cleaned_data["volunteers"])
    return [
        Row("Core member", _core_member(form)),
        Row("Volunteers", "\n".join(volunteers) or "None yet"),
        Row("Coordinator", by.name),
        Row("Outer circle", "\n".join(_outer(form)) or "Nobody yet"),
    ]


def _meetings(form: OpeningForm) -> list[Row]:
    given = form.cleaned_data
    usual = slot_words(int(given["weekday"]), given["slot_time"]) if given["weekday"] and given["slot_time"] else ""
    return [
        Row("Usual time", usual),
        Row("Usual length", length_words(given["meeting_minutes"])),
        Row("Venue", "".join(_words(form, "venue", [given["venue"]])) if given["venue"] else ""),
    ]


def _core_member(form: OpeningForm) -> str:
    given = form.cleaned_data
    if not form.adds_new:
        return "".join(_words(form, "core_member", [given["core_member"]]))
    born = f", born {plain_date(given['born_on'])}" if given["born_on"] else ""
    return f"{given['given_name']} {given['family_name']}{born} (new)"


def _outer(form: OpeningForm) -> list[str]:
    return [
        ": ".join(word for word in ("".join(_words(form, "outer_1", [str(one)])), position) if word)
        for one, position in form.outer_places
    ]


def _words(form: OpeningForm, name: str, chosen: list[str]) -> list[str]:
    """What the chosen values are called in the list they were chosen from."""
    names: dict[str, str] = {}
    for value, words in form.fields[name].choices:  # type: ignore[attr-defined]
        if isinstance(words, (list, tuple)):
            names |= {inner: f"{label} ({value})" for inner, label in words}
        else:
            names[str(value)] = str(words)
    return [names[value] for value in chosen if value in names]
