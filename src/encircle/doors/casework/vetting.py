"""The checks on volunteers: of one area, with what is to be renewed; and of one volunteer."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from encircle.design.dates import plain_date
from encircle.design.items import Action, Row, TagColour, WorkItem
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.vetting.queries import (
    CheckLine,
    ClearanceLine,
    VettingPage,
    VolunteerLine,
    forecast,
    open_vetting,
)
from encircle.rooms.vetting.rules import may_decide_on_check, may_keep_checks
from encircle.rooms.vetting.vocabulary import ClearanceOutcome, Shows, Standing, named
from encircle.rooms.volunteers.models import Volunteer
from encircle.rooms.volunteers.queries import volunteer as found_volunteer

from .answers import page
from .areas import areas_of, chosen
from .guard import StaffRequest, for_staff
from .links import to

COLOURS: dict[Standing, TagColour] = {
    Standing.NONE: "grey",
    Standing.ASKED: "blue",
    Standing.TO_DECIDE: "orange",
    Standing.REFUSED: "red",
    Standing.IN_DATE: "green",
    Standing.ENDING: "yellow",
    Standing.LAPSED: "red",
}
SHOWN = 50


@require_safe
@for_staff
def checks(request: StaffRequest) -> HttpResponse:
    """One area at a time: what to look at first, and how many checks end in the months to come."""
    by, areas = request.actor, areas_of(request.actor)
    area = chosen(areas, request.GET.get("area")) or (areas[0] if areas else None)
    context: dict[str, Any] = {"tab": "checks", "area": area, "areas": areas, "found": None, "items": []}
    if area is not None:
        found = forecast(area.pk, by.now)
        record(Verb.LISTED, "vetting.check", by=by.acting, area_id=area.pk, detail=str(len(found.to_do)))
        context |= {
            "found": found,
            "items": [_item(line) for line in found.to_do[:SHOWN]],
            "more": max(0, len(found.to_do) - SHOWN),
        }
    return page(request, "checks.html", context)


def _item(line: VolunteerLine) -> WorkItem:
    until = ""
    if line.until is not None:
        until = f"{'ended' if line.standing == Standing.LAPSED else 'until'} {plain_date(line.until)}"
    return WorkItem(
        title=line.volunteer.full_name,
        url=to("volunteer_checks", line.volunteer.pk),
        facts=[line.volunteer.reference],
        tag=line.standing.label,
        colour=COLOURS[line.standing],
        when=until,
        urgency="urgent" if line.standing in (Standing.LAPSED, Standing.REFUSED) else "",
    )


@require_safe
@for_staff
def volunteer_checks(request: StaffRequest, volunteer_id: UUID) -> HttpResponse:
    by, one = request.actor, found_volunteer(volunteer_id)
    found = open_vetting(one, by=by)
    may_keep = may_keep_checks(by, one) and one.left_on is None
    context = {
        "volunteer": one,
        "cards": [_card(line, found, one, request) for line in found.checks],
        "waiting": [
            f"{named(one.level, one.workforce)}: asked for {plain_date(one.asked_on)}" for one in found.waiting
        ],
        "prisons": [_prison_row(line) for line in found.clearances],
        "may_keep": may_keep,
    }
    return page(request, "volunteer_checks.html", context)


def _card(line: CheckLine, found: VettingPage, volunteer: Volunteer, request: StaffRequest) -> dict[str, object]:
    check = line.check
    rows = [
        Row("Stands", line.standing.label + (f", until {plain_date(line.until)}" if line.until else "")),
        Row("Number", check.number),
        Row("Issued", plain_date(check.issued_on)),
        Row("Seen", f"{plain_date(check.seen_on)}, by {found.names.get(check.seen_by_id, 'somebody')}"),
        Row("Shows", check.get_shows_display()),
    ]
    if check.on_update_service:
        said = [f"{plain_date(one.checked_on)}: {one.get_outcome_display()}" for one in line.updates]
        rows.append(Row("Update Service", "\n".join(said) or "On it. Nobody has looked yet"))
    if line.decision:
        who = found.names.get(line.decision.by_id, "somebody")
        rows.append(Row("Decided", f"{line.decision.get_outcome_display()} ({who}, {plain_date(line.decision.at)})"))
        rows.append(Row("How it was weighed", found.words.get(line.decision.pk, "")))
    return {"title": named(check.level, check.workforce), "rows": rows, "actions": _actions(line, volunteer, request)}


def _actions(line: CheckLine, volunteer: Volunteer, request: StaffRequest) -> list[Action]:
    check, by, found = line.check, request.actor, []
    of = f"of the certificate issued {plain_date(check.issued_on)}"
    if check.on_update_service and may_keep_checks(by, volunteer) and volunteer.left_on is None:
        found.append(Action("Record what the Update Service says", to("check_update", check.pk), of))
    if check.shows == Shows.SOMETHING and may_decide_on_check(by, volunteer):
        found.append(Action("Decide" if line.decision is None else "Decide again", to("check_decision", check.pk), of))
    return found


def _prison_row(line: ClearanceLine) -> Row:
    clearance = line.clearance
    if clearance.outcome != ClearanceOutcome.GRANTED or clearance.ends_on is None:
        return Row(clearance.prison.name, f"{clearance.get_outcome_display()} {plain_date(clearance.decided_on)}")
    return Row(clearance.prison.name, f"{line.standing.label}, until {plain_date(clearance.ends_on)}")
