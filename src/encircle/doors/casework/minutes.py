"""Minutes as the coordinator reads them, answers them, returns, corrects and approves them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from encircle.common.clock import in_london
from encircle.design.answering import carried_out, say, typed
from encircle.design.dates import long_date
from encircle.foundations.access.actor import Actor, names_of
from encircle.rooms.circles.goal_queries import progress_at
from encircle.rooms.meetings.actions.approving import (
    approval_standard,
    approve_minutes,
    correct_minutes,
    key_minutes,
    refuse_unless_correctable,
)
from encircle.rooms.meetings.actions.attending import correct_attendance, refuse_unless_recorded
from encircle.rooms.meetings.actions.reading import (
    OpenMinutes,
    approval_of,
    open_minutes,
    return_minutes,
    return_of,
    say_about_minutes,
)
from encircle.rooms.meetings.comparison import Piece, word_difference
from encircle.rooms.meetings.drafts import refuse_unless_writable, seats_at
from encircle.rooms.meetings.models import MinutesVersion, Passage, Remark
from encircle.rooms.meetings.policy import meeting_warnings
from encircle.rooms.meetings.queries import attendance_of, facts_of, meeting_row, minutes_standard
from encircle.rooms.meetings.rules import may_work_on_minutes, refusals_to_approve, require_work_on_minutes
from encircle.rooms.meetings.vocabulary import CorrectionKind, RemarkKind, VersionKind
from encircle.rooms.organisation.models import Topic
from encircle.rooms.organisation.queries import present_topics
from encircle.rooms.organisation.vocabulary import Part

from .answers import once, page
from .guard import StaffRequest, for_staff
from .links import to
from .meetings import came_rows
from .minutes_forms import CameForm, CorrectionForm, KeyedForm, RemarkForm, ReturnForm
from .record import circle_page


@dataclass(frozen=True)
class Shown:
    """A passage, and what changed in it since the version this one was made from."""

    passage: Passage
    pieces: tuple[Piece, ...] = ()  # none: nothing to compare with, or the same


@require_safe
@for_staff
def minutes(request: StaffRequest, version_id: UUID) -> HttpResponse:
    """Opens the version: from here on the trace says that this person read it."""
    opened = open_minutes(version_id, by=request.acting)
    context = circle_page(request, opened.version.circle_id, "meetings")
    return page(request, "minutes.html", context | _reading(opened, request.actor) | {"remark_form": RemarkForm()})


def _reading(opened: OpenMinutes, by: Actor) -> dict[str, Any]:
    version, meeting = opened.version, opened.version.meeting
    attendance = attendance_of(meeting.pk)
    is_open = opened.approval is None and not opened.is_returned
    works = may_work_on_minutes(by, version.area_id)
    refusals = refusals_to_approve(by, version, opened.versions, approval_standard()) if works else ()
    is_newest = version.pk == opened.newest.pk
    people = [one.written_by_id for one in opened.versions] + [line.remark.said_by_id for line in opened.remarks]
    approval, returned = opened.approval, return_of(version)
    people += [approval.approved_by_id] if approval else []
    people += [returned.returned_by_id] if returned else []
    return {
        "opened": opened,
        "version": version,
        "meeting": meeting,
        "title": f"Minutes of {long_date(meeting.starts_at)}",
        "parts": _parts(opened),
        "left_out": _left_out(opened),
        "came": came_rows(attendance),
        "warnings": [one.sentence for one in meeting_warnings(facts_of(meeting, attendance), minutes_standard(by.now))],
        "names": names_of(people),
        "approval": approval,
        "is_approved": approval_of(version) is not None,
        "returned": returned,
        "is_newest": is_newest,
        "is_own": version.written_by_id == by.user_id,
        "refusals": refusals if is_open else (),
        "may_approve": works and is_open and not refusals,
        "may_correct": works and is_open,
        "may_return": works and is_open and is_newest and version.kind == VersionKind.ORIGINAL
        and version.written_by_id != by.user_id,
        "may_say": works and version.written_by_id != by.user_id,
        "release_url": to("release", version.pk),
        "seen": progress_at(meeting.pk),
    }  # fmt: skip


def _parts(opened: OpenMinutes) -> list[tuple[str, list[Shown]]]:
    """Passages by the part of the meeting, in the order of the meeting."""
    before = {passage.topic_id: passage.text for passage in opened.passages_before}
    compares = opened.version.based_on_id is not None

    def shown(passage: Passage) -> Shown:
        earlier = before.get(passage.topic_id, "")
        changed = compares and earlier != passage.text
        return Shown(passage, word_difference(earlier, passage.text) if changed else ())

    parts = [(part.label, [shown(one) for one in opened.passages if one.part == part]) for part in Part]
    return [(label, passages) for label, passages in parts if passages]


def _left_out(opened: OpenMinutes) -> list[Passage]:
    """Passages of the earlier version that this one no longer has."""
    kept = {passage.topic_id for passage in opened.passages}
    return [passage for passage in opened.passages_before if passage.topic_id not in kept]


# --- answering ---


@require_http_methods(["POST"])
@for_staff
def remarks(request: StaffRequest, version_id: UUID) -> HttpResponse:
    by, form = request.actor, RemarkForm(request.POST)

    def act() -> None:
        given = form.cleaned_data
        once(
            Remark,
            form.id,
            lambda: say_about_minutes(
                version_id, RemarkKind(given["kind"]), given["text"], by=by, at=by.now, remark_id=form.id
            ),
        )

    if carried_out(form, act):
        say(request, "Your message is kept with the minutes. The volunteer is told that something is waiting.")
        return redirect(reverse("casework:minutes", args=[version_id]) + "#remarks")
    opened = open_minutes(version_id, by=request.acting)
    context = circle_page(request, opened.version.circle_id, "meetings") | _reading(opened, by)
    return page(request, "minutes.html", context | {"remark_form": form, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def minutes_return(request: StaffRequest, version_id: UUID) -> HttpResponse:
    by, form = request.actor, ReturnForm(typed(request))
    if carried_out(form, lambda: return_minutes(version_id, form.cleaned_data["reason"], by=by, at=by.now)):
        say(request, "The minutes are with the volunteers again. They are told that something is waiting.")
        return redirect("casework:minutes", version_id)
    opened = open_minutes(version_id, by=request.acting)
    require_work_on_minutes(by, opened.version.area_id)
    context = circle_page(request, opened.version.circle_id, "meetings")
    return page(request, "minutes_return.html", context | {"form": form, "version": opened.version})


# --- correcting and approving ---


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def minutes_correction(request: StaffRequest, version_id: UUID) -> HttpResponse:
    by = request.actor
    opened = open_minutes(version_id, by=request.acting)
    refuse_unless_correctable(opened, by)
    texts = {passage.topic_id: passage.text for passage in opened.passages}
    form = CorrectionForm(typed(request), topics=_topics(opened), texts=texts)

    def act() -> None:
        kind = CorrectionKind(form.cleaned_data["kind"])
        once(
            MinutesVersion,
            form.id,
            lambda: correct_minutes(opened, form.texts, kind, id=form.id, by=by, at=by.now),
        )

    if carried_out(form, act):
        say(request, "Your version stands beside the original, which stays as it is.")
        return redirect("casework:minutes", form.id)
    context = circle_page(request, opened.version.circle_id, "meetings")
    return page(request, "minutes_correction.html", context | {"form": form, "version": opened.version})


def _topics(opened: OpenMinutes) -> Sequence[Topic]:
    """The charity's topics, and any retired one this version has words under."""
    here = {passage.topic_id: passage.topic for passage in opened.passages}
    found = {topic.code: topic for topic in present_topics()} | here
    order = list(Part)
    return sorted(found.values(), key=lambda topic: (order.index(Part(topic.part)), topic.position))


@require_http_methods(["POST"])
@for_staff
def approval(request: StaffRequest, version_id: UUID) -> HttpResponse:
    """Approve, and go on to the release. Pressed twice, it is approved once."""
    approve_minutes(version_id, by=request.actor, at=request.actor.now)
    say(request, "The minutes are approved.")
    return redirect(to("release", version_id) or reverse("casework:minutes", args=[version_id]))


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def meeting_attendance(request: StaffRequest, meeting_id: UUID) -> HttpResponse:
    """Who came, put right after it was recorded."""
    by, meeting = request.actor, meeting_row(meeting_id)
    context = circle_page(request, meeting.circle_id, "meetings")
    require_work_on_minutes(by, meeting.area_id)
    lines = attendance_of(meeting_id)
    refuse_unless_recorded(lines)
    form = CameForm(typed(request), lines=lines)

    def act() -> None:
        correct_attendance(meeting_id, form.attendance, form.cleaned_data["why"], by=by, at=by.now)

    if carried_out(form, act):
        say(request, "Who came is put right. What stood there before is kept.")
        return redirect("casework:meeting", meeting_id)
    return page(request, "meeting_attendance.html", context | {"form": form, "meeting": meeting})


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def keyed_minutes(request: StaffRequest, meeting_id: UUID) -> HttpResponse:
    """Minutes from the volunteers' paper, or of a meeting at which the coordinator stood in."""
    by, meeting = request.actor, meeting_row(meeting_id)
    context = circle_page(request, meeting.circle_id, "meetings")
    require_work_on_minutes(by, meeting.area_id)
    refuse_unless_writable(meeting, by.now)
    form = KeyedForm(
        typed(request),
        topics=present_topics(),
        texts={},
        seats=seats_at(meeting),
        starts_at=meeting.starts_at,
        initial={"starts": in_london(meeting.starts_at).time(), "ends": in_london(meeting.ends_at).time()},
    )

    def act() -> None:
        once(MinutesVersion, form.id, lambda: key_minutes(meeting_id, form.keyed, by=by, at=by.now))

    if carried_out(form, act):
        say(request, "The minutes are in. A colleague or a senior coordinator has to approve them.")
        return redirect("casework:minutes", form.id)
    return page(request, "minutes_keyed.html", context | {"form": form, "meeting": meeting})
