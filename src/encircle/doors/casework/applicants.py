"""Those who come forward to volunteer: where each stands and for how long, and one of them."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from encircle.common.clock import in_london
from encircle.common.errors import NotAllowed, NotFound
from encircle.design.answering import carried_out, say, typed
from encircle.design.dates import duration, plain_date, relative
from encircle.design.items import Entry, Row, TagColour, WorkItem
from encircle.foundations.access.actor import names_of
from encircle.foundations.access.roles import May
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.recruiting.actions.accepting import volunteer_of, why_not_acceptable
from encircle.rooms.recruiting.actions.enquiring import note_asked
from encircle.rooms.recruiting.drafts import open_application
from encircle.rooms.recruiting.models import Applicant, Interview, Step
from encircle.rooms.recruiting.queries import (
    A_PAGE,
    Standing,
    Waiting,
    marks_of,
    newest_interview,
    numbers_by_area,
    open_applicant,
    standing_of,
    standings,
    steps_of,
    words_of,
)
from encircle.rooms.recruiting.references import Asked, chase_days, references_of
from encircle.rooms.recruiting.rules import may_recruit
from encircle.rooms.recruiting.vocabulary import IN_HAND, About, Channel, Contact, Heard, Mark, Reason, Stage
from encircle.rooms.volunteers.rules import may_manage_volunteers

from .answers import once, page
from .applicant_forms import ApplicantFilter, NewApplicantForm
from .areas import areas_of
from .enquiries import page_number
from .guard import StaffRequest, for_staff
from .links import to
from .people import person_form

SAID = (About.NOTE, About.REFERENCE)  # what stands under what was said
COLOURS: dict[Stage, TagColour] = {
    Stage.ASKED: "yellow",
    Stage.INFORMED: "blue",
    Stage.INVITED: "blue",
    Stage.APPLIED: "yellow",
    Stage.ACCEPTED: "green",
    Stage.DECLINED: "grey",
    Stage.WITHDRAWN: "grey",
}


@require_safe
@for_staff
def applicants(request: StaffRequest) -> HttpResponse:
    by, areas = request.actor, areas_of(request.actor)
    form, number = ApplicantFilter(request.GET, areas=areas), page_number(request)
    found, total = standings(form.wanted, page=number)
    record(Verb.LISTED, "recruiting.applicant", by=by.acting, detail=str(len(found)))
    chased = _to_chase([one.applicant.pk for one in found if one.stage is Stage.APPLIED], request)
    context = {
        "tab": "applicants",
        "filter_form": form,
        "items": [_item(one, request, says_area=len(areas) > 1, chase=one.applicant.pk in chased) for one in found],
        "total": total,
        "number": number,
        "last": max(1, -(-total // A_PAGE)),
        "stages": [stage.label for stage in IN_HAND],
        "numbers": [_numbers(one, request) for one in numbers_by_area(form.wanted)],
        "sees_figures": by.may(May.SEE_FIGURES),
        "may_add": any(may_manage_volunteers(by, one.pk) for one in areas),
    }
    return page(request, "applicants.html", context)


def _item(one: Standing, request: StaffRequest, *, says_area: bool, chase: bool) -> WorkItem:
    who, now = one.applicant, request.actor.now
    facts = [who.reference, who.area.name if says_area else "", f"asked {plain_date(who.asked_at)}"]
    facts += ["time for a letter to a referee"] if chase else []
    return WorkItem(
        title=who.full_name,
        url=to("applicant", who.pk),
        facts=[fact for fact in facts if fact],
        tag=one.stage.label,
        colour=COLOURS[one.stage],
        when=f"for {duration(now - one.since)}",
    )


def _to_chase(applicants: list[UUID], request: StaffRequest) -> set[UUID]:
    """Of these, who has a referee it is time to write to."""
    now = request.actor.now
    days, today = chase_days(now), in_london(now).date()
    found = references_of(applicants)
    return {pk for pk, asked in found.items() if any(one.is_letter_due(days, today) for one in asked)}


def _numbers(one: Waiting, request: StaffRequest) -> list[str]:
    oldest = f"{plain_date(one.oldest)} ({relative(one.oldest, request.actor.now)})"
    return [one.area_name, *[str(one.numbers.get(stage, 0)) for stage in IN_HAND], str(one.total), oldest]


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def new_applicant(request: StaffRequest) -> HttpResponse:
    by = request.actor
    areas = [area for area in areas_of(by) if may_manage_volunteers(by, area.pk)]
    if not areas:
        raise NotAllowed("You can note who comes forward only in an area you coordinate.")
    form = NewApplicantForm(typed(request), areas=areas, initial={"channel": Channel.PHONE, "prefers": Contact.EMAIL})

    def act() -> None:
        channel, note = Channel(form.cleaned_data["channel"]), form.cleaned_data["note"]
        once(Applicant, form.id, lambda: note_asked(form.asked, channel, note=note, by=by, at=by.now))

    if carried_out(form, act):
        say(request, "It is noted that they asked.")
        return redirect("casework:applicant", form.id)
    return person_form(request, form, "Somebody asks about volunteering", "Note it", reverse("casework:applicants"))


@require_safe
@for_staff
def applicant(request: StaffRequest, applicant_id: UUID) -> HttpResponse:
    """Opened, with a receipt: what was said of them stands on the page."""
    standing = open_applicant(applicant_id, by=request.actor)
    met = newest_interview(applicant_id)
    who, steps, words = standing.applicant, steps_of(applicant_id), words_of(applicant_id)
    names = names_of([who.noted_by_id, *(one.by_id for one in steps), *(one.by_id for one in words)])
    context = {
        "applicant": who,
        "standing": standing,
        "tag": (standing.stage.label, COLOURS[standing.stage]),
        "since": relative(standing.since, request.actor.now),
        "rows": _rows(who, names),
        "notes": [(names.get(one.by_id, ""), one) for one in words if one.about in SAID],
        "risks": [(names.get(one.by_id, ""), one) for one in words if one.about == About.RISK],
        "letter": next((one for one in words if one.about == About.LETTER), None),
        "history": [_entry(one, names) for one in steps],
        "may_act": may_recruit(request.actor, who) and not standing.is_over,
        "may_note": may_recruit(request.actor, who),
        "may_invite": standing.stage in (Stage.ASKED, Stage.INFORMED) and bool(who.email),
        "interview": met,
        "marks": _marks(met),
        "showed": [one for one in words if one.about == About.INTERVIEW][-1:],
        "references": _references(applicant_id, request),
        "is_to_decide": standing.stage is Stage.APPLIED,
        "why_not": why_not_acceptable(applicant_id, standing.stage) if standing.stage is Stage.APPLIED else [],
        "volunteer_id": volunteer_of(applicant_id) if standing.stage is Stage.ACCEPTED else None,
        "has_applied": any(one.stage == Stage.APPLIED for one in steps),
        "may_inform": standing.stage in (Stage.ASKED, Stage.INFORMED),
    }
    return page(request, "applicant.html", context)


def _marks(met: Interview | None) -> list[Row]:
    """How they stood in the newest interview, criterion by criterion."""
    return [Row(one.criterion.words, Mark(one.mark).label) for one in marks_of(met)] if met else []


def _references(applicant_id: UUID, request: StaffRequest) -> list[WorkItem]:
    """Who was asked and what came of it; never a word of theirs."""
    now = request.actor.now
    days, today = chase_days(now), in_london(now).date()
    asked = references_of([applicant_id]).get(applicant_id, [])
    return [_reference(one, due=one.is_letter_due(days, today)) for one in asked]


def _reference(one: Asked, *, due: bool) -> WorkItem:
    tag, colour = state_of(one)
    return WorkItem(
        title=one.row.name,
        url=to("reference", one.row.pk),
        facts=[f"asked {plain_date(one.row.asked_at)}", *([f"{one.letters} letters"] if one.letters > 1 else [])],
        tag="Time for a letter" if due else tag,
        colour="red" if due else colour,
    )


def state_of(one: Asked) -> tuple[str, TagColour]:
    if one.taken is not None:
        return ("Satisfactory", "green") if one.taken.satisfactory else ("Not satisfactory", "grey")
    return ("To be read", "yellow") if one.came else ("Asked", "blue")


@require_safe
@for_staff
def application(request: StaffRequest, applicant_id: UUID) -> HttpResponse:
    """What they sent, opened with a receipt. Before it is sent there is nothing to see."""
    who = standing_of(applicant_id).applicant
    sections = open_application(who, by=request.actor)
    if not sections:
        raise NotFound()
    shown = [(one.title, [Row(line.label, line.shown) for line in one.lines]) for one in sections]
    return page(request, "applicant_application.html", {"applicant": who, "sections": shown})


def _rows(who: Applicant, names: dict[UUID, str]) -> list[Row]:
    by = f"{Channel(who.channel).label}, noted by {names.get(who.noted_by_id, '')}" if who.noted_by_id else ""
    rows = [
        Row("Area", who.area.name),
        Row("Wishes to be answered by", Contact(who.prefers).label),
        Row("Email address", who.email),
        Row("Telephone", who.phone),
        Row("Address for letters", who.post_to),
        Row("Heard of us", Heard(who.heard).label if who.heard else ""),
        Row("Asked", plain_date(who.asked_at)),
        Row("How they asked", by or Channel(who.channel).label),
    ]
    return [row for row in rows if row.value]


def _entry(step: Step, names: dict[UUID, str]) -> Entry:
    stage = Stage(step.stage)
    words = Reason(step.reason).label if step.reason else ""
    if stage is Stage.INFORMED:
        words = f"By {Contact(step.sent_by).label.lower()}, on {plain_date(step.happened_on)}"
    return Entry(title=stage.label, at=step.at, by=names.get(step.by_id, ""), text=words)
