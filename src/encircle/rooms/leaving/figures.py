"""Volunteers in numbers, for those who answer to funders: who came, sat for the first time, left and stayed.

Of one year by area, and by quarter over all areas: never an area's quarter, so that no small number left out of one
table is the difference of two shown in others. Each count is of things that happened, in quarters that are over.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Count, DateField, DateTimeField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate, TruncQuarter

from encircle.common.clock import LONDON, in_london, months_after
from encircle.common.small_numbers import Counted, counted
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.circles.models import Seat
from encircle.rooms.circles.vocabulary import SeatPart
from encircle.rooms.expenses.files import as_csv
from encircle.rooms.expenses.hours import quarter_of
from encircle.rooms.organisation.clocks import ONE_DAY, start_of_day
from encircle.rooms.organisation.models import Area
from encircle.rooms.organisation.queries import standard_on
from encircle.rooms.recruiting.models import Applicant
from encircle.rooms.support.models import Away
from encircle.rooms.volunteers.models import Volunteer
from encircle.rooms.volunteers.queries import accepted, volunteers

from .models import Leaving, Rejoining
from .rules import require_figures
from .service import whole_years
from .service_queries import service_of
from .vocabulary import Reason

ITEM = "leaving.figures"
APRIL = 4  # the year of commissioners and of the charity's accounts begins with it
ALL, HIDDEN = "All", "not shown"

Numbers = dict[tuple[UUID, date], int]  # area and first day of a quarter -> how many


class Happened(StrEnum):
    CAME = "Came forward"
    ACCEPTED = "Were accepted as volunteers"
    FIRST_SEAT = "Sat in a Circle for the first time"
    STEPPED_OUT = "Stepped out of a Circle for a while"
    RESTED = "Rested while in no Circle"
    LEFT = "Left"
    BACK = "Came back after leaving"


@dataclass(frozen=True)
class Year:
    """From April to March, as far as its quarters are over."""

    number: int  # in which it begins
    until: date  # the day after the last quarter that is over

    @property
    def since(self) -> date:
        return date(self.number, APRIL, 1)

    @property
    def quarters(self) -> list[date]:
        found = (months_after(self.since, months) for months in (0, 3, 6, 9))
        return [day for day in found if day < self.until]


def year_of(number: int | None, at: datetime, *, most: int = 5) -> tuple[Year, list[int]]:
    """The one asked for, else the newest of which a quarter is over; and which there are."""
    over = quarter_of(in_london(at).date())
    newest = over.year if over.month > APRIL else over.year - 1
    years = [newest - back for back in range(most)]
    chosen = number if number in years else newest
    return Year(chosen, min(over, date(chosen + 1, APRIL, 1))), years


@dataclass(frozen=True)
class Line:
    """One thing that is counted, with the small numbers left out."""

    words: str
    counts: Counted


@dataclass(frozen=True)
class Figures:
    year: Year
    areas: Sequence[Area]
    smallest: int
    by_area: Sequence[Line]
    by_quarter: Sequence[Line]
    left: Line  # by reason
    here: Line  # today, by years of service
    away: Line  # today, of those who are here


def figures(year: Year, areas: Sequence[Area], *, by: Actor) -> Figures:
    """Of the areas given, of which nobody sees but their own. Raises NotAllowed. As many reads, however many rows."""
    require_figures(by)
    today = in_london(by.now).date()
    standard = standard_on(today)
    happened, left = _happened(year, areas), _left(year, areas)
    happened[Happened.LEFT] = left[0]
    smallest, ids = standard.smallest_shown, {one.pk: one.name for one in areas}
    served, away = _here(areas, today)
    record(Verb.LISTED, ITEM, by=by.acting, detail=str(year.number))
    return Figures(
        year=year,
        areas=areas,
        smallest=smallest,
        by_area=[Line(one, counted(_margin(happened[one], ids, 0), smallest=smallest)) for one in Happened],
        by_quarter=[
            Line(one, counted(_margin(happened[one], year.quarters, 1), smallest=smallest)) for one in Happened
        ],
        left=Line(Happened.LEFT, counted(left[1], smallest=smallest)),
        here=Line("Volunteers today", counted(_bands(served, standard.thanked_after_years), smallest=smallest)),
        away=Line("Away today", counted({"away": away, "here": len(served) - away}, smallest=smallest)),
    )


def _margin(numbers: Numbers, keys: Iterable[UUID | date], place: int) -> dict[str, int]:
    added = {str(key): 0 for key in keys}
    for key, number in numbers.items():
        added[str(key[place])] += number
    return added


# --- what happened ---


def _happened(year: Year, areas: Sequence[Area]) -> dict[Happened, Numbers]:
    """One read each."""
    days = {"gte": year.since, "lt": year.until}
    moments = {"gte": start_of_day(year.since), "lt": start_of_day(year.until)}
    earlier = Seat.objects.filter(volunteer=OuterRef("volunteer"), part=SeatPart.VOLUNTEER)
    earlier = earlier.filter(
        Q(starts_at__lt=OuterRef("starts_at")) | Q(starts_at=OuterRef("starts_at"), pk__lt=OuterRef("pk"))
    )
    first = Seat.objects.filter(part=SeatPart.VOLUNTEER, volunteer__isnull=False).exclude(Exists(earlier))
    return {
        Happened.CAME: _counts(Applicant.objects.all(), "asked_at", moments, areas),
        Happened.ACCEPTED: _counts(accepted(), "joined_on", days, areas),
        Happened.FIRST_SEAT: _counts(first, "starts_at", moments, areas, area="volunteer__area"),
        Happened.STEPPED_OUT: _counts(_times_away(seated=True), "starts_on", days, areas),
        Happened.RESTED: _counts(_times_away(seated=False), "starts_on", days, areas),
        Happened.BACK: _counts(Rejoining.objects.all(), "at", moments, areas),
    }


def _times_away(*, seated: bool) -> QuerySet[Away]:
    """By whether they sat in a Circle on the first day. What goes on from a time away without a gap is the same one."""
    sat = Seat.objects.filter(volunteer=OuterRef("volunteer"), part=SeatPart.VOLUNTEER).annotate(
        since=_day_of("starts_at"), last=_day_of("ends_at")
    )
    sat = sat.filter(Q(ends_at__isnull=True) | Q(last__gt=OuterRef("starts_on")), since__lte=OuterRef("starts_on"))
    before = Away.objects.filter(volunteer=OuterRef("volunteer"), starts_on__lt=OuterRef("starts_on"))
    goes_on = before.filter(
        Q(back_on=OuterRef("starts_on"))
        | Q(back_on__isnull=True, until=ExpressionWrapper(OuterRef("starts_on") - ONE_DAY, DateField()))
    )
    found = Away.objects.exclude(Exists(goes_on))
    return found.filter(Exists(sat)) if seated else found.exclude(Exists(sat))


def _day_of(moment: str) -> TruncDate:
    return TruncDate(moment, tzinfo=LONDON)


def _counts(
    rows: QuerySet[Any], on: str, within: Mapping[str, object], areas: Sequence[Area], *, area: str = "area"
) -> Numbers:
    """By area and quarter."""
    found = rows.filter(**{f"{on}__{one}": limit for one, limit in within.items()}, **{f"{area}__in": areas})
    quartered = found.order_by().annotate(quarter=_quarter(on)).values_list(area, "quarter").annotate(Count("pk"))
    numbers: Numbers = defaultdict(int)
    for area_id, quarter, number in quartered:
        numbers[area_id, _day(quarter)] += number
    return numbers


def _quarter(on: str) -> TruncQuarter:
    if on.endswith("_at") or on == "at":
        return TruncQuarter(on, tzinfo=LONDON, output_field=DateTimeField())
    return TruncQuarter(on, output_field=DateField())


def _day(quarter: date | datetime) -> date:
    return in_london(quarter).date() if isinstance(quarter, datetime) else quarter


def _left(year: Year, areas: Sequence[Area]) -> tuple[Numbers, dict[str, int]]:
    """By area and quarter, and by reason: with those who left before reasons were kept here. Two reads."""
    of = Leaving.objects.filter(called_off__isnull=True, last_day__gte=year.since, last_day__lt=year.until)
    rows = of.filter(area__in=areas).order_by().annotate(quarter=_quarter("last_day"))
    numbers: Numbers = defaultdict(int)
    reasons = dict.fromkeys((one.label for one in Reason), 0)
    for area_id, quarter, reason, number in rows.values_list("area", "quarter", "reason").annotate(Count("pk")):
        numbers[area_id, quarter] += number
        reasons[Reason(reason).label] += number
    noted = Leaving.objects.filter(volunteer=OuterRef("pk"), called_off__isnull=True, rejoining__isnull=True)
    unnoted = _counts(Volunteer.objects.exclude(Exists(noted)), "left_on", {"gte": year.since, "lt": year.until}, areas)
    for key, number in unnoted.items():
        numbers[key] += number
    return numbers, reasons | {"No reason was kept": sum(unnoted.values())}


# --- who is here ---


def _here(areas: Sequence[Area], today: date) -> tuple[list[int], int]:
    """Whole years of each who is here, and how many of them are away. Four reads."""
    present = list(volunteers(present_on=today).filter(area__in=areas))
    served = [whole_years(days) for days in service_of(present, today).values()]
    back = Q(back_on__isnull=True) | Q(back_on__gt=today)
    gone = Away.objects.filter(back, Q(until__isnull=True) | Q(until__gte=today), starts_on__lte=today)
    return served, gone.filter(volunteer__in=[one.pk for one in present]).values("volunteer").distinct().count()


def _bands(served: Iterable[int], edges: Sequence[int]) -> dict[str, int]:
    """Between the years of service that are marked."""
    starts = [0, *edges]
    numbers = dict.fromkeys((_band(starts, place) for place in range(len(starts))), 0)
    for years in served:
        numbers[_band(starts, max(place for place, start in enumerate(starts) if start <= years))] += 1
    return numbers


def _band(starts: Sequence[int], place: int) -> str:
    since, last = starts[place], starts[place + 1] - 1 if place + 1 < len(starts) else None
    if last is None:
        return f"{since} years or more" if since else "Any number of years"
    if since == 0:
        return f"Less than {last + 1} {'year' if last == 0 else 'years'}"
    return f"{since} years" if since == last else f"{since} to {last} years"


# --- as a file ---


def export_figures(found: Figures, *, by: Actor) -> bytes:
    """Nothing that the page does not show: no name, no small number. Leaves a line in the trace."""
    record(Verb.EXPORTED, ITEM, by=by.acting, detail=f"csv {found.year.number}")
    names = {str(one.pk): one.name for one in found.areas}
    rows = [
        *_rows("By area", found.by_area, names),
        *_rows("By quarter", found.by_quarter, {str(day): f"from {day.isoformat()}" for day in found.year.quarters}),
        *_rows("Why they left", [found.left], {}),
        *_rows("Today", [found.here], {}),
        *_rows("Today", [found.away], {"away": "away", "here": "not away"}),
    ]
    return as_csv(("Table", "What is counted", "Of", "Number"), rows)


def _rows(table: str, lines: Iterable[Line], names: Mapping[str, str]) -> list[tuple[str, ...]]:
    return [
        (table, line.words, of, said(number))
        for line in lines
        for of, number in [
            *((names.get(code, code), number) for code, number in line.counts.codes.items()),
            (ALL, line.counts.total),
        ]
    ]


def said(number: int | None) -> str:
    return HIDDEN if number is None else f"{number}"
