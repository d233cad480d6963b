"""What became of the core member after the start and after the end: what was looked for, and what was found."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from encircle.common.clock import in_london
from encircle.design.answering import carried_out, say, typed
from encircle.design.dates import plain_date
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.circles.models import Circle
from encircle.rooms.due.queries import A_PAGE, Line, follow_ups_owed
from encircle.rooms.outcomes.actions import open_check, record_check, record_circumstances
from encircle.rooms.outcomes.models import Check, Circumstances
from encircle.rooms.outcomes.policy import Point
from encircle.rooms.outcomes.queries import (
    CheckLine,
    check_line,
    check_words,
    checks_of,
    circumstances_of,
    point_words,
    points_by_circle,
    points_of,
    to_do,
)
from encircle.rooms.outcomes.rules import may_follow_up, require_following_up

from .answers import once, page
from .areas import areas_of, chosen
from .ending_words import due_item, point_items
from .follow_up_forms import EVENTS, NOTHING, CheckForm, CircumstancesForm, CorrectionForm
from .follow_up_words import check_cards, circumstance_rows
from .guard import StaffRequest, for_staff
from .record import circle_page


@require_safe
@for_staff
def follow_up(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    by, context = request.actor, circle_page(request, circle_id, "after")
    circle = context["circle"]
    checks, circumstances = checks_of(circle_id), circumstances_of(circle_id)
    record(
        Verb.LISTED, "outcomes.check", by=by.acting, circle_id=circle_id, area_id=circle.area_id,
        detail=str(len(checks)),
    )  # fmt: skip
    context |= {
        "points": point_items(points_of(circle, by.now), to_do(circle, by.now), by.now),
        "checks": check_cards(checks),
        "circumstances": circumstance_rows(circumstances),
        "may_record": may_follow_up(by, circle.area_id),
    }
    return page(request, "follow_up.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def check_new(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    by, context = request.actor, circle_page(request, circle_id, "after")
    require_following_up(by, context["circle"].area_id)
    points, today = points_of(context["circle"], by.now), in_london(by.now).date()
    initial = {"checked_on": today, "searched_to": today} | _offered(points, request.GET.get("point", ""))
    form = CheckForm(typed(request), points=points, today=today, initial=initial)

    def act() -> None:
        once(Check, form.id, lambda: record_check(circle_id, form.asked(), by=by, at=by.now))

    if carried_out(form, act):
        say(request, "The check is recorded.")
        return redirect("casework:follow_up", circle_id)
    title = {"title": "Record a check", "button": "Record the check", "back": "follow_up"}
    return page(request, "after_form.html", context | title | {"form": form})


def _offered(points: list[Point], code: str) -> dict[str, Any]:
    """The follow-up that was asked for in the address, if there is one."""
    return {"point": code} if any(one.code == code for one in points) else {}


@require_safe
@for_staff
def check(request: StaffRequest, check_id: UUID) -> HttpResponse:
    """With its words: opened, so that the trace says who read it."""
    found = open_check(check_id, by=request.actor)
    line = check_line(check_id)
    context = circle_page(request, found.circle_id, "after") | {
        "line": line,
        "card": check_cards([line])[0],
        "words": check_words(check_id),
        "when": point_words(found.since, found.months),
        "may_correct": line.is_valid and may_follow_up(request.actor, found.area_id),
        "corrected_on": plain_date(line.corrected_by.recorded_at) if line.corrected_by else "",
    }
    return page(request, "check.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def check_correction(request: StaffRequest, check_id: UUID) -> HttpResponse:
    by, found = request.actor, open_check(check_id, by=request.actor)
    require_following_up(by, found.area_id)
    context = circle_page(request, found.circle_id, "after")
    points, today = points_of(context["circle"], by.now), in_london(by.now).date()
    form = CorrectionForm(typed(request), points=points, today=today, initial=_as_recorded(check_line(check_id)))

    def act() -> None:
        new = form.asked(form.correction(check_id))
        once(Check, form.id, lambda: record_check(found.circle_id, new, by=by, at=by.now))

    if carried_out(form, act):
        say(request, "The correction is recorded. The earlier record stays beside it.")
        return redirect("casework:follow_up", found.circle_id)
    title = {"title": "Correct this record", "button": "Record the correction", "back": "follow_up"}
    return page(request, "after_form.html", context | title | {"form": form})


def _as_recorded(line: CheckLine) -> dict[str, Any]:
    row = line.check
    known: dict[str, Any] = {
        name: getattr(row, name)
        for name in ("source", "evidence", "searched_from", "searched_to", "checked_on", "notification")
    }
    known |= {"point": f"{row.since}-{row.months}" if row.since else "between", "words": check_words(row.pk)}
    known["found"] = NOTHING if row.found_nothing else "something"
    for number, event in enumerate(line.events[:EVENTS], 1):
        known |= {
            f"kind_{number}": event.kind, f"nature_{number}": event.nature, f"happened_on_{number}": event.happened_on,
        }  # fmt: skip
    return known


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def circumstances_new(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    by, context = request.actor, circle_page(request, circle_id, "after")
    require_following_up(by, context["circle"].area_id)
    points, today = points_of(context["circle"], by.now), in_london(by.now).date()
    form = CircumstancesForm(typed(request), points=points, today=today, initial={"as_of": today})

    def act() -> None:
        new = form.asked(_newest_at(circle_id, form))
        once(Circumstances, form.id, lambda: record_circumstances(circle_id, new, by=by, at=by.now))

    if carried_out(form, act):
        say(request, "The circumstances are recorded.")
        return redirect("casework:follow_up", circle_id)
    title = {"title": "Record circumstances", "button": "Record them", "back": "follow_up"}
    return page(request, "after_form.html", context | title | {"form": form})


def _newest_at(circle_id: UUID, form: CircumstancesForm) -> UUID | None:
    point = form.at_point
    key = (point.since, point.months) if point else ("", None)
    lines = (one for one in circumstances_of(circle_id) if one.corrected_by is None)
    newest = next((one for one in lines if (one.row.since, one.row.months) == key), None)
    return newest.row.pk if newest else None


@require_safe
@for_staff
def follow_ups(request: StaffRequest) -> HttpResponse:
    """Every follow-up that is due in one's areas, the longest due first, fifty at a time."""
    by, areas = request.actor, areas_of(request.actor)
    area = chosen(areas, request.GET.get("area"))
    lines = follow_ups_owed([area.pk] if area else [one.pk for one in areas], by.now, after=_place(request))
    shown = lines[:A_PAGE]
    record(Verb.LISTED, "outcomes.followup", by=by.acting, detail=str(len(shown)))
    says_area = len(areas) > 1 and area is None
    context = {
        "items": [due_item(line, point, by.now, says_area=says_area) for line, point in _with_points(shown, by.now)],
        "area": area,
        "is_later": "after" in request.GET,
        "later": _as_place(shown[-1]) if len(lines) > A_PAGE else "",
    }
    return page(request, "follow_ups.html", context)


def _with_points(lines: list[Line], now: datetime) -> Iterator[tuple[Line, Point]]:
    """Which point of its Circle each line is: the one whose day opened it."""
    circles = Circle.objects.filter(pk__in=[line.circle_id for line in lines])
    points = points_by_circle(list(circles), now)
    for line in lines:
        left = points.get(line.circle_id or line.subject_id, [])
        point = next((one for one in left if one.due_on == in_london(line.opened_at).date()), None)
        if point is not None:
            left.remove(point)
            yield line, point


def _as_place(line: Line) -> str:
    """Where a page ended, for the address of the next: a moment and an opaque id."""
    return f"{line.due_at.isoformat()}_{line.id}" if line.due_at else ""


def _place(request: StaffRequest) -> tuple[datetime, UUID] | None:
    """Anything but a place this page gave is the beginning."""
    moment, _, last = request.GET.get("after", "").partition("_")
    try:
        found = datetime.fromisoformat(moment)
        return (found, UUID(last)) if found.tzinfo else None
    except ValueError:
        return None
