"""Who is ready for a Circle: one volunteer for each kind, and the exceptions of an area with the days they end."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from encircle.common.clock import in_london
from encircle.design.dates import plain_date
from encircle.design.items import Action, Row, WorkItem
from encircle.foundations.access.actor import Actor, names_of
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.organisation.vocabulary import CircleKind
from encircle.rooms.readiness.models import DatedException, Paper
from encircle.rooms.readiness.queries import (
    Line,
    Readiness,
    open_exceptions,
    papers_of,
    present_exceptions,
    readiness_of,
    signings_of,
)
from encircle.rooms.readiness.rules import may_except, may_note
from encircle.rooms.readiness.vocabulary import Condition, Mistaken, Signed, Source
from encircle.rooms.volunteers.models import Volunteer
from encircle.rooms.volunteers.queries import volunteer as found_volunteer

from .answers import page
from .areas import areas_of, chosen
from .guard import StaffRequest, for_staff
from .links import to

SOON = 30  # days: an exception that ends within them stands out
SHOWN = 100


@require_safe
@for_staff
def volunteer_readiness(request: StaffRequest, volunteer_id: UUID) -> HttpResponse:
    """For each kind of Circle what is in date until when, and what is missing; papers, signatures and exceptions."""
    by, one = request.actor, found_volunteer(volunteer_id)
    today = in_london(by.now).date()
    exceptions = open_exceptions(one, by=by)
    names = names_of(row.by_id for row, _ in exceptions)
    is_here = one.left_on is None
    context = {
        "volunteer": one,
        "kinds": [(found, _rows(found)) for found in readiness_of(one.pk, list(CircleKind), today)],
        "exceptions": [
            (_title(row), [*_said(row, names), *([Row("Why", why)] if why else [])], _ends(row, one, by, today))
            for row, why in exceptions
        ],
        "papers": [_paper(row, may_note(by, one) and is_here) for row in papers_of(one.pk)],
        "signings": [
            Row(row.wording.title, f"Signed {plain_date(row.signed_on)} {_how(row.how)}, noted {plain_date(row.at)}")
            for row in signings_of(one.pk)
        ],
        "may_note": may_note(by, one) and is_here,
        "may_except": may_except(by, one) and is_here,
    }
    return page(request, "volunteer_readiness.html", context)


@require_safe
@for_staff
def exceptions(request: StaffRequest) -> HttpResponse:
    """One area at a time, the first to end first: those an import brought among them."""
    by, areas = request.actor, areas_of(request.actor)
    area = chosen(areas, request.GET.get("area")) or (areas[0] if areas else None)
    today = in_london(by.now).date()
    context: dict[str, Any] = {"tab": "readiness", "area": area, "areas": areas, "items": [], "total": 0}
    if area is not None:
        rows = present_exceptions(area.pk, today)
        record(Verb.LISTED, "readiness.datedexception", by=by.acting, area_id=area.pk, detail=str(len(rows)))
        context |= {"items": [_item(row, today) for row in rows[:SHOWN]], "total": len(rows)}
    return page(request, "exceptions.html", context)


def in_short(volunteer: Volunteer, by: Actor) -> list[Row]:
    """For the volunteer's own page: a line for each kind."""
    today = in_london(by.now).date()
    return [Row(found.kind.label, verdict(found)) for found in readiness_of(volunteer.pk, list(CircleKind), today)]


def verdict(found: Readiness) -> str:
    """Ready, until when, or exactly what is missing."""
    if found.missing:
        return "Not ready. Needed: " + "; ".join(line.words for line in found.missing)
    return f"Ready, until {plain_date(found.until)}" if found.until else "Ready"


def _rows(found: Readiness) -> list[Row]:
    return [Row(line.heading, _stands(line)) for line in found.lines]


def _stands(line: Line) -> str:
    if line.is_met:
        return f"In date until {plain_date(line.last_day)}" if line.last_day else "Done"
    missing = f"Missing: {line.words}"
    if line.excepted_until is None:
        return missing
    return f"{missing}\nAn exception holds until {plain_date(line.excepted_until)}"


def _paper(row: Paper, may_take_back: bool) -> Row:
    said, back = plain_date(row.dated_on), getattr(row, "taken_back", None)
    if back is not None:
        why = Mistaken(back.because).label
        return Row(Condition(row.condition).label, f"{said}\nTaken back on {plain_date(back.at)}: {why}")
    action = Action("Take back", to("paper_taken_back", row.pk), f"what was noted of {said}")
    return Row(Condition(row.condition).label, said, actions=[action] if may_take_back else [])


def _title(row: DatedException) -> str:
    return f"{Condition(row.condition).label}: {CircleKind(row.kind).label}"


def _said(row: DatedException, names: dict[UUID, str]) -> list[Row]:
    who = names.get(row.by_id, "somebody")
    said = "brought in by" if row.source == Source.BEFORE else "decided by"
    return [
        Row("Holds", f"From {plain_date(row.starts_on)}, last day {plain_date(row.ends_on)}"),
        Row("By", f"{Source(row.source).label}, {said} {who}" if row.source == Source.BEFORE else who),
    ]


def _ends(row: DatedException, volunteer: Volunteer, by: Actor, today: Any) -> list[Action]:
    if row.ends_on <= today or not may_except(by, volunteer):
        return []
    return [Action("End it today", to("exception_ending", row.pk), f"the exception about {_title(row)}")]


def _how(how: str) -> str:
    return Signed(how).label.lower()


def _item(row: DatedException, today: Any) -> WorkItem:
    days = (row.ends_on - today).days
    return WorkItem(
        title=row.volunteer.full_name,
        url=to("volunteer_readiness", row.volunteer_id),
        facts=[row.volunteer.reference, _title(row)],
        tag="Before Encircle" if row.source == Source.BEFORE else "",
        colour="grey",
        when=f"last day {plain_date(row.ends_on)}",
        urgency="urgent" if days <= SOON // 4 else "soon" if days <= SOON else "",
    )
