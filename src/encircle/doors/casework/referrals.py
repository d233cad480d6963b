"""Referrals: where each stands and who holds it; what was submitted, opened with a trace; passing on, withdrawing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from encircle.design.answering import carried_out, say, typed
from encircle.design.dates import date_and_time, long_date_and_time
from encircle.design.items import Entry, Row
from encircle.doors.referral_form.papers import lines_of, paper_context, paper_image
from encircle.foundations.access.actor import names_of
from encircle.foundations.audit.models import Entry as Line
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.queries import of_item
from encircle.foundations.audit.record import record
from encircle.rooms.partners.queries import professional as found_professional
from encircle.rooms.partners.queries import professionals
from encircle.rooms.referrals.actions.inviting import pass_paper, pass_to
from encircle.rooms.referrals.actions.opening import open_referral
from encircle.rooms.referrals.actions.withdrawing import withdraw_referral
from encircle.rooms.referrals.documents import paper, papers
from encircle.rooms.referrals.models import Referral, SubmittedSection
from encircle.rooms.referrals.queries import Page, ReferralLine, Wanted, keyers
from encircle.rooms.referrals.queries import referral as found_referral
from encircle.rooms.referrals.queries import referrals as found_referrals
from encircle.rooms.referrals.rules import may_take_referrals, require_open, require_taking, require_unsent
from encircle.rooms.referrals.sections import Line as Answer
from encircle.rooms.referrals.sections import hidden, thawed
from encircle.rooms.referrals.standard import decision_clock
from encircle.rooms.referrals.vocabulary import State, WithdrawalReason

from .answers import page
from .areas import areas_of
from .coming_in_pages import IN_A_LIST, about_referral, last_page
from .coming_in_words import STATE_COLOURS, clock_words, next_step, referral_item
from .enquiries import area_id, page_number
from .enquiry_forms import REFERRAL_STATES, CodedFilter
from .guard import StaffRequest, for_staff
from .judging import judged
from .known import on_referral
from .links import to
from .referral_forms import PassingForm, PassingPaperForm, WithdrawalForm

ITEM = "referrals.referral"
OPEN = (State.INVITED, State.DRAFT, State.SUBMITTED)
EVERYTHING = "all"  # asked for, nothing of what was submitted is hidden
# What a line of the trace says of a referral.
OF_TYPE = {"referrals.sectiondraft": "Wrote in the form", "referrals.submission": "Submitted it"}
DETAILS = {"invited": "Invited it", "on paper": "Began to key the form"}


@require_safe
@for_staff
def referrals(request: StaffRequest) -> HttpResponse:
    by, areas = request.actor, areas_of(request.actor)
    form = CodedFilter(request.GET, areas=areas, states=REFERRAL_STATES, here="casework:referrals")
    number = page_number(request)
    wanted = Wanted(area_id(areas, form.chosen("area")), form.chosen("kind"), form.chosen("state"))
    lines, total = found_referrals(wanted, Page((number - 1) * IN_A_LIST, IN_A_LIST), clock=decision_clock())
    record(Verb.LISTED, ITEM, by=by.acting, detail=str(len(lines)))
    context = {
        "tab": "referrals",
        "filter_form": form,
        "items": [referral_item(line, by.now, says_area=len(areas) > 1) for line in lines],
        "total": total,
        "number": number,
        "last": last_page(total),
        "may_invite": bool(areas),
    }
    return page(request, "referrals.html", context)


@require_safe
@for_staff
def referral(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    """Where it stands and, once submitted, what it says. A draft shows only that it exists and who holds it."""
    by = request.actor
    asked = request.GET.get("show", "")
    line, sections = open_referral(referral_id, by=by, clock=decision_clock())
    one, lines = line.referral, of_item(referral_id)
    names = names_of([one.invited_by_id, _withdrawn_by(one), _submitted_by(one), *(entry.actor_id for entry in lines)])
    may_change = may_take_referrals(by, one.area_id) and line.state in OPEN
    context = {
        "referral": one,
        "tag": (line.state.label, STATE_COLOURS[line.state]),
        "rows": _rows(line, names),
        "next": _large(next_step(line, by.now)) if may_change else "",
        "when": clock_words(line, by.now),
        "is_late": line.due is not None and line.due < by.now,
        "sections": [_section(section, asked) for section in sections],
        "papers": [(one, to("referral_paper", one.id)) for one in lines_of(papers(referral_id))] if sections else [],
        "shows_all": asked == EVERYTHING,
        "judged": judged(line, by),
        "known": on_referral(referral_id, by) if line.submitted_at else None,
        "looked": [_looked(entry, names) for entry in lines],
        "may_withdraw": may_change,
        "may_pass": may_change and line.state is not State.SUBMITTED,
        "may_key": may_change and one.on_paper and line.state is not State.SUBMITTED and line.is_held_by(by.user_id),
    }
    return page(request, "referral.html", context)


@require_safe
@for_staff
def referral_paper(request: StaffRequest, paper_id: UUID) -> HttpResponse:
    """A document that came with a referral, a page at a time. Opening it leaves a receipt."""
    found = paper(paper_id)
    context = paper_context(found, request, request.actor)
    context |= {
        "referral": found.referral,
        "back_url": to("referral", found.referral_id),
        "here": to("referral_paper", paper_id),
        "image": reverse("casework:referral_paper_page", args=[paper_id, context["number"]]),
    }
    return render(request, "referral_form/paper.html", context)


@require_safe
@for_staff
def referral_paper_page(request: StaffRequest, paper_id: UUID, number: int) -> HttpResponse:
    return paper_image(paper(paper_id), number, request.actor)


def _rows(line: ReferralLine, names: Mapping[UUID, str]) -> list[Row]:
    one = line.referral
    came = "On paper" if one.on_paper else f"Invited by {names.get(one.invited_by_id, '')}"
    rows = [
        Row("Agency", one.agency.name),
        Row("Kind of Circle", one.get_kind_display()),
        Row("Area", one.area.name),
        Row("How it came", f"{came}, {date_and_time(one.invited_at)}"),
    ]
    return [*rows, *_course(line, names)]


def _course(line: ReferralLine, names: Mapping[UUID, str]) -> list[Row]:
    one = line.referral
    rows = []
    if line.state in (State.INVITED, State.DRAFT):
        rows.append(Row("Who has the form", line.holder or "Nobody now"))
        saved = long_date_and_time(line.begun_at) if line.begun_at else "Nothing is written yet"
        rows.append(Row("Last saved", saved))
    if line.submitted_at:
        by = names.get(one.submission.submitted_by_id) or line.holder
        rows.append(Row("Submitted", f"{long_date_and_time(line.submitted_at)} by {by}"))
    if line.withdrawn_at:
        by = names.get(one.withdrawn.by_id) or line.holder
        reason = WithdrawalReason(one.withdrawn.reason).label
        rows.append(Row("Withdrawn", f"{long_date_and_time(line.withdrawn_at)} by {by}\n{reason}"))
    return rows


@dataclass(frozen=True)
class Shown:
    """A submitted section as the page shows it. Numbers and names of others are hidden until they are asked for."""

    code: str
    title: str
    rows: list[Row]
    cards: list[tuple[str, list[Row]]]
    hides: bool
    shows: bool


def _section(section: SubmittedSection, asked: str) -> Shown:
    read, shows = thawed(section.answers), asked in (EVERYTHING, section.section)
    every = [*read.lines, *(line for _, lines in read.entries for line in lines)]
    return Shown(
        section.section,
        read.title,
        _answers(read.lines, shows),
        [(title, _answers(lines, shows)) for title, lines in read.entries],
        any(line.masked for line in every),
        shows,
    )


def _answers(lines: Iterable[Answer], shows: bool) -> list[Row]:
    return [Row(line.label, hidden(line.shown) if line.masked and not shows else line.shown) for line in lines]


def _withdrawn_by(one: Referral) -> UUID | None:
    return one.withdrawn.by_id if hasattr(one, "withdrawn") else None


def _submitted_by(one: Referral) -> UUID | None:
    return one.submission.submitted_by_id if hasattr(one, "submission") else None


def _looked(entry: Line, names: Mapping[UUID, str]) -> Entry:
    who = names.get(entry.actor_id, "Somebody") if entry.actor_id else ""
    return Entry(title=_done(entry), at=entry.at, by=who)


def _done(entry: Line) -> str:
    words = OF_TYPE.get(entry.item_type) or DETAILS.get(entry.detail)
    if not words and "holder" in entry.fields:
        return "Passed the form on"
    return words or {Verb.ENDED: "Withdrew it"}.get(Verb(entry.verb), _large(Verb(entry.verb).label))


def _large(words: str) -> str:
    return words[:1].upper() + words[1:]


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def withdrawal(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    by, line = request.actor, found_referral(referral_id, clock=decision_clock())
    one = line.referral
    require_taking(by, one.area_id)
    require_open(line.state)
    form = WithdrawalForm(typed(request))

    def act() -> None:
        withdraw_referral(one, WithdrawalReason(form.cleaned_data["reason"]), by=by, at=by.now)

    if carried_out(form, act):
        say(request, "The referral is withdrawn.")
        return redirect("casework:referral", one.pk)
    return about_referral(request, form, one, "Withdraw this referral", "Withdraw")


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def passing(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    """An unfinished form goes to a colleague of whoever has it: what stands in it goes with it, unread by staff."""
    by, line = request.actor, found_referral(referral_id, clock=decision_clock())
    one = line.referral
    require_taking(by, one.area_id)
    require_unsent(line.state)
    if one.on_paper:
        return _passing_paper(request, line)
    there = list(professionals(by.now, one.agency_id))
    form = PassingForm(typed(request), professionals=there)

    def act() -> None:
        taker = found_professional(UUID(form.cleaned_data["professional"]))
        pass_to(one, line.state, taker, by=by, at=by.now)

    if carried_out(form, act):
        say(request, "The form is passed on.")
        return redirect("casework:referral", one.pk)
    return about_referral(request, form, one, "Pass the form on", "Pass it on")


def _passing_paper(request: StaffRequest, line: ReferralLine) -> HttpResponse:
    by, one = request.actor, line.referral
    form = PassingPaperForm(typed(request), keyers=keyers(one.area_id, by.now))

    def act() -> None:
        pass_paper(one, line.state, UUID(form.cleaned_data["keyer"]), by=by, at=by.now)

    if carried_out(form, act):
        say(request, "The form is passed on.")
        return redirect("casework:referral", one.pk)
    return about_referral(request, form, one, "Pass the paper form on", "Pass it on")
