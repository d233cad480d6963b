"""Volunteers in numbers over a year, small numbers left out: on screen and as a file."""

from collections.abc import Callable, Sequence
from datetime import date

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from encircle.design.dates import plain_date
from encircle.rooms.leaving.figures import (
    ALL,
    Figures,
    Line,
    Year,
    export_figures,
    figures,
    said,
    year_of,
)

from .answers import page
from .areas import areas_of
from .guard import StaffRequest, for_staff


@require_safe
@for_staff
def volunteer_figures(request: StaffRequest) -> HttpResponse:
    year, years = _year(request)
    found = figures(year, areas_of(request.actor), by=request.actor)
    address = reverse("casework:volunteer_figures")
    context = {
        "tab": "leaving",
        "found": found,
        "year": _said(year.number),
        "years": [(_said(one), f"{address}?year={one}", one == year.number) for one in years],
        "until": plain_date(year.quarters[-1]),
        "tables": _tables(found),
        "csv": f"{reverse('casework:volunteer_figures_csv')}?year={year.number}",
    }
    return page(request, "volunteer_figures.html", context)


@require_safe
@for_staff
def volunteer_figures_csv(request: StaffRequest) -> HttpResponse:
    year, _ = _year(request)
    content = export_figures(figures(year, areas_of(request.actor), by=request.actor), by=request.actor)
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="volunteers.csv"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _year(request: StaffRequest) -> tuple[Year, list[int]]:
    asked = request.GET.get("year", "")
    return year_of(int(asked) if asked.isdecimal() and len(asked) == 4 else None, request.actor.now)


def _said(year: int) -> str:
    return f"April {year} to March {year + 1}"


def _tables(found: Figures) -> list[tuple[str, list[str], list[list[str]]]]:
    """Caption, headings, rows; no rows where there are too few to say anything at all."""
    measures = [line.words for line in found.by_area]
    tables = []
    if len(found.areas) > 1:
        names = {str(one.pk): one.name for one in found.areas}
        tables.append(("By area", ["Area", *measures], _rows(found.by_area, names.__getitem__, "All areas")))
    tables += [
        ("By quarter", ["Quarter", *measures], _rows(found.by_quarter, _quarter, "All of these")),
        ("Why they left", ["Reason", "Volunteers"], _rows([found.left], str, ALL)),
        ("With us today, by years of service", ["Years", "Volunteers"], _rows([found.here], str, ALL)),
        ("Away today", ["Today", "Volunteers"], _rows([found.away], AWAY.__getitem__, ALL)),
    ]
    return tables


AWAY = {"away": "Away, or resting", "here": "Not away"}


def _quarter(code: str) -> str:
    first = date.fromisoformat(code)
    return f"{first:%B} to {first.replace(month=first.month + 2):%B} {first.year}"


def _rows(lines: Sequence[Line], named: Callable[[str], str], all_words: str) -> list[list[str]]:
    if all(line.counts.total is None for line in lines):
        return []
    rows = [[named(code), *(said(line.counts.codes[code]) for line in lines)] for code in lines[0].counts.codes]
    return [*rows, [all_words, *(said(line.counts.total) for line in lines)]]
