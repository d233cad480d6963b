"""The consents of a Circle's core member: what may go to whom today, recording one, and withdrawing it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from encircle.common.clock import in_london
from encircle.common.errors import NotAllowed, NotFound
from encircle.design.answering import carried_out, say, typed
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.circles.models import Circle
from encircle.rooms.circles.seat_queries import coordinators_of
from encircle.rooms.partners.models import Agency, Professional
from encircle.rooms.sharing.actions.consenting import NewConsent, record_consent
from encircle.rooms.sharing.actions.withdrawing import withdraw_consent
from encircle.rooms.sharing.models import Consent
from encircle.rooms.sharing.policy import ConsentState
from encircle.rooms.sharing.queries.effects import effect_of_withdrawal
from encircle.rooms.sharing.queries.standing import (
    ConsentLine,
    Standing,
    consent_line,
    standing_of,
)
from encircle.rooms.sharing.rules import (
    may_decide_grounds,
    may_record_consent,
    require_recording_consent,
    require_seeing_ledger,
)
from encircle.rooms.sharing.vocabulary import Evidence

from .answers import once, page
from .consent_forms import ConsentForm, WithdrawalForm, ends_at, starts_at
from .guard import StaffRequest, for_staff
from .record import circle_page

IN_CIRCLE, ELSEWHERE = "In this Circle’s outer circle", "Other agencies"
CURRENT = frozenset({ConsentState.IN_FORCE, ConsentState.NOT_STARTED})


@require_safe
@for_staff
def consents(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    by, context = request.actor, circle_page(request, circle_id, "consents")
    circle: Circle = context["circle"]
    require_seeing_ledger(by, circle.area_id)
    standing = standing_of(circle, at=by.now)
    lines = standing.consents if standing else ()
    refusals = standing.refusals if standing else ()
    record(
        Verb.LISTED,
        "sharing.consent",
        by=by.acting,
        circle_id=circle.pk,
        area_id=circle.area_id,
        person_id=standing.papers.core_member.pk if standing else None,
        detail=str(len(lines) + len(refusals)),
    )
    context |= {
        "standing": standing,
        "current": [line for line in lines if _is_current(line)],
        "past": [line for line in lines if not _is_current(line)],
        "refusals": [line for line in refusals if line.stands],
        "past_refusals": [line for line in refusals if not line.stands],
        "may_record": may_record_consent(by, circle.area_id),
        "may_decide": may_decide_grounds(by, circle.area_id),
    }
    return page(request, "consents.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def consent_new(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    by, context = request.actor, circle_page(request, circle_id, "consents")
    circle: Circle = context["circle"]
    require_recording_consent(by, circle.area_id)
    standing = standing_to_add_to(circle, by)
    form = ConsentForm(
        typed(request),
        **papers_on_offer(standing),
        carers=standing.carers,
        staff=takers(circle, by),
        today=in_london(by.now).date(),
        initial={"taken_by": str(by.user_id)},
    )
    if carried_out(form, lambda: once(Consent, form.id, lambda: _record(form, standing, by))):
        say(request, "The consent is recorded. It counts from the next release on.")
        return redirect("casework:consents", circle.pk)
    return page(request, "consent_new.html", context | {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def withdrawal(request: StaffRequest, circle_id: UUID, consent_id: UUID) -> HttpResponse:
    by, context = request.actor, circle_page(request, circle_id, "consents")
    require_recording_consent(by, context["circle"].area_id)
    line = _line(context["circle"], consent_id, by)
    form = WithdrawalForm(typed(request), subjects=line.to_withdraw)

    def act() -> None:
        withdraw_consent(
            consent_id,
            form.cleaned_data["topics"],
            moment=form.said_at(by.now),
            evidence=Evidence(form.cleaned_data["evidence"]),
            by=by,
            at=by.now,
        )

    if request.method == "POST" and not line.to_withdraw:
        return redirect("casework:withdrawn", circle_id, consent_id)
    if carried_out(form, act):
        return redirect("casework:withdrawn", circle_id, consent_id)
    return page(request, "withdrawal.html", context | {"form": form, "line": line})


@require_safe
@for_staff
def withdrawn(request: StaffRequest, circle_id: UUID, consent_id: UUID) -> HttpResponse:
    """What the last withdrawal changed."""
    context = circle_page(request, circle_id, "consents")
    line = _line(context["circle"], consent_id, request.actor)
    effect = effect_of_withdrawal(consent_id)
    if effect is None:
        raise NotFound()
    return page(request, "withdrawn.html", context | {"line": line, "effect": effect})


def standing_to_add_to(circle: Circle, by: Actor) -> Standing:
    standing = standing_of(circle, at=by.now)
    if standing is None:
        raise NotAllowed("Nobody is at the centre of this Circle yet. Give the core member’s seat first.")
    return standing


def papers_on_offer(standing: Standing) -> dict[str, Any]:
    """What a form about consent or a ground offers: agencies, professionals of the outer circle, subjects."""
    professionals: list[Professional] = [reach.recipient.professional for reach in standing.reaches]
    near = {professional.agency_id for professional in professionals}
    agencies = list(Agency.objects.order_by("name"))
    return {
        "agencies": [
            *((IN_CIRCLE, agency) for agency in agencies if agency.pk in near),
            *((ELSEWHERE, agency) for agency in agencies if agency.pk not in near),
        ],
        "professionals": professionals,
        "topics": standing.shareable,
    }


def _record(form: ConsentForm, standing: Standing, by: Actor) -> None:
    given = form.cleaned_data
    new = NewConsent(
        id=form.id,
        core_member_id=standing.papers.core_member.pk,
        agency_id=form.agency_id,
        subjects=given["subjects"],
        evidence=Evidence(given["evidence"]),
        starts_at=starts_at(given["starts_on"], by.now),
        ends_at=ends_at(given["ends_on"]),
        carer_id=form.carer_id,
        only_professionals=form.only_professionals,
        taken_by=UUID(given["taken_by"]),
    )
    record_consent(new, by=by, at=by.now)


def takers(circle: Circle, by: Actor) -> list[tuple[UUID, str]]:
    known = dict(coordinators_of(circle.area_id, by.now))
    return [(by.user_id, by.name), *((one, name) for one, name in known.items() if one != by.user_id)]


def _line(circle: Circle, consent_id: UUID, by: Actor) -> ConsentLine:
    """The consent, if it is of this Circle's core member."""
    line = consent_line(consent_id, circle.kind, at=by.now)
    if line is None or not circle.seats.filter(core_member=line.consent.core_member_id).exists():
        raise NotFound()
    return line


def _is_current(line: ConsentLine) -> bool:
    return any(subject.state in CURRENT for subject in line.subjects)
