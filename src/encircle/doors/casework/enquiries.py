"""Enquiries: who rang, what was said, what it came to, and when to ring back."""

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from encircle.common.clock import in_london
from encircle.common.errors import NotAllowed
from encircle.design.answering import carried_out, say, typed
from encircle.design.dates import long_date, relative_day
from encircle.design.items import Entry, Row, TagColour
from encircle.foundations.access.actor import names_of
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.organisation.queries import criteria_on
from encircle.rooms.partners.models import Agency
from encircle.rooms.referrals.actions.enquiries import (
    ITEM,
    NewEnquiry,
    add_note,
    note_enquiry,
    open_enquiry,
    record_outcome,
)
from encircle.rooms.referrals.models import Enquiry, EnquiryCheck, EnquiryStep
from encircle.rooms.referrals.queries import (
    EnquiryLine,
    Page,
    Wanted,
    checks_of,
    enquiry,
    referrals_of,
    steps_of,
)
from encircle.rooms.referrals.queries import enquiries as found_enquiries
from encircle.rooms.referrals.rules import may_take_referrals, require_taking
from encircle.rooms.referrals.vocabulary import Answer, StepKind, StepReason

from .answers import once, page
from .areas import areas_of, chosen
from .coming_in_pages import IN_A_LIST, form_alone, last_page
from .coming_in_words import STEP_COLOURS, enquiry_item
from .enquiry_forms import ENQUIRY_STATES, CodedFilter, EnquiryForm, NoteForm, OutcomeForm
from .guard import StaffRequest, for_staff

ANSWER_COLOURS: dict[Answer, TagColour] = {Answer.MET: "green", Answer.NOT_MET: "red", Answer.UNSURE: "yellow"}


@require_safe
@for_staff
def enquiries(request: StaffRequest) -> HttpResponse:
    by, areas = request.actor, areas_of(request.actor)
    form = CodedFilter(request.GET, areas=areas, states=ENQUIRY_STATES, here="casework:enquiries")
    number = page_number(request)
    wanted = Wanted(area_id(areas, form.chosen("area")), form.chosen("kind"), form.chosen("state"))
    lines, total = found_enquiries(wanted, Page((number - 1) * IN_A_LIST, IN_A_LIST))
    record(Verb.LISTED, ITEM, by=by.acting, detail=str(len(lines)))
    context = {
        "tab": "enquiries",
        "filter_form": form,
        "items": [enquiry_item(line, by.now, says_area=len(areas) > 1) for line in lines],
        "total": total,
        "number": number,
        "last": last_page(total),
        "may_note": bool(areas),
    }
    return page(request, "enquiries.html", context)


def page_number(request: StaffRequest) -> int:
    asked = request.GET.get("page", "")
    return max(1, int(asked)) if asked.isdecimal() and len(asked) < 6 else 1


def area_id(areas: list, code: str) -> UUID | None:
    area = chosen(areas, code)
    return area.pk if area else None


def today(request: StaffRequest) -> date:
    return in_london(request.actor.now).date()


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def new_enquiry(request: StaffRequest) -> HttpResponse:
    by = request.actor
    areas = [area for area in areas_of(by) if may_take_referrals(by, area.pk)]
    if not areas:
        raise NotAllowed("You can note enquiries only in an area you coordinate.")
    agencies, criteria = list(Agency.objects.order_by("name")), criteria_on(today(request))
    form = EnquiryForm(typed(request), areas=areas, agencies=agencies, criteria=criteria, today=today(request))
    if carried_out(form, lambda: once(Enquiry, form.id, lambda: note_enquiry(_new(form), by=by, at=by.now))):
        if form.came_to.kind is StepKind.TO_INVITE:
            say(request, "The enquiry is noted. Now choose who fills in the form.")
            return redirect("casework:enquiry_invitation", form.id)
        say(request, "The enquiry is noted.")
        return redirect("casework:enquiry", form.id)
    return page(request, "new_enquiry.html", {"form": form, "says_area": len(areas) > 1})


def _new(form: EnquiryForm) -> NewEnquiry:
    given = form.cleaned_data
    return NewEnquiry(
        id=form.id,
        area_id=UUID(given["area"]),
        kind=given["kind"],
        asked_by_name=given["asked_by_name"],
        agency_id=UUID(given["agency"]) if given["agency"] else None,
        agency_name=given["agency_name"],
        phone=given["phone"],
        email=given["email"],
        note=given["note"],
        answers=form.answers,
        outcome=form.came_to,
    )


@require_safe
@for_staff
def enquiry_page(request: StaffRequest, enquiry_id: UUID) -> HttpResponse:
    by = request.actor
    line, notes = open_enquiry(enquiry_id, by=by)
    one, steps = line.enquiry, steps_of(enquiry_id)
    names = names_of([one.taken_by_id, *(note.by_id for note in notes), *(step.by_id for step in steps)])
    context = {
        "enquiry": one,
        "tag": (line.kind.label, STEP_COLOURS[line.kind]),
        "next": _next(line, request),
        "rows": _rows(line, names),
        "notes": [(names.get(note.by_id, ""), note) for note in notes],
        "checks": [_check_row(check) for check in checks_of(enquiry_id)],
        "history": [_entry(step, names, one) for step in steps],
        "referrals": referrals_of(enquiry_id),
        "may_take": may_take_referrals(by, one.area_id),
        "to_do": line.to_do_on is not None,
        "is_to_invite": line.kind is StepKind.TO_INVITE,
    }
    return page(request, "enquiry.html", context)


def _next(line: EnquiryLine, request: StaffRequest) -> str:
    if line.to_do_on is None:
        return ""
    doing = "ring back" if line.kind is StepKind.CALL_BACK else "invite a referral"
    return f"{doing} on {long_date(line.to_do_on)} ({relative_day(line.to_do_on, request.actor.now)})"


def _rows(line: EnquiryLine, names: dict[UUID, str]) -> list[Row]:
    one = line.enquiry
    return [
        Row("Who asked", one.asked_by_name),
        Row("Agency", line.agency),
        Row("Telephone", one.phone),
        Row("Work email address", one.email),
        Row("Kind of Circle", one.get_kind_display()),
        Row("Area", one.area.name),
        Row("Noted by", names.get(one.taken_by_id)),
    ]


def _check_row(check: EnquiryCheck) -> tuple[str, str, TagColour]:
    answer = Answer(check.answer)
    return check.criterion.words, answer.label, ANSWER_COLOURS[answer]


def _entry(step: EnquiryStep, names: dict[UUID, str], one: Enquiry) -> Entry:
    kind = StepKind(step.kind)
    words = StepReason(step.reason).label if step.reason else ""
    if kind is StepKind.CALL_BACK and step.call_back_on:
        words = f"On {long_date(step.call_back_on)}"
    return Entry(title=kind.label, at=step.at, by=names.get(step.by_id, ""), text=words)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def outcome(request: StaffRequest, enquiry_id: UUID) -> HttpResponse:
    """What it came to, after ringing back."""
    by, one = request.actor, enquiry(enquiry_id).enquiry
    require_taking(by, one.area_id)
    form = OutcomeForm(typed(request), today=today(request))

    def act() -> None:
        note, came_to = form.cleaned_data["note"], form.came_to
        once(EnquiryStep, form.id, lambda: record_outcome(one, came_to, id=form.id, note=note, by=by, at=by.now))

    if carried_out(form, act):
        if form.came_to.kind is StepKind.TO_INVITE:
            return redirect("casework:enquiry_invitation", one.pk)
        say(request, "What came of the enquiry is recorded.")
        return redirect("casework:enquiry", one.pk)
    only = ["note", "outcome"]
    return _form_page(request, form, one, "Record what came of it", "Save", only)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def notes(request: StaffRequest, enquiry_id: UUID) -> HttpResponse:
    by, one = request.actor, enquiry(enquiry_id).enquiry
    require_taking(by, one.area_id)
    form = NoteForm(typed(request))
    if carried_out(form, lambda: add_note(one, form.cleaned_data["text"], id=form.id, by=by, at=by.now)):
        say(request, "What was said is noted.")
        return redirect("casework:enquiry", one.pk)
    return _form_page(request, form, one, "Note what was said", "Save", ["text"])


def _form_page(
    request: StaffRequest, form: NoteForm | OutcomeForm, one: Enquiry, title: str, button: str, only: list[str]
) -> HttpResponse:
    back, words = reverse("casework:enquiry", args=[one.pk]), f"Enquiry {one.reference}"
    return form_alone(request, form, title, button, back=back, back_words=words, only=["once", *only])
