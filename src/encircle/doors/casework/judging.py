"""Judging a referral: the assessment, a panel's views, the decision. Each page opens the referral, with a trace."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from encircle.common.clock import in_london
from encircle.common.errors import NotAllowed
from encircle.design.answering import carried_out, say, typed
from encircle.design.dates import date_and_time, plain_date
from encircle.design.items import Action, Row
from encircle.foundations.access.actor import Actor
from encircle.rooms.organisation.queries import criteria_for
from encircle.rooms.referrals.actions.opening import open_referral
from encircle.rooms.referrals.models import SubmittedSection
from encircle.rooms.referrals.queries import ReferralLine
from encircle.rooms.referrals.rules import may_take_referrals
from encircle.rooms.referrals.standard import decision_clock
from encircle.rooms.referrals.vocabulary import DeclineReason, Outcome, State
from encircle.rooms.suitability.actions.deciding import Known, decide
from encircle.rooms.suitability.actions.judging import ask_panel, assess, give_view
from encircle.rooms.suitability.judging import AssessmentLine, Judging, MemberLine, judging, panel_candidates, person_of
from encircle.rooms.suitability.rules import require_judging, why_not_decidable
from encircle.rooms.suitability.vocabulary import Opinion

from .coming_in_pages import about_referral
from .guard import StaffRequest, for_staff
from .judging_forms import AssessmentForm, DecisionForm, PanelForm, ViewForm, asked_of, in_days

A_WEEK, SOME_WEEKS = 7, 28


# --- on the referral's own page ---


def judged(line: ReferralLine, by: Actor) -> dict[str, Any]:
    """What the page of a submitted referral says of how it is judged, and what may be done next."""
    if line.state in (State.INVITED, State.DRAFT) or line.submitted_at is None:
        return {}
    found = judging(line, in_london(by.now).date())
    is_open = line.state is State.SUBMITTED and may_take_referrals(by, line.referral.area_id)
    refusal = why_not_decidable(by, line, found.standard, found.views) if is_open else ""
    return {
        "assessments": [_assessment(one) for one in found.assessments],
        "panel": [_member(one) for one in found.panel],
        "decision": _decision(line, found),
        "refusal": refusal,
        "actions": _actions(line, found, by, can_decide=not refusal) if is_open else [],
        "place": line.referral.subject_id if line.state is State.ACCEPTED else None,
    }


def _actions(line: ReferralLine, found: Judging, by: Actor, *, can_decide: bool) -> list[Action]:
    def to(name: str, words: str) -> Action:
        return Action(words, reverse(f"casework:{name}", args=[line.referral.pk]))

    actions = [to("referral_assessment", "Assess again" if found.assessments else "Assess whether it is suitable")]
    if found.is_asked(by.user_id):
        actions.append(to("referral_view", "Say what you think"))
    actions.append(to("referral_panel", "Ask more people for their view" if found.panel else "Ask a panel"))
    return [*actions, to("referral_decision", "Decide")] if can_decide else actions


def _assessment(one: AssessmentLine) -> dict[str, Any]:
    met = f"met the person on {plain_date(one.assessment.met_on)}" if one.assessment.met_on else "on paper"
    return {
        "title": f"{one.by}, {date_and_time(one.assessment.at)}, {met}",
        "rows": [
            *(Row(row.asks, f"{row.found.label}\n{row.evidence}".strip()) for row in one.findings),
            *([Row("What else was said", one.words)] if one.words else []),
        ],
    }


def _member(one: MemberLine) -> Row:
    if one.opinion is None or one.at is None:
        return Row(one.name, f"No view yet, wanted by {plain_date(one.wanted_by)}")
    return Row(one.name, f"{one.opinion.label}, {date_and_time(one.at)}\n{one.words}")


def _decision(line: ReferralLine, found: Judging) -> list[Row]:
    decision = line.decision
    if decision is None:
        return []
    rows = [Row("Decision", f"{Outcome(decision.outcome).label}, {date_and_time(decision.decided_at)}")]
    if decision.reason:
        rows.append(Row("Reason", DeclineReason(decision.reason).label))
    if decision.put_off_until:
        rows.append(Row("Until", plain_date(decision.put_off_until)))
    return [*rows, Row("What the referrer reads", found.told.get(decision.pk, "") or "Nothing more than the decision")]


# --- the pages ---


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def assessment(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    by, (line, _) = request.actor, _opened(request, referral_id)
    asked = asked_of(criteria_for(line.referral.kind, on=in_london(by.now).date()))
    form = AssessmentForm(typed(request), asked=asked)
    if carried_out(form, lambda: assess(line, form.assessed, id=form.id, by=by, at=by.now)):
        return _back(request, line, "The assessment is kept.")
    if typed(request) is None:
        require_judging(by, line)
    return about_referral(request, form, line.referral, "Assess whether it is suitable", "Keep this assessment")


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def panel(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    by, (line, _) = request.actor, _opened(request, referral_id)
    candidates = panel_candidates(line.referral.area_id, by.now)
    day = in_days(in_london(by.now).date(), A_WEEK)
    form = PanelForm(typed(request), candidates=candidates, initial={"wanted_by": day})

    def act() -> None:
        ask_panel(line, form.chosen, wanted_by=form.cleaned_data["wanted_by"], by=by, at=by.now)

    if carried_out(form, act):
        return _back(request, line, "They are asked for their view.")
    require_judging(by, line)
    return about_referral(request, form, line.referral, "Ask a panel", "Ask them")


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def view(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    by, (line, _) = request.actor, _opened(request, referral_id)
    form = ViewForm(typed(request))

    def act() -> None:
        given = form.cleaned_data
        give_view(line, Opinion(given["opinion"]), given["words"], id=form.id, by=by, at=by.now)

    if carried_out(form, act):
        return _back(request, line, "Your view is kept.")
    if typed(request) is None:
        require_judging(by, line)
        if not judging(line, in_london(by.now).date()).is_asked(by.user_id):
            raise NotAllowed("You were not asked for your view on this referral.")
    return about_referral(request, form, line.referral, "Say what you think", "Give this view")


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def decision(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    by, (line, sections) = request.actor, _opened(request, referral_id)
    today = in_london(by.now).date()
    found = judging(line, today)
    form = DecisionForm(typed(request), initial={"review_on": in_days(today, SOME_WEEKS)})
    known = Known(person=person_of(sections), standard=found.standard, views=found.views)
    if carried_out(form, lambda: decide(line, form.deciding, known, id=form.id, by=by, at=by.now)):
        return _back(request, line, "The decision is kept. The referrer is told that something waits for them.")
    if typed(request) is None:
        require_judging(by, line)
        if refusal := why_not_decidable(by, line, found.standard, found.views):
            raise NotAllowed(refusal)
    return about_referral(request, form, line.referral, "Decide on this referral", "Decide")


def _opened(request: StaffRequest, referral_id: UUID) -> tuple[ReferralLine, list[SubmittedSection]]:
    return open_referral(referral_id, by=request.actor, clock=decision_clock())


def _back(request: StaffRequest, line: ReferralLine, words: str) -> HttpResponse:
    say(request, words)
    return redirect("casework:referral", line.referral.pk)
