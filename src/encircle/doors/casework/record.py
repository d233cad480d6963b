"""What every page about one Circle shows: who and what it is about, and the other pages about it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from encircle.design.items import TagColour
from encircle.rooms.circles.queries import CircleNow, circle_now
from encircle.rooms.circles.vocabulary import CircleState

# (words, URL name), in the order shown; each takes the Circle's id
PAGES = (
    ("Overview", "circle"),
    ("Due", "circle_due"),
    ("Meetings", "meetings"),
    ("Briefing", "briefings"),
    ("Agreement", "circle_agreement"),
    ("Goals", "goals"),
    ("Reviews", "circle_reviews"),
    ("Seats", "seats"),
    ("Consents", "consents"),
    ("Ledger", "ledger"),
    ("News", "circle_developments"),
    ("Concerns", "circle_concerns"),
    ("Ending", "after"),
    ("Timeline", "timeline"),
    ("Who has looked", "looked"),
)
COLOURS: dict[CircleState, TagColour] = {
    CircleState.FORMING: "blue",
    CircleState.RUNNING: "green",
    CircleState.PAUSED: "yellow",
    CircleState.ENDED: "grey",
}


@dataclass(frozen=True)
class Record:
    """The identity bar and the sub-navigation of a page about one Circle."""

    title: str
    facts: list[tuple[str, str]]
    tags: list[tuple[str, TagColour]]
    pages: list[tuple[str, str, bool]]


def circle_page(request: HttpRequest, circle_id: UUID, current: str) -> dict[str, Any]:
    """`circle`, `circle_now` and `record` for a template that extends `casework/record.html`.

    `current` is the URL name of the page (without `casework:`), or of the one it belongs under. Raises NotFound.
    """
    found = circle_now(circle_id, request.actor.now)  # type: ignore[attr-defined]
    return {"circle": found.circle, "circle_now": found, "record": record_of(found, current)}


def record_of(found: CircleNow, current: str) -> Record:
    return Record(
        title=found.circle.name,
        facts=_facts(found),
        tags=[(found.standing, COLOURS[found.state])],
        pages=[(text, url, name == current) for text, name, url in _pages(found.circle.pk)],
    )


def _facts(found: CircleNow) -> list[tuple[str, str]]:
    coordinators = " and ".join(found.coordinators) or "nobody yet"
    return [
        ("Reference", found.circle.reference),
        ("Kind", found.circle.get_kind_display()),
        ("Area", found.circle.area.name),
        ("Core member", found.core_member or "nobody yet"),
        ("Coordinator", coordinators),
    ]


def _pages(circle_id: UUID) -> list[tuple[str, str, str]]:
    pages = []
    for text, name in PAGES:
        try:
            pages.append((text, name, reverse(f"casework:{name}", args=[circle_id])))
        except NoReverseMatch:
            continue  # not built yet
    return pages
