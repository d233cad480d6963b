"""The MAPPA register of a core member: category and level over time, meetings, and what the charity is to do."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from encircle.common.clock import in_london
from encircle.design.answering import carried_out, say, typed
from encircle.design.forms import GovForm
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.foundations.corrections.queries import times_corrected
from encircle.rooms.partners.queries import agency_choices
from encircle.rooms.people.models import CoreMember
from encircle.rooms.people.queries import core_member
from encircle.rooms.received import mappa as room
from encircle.rooms.received.models import MappaPlacing
from encircle.rooms.received.rules import require_recording
from encircle.rooms.received.vocabulary import MappaAttendance

from .answers import page
from .guard import StaffRequest, for_staff
from .links import to
from .mappa_forms import (
    ActionForm,
    AttendanceCorrectionForm,
    AttendanceForm,
    DoneForm,
    MeetingForm,
    PlacingForm,
)


@require_safe
@for_staff
def mappa(request: StaffRequest, core_member_id: UUID) -> HttpResponse:
    """Opened with the lines of the actions, a receipt each; the rest is days and codes."""
    by, one = request.actor, _of(request, core_member_id)
    found = room.open_register(one.pk, by=by)
    count = len(found.placings) + len(found.meetings)
    record(Verb.LISTED, "received.mappa", by=by.acting, area_id=one.area_id, person_id=one.pk, detail=str(count))
    today = in_london(by.now).date()
    context = {
        "core_member": one,
        "register": found,
        "now": found.now(today),
        "today": today,
        "corrected": times_corrected(meeting.pk for meeting in found.meetings),
    }
    return page(request, "mappa.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def placing(request: StaffRequest, core_member_id: UUID) -> HttpResponse:
    by, one = request.actor, _of(request, core_member_id)
    form = PlacingForm(
        typed(request), agencies=agency_choices(one.area_id), initial={"starts_on": in_london(by.now).date()}
    )

    def act() -> None:
        room.record_placing(one, form.placing(), by=by, at=by.now)

    return _answer(request, one, form, act, "MAPPA category and level", "Record it", "Category and level are recorded.")


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def meeting_new(request: StaffRequest, core_member_id: UUID) -> HttpResponse:
    by, one = request.actor, _of(request, core_member_id)
    form = MeetingForm(typed(request), agencies=agency_choices(one.area_id))

    def act() -> None:
        room.record_meeting(one, form.meeting(), by=by, at=by.now)

    return _answer(request, one, form, act, "A MAPPA meeting", "Record the meeting", "The meeting is in the register.")


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def attendance(request: StaffRequest, mappa_meeting_id: UUID) -> HttpResponse:
    """Whether the charity was there. Once that is recorded, a change says why."""
    by, meeting = request.actor, room.mappa_meeting(mappa_meeting_id)
    one = _of(request, meeting.core_member_id)
    kind = AttendanceForm if meeting.attendance == MappaAttendance.TO_COME else AttendanceCorrectionForm
    form = kind(typed(request), initial={"attendance": meeting.attendance, "next_on": meeting.next_on})

    def act() -> None:
        given = form.cleaned_data
        became, why = MappaAttendance(given["attendance"]), given.get("why", "")
        room.record_attendance(meeting, became, given["next_on"], why=why, by=by, at=by.now)

    title = f"MAPPA meeting of {_day(meeting.held_on)}"
    return _answer(request, one, form, act, title, "Save", "The register says so now.")


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def action_new(request: StaffRequest, mappa_meeting_id: UUID) -> HttpResponse:
    by, meeting = request.actor, room.mappa_meeting(mappa_meeting_id)
    one, form = _of(request, meeting.core_member_id), ActionForm(typed(request))

    def act() -> None:
        room.add_action(meeting, form.action(), by=by, at=by.now)

    title = f"An action for us from the meeting of {_day(meeting.held_on)}"
    return _answer(request, one, form, act, title, "Record the action", "The action is in the register.")


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def action_completion(request: StaffRequest, action_id: UUID) -> HttpResponse:
    by, action = request.actor, room.mappa_action(action_id)
    one = _of(request, action.core_member_id)
    form = DoneForm(typed(request), initial={"done_on": in_london(by.now).date()})

    def act() -> None:
        room.complete_action(action, form.cleaned_data["done_on"], by=by, at=by.now)

    title = f"The action due by {_day(action.due_on)} is done"
    return _answer(request, one, form, act, title, "Record that it is done", "The action is done.")


def _of(request: StaffRequest, core_member_id: UUID) -> CoreMember:
    one = core_member(core_member_id)
    require_recording(request.actor, one.area_id)
    return one


def _answer(
    request: StaffRequest,
    one: CoreMember,
    form: GovForm,
    act: Callable[[], object],
    title: str,
    button: str,
    done: str,
) -> HttpResponse:
    if carried_out(form, act):
        say(request, done)
        return redirect("casework:mappa", one.pk)
    context: dict[str, Any] = {"form": form, "title": title, "window": title, "button": button}
    context["caption"] = f"{one.given_name} {one.family_name}"
    return page(request, "people_form.html", context | {"back": to("mappa", one.pk)})


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def register_line(core_member_id: UUID, today: date) -> tuple[MappaPlacing | None, int]:
    """For the page of the core member: where they stand, and how many actions of ours are open."""
    found = room.register_of(core_member_id)
    return found.now(today), sum(line.done_on is None for line in found.actions)
