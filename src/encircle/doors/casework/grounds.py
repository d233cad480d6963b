"""Grounds other than consent: deciding one with its reason, reading why, and ending it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from encircle.common.clock import in_london
from encircle.common.errors import NotFound
from encircle.design.answering import carried_out, say, typed
from encircle.foundations.access.actor import Actor, names_of
from encircle.rooms.circles.models import Circle
from encircle.rooms.sharing.actions.consenting import NewGround, decide_ground, end_ground, open_ground
from encircle.rooms.sharing.models import GroundReason, GroundSubject, OtherGround
from encircle.rooms.sharing.queries.standing import Standing
from encircle.rooms.sharing.rules import may_decide_grounds, require_deciding_grounds
from encircle.rooms.sharing.vocabulary import GroundKind

from .answers import once, page
from .consent_forms import GroundForm, ends_at, starts_at
from .consents import papers_on_offer, standing_to_add_to
from .guard import StaffRequest, for_staff
from .record import circle_page


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def ground_new(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    by, context = request.actor, circle_page(request, circle_id, "consents")
    circle: Circle = context["circle"]
    require_deciding_grounds(by, circle.area_id)
    standing = standing_to_add_to(circle, by)
    form = GroundForm(typed(request), **papers_on_offer(standing), today=in_london(by.now).date())
    if carried_out(form, lambda: once(OtherGround, form.id, lambda: _decide(form, standing, by))):
        say(request, "The ground is recorded with its reason. It counts from the next release on.")
        return redirect("casework:consents", circle.pk)
    return page(request, "ground_new.html", context | {"form": form})


@require_safe
@for_staff
def ground(request: StaffRequest, circle_id: UUID, ground_id: UUID) -> HttpResponse:
    """One ground with its reason: every reading is noted."""
    by, context = request.actor, circle_page(request, circle_id, "consents")
    found = _of_circle(context["circle"], open_ground(ground_id, by=by))
    context |= {
        "ground": found,
        "kind": GroundKind(found.kind).label,
        "topics": [
            row.topic.name for row in GroundSubject.objects.filter(ground=found).select_related("topic").order_by("pk")
        ],
        "reason": GroundReason.objects.get(ground=found).text,
        "decided_by": names_of([found.decided_by_id]).get(found.decided_by_id, "") if found.decided_by_id else "",
        "in_force": found.starts_at <= by.now and (found.ends_at is None or by.now < found.ends_at),
        "may_end": may_decide_grounds(by, found.area_id),
    }
    return page(request, "ground.html", context)


@require_POST
@for_staff
def ground_ending(request: StaffRequest, circle_id: UUID, ground_id: UUID) -> HttpResponse:
    found = OtherGround.objects.filter(pk=ground_id).first()
    if found is None:
        raise NotFound()
    _of_circle(circle_page(request, circle_id, "consents")["circle"], found)
    end_ground(ground_id, by=request.actor, at=request.actor.now)
    say(request, "The ground has ended. Nothing new goes on it.")
    return redirect("casework:consents", circle_id)


def _decide(form: GroundForm, standing: Standing, by: Actor) -> None:
    given = form.cleaned_data
    new = NewGround(
        id=form.id,
        core_member_id=standing.papers.core_member.pk,
        kind=GroundKind(given["kind"]),
        agency_id=form.agency_id,
        professional_id=form.professional_id,
        subjects=given["subjects"],
        reason=given["reason"],
        starts_at=starts_at(given["starts_on"], by.now),
        ends_at=ends_at(given["ends_on"]),
    )
    decide_ground(new, by=by, at=by.now)


def _of_circle(circle: Circle, found: OtherGround) -> OtherGround:
    if not circle.seats.filter(core_member=found.core_member_id).exists():
        raise NotFound()
    return found
