"""The data-protection lead's pages: the trail, emergency openings, the breach log."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from encircle.common.clock import LONDON
from encircle.design.forms import DateField, GovForm
from encircle.foundations.access.actor import names_of
from encircle.foundations.access.guards import needs
from encircle.foundations.access.models import BreakGlass
from encircle.foundations.access.roles import May
from encircle.foundations.accounts.models import User
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.queries import PAGE, Filter, newest_seal, trail
from encircle.foundations.audit.record import record
from encircle.foundations.audit.words import ITEMS, people_of, sentence
from encircle.rooms.circles.actions.breaking_glass import review_opening

OPENINGS_SHOWN = 50


class TrailForm(GovForm):
    """Everything is optional; nothing typed here is free text about a person."""

    person = forms.ChoiceField(label="Person", required=False)
    verb = forms.ChoiceField(label="What was done", required=False, choices=[("", "Anything"), *Verb.choices])
    item_type = forms.ChoiceField(
        label="Kind of record", required=False, choices=[("", "Any kind"), *sorted(ITEMS.items(), key=lambda i: i[1])]
    )
    since = DateField(label="From", required=False)
    until = DateField(label="To", required=False)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", "Anybody"), *people]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", "The last day must not be before the first")
        return cleaned

    def wanted(self) -> Filter:
        cleaned = self.cleaned_data
        return Filter(
            actor_id=UUID(cleaned["person"]) if cleaned.get("person") else None,
            verb=cleaned.get("verb", ""),
            item_type=cleaned.get("item_type", ""),
            since=_start(cleaned["since"]) if cleaned.get("since") else None,
            until=_start(cleaned["until"] + timedelta(days=1)) if cleaned.get("until") else None,
        )


def _start(day: Any) -> datetime:
    return datetime.combine(day, time(), LONDON).astimezone(UTC)


@require_safe
@needs(May.REVIEW_BREAK_GLASS)
def home(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    openings = list(BreakGlass.objects.order_by("reviewed_at", "-opened_at")[:OPENINGS_SHOWN])
    names = names_of([*(o.user_id for o in openings), *(o.reviewed_by_id for o in openings)])
    record(Verb.LISTED, "access.breakglass", by=actor.acting, detail=str(len(openings)))
    context = {
        "openings": openings,
        "names": names,
        "reads_trail": actor.may(May.READ_TRAIL),
        "seal": newest_seal() if actor.may(May.READ_TRAIL) else None,
    }
    return render(request, "assurance/home.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(May.READ_TRAIL)
def trail_page(request: HttpRequest) -> HttpResponse:
    """The form is posted, so that whom the lead looks for stands in no address."""
    actor = request.actor  # type: ignore[attr-defined]
    people = [(str(pk), name) for pk, name in User.objects.order_by("name").values_list("pk", "name")]
    form = TrailForm(request.POST or None, people=people)
    valid = form.is_bound and form.is_valid()
    if form.is_bound and not valid:
        return render(request, "assurance/trail.html", {"form": form, "lines": [], "older": None}, status=422)
    before = _number(request.POST.get("before", ""))
    entries = trail(form.wanted() if valid else Filter(), before=before)
    names = names_of(people_of(entries))
    lines = [(entry, sentence(entry, names)) for entry in entries[:PAGE]]
    record(Verb.SEARCHED, "audit.entry", by=actor.acting, detail=f"{len(lines)} found")
    older = entries[PAGE - 1].pk if len(entries) > PAGE else None
    context = {"form": form, "lines": lines, "older": older, "chosen": dict(request.POST.items()) if valid else {}}
    return render(request, "assurance/trail.html", context)


def _number(written: str) -> int | None:
    return int(written) if written.isdecimal() and len(written) < 18 else None


@require_POST
@needs(May.REVIEW_BREAK_GLASS)
def opening_review(request: HttpRequest, opening_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    review_opening(opening_id, by=actor, at=actor.now)
    messages.success(request, "The emergency opening is marked as reviewed.")
    return redirect("assurance:home")
