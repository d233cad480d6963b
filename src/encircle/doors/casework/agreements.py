"""The agreement of a Circle: its versions, who has signed, signing oneself and for others, and the paper."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from encircle.common.clock import in_london
from encircle.common.errors import NotFound
from encircle.design.answering import carried_out, say, typed
from encircle.design.dates import date_and_time, plain_date
from encircle.design.items import Action, Row
from encircle.rooms.briefings.actions.agreeing import (
    INNER,
    open_agreement,
    own_seat,
    present_points,
    sign,
    sign_for,
    write_agreement,
)
from encircle.rooms.briefings.agreement_paper import agreement_paper
from encircle.rooms.briefings.agreements import AskedLine, agreement_now, agreement_row, versions_of
from encircle.rooms.briefings.models import Agreement
from encircle.rooms.briefings.rules import may_keep_briefings, require_keeping
from encircle.rooms.briefings.vocabulary import HowSigned
from encircle.rooms.circles.models import Circle, Seat
from encircle.rooms.circles.seat_queries import lines_for, seats_of
from encircle.rooms.circles.vocabulary import CircleState, SeatPart
from encircle.rooms.people.models import PersonDocument
from encircle.rooms.people.vocabulary import PaperKind

from .agreement_forms import AgreementForm, SignatureForm
from .answers import once, page
from .briefings import about_briefing, reverse_to
from .guard import StaffRequest, for_staff
from .links import to
from .record import circle_page


@require_safe
@for_staff
def agreement(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    """The newest version, opened, and who has signed it; an earlier one where the address asks for it."""
    by, context = request.actor, circle_page(request, circle_id, "circle_agreement")
    circle: Circle = context["circle"]
    now, versions = agreement_now(circle_id, by.now), versions_of(circle)
    wanted = request.GET.get("version", "")
    chosen = next((one for one in versions if str(one.number) == wanted), None) if wanted else None
    if wanted and chosen is None:
        raise NotFound()
    shown = chosen or (now.agreement if now else None)
    is_over = context["circle_now"].state is CircleState.ENDED
    may_keep = may_keep_briefings(by, circle.area_id) and not is_over
    is_newest = now is not None and shown == now.agreement
    own = own_seat(now.agreement, by, by.now) if now and is_newest else None
    context |= {
        "now": now,
        "opened": open_agreement(shown, by=by) if shown and may_keep_briefings(by, circle.area_id) else None,
        "versions": versions,
        "is_newest": is_newest,
        "rows": [_row(line, now.agreement, may_keep) for line in now.asked] if now and is_newest else [],
        "may_keep": may_keep,
        "may_sign": bool(own and any(line.seat == own and not line.signature for line in now.asked)) if now else False,
    }
    return page(request, "agreement.html", context)


def _row(line: AskedLine, one: Agreement, may_keep: bool) -> Row:
    seat, found = line.seat, line.signature
    who = f"{seat.display_name} ({SeatPart(seat.part).label.lower()})"
    if found is not None:
        how, day = HowSigned(found.how).label.lower(), plain_date(found.signed_at)
        moment = day if found.how == HowSigned.PAPER else date_and_time(found.signed_at)
        scan = [Action("See the page", to("document", found.document_id))] if found.document_id else []
        return Row(who, f"Signed as {found.name}, {moment}, {how}", actions=scan)
    enter = Action("Enter the signature", to("agreement_signature", one.pk, seat.pk), hidden=f"of {seat.display_name}")
    return Row(who, "Not signed yet", actions=[enter] if may_keep else [])


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def new_agreement(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    by, context = request.actor, circle_page(request, circle_id, "circle_agreement")
    circle: Circle = context["circle"]
    require_keeping(by, circle.area_id)
    form = AgreementForm(
        typed(request), seats=seats_of(circle_id, by.now).of(SeatPart.OUTER_CIRCLE), initial=_as_before(request, circle)
    )
    if carried_out(form, lambda: once(Agreement, form.id, lambda: write_agreement(circle, form.new, by=by, at=by.now))):
        say(request, "The agreement is written. Everybody is asked to sign this version.")
        return redirect("casework:circle_agreement", circle_id)
    title = {"title": "Write the agreement", "button": "Keep this version", "form": form}
    more = {"points": present_points(circle, by.now)}
    return page(request, "agreement_new.html", context | title | more)


def _as_before(request: StaffRequest, circle: Circle) -> dict[str, Any]:
    now = agreement_now(circle.pk, request.actor.now)
    if now is None or request.method == "POST":
        return {}
    opened = open_agreement(now.agreement, by=request.actor)
    asked = [str(line.seat.pk) for line in now.asked if line.seat.part not in INNER]
    return {"own_points": "\n".join(opened.own_points), "seats": asked}


@require_http_methods(["POST"])
@for_staff
def own_signature(request: StaffRequest, signed_id: UUID) -> HttpResponse:
    one = agreement_row(signed_id)
    sign(signed_id, by=request.actor, at=request.actor.now)
    say(request, "You have signed the agreement.")
    return redirect("casework:circle_agreement", one.circle_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def signature(request: StaffRequest, signed_id: UUID, seat_id: UUID) -> HttpResponse:
    """For whoever does not sign in: on the coordinator's screen, or on paper."""
    by, one = request.actor, agreement_row(signed_id)
    require_keeping(by, one.area_id)
    seat = Seat.objects.filter(pk=seat_id, circle=one.circle_id).first()
    if seat is None:
        raise NotFound()
    context = circle_page(request, one.circle_id, "circle_agreement")
    form = SignatureForm(typed(request), documents=_pages(one), initial={"name": lines_for([seat])[0].name})
    if carried_out(form, lambda: sign_for(signed_id, form.signed(seat_id), by=by, at=by.now)):
        say(request, "The signature is kept.")
        return redirect("casework:circle_agreement", one.circle_id)
    title, back = f"Signature of {seat.display_name}", reverse_to("circle_agreement", one.circle_id)
    return about_briefing(request, context, form, title, "Keep the signature", back)


def _pages(one: Agreement) -> list[PersonDocument]:
    """Signed pages kept with the documents of the core member."""
    who = Seat.objects.filter(circle=one.circle_id, core_member__isnull=False).values("core_member")
    found = PersonDocument.objects.filter(subject_id__in=who, kind=PaperKind.AGREEMENT).select_related("agency")
    return list(found.order_by("-uploaded_at", "pk"))


@require_GET
@for_staff
def paper(request: StaffRequest, signed_id: UUID) -> HttpResponse:
    """To sign on: named by the day alone."""
    by, one = request.actor, agreement_row(signed_id)
    require_keeping(by, one.area_id)
    made = agreement_paper(one, by=by, at=by.now)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="agreement-{in_london(by.now):%Y-%m-%d}.pdf"'
    response["Cache-Control"] = "no-store"
    return response
