"""The waiting list: who waits for a Circle, how long and for what."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from encircle.common.clock import in_london
from encircle.design.answering import carried_out, say, typed
from encircle.design.dates import duration, plain_date, relative, relative_day
from encircle.design.forms import GovForm
from encircle.design.items import Entry, Row, TagColour, WorkItem
from encircle.doors.answering.matching_forms import slots_before
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.circles.course_queries import prisons
from encircle.rooms.joining.policy import Standing
from encircle.rooms.joining.queries import standing, standing_of
from encircle.rooms.organisation.vocabulary import CircleKind
from encircle.rooms.referrals.rules import may_take_referrals, require_taking
from encircle.rooms.suitability.actions.waiting import ITEM, leave_list, look_again, say_when_free
from encircle.rooms.suitability.models import WaitingReview
from encircle.rooms.suitability.vocabulary import LeftReason, NextAction, Priority, WaitsFor
from encircle.rooms.suitability.waiting import PlaceLine, Wanted, free_of, left, reviews_of
from encircle.rooms.suitability.waiting import place as found_place
from encircle.rooms.suitability.waiting import waiting_list as found_list
from encircle.rooms.volunteers.vocabulary import slot_words

from .answers import page
from .areas import areas_of
from .coming_in_pages import IN_A_LIST, form_alone, last_page
from .enquiries import area_id, page_number
from .enquiry_forms import CodedFilter
from .guard import StaffRequest, for_staff
from .joining_words import says_lacking, standing_words
from .judging_forms import CanMeetForm, LeavingForm, LookedFields, in_days
from .links import to
from .words import beginning_large

COLOURS: dict[Priority, TagColour] = {Priority.FIRST: "red", Priority.HIGH: "yellow", Priority.USUAL: "grey"}
SHORT = {Priority.FIRST: "First", Priority.HIGH: "High", Priority.USUAL: "Usual"}
SOME_WEEKS = 28


@require_safe
@for_staff
def waiting_list(request: StaffRequest) -> HttpResponse:
    by, areas = request.actor, areas_of(request.actor)
    form = CodedFilter(request.GET, areas=areas, states=[("", "All")], here="casework:waiting_list")
    del form.fields["state"]
    number = page_number(request)
    wanted = Wanted(area_id(areas, form.chosen("area")), form.chosen("kind"))
    lines, total = found_list(wanted, first=(number - 1) * IN_A_LIST, count=IN_A_LIST)
    record(Verb.LISTED, ITEM, by=by.acting, detail=str(len(lines)))
    stands = standing_of([line.place.core_member for line in lines], by.now)
    context = {
        "tab": "waiting",
        "filter_form": form,
        "items": [_item(line, stands[line.place.pk], request) for line in lines],
        "total": total,
        "number": number,
        "last": last_page(total),
    }
    return page(request, "waiting_list.html", context)


def _item(line: PlaceLine, stands: Standing, request: StaffRequest) -> WorkItem:
    now, place, review = request.actor.now, line.place, line.review
    late = line.is_overdue(in_london(now).date())
    kind, waits_for = CircleKind(place.kind).label, str(WaitsFor(review.waits_for).label)
    return WorkItem(
        title=_name(line),
        url=to("waiting_place", place.pk),
        facts=beginning_large(
            [
                kind,
                place.area.name,
                f"for {duration(now - place.since)}",
                f"waits for: {waits_for}",
                *says_lacking(stands),
            ]
        ),
        tag=SHORT[Priority(review.priority)],
        colour=COLOURS[Priority(review.priority)],
        when=f"look again {relative_day(review.review_on, now)}",
        urgency="urgent" if late else "",
    )


@require_safe
@for_staff
def waiting_place(request: StaffRequest, core_member_id: UUID) -> HttpResponse:
    by, line = request.actor, found_place(core_member_id)
    gone = left(core_member_id)
    rows = [
        Row("Area", line.place.area.name),
        Row("Kind of Circle", CircleKind(line.place.kind).label),
        Row("Waiting since", f"{plain_date(line.place.since)}, {relative(line.place.since, by.now)}"),
    ]
    if gone:
        rows.append(Row("Left the list", f"{plain_date(gone.at)}: {LeftReason(gone.reason).label}"))
    context = {
        "line": line,
        "name": _name(line),
        "rows": [*rows, *_said(line.review), *_can_meet(line)],
        "joining": standing_words(standing(line.place.core_member, by.now)),
        "before": [_entry(review, who) for review, who in reviews_of(core_member_id)],
        "may_change": gone is None and may_take_referrals(by, line.place.area_id),
    }
    record(Verb.LISTED, ITEM, core_member_id, by=by.acting, area_id=line.place.area_id, person_id=core_member_id)
    return page(request, "waiting_place.html", context)


def _said(review: WaitingReview) -> list[Row]:
    return [
        Row("Priority", Priority(review.priority).label),
        Row("Waits for", WaitsFor(review.waits_for).label),
        Row("Done next", NextAction(review.next_action).label),
        Row("Looked at again on", plain_date(review.review_on)),
    ]


def _can_meet(line: PlaceLine) -> list[Row]:
    said = free_of([line.place.pk]).get(line.place.pk)
    days = "\n".join(slot_words(slot).capitalize() for slot in said.slots) if said else "Not asked yet: any day"
    known = said.prison.name if said and said.prison else "Not said yet: a clearance by any prison counts"
    return [Row("Can meet", days), *([Row("Prison", known)] if line.place.kind == CircleKind.PRISON else [])]


def _entry(review: WaitingReview, who: str) -> Entry:
    said = f"{Priority(review.priority).label}. Waits for: {WaitsFor(review.waits_for).label}"
    return Entry(title=said, at=review.at, by=who)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def waiting_review(request: StaffRequest, core_member_id: UUID) -> HttpResponse:
    by, line = request.actor, found_place(core_member_id)
    require_taking(by, line.place.area_id)
    form = LookedFields(typed(request), initial=_initial(line.review, request))
    if carried_out(form, lambda: look_again(line.place, form.looked, id=form.id, by=by, at=by.now)):
        say(request, "It is kept. What was said before stays below.")
        return redirect("casework:waiting_place", core_member_id)
    return _form(request, form, line, "Look at it again", "Keep it")


def _initial(review: WaitingReview, request: StaffRequest) -> dict[str, Any]:
    today = in_london(request.actor.now).date()
    said = {name: getattr(review, name) for name in ("priority", "waits_for", "next_action")}
    return {**said, "review_on": in_days(today, SOME_WEEKS)}


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def waiting_times(request: StaffRequest, core_member_id: UUID) -> HttpResponse:
    by, line = request.actor, found_place(core_member_id)
    require_taking(by, line.place.area_id)
    said = free_of([core_member_id]).get(core_member_id)
    inside = prisons() if line.place.kind == CircleKind.PRISON else None
    before = slots_before(said.slots if said else ()) | {"prison": str(said.prison_id or "") if said else ""}
    form = CanMeetForm(typed(request), prisons=inside, initial=before)

    def act() -> None:
        say_when_free(line.place, form.slots, prison_id=form.prison_id, id=form.id, by=by, at=by.now)

    if carried_out(form, act):
        say(request, "It is kept. Circles are proposed for them only as it says.")
        return redirect("casework:waiting_place", core_member_id)
    return _form(request, form, line, "When they can meet", "Keep it")


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def waiting_leaving(request: StaffRequest, core_member_id: UUID) -> HttpResponse:
    by, line = request.actor, found_place(core_member_id)
    require_taking(by, line.place.area_id)
    form = LeavingForm(typed(request))

    def act() -> None:
        leave_list(line.place, LeftReason(form.cleaned_data["reason"]), by=by, at=by.now)

    if carried_out(form, act):
        say(request, "They have left the waiting list.")
        return redirect("casework:waiting_place", core_member_id)
    return _form(request, form, line, "Take them off the waiting list", "Take them off")


def _form(request: StaffRequest, form: GovForm, line: PlaceLine, title: str, button: str) -> HttpResponse:
    back = reverse("casework:waiting_place", args=[line.place.core_member_id])
    more = {"caption": _name(line), "window": "Waiting list"}
    return form_alone(request, form, title, button, back=back, back_words="Back to their place", **more)


def _name(line: PlaceLine) -> str:
    return f"{line.place.core_member.given_name} {line.place.core_member.family_name}"
