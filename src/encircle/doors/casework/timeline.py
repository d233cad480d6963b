"""Everything that happened in a Circle, by kind and date, in short or in full; and the words of one day."""

from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from encircle.common.clock import LONDON, in_london
from encircle.common.errors import NotFound
from encircle.design.dates import clock_time, long_date
from encircle.design.forms import DateField, GovForm
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.practice.day import open_words
from encircle.rooms.practice.timeline import A_PAGE, GROUPS, Event, Place, Span, events_of

from .answers import page
from .guard import StaffRequest, for_staff
from .happenings import address, entry, title
from .links import to
from .record import circle_page

FULL = "full"
MOST_OF_A_DAY = 200
KINDS = [("", "Everything"), *[(code, name) for code, (name, _) in GROUPS.items()]]


class TimelineFilter(GovForm):
    """Coded choices and days only: they stand in the address."""

    kind = forms.ChoiceField(
        label="What",
        required=False,
        choices=[("", "Everything"), *[(code, name) for code, (name, _) in GROUPS.items()]],
    )
    since = DateField(label="From", required=False, called="the first day")
    until = DateField(label="To", required=False, called="the last day")
    show = forms.ChoiceField(label="How", required=False, choices=[("", "In short"), (FULL, "In full")])

    def chosen(self, name: str) -> Any:
        return self.cleaned_data.get(name) or ""

    @property
    def span(self) -> Span:
        return Span(self.cleaned_data.get("since"), self.cleaned_data.get("until"))

    def address(self, url: str) -> str:
        """The list's address up to the place it goes on from."""
        names = ("kind", "show", *(f"{one}_{part}" for one in ("since", "until") for part in ("day", "month", "year")))
        given = {name: self.data[name] for name in names if self.data.get(name)}
        return f"{url}?{urlencode({**given, 'before': ''})}"


@require_safe
@for_staff
def timeline(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    by, context = request.actor, circle_page(request, circle_id, "timeline")
    form = TimelineFilter(request.GET)
    is_right = form.is_valid()
    before = _before(request.GET.get("before", ""))
    groups = (form.chosen("kind"),) if form.chosen("kind") else ()
    events = events_of(circle_id, by.now, before=before, groups=groups, span=form.span) if is_right else []
    shown = events[:A_PAGE]
    record(
        Verb.LISTED, "practice.timeline", by=by.acting, circle_id=circle_id, area_id=context["circle"].area_id,
        detail=str(len(shown)),
    )  # fmt: skip
    here = to("timeline", circle_id)
    context |= {
        "filter_form": form,
        "is_full": form.chosen("show") == FULL,
        "days": _by_day(shown, circle_id),
        "newest": here if before else "",
        "older": form.address(here) + shown[-1].place.code.replace("+", "%2B") if len(events) > A_PAGE else "",
        "here": here,
    }
    return page(request, "timeline.html", context)


def _before(typed: str) -> Place | None:
    """Raises NotFound for what is no place of a timeline."""
    found = Place.of(typed) if typed else None
    if typed and found is None:
        raise NotFound()
    return found


def _by_day(events: list[Event], circle_id: UUID) -> list[dict[str, Any]]:
    """The lines under the London day they belong to."""
    days: dict[date, list[Event]] = {}
    for event in events:
        days.setdefault(in_london(event.at).date(), []).append(event)
    return [
        {
            "name": long_date(day),
            "url": to("timeline_day", circle_id, day),
            "entries": [entry(event, circle_id) for event in found],
            "lines": [(clock_time(event.at), title(event), address(event, circle_id)) for event in found],
        }
        for day, found in days.items()
    ]


@require_safe
@for_staff
def timeline_day(request: StaffRequest, circle_id: UUID, day: date) -> HttpResponse:
    """One day with its words: each opened with a receipt of its own."""
    by, context = request.actor, circle_page(request, circle_id, "timeline")
    if day > in_london(by.now).date():
        raise NotFound()
    events = events_of(circle_id, by.now, span=Span(day, day), count=MOST_OF_A_DAY)[:MOST_OF_A_DAY]
    words = open_words(context["circle"], events, by=by) if request.method == "GET" else {}
    context |= {
        "day": datetime.combine(day, time(12), tzinfo=LONDON),
        "events": [entry(event, circle_id, words.get((event.kind, event.item_id), "")) for event in events],
        "here": to("timeline", circle_id),
    }
    return page(request, "timeline_day.html", context)
