"""Decisions that move planned meetings: a release date, a phase. What changes is shown first, before and after."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from encircle.common.clock import in_london
from encircle.common.errors import NotFound
from encircle.design.answering import carried_out, say, typed
from encircle.design.dates import clock_time, long_date, plain_date
from encircle.design.forms import GovForm
from encircle.rooms.briefings.gate import require_startable, why_not_startable
from encircle.rooms.circles.actions.phases import NewReleaseDate, check_release_date, require_grounds
from encircle.rooms.circles.course_queries import course_of, has_release_date, rhythms_of
from encircle.rooms.circles.models import Circle, ReleaseDate
from encircle.rooms.circles.vocabulary import PhaseName, ReleaseDateSource
from encircle.rooms.meetings.actions.course import PlanChanged, change_phase, move_release
from encircle.rooms.meetings.course_plan import around_release, at_rhythm, release_known
from encircle.rooms.meetings.replanning import Change, Place, What, said
from encircle.rooms.organisation.models import Venue
from encircle.rooms.reviews.actions.deciding import decide_phase
from encircle.rooms.reviews.queries.held import reviews_to_decide

from .answers import page
from .circle_forms import PhaseForm, ReleaseDateForm, rhythm_fields
from .circles import to_change
from .guard import StaffRequest, for_staff
from .links import to
from .meetings import venues_of

WORDS = {What.KEPT: "Stays", What.MOVED: "Moved", What.ADDED: "Added", What.CANCELLED: "Cancelled"}
NOT_POSTED = ("csrfmiddlewaretoken", "step", "agreed")


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def phase(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    by, context = request.actor, to_change(request, circle_id)
    present: PhaseName | None = context["circle_now"].phase
    is_forming = present in (None, PhaseName.FORMING)
    form = PhaseForm(typed(request), initial={"phase": present}, reviews=_reviews(circle_id), is_forming=is_forming)
    context |= {"form": form, "not_startable": why_not_startable(circle_id)}

    def check() -> None:
        require_startable(circle_id, PhaseName(form.cleaned_data["phase"]))
        require_grounds(present or "", PhaseName(form.cleaned_data["phase"]), form.grounds)

    if _goes_back(request) or not carried_out(form, check):
        return page(request, "circle_phase.html", context)
    name = PhaseName(form.cleaned_data["phase"])
    changes = at_rhythm(context["circle"], name, by.now) if name != present else ()

    def act(agreed: str) -> None:
        begun = change_phase(circle_id, name, agreed=agreed, grounds=form.grounds, by=by, at=by.now)
        if begun is not None and form.review_id is not None:
            decide_phase(begun.pk, form.review_id, by=by, at=by.now)

    asked = _Asked(
        title="Check the meetings",
        what=("Phase", present.label if present else "", name.label),
        button="Change the phase",
        url=to("circle_phase", circle_id),
        changes=changes,
    )
    if answer := _asked_first(request, form, asked, context, act, is_needed=bool(changes)):
        return answer
    if form.errors:
        return page(request, "circle_phase.html", context)
    say(request, f"The phase is now: {name.label}.")
    return redirect("casework:circle", circle_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def release_date(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    by, context = request.actor, to_change(request, circle_id)
    circle: Circle = context["circle"]
    if not has_release_date(circle.kind, in_london(by.now).date()):
        raise NotFound()
    latest = next((line.row for line in course_of(circle).release_dates), None)
    form = ReleaseDateForm(typed(request), venues=venues_of(circle.area_id), initial=_known(circle, latest))
    context |= {"form": form}
    if _goes_back(request) or _was_kept(form) or not carried_out(form, lambda: _check(circle, form, by.now)):
        if _was_kept(form):
            return redirect("casework:circle_course", circle_id)
        return page(request, "release_date.html", context)
    new = _new_release(form)
    will = {one.side: one for one in form.meets}
    asked = _Asked(
        title="Check what the release date changes",
        what=("Planned release", _day(latest.released_on if latest else None), _then(new)),
        button="Keep this date",
        url=to("circle_release_date", circle_id),
        changes=around_release(circle, release_known(circle, by.now, after=new.released_on, will=will), by.now),
    )

    def act(agreed: str) -> None:
        move_release(circle_id, new, form.meets, agreed=agreed, by=by, at=by.now)

    if answer := _asked_first(request, form, asked, context, act, is_needed=True):
        return answer
    if form.errors:
        return page(request, "release_date.html", context)
    say(request, "The planned release is kept, with the meetings around it. The Circle is told that something waits.")
    return redirect("casework:circle_course", circle_id)


def _reviews(circle_id: UUID) -> list[tuple[str, str]]:
    """Reviews that were held: what they are, and when."""
    return [
        (str(one.pk), f"{one.get_kind_display()}, {plain_date(one.starts_at)}") for one in reviews_to_decide(circle_id)
    ]


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """What is shown before it is done: the decision as it was and will be, and what becomes of each meeting."""

    title: str
    what: tuple[str, str, str]
    button: str
    url: str
    changes: Sequence[Change]


def _asked_first(
    request: StaffRequest,
    form: GovForm,
    asked: _Asked,
    context: dict[str, Any],
    act: Callable[[str], None],
    *,
    is_needed: bool,
) -> HttpResponse | None:
    """The page to confirm, until it is confirmed as it stands; then nothing: it is done, or the form says why not."""
    warning, agreed = "", said(asked.changes)
    if request.POST.get("step") == "keep" or not is_needed:
        try:
            carried_out(form, lambda: act(request.POST.get("agreed", "") if is_needed else agreed))
            return None
        except PlanChanged as refusal:
            warning = str(refusal)
    names = {one.pk: one.name for one in Venue.objects.filter(area=context["circle"].area_id)}
    context |= {
        "asked": asked,
        "agreed": agreed,
        "warning": warning,
        "rows": [_row(change, names) for change in asked.changes],
        "posted": [(name, value) for name, value in request.POST.items() if name not in NOT_POSTED],
    }
    return page(request, "replanning_check.html", context)


def _row(change: Change, venues: dict[UUID, str]) -> list[str]:
    return [WORDS[change.what], _place(change.before, venues), _place(change.after, venues)]


def _place(place: Place | None, venues: dict[UUID, str]) -> str:
    if place is None:
        return "No meeting"
    where = venues.get(place.venue_id, "") if place.venue_id else ""
    return f"{long_date(place.starts_at)}, {clock_time(place.starts_at)}" + (f", {where}" if where else "")


def _known(circle: Circle, latest: ReleaseDate | None) -> dict[str, Any]:
    known = {"released_on": latest.released_on, "leads_to": latest.leads_to} if latest else {}
    return {"leads_to": PhaseName.THROUGH_GATE, **known, **rhythm_fields(rhythms_of(circle))}


def _was_kept(form: ReleaseDateForm) -> bool:
    """This very form, sent a second time."""
    return form.is_bound and form.is_valid() and ReleaseDate.objects.filter(pk=form.id).exists()


def _check(circle: Circle, form: ReleaseDateForm, at: datetime) -> None:
    check_release_date(circle, _new_release(form), at=at)


def _new_release(form: ReleaseDateForm) -> NewReleaseDate:
    given = form.cleaned_data
    return NewReleaseDate(
        id=form.id, released_on=given["released_on"], leads_to=PhaseName(given["leads_to"]),
        source=ReleaseDateSource(given["source"]),
    )  # fmt: skip


def _then(new: NewReleaseDate) -> str:
    return f"{_day(new.released_on)}, then {new.leads_to.label.lower()}" if new.released_on else _day(None)


def _day(day: date | None) -> str:
    return long_date(day) if day else "Not known"


def _goes_back(request: StaffRequest) -> bool:
    return request.POST.get("step") == "change"
