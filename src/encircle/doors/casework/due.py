"""What is due: one work list for a person, one view of a Circle, one table by area. Nothing on them is ticked."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from encircle.common.errors import NotFound
from encircle.design.dates import relative
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.due.queries import (
    A_PAGE,
    MOST,
    Age,
    Line,
    RuleState,
    Slot,
    Whose,
    by_area,
    circle_rules,
    how_many,
    lines_of_age,
    work_of,
)
from encircle.rooms.due.vocabulary import Standing
from encircle.rooms.organisation.models import Area

from . import due_words
from .answers import page
from .areas import areas_of, chosen
from .earlier import number_in
from .guard import StaffRequest, for_staff
from .record import circle_page

A_SLOT = 20
ITEM = "due.obligation"


@require_safe
@for_staff
def due(request: StaffRequest) -> HttpResponse:
    """What must I do today? Mine, and what nobody has taken in my areas; or everything of them."""
    by, is_own = request.actor, request.GET.get("whose") != "all"
    whose = _whose(request, is_own)
    totals = how_many(whose, by.now)
    slots = {slot: work_of(whose, slot, by.now, size=A_SLOT)[:A_SLOT] if totals[slot] else [] for slot in Slot}
    _trace(request, sum(len(lines) for lines in slots.values()))
    context = {
        "is_own": is_own,
        "slots": [
            (slot, due_words.SLOTS[slot], _said(totals[slot]), _items(request, lines), totals[slot] > len(lines))
            for slot, lines in slots.items()
        ],
        "has_any": any(totals.values()),
        "several": len(areas_of(by)) > 1,
    }
    return page(request, "due.html", context)


@require_safe
@for_staff
def due_slot(request: StaffRequest, slot: str) -> HttpResponse:
    """One part of the list at its full length, fifty at a time."""
    if slot not in tuple(Slot):
        raise NotFound()
    is_own, number = request.GET.get("whose") != "all", number_in(request.GET.get("page"))
    lines = work_of(_whose(request, is_own), Slot(slot), request.actor.now, page=number)
    address = reverse("casework:due_slot", args=[slot]) + ("?" if is_own else "?whose=all&")
    back = reverse("casework:due") + ("" if is_own else "?whose=all")
    return _paged(request, due_words.SLOTS[Slot(slot)], lines, number, address, back, "What is due")


@require_safe
@for_staff
def due_areas(request: StaffRequest) -> HttpResponse:
    """What is owed in each area, by how long it is overdue."""
    areas = areas_of(request.actor)
    counts = by_area([area.pk for area in areas], request.actor.now)
    _trace(request, sum(sum(cells.values()) for cells in counts.values()))
    rows = [[area.name, *(_cell(area, age, counts[area.pk][age]) for age in Age)] for area in areas]
    return page(request, "due_areas.html", {"rows": rows, "headings": ["Area", *due_words.AGES.values()]})


@require_safe
@for_staff
def due_age(request: StaffRequest, code: str, age: str) -> HttpResponse:
    """What stands behind one cell, the longest overdue first."""
    area = chosen(areas_of(request.actor), code)
    if area is None or age not in tuple(Age):
        raise NotFound()
    number = number_in(request.GET.get("page"))
    lines = lines_of_age(area.pk, Age(age), request.actor.now, page=number)
    address = reverse("casework:due_age", args=[code, age]) + "?"
    title = due_words.AGES[Age(age)]
    return _paged(request, title, lines, number, address, reverse("casework:due_areas"), "By area", caption=area.name)


@require_safe
@for_staff
def circle_due(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    """Is this Circle as it should be? Each rule, how it stands and since when."""
    context, at = circle_page(request, circle_id, "circle_due"), request.actor.now
    circle = context["circle"]
    states = circle_rules(circle.pk, at)
    record(Verb.LISTED, ITEM, by=request.acting, circle_id=circle.pk, area_id=circle.area_id, detail=str(len(states)))
    wrong = [state for state in states if state.standing(at) is Standing.OVERDUE]
    context |= {
        "open": _items(request, [line for state in states for line in state.open]),
        "rules": [_rule_row(state, request) for state in states],
        "wrong": len(wrong),
        "stands_still": any(state.standing(at) is Standing.PAUSED for state in states),
    }
    return page(request, "circle_due.html", context)


def _rule_row(state: RuleState, request: StaffRequest) -> dict[str, object]:
    at, standing = request.actor.now, state.standing(request.actor.now)
    since = state.since(at)
    words = standing.label if standing else "As it should be"
    return {
        "rule": state.rule.label,
        "words": words,
        "colour": due_words.COLOURS[standing] if standing else "green",
        "since": relative(since, at) if since else "",
        "in_time": state.in_time,
        "late": state.late,
        "paused": state.paused,
    }


# --- what these pages share ---


def _whose(request: StaffRequest, is_own: bool) -> Whose:
    by = request.actor
    return Whose(by.user_id, None if by.all_areas else [area.pk for area in areas_of(by)], is_own)


def _paged(
    request: StaffRequest,
    title: str,
    lines: list[Line],
    number: int,
    address: str,
    back: str,
    back_text: str,
    caption: str = "",
) -> HttpResponse:
    _trace(request, len(lines[:A_PAGE]))
    context = {
        "title": title,
        "caption": caption,
        "items": _items(request, lines[:A_PAGE]),
        "newer": f"{address}page={number - 1}" if number > 1 else "",
        "older": f"{address}page={number + 1}" if len(lines) > A_PAGE else "",
        "back": back,
        "back_text": back_text,
    }
    return page(request, "due_list.html", context)


def _items(request: StaffRequest, lines: list[Line]) -> list[object]:
    return [due_words.item(line, request.actor.now, says_area=request.actor.all_areas) for line in lines]


def _said(number: int) -> str:
    return f"{MOST}+" if number > MOST else str(number)


def _cell(area: Area, age: Age, number: int) -> str:
    if not number:
        return "0"
    address = reverse("casework:due_age", args=[area.code, age])
    hidden = f"{due_words.AGES[age].lower()} in {area.name}"
    return format_html(
        '<a class="govuk-link" href="{}">{}<span class="govuk-visually-hidden"> {}</span></a>',
        address,
        _said(number),
        hidden,
    )


def _trace(request: StaffRequest, shown: int) -> None:
    record(Verb.LISTED, ITEM, by=request.acting, detail=str(shown))
