"""Who has looked at a Circle's record, and who changed it: lines of the trace as sentences."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from encircle.common.errors import NotFound
from encircle.design.dates import date_and_time, plain_date
from encircle.foundations.access.actor import names_of
from encircle.foundations.audit.models import Entry, Verb
from encircle.foundations.audit.queries import PAGE, of_circle
from encircle.foundations.audit.words import ITEMS, SYSTEMS
from encircle.rooms.meetings.models import MinutesVersion

from .answers import page
from .guard import StaffRequest, for_staff
from .links import to
from .record import circle_page

LOOKING = (Verb.OPENED, Verb.LISTED, Verb.SEARCHED, Verb.EXPORTED)
MINUTES = "meetings.minutesversion"
# What a list is a list of; one thing alone keeps the word of the trace.
LISTS = {
    "circles.circle": "Circles",
    "circles.seat": "the seats",
    "meetings.meeting": "the meetings",
    "risk.concern": "the concerns",
    "sharing.consent": "the consents",
    "sharing.release": "the ledger",
}


@require_safe
@for_staff
def looked(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    context = circle_page(request, circle_id, "looked")
    shows_all = request.GET.get("show") == "all"
    entries = of_circle(circle_id, () if shows_all else LOOKING, before=_before(request.GET.get("before")))
    shown = entries[:PAGE]
    names = names_of(entry.actor_id for entry in shown)
    versions = _versions(shown)
    context |= {
        "rows": [[date_and_time(entry.at), _who(entry, names), _what(entry, versions)] for entry in shown],
        "older": shown[-1].pk if len(entries) > PAGE else None,
        "is_older": "before" in request.GET,
        "shows_all": shows_all,
    }
    return page(request, "looked.html", context)


def _before(typed: str | None) -> int | None:
    if not typed:
        return None
    if not typed.isdecimal() or len(typed) > 18:
        raise NotFound()
    return int(typed)


def _versions(entries: list[Entry]) -> dict[UUID, MinutesVersion]:
    wanted = [entry.item_id for entry in entries if entry.item_type == MINUTES and entry.item_id]
    found: dict[UUID, MinutesVersion] = MinutesVersion.objects.select_related("meeting").in_bulk(wanted)
    return found


def _who(entry: Entry, names: Mapping[UUID, str]) -> str:
    if entry.actor_id:
        return names.get(entry.actor_id, "Somebody")
    return SYSTEMS.get(entry.system, "Encircle")


def _what(entry: Entry, versions: Mapping[UUID, MinutesVersion]) -> Any:
    verb = Verb(entry.verb).label
    version = versions.get(entry.item_id) if entry.item_id else None
    if version is not None:
        words = f"{verb} the minutes of {plain_date(version.meeting.starts_at)}, version {version.number}"
        return format_html('<a class="govuk-link" href="{}">{}</a>', to("minutes", version.pk), _large(words))
    if entry.verb == Verb.LISTED and entry.item_type in LISTS:
        return f"Looked at {LISTS[entry.item_type]}"
    item = ITEMS.get(entry.item_type, entry.item_type.rpartition(".")[2])
    return _large(f"{verb} {item}")


def _large(words: str) -> str:
    return words[:1].upper() + words[1:]
