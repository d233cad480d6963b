"""Hours and pounds by area and month or quarter, for those who answer to funders.

A row is an area in a period: the hours given in it, what was paid in it, and how many volunteers gave time, where they
are not too few to say.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.db import connection

from encircle.common.clock import in_london
from encircle.common.errors import Invalid
from encircle.common.small_numbers import shown_alone
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.organisation.clocks import ONE_DAY, start_of_day
from encircle.rooms.organisation.models import Area
from encircle.rooms.organisation.queries import standard_on

from .files import as_csv, keep_file
from .hours import quarter_of
from .models import BuiltFile, Payment
from .rules import require_paying
from .vocabulary import FileKind

ITEM = "expenses.totals"
LONGEST_YEARS = 5
HEAD = ("Area", "Cost code", "From", "Hours", "Volunteers", "Paid in pounds")
FEW = "too few to say"


class Span(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"


@dataclass(frozen=True)
class Period:
    since: date
    until: date
    span: Span = Span.MONTH


@dataclass(frozen=True)
class Total:
    area: Area
    starts_on: date
    minutes: int
    volunteers: int | None  # None: too few to say
    pence: int


def totals(period: Period, *, by: Actor) -> list[Total]:
    """By area, the newest period first. Raises NotAllowed, or Invalid. Four reads."""
    require_paying(by)
    if period.until < period.since:
        raise Invalid({"until": "The last day must not be before the first"})
    if (period.until - period.since).days > LONGEST_YEARS * 366:
        raise Invalid({"until": f"The period must be {LONGEST_YEARS} years or shorter"})
    given, paid = _given(period), _paid(period)
    smallest = standard_on(in_london(by.now).date()).smallest_shown
    areas = {area.pk: area for area in Area.objects.all()}
    keys = sorted({*given, *paid}, key=lambda key: (areas[key[0]].name, -key[1].toordinal()))
    record(Verb.LISTED, ITEM, by=by.acting, detail=str(len(keys)))
    return [
        Total(areas[area], day, minutes, shown_alone(people, smallest=smallest), paid.get((area, day), 0))
        for area, day in keys
        for minutes, people in [given.get((area, day), (0, 0))]
    ]


def _given(period: Period) -> dict[tuple[UUID, date], tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT area_id, starts_on, minutes, volunteers FROM encircle.hours_by_area(%s, %s, %s)",
            [period.since, period.until, period.span],
        )
        return {(area, day): (minutes, volunteers) for area, day, minutes, volunteers in cursor.fetchall()}


def _paid(period: Period) -> dict[tuple[UUID, date], int]:
    """By the day of the run; what fell through is not counted."""
    found = Payment.objects.filter(
        at__gte=start_of_day(period.since), at__lt=start_of_day(period.until + ONE_DAY), failed__isnull=True
    )
    added: dict[tuple[UUID, date], int] = {}
    for area, at, pence in found.values_list("area", "at", "pence"):
        key = (area, _first_day(at, period.span))
        added[key] = added.get(key, 0) + pence
    return added


def _first_day(at: datetime, span: Span) -> date:
    day = in_london(at).date()
    return quarter_of(day) if span is Span.QUARTER else day.replace(day=1)


def build_totals_file(found: Sequence[Total], *, id: UUID, by: Actor, at: datetime) -> BuiltFile:
    content = as_csv(HEAD, [_row(one) for one in found])
    return keep_file(FileKind.TOTALS, content, id=id, by=by, at=at)


def _row(one: Total) -> tuple[str, ...]:
    return (
        one.area.name,
        one.area.cost_code,
        one.starts_on.isoformat(),
        f"{one.minutes / 60:.1f}",
        FEW if one.volunteers is None else str(one.volunteers),
        f"{one.pence / 100:.2f}",
    )
