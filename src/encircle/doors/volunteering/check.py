"""Check the answers, submit, and say what happens next."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from encircle.common.clock import in_london
from encircle.common.errors import Invalid
from encircle.design.dates import clock_time
from encircle.design.items import Row
from encircle.foundations.access.actor import names_of
from encircle.rooms.circles.vocabulary import SeatPart
from encircle.rooms.meetings.actions.submitting import AlreadySubmitted, DraftChanged, submit_minutes
from encircle.rooms.meetings.drafts import (
    OpenDraft,
    Written,
    hours_text,
    meeting_of,
    open_draft,
    refuse_unless_writable,
    written,
)
from encircle.rooms.meetings.models import Meeting
from encircle.rooms.meetings.queries import minutes_standard
from encircle.rooms.meetings.vocabulary import Outcome, Presence
from encircle.rooms.organisation.clocks import WorkingCalendar, add_working_days, last_day
from encircle.rooms.organisation.queries import closure_days, standard_on
from encircle.rooms.support.queries import may_answer, own_check
from encircle.rooms.support.vocabulary import Answer

from .draft import draft_page, posted_revision
from .guard import VolunteerRequest, for_volunteers
from .minutes_form import MinutesForm, Seated, minutes_form
from .words import first_name

Section = tuple[str, list[Row]]


@require_safe
@for_volunteers
def check(request: VolunteerRequest, meeting_id: UUID) -> HttpResponse:
    meeting = meeting_of(meeting_id, request.actor)
    minutes = written(meeting.pk)
    if not minutes.waits_for_writing:
        return redirect("volunteering:minutes", meeting_id=meeting.pk)
    refuse_unless_writable(meeting, request.actor.now)
    return _check_page(request, meeting, minutes)


def _check_page(request: VolunteerRequest, meeting: Meeting, minutes: Written) -> HttpResponse:
    by, has_changed = request.actor, request.GET.get("changed") == "yes"
    found = open_draft(meeting, minutes, by=by)
    form = minutes_form(found.body, meeting, by.now)
    if found.edited_at is None or found.waiting_of(by.user_id) or not form.is_valid():
        return draft_page(request, meeting, minutes, is_checked=True)
    context = {
        "meeting": meeting,
        "draft": found,
        "sections": _sections(form, reverse("volunteering:draft", args=[meeting.pk])),
        "warnings": form.warnings(minutes_standard(by.now)),
        "leaves_somebody_out": form.leaves_somebody_out,
        "others_waiting": _others_waiting(found, by.user_id),
        "changed_by": first_name(names_of([found.edited_by]), found.edited_by) if has_changed else "",
    }
    return render(request, "volunteering/check.html", context)


def _others_waiting(found: OpenDraft, user_id: UUID) -> list[str]:
    others = found.waiting_of_others(user_id)
    names = names_of(others)
    return sorted(first_name(names, other) for other in others)


@require_http_methods(["GET", "HEAD", "POST"])
@for_volunteers
def submission(request: VolunteerRequest, meeting_id: UUID) -> HttpResponse:
    if request.method == "POST":
        return _submitting(request, meeting_id)
    return _submitted_page(request, meeting_of(meeting_id, request.actor))


def _submitting(request: VolunteerRequest, meeting_id: UUID) -> HttpResponse:
    by = request.actor
    meeting = meeting_of(meeting_id, by)
    minutes = written(meeting.pk)
    address = reverse("volunteering:submission", args=[meeting.pk])
    if not minutes.waits_for_writing:
        return redirect(address + "?again=yes")
    found = open_draft(meeting, minutes, by=by)
    form = minutes_form(found.body, meeting, by.now)
    if found.edited_at is None or not form.is_valid():
        return draft_page(request, meeting, minutes, is_checked=True)
    try:
        submit_minutes(meeting.pk, form.minutes(), revision=posted_revision(request), by=by, at=by.now)
    except AlreadySubmitted:
        return redirect(address + "?again=yes")
    except DraftChanged:
        return redirect(reverse("volunteering:check", args=[meeting.pk]) + "?changed=yes")
    except Invalid as refusal:
        return draft_page(request, meeting, minutes, refused=refusal)
    return redirect(address)


def _submitted_page(request: VolunteerRequest, meeting: Meeting) -> HttpResponse:
    by, minutes = request.actor, written(meeting.pk)
    if minutes.newest is None or minutes.is_returned:
        return redirect("volunteering:draft", meeting_id=meeting.pk)
    version = minutes.newest
    is_own = version.written_by_id == by.user_id
    context = {
        "meeting": meeting,
        "version": version,
        "written_by": "you" if is_own else first_name(names_of([version.written_by_id]), version.written_by_id),
        "is_own": is_own,
        "again": request.GET.get("again") == "yes",
        "read_by": _read_by(version.submitted_at),
        "to_answer": meeting if own_check(meeting.pk, by) is None and may_answer(by, meeting, by.now) else None,
        "call_awaited": None,
        "answers": Answer,
        "several": False,
    }
    return render(request, "volunteering/submitted.html", context)


def _read_by(submitted_at: datetime) -> date:
    """The day by which the coordinator should have read them."""
    standard = standard_on(in_london(submitted_at).date())
    calendar = WorkingCalendar(closure_days=closure_days())
    return last_day(add_working_days(submitted_at, standard.read_within_working_days, calendar))


# --- the answers in words ---


def _sections(form: MinutesForm, address: str) -> list[Section]:
    """Every answer with a way back to its question."""
    held, answers = form.held(), form.cleaned_data
    assert held is not None  # noqa: S101 (a valid form says so)
    how = [
        Row("Started at", clock_time(held.held_from), f"{address}#id_started"),
        Row("Ended at", clock_time(held.held_until), f"{address}#id_ended"),
        Row("How it went", Outcome(answers["outcome"]).label, f"{address}#id_outcome_0"),
    ]
    came = [_came(seated, answers, address) for seated in form.seated()]
    parts = [
        (
            headed.part.label,
            [
                Row(str(one.label), answers[one.name], f"{address}#{one.auto_id}")
                for one in headed.passages
                if answers[one.name]
            ],
        )
        for headed in form.parts()
    ]
    return [("The meeting", how), ("Who came", came), *((title, rows) for title, rows in parts if rows)]


def _came(seated: Seated, answers: Mapping[str, Any], address: str) -> Row:
    presence = answers[seated.came.name]
    words = [Presence(presence).label if presence else "Did not come"]
    if presence == Presence.PRESENT and seated.seat.part == SeatPart.VOLUNTEER:
        hours, travel = (answers.get(one.name) for one in seated.time)
        words += [f"{hours_text(round(hours * 60))} hours"] if hours else []
        words += [f"{travel} minutes’ travel"] if travel else []
    return Row(str(seated.came.label), ", ".join(words), f"{address}#{seated.came.auto_id}_0")
