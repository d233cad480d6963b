"""Hours and pounds by area and month or quarter, on screen and as a file."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from encircle.common.clock import in_london, months_after
from encircle.common.errors import Invalid
from encircle.design.answering import typed
from encircle.design.dates import clock_time
from encircle.design.money import pounds
from encircle.foundations.access.actor import Actor
from encircle.rooms.expenses.files import own_files
from encircle.rooms.expenses.models import BuiltFile
from encircle.rooms.expenses.totals import FEW, Period, Span, Total, build_totals_file, totals
from encircle.rooms.expenses.vocabulary import FileKind

from .answers import once, page
from .expense_forms import FileForm, PeriodForm
from .expense_payments import require_payer
from .guard import StaffRequest, for_staff

HEADINGS = ("Area", "From", "Hours", "Volunteers", "Paid")


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def expense_totals(request: StaffRequest) -> HttpResponse:
    """A period stands in the address; a press builds the file of what is shown."""
    require_payer(request)
    by = request.actor
    form = PeriodForm(request.GET if "span" in request.GET else _this_year(by))
    found = _found(form, by)
    press = FileForm(typed(request))
    if found is not None and press.is_valid():
        once(BuiltFile, press.id, lambda: build_totals_file(found, id=press.id, by=by, at=by.now))
        return redirect(f"{reverse('casework:expense_totals')}?{urlencode(_asked(form))}")
    context = {
        "form": form,
        "rows": [_row(one) for one in found or []],
        "headings": HEADINGS,
        "is_right": found is not None,
        "asked": urlencode(_asked(form)) if found is not None else "",
        "press": press,
        "files": [(one.pk, clock_time(one.expires_at)) for one in own_files(FileKind.TOTALS, by)],
    }
    return page(request, "expense_totals.html", context)


def _this_year(by: Actor) -> dict[str, str]:
    """The twelve months up to today, by month."""
    today = in_london(by.now).date()
    first = months_after(today, -11).replace(day=1)
    return _boxes("since", first) | _boxes("until", today) | {"span": Span.MONTH.value}


def _boxes(name: str, day: date) -> dict[str, str]:
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def _asked(form: PeriodForm) -> dict[str, str]:
    period: Period = form.period
    return _boxes("since", period.since) | _boxes("until", period.until) | {"span": period.span.value}


def _found(form: PeriodForm, by: Actor) -> list[Total] | None:
    """None where the period is wrong, which is said beside it."""
    if not form.is_valid():
        return None
    try:
        return totals(form.period, by=by)
    except Invalid as refusal:
        form.add_invalid(refusal)
        return None


def _row(one: Total) -> list[str]:
    people = FEW if one.volunteers is None else str(one.volunteers)
    return [one.area.name, f"{one.starts_on:%B %Y}", f"{one.minutes / 60:,.1f}", people, pounds(one.pence)]
