"""What is done about a volunteer's checks: asked for, seen, looked up, decided; and what prisons said."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from encircle.common.clock import in_london
from encircle.design.answering import OnceForm, carried_out, say, typed
from encircle.rooms.partners.models import Agency, AgencyKind
from encircle.rooms.vetting.actions.checking import (
    ask_for_check,
    check_row,
    decide_on_check,
    record_check,
    record_update,
    refuse_unless_it_shows_something,
    refuse_unless_on_service,
)
from encircle.rooms.vetting.actions.clearing import record_clearance
from encircle.rooms.vetting.models import Check, CheckDecision, Clearance, Request, UpdateCheck
from encircle.rooms.vetting.rules import require_deciding, require_keeping
from encircle.rooms.vetting.vocabulary import CheckOutcome, UpdateOutcome
from encircle.rooms.volunteers.models import Volunteer
from encircle.rooms.volunteers.queries import volunteer as found_volunteer

from .answers import once
from .coming_in_pages import about_volunteer
from .guard import StaffRequest, for_staff
from .vetting_forms import AskedForm, DecisionForm, PrisonForm, SeenForm, UpdateForm


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def asked(request: StaffRequest, volunteer_id: UUID) -> HttpResponse:
    by, one = request.actor, _kept(request, volunteer_id)
    form = AskedForm(typed(request), initial={"asked_on": in_london(by.now).date()})

    def act() -> None:
        once(Request, form.id, lambda: ask_for_check(one, form.asked, id=form.id, by=by, at=by.now))

    return _step(request, form, act, one, "Ask for a DBS check", "It stands that a check was asked for.")


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def seen(request: StaffRequest, volunteer_id: UUID) -> HttpResponse:
    by, one = request.actor, _kept(request, volunteer_id)
    form = SeenForm(typed(request), initial={"seen_on": in_london(by.now).date()})

    def act() -> None:
        once(Check, form.id, lambda: record_check(one, form.seen, id=form.id, by=by, at=by.now))

    return _step(request, form, act, one, "A certificate you have seen", "The certificate is recorded.")


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def prison(request: StaffRequest, volunteer_id: UUID) -> HttpResponse:
    by, one = request.actor, _kept(request, volunteer_id)
    prisons = list(Agency.objects.filter(kind=AgencyKind.PRISON).order_by("name"))
    form = PrisonForm(typed(request), prisons=prisons)

    def act() -> None:
        once(Clearance, form.id, lambda: record_clearance(one, form.said, id=form.id, by=by, at=by.now))

    return _step(request, form, act, one, "What a prison said", "What the prison said is recorded.")


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def update(request: StaffRequest, certificate_id: UUID) -> HttpResponse:
    by, check = request.actor, check_row(certificate_id)
    require_keeping(by, check.volunteer)
    refuse_unless_on_service(check)
    form = UpdateForm(typed(request), initial={"checked_on": in_london(by.now).date()})

    def act() -> None:
        given = form.cleaned_data
        outcome = UpdateOutcome(given["outcome"])
        once(
            UpdateCheck,
            form.id,
            lambda: record_update(check, outcome, given["checked_on"], id=form.id, by=by, at=by.now),
        )

    return _step(request, form, act, check.volunteer, "The Update Service", "What the Update Service said is recorded.")


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def decision(request: StaffRequest, certificate_id: UUID) -> HttpResponse:
    by, check = request.actor, check_row(certificate_id)
    require_deciding(by, check.volunteer)
    refuse_unless_it_shows_something(check)
    form = DecisionForm(typed(request))

    def act() -> None:
        given = form.cleaned_data
        outcome = CheckOutcome(given["outcome"])
        once(
            CheckDecision,
            form.id,
            lambda: decide_on_check(check, outcome, given["text"], id=form.id, by=by, at=by.now),
        )

    return _step(request, form, act, check.volunteer, "Decide on what a certificate shows", "The decision is recorded.")


def _kept(request: StaffRequest, volunteer_id: UUID) -> Volunteer:
    one = found_volunteer(volunteer_id)
    require_keeping(request.actor, one)
    return one


def _step(
    request: StaffRequest, form: OnceForm, act: Callable[[], object], volunteer: Volunteer, title: str, done: str
) -> HttpResponse:
    back = reverse("casework:volunteer_checks", args=[volunteer.pk])
    if carried_out(form, act):
        say(request, done)
        return redirect(back)
    return about_volunteer(request, form, volunteer, title, back=back, back_words="Checks")
