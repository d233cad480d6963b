"""Home: what waits for the person, concerns first. For those who look after several areas, how it ages in each."""

from datetime import datetime, timedelta

from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from encircle.common.errors import NotFound
from encircle.design.dates import relative
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.organisation.models import Area
from encircle.rooms.practice.queries import Age, AreaAges, Wanted, ages_by_area

from .answers import page
from .areas import areas_of, chosen
from .guard import StaffRequest, for_staff
from .review_waiting import review_items
from .volunteer_waiting import volunteer_items
from .waiting import TITLES, Lists, Section

A_LONG_LIST = 200


@require_safe
@for_staff
def home(request: StaffRequest) -> HttpResponse:
    by = request.actor
    areas = areas_of(by)
    area = chosen(areas, request.GET.get("area"))
    lists = Lists(Wanted(by, area.pk if area else None))
    sections = lists.all()
    _trace(request, sections)
    context = {
        "sections": sections,
        "area": area,
        "ages": _age_rows(areas, by.now, ages_by_area(Wanted(by), lists.clocks, [one.pk for one in areas]))
        if len(areas) > 1
        else [],
        "suffix": f"?area={area.code}" if area else "",
        "volunteers": volunteer_items([one.pk for one in ([area] if area else areas)], by.now),
        "reviews": review_items(
            by, timedelta(days=lists.clocks.standard.review_invite_days), area.pk if area else None
        ),
    }
    return page(request, "home.html", context)


@require_safe
@for_staff
def waiting(request: StaffRequest, slug: str) -> HttpResponse:
    """One list of the home page at its full length."""
    if slug not in TITLES:
        raise NotFound()
    area = chosen(areas_of(request.actor), request.GET.get("area"))
    section = Lists(Wanted(request.actor, area.pk if area else None, A_LONG_LIST)).one(slug)
    _trace(request, [section])
    return page(request, "waiting.html", {"section": section, "area": area})


def _trace(request: StaffRequest, sections: list[Section]) -> None:
    shown = sum(len(section.items) for section in sections)
    record(Verb.LISTED, "practice.waiting", by=request.acting, detail=str(shown))


def _age_rows(areas: list[Area], now: datetime, ages: list[AreaAges]) -> list[list[object]]:
    """A row an area: its name leads to its own lists."""
    names = {area.pk: area for area in areas}
    return [
        [
            _area_link(names[line.area_id]),
            *(_age(age, now) for age in (line.concerns, line.news, line.to_read, line.to_release, line.missing)),
        ]
        for line in ages
    ]


def _area_link(area: Area) -> str:
    address = f"{reverse('casework:home')}?area={area.code}"
    return format_html('<a class="govuk-link" href="{}">{}</a>', address, area.name)


def _age(age: Age, now: datetime) -> str:
    return f"{age.waiting}, oldest {relative(age.oldest, now)}" if age.oldest else "none"
