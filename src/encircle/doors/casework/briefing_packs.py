"""The pack of a briefing: writing it, reading it as the volunteers do, when it is there, and who has opened what."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from encircle.common.errors import NotFound
from encircle.design.answering import carried_out, say, typed
from encircle.design.dates import date_and_time
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.foundations.files.answers import page_response
from encircle.rooms.briefings.actions.opening import close_opening, open_days, open_for_all, open_for_one
from encircle.rooms.briefings.actions.packing import (
    OpenPack,
    documents_on_offer,
    open_version,
    page_for_staff,
    write_pack,
)
from encircle.rooms.briefings.models import Briefing, PackOpening, PackVersion
from encircle.rooms.briefings.queries import briefing_row, readings
from encircle.rooms.briefings.rules import require_keeping
from encircle.rooms.briefings.vocabulary import ReopenReason
from encircle.rooms.circles.seat_queries import seats_of
from encircle.rooms.circles.vocabulary import SeatPart

from .answers import once, page
from .briefing_forms import FROM_MOMENT, PackForm, PackOpeningForm, ReopeningForm
from .briefings import about_briefing, one_briefing, reverse_to
from .earlier import number_in
from .guard import StaffRequest, for_staff
from .record import circle_page


@require_safe
@for_staff
def pack(request: StaffRequest, briefing_id: UUID) -> HttpResponse:
    """As the volunteers read it, the newest version or the one asked for. Opened against a receipt."""
    one = briefing_row(briefing_id)
    require_keeping(request.actor, one.area_id)
    versions = list(PackVersion.objects.filter(briefing=one).order_by("-number"))
    wanted = number_in(request.GET.get("version")) if "version" in request.GET else None
    version = next((each for each in versions if wanted in (None, each.number)), None)
    if version is None:
        raise NotFound()
    opened = open_version(version, by=request.actor)
    context = circle_page(request, one.circle_id, "briefings")
    more = {"briefing": one, "opened": opened, "versions": versions}
    return page(request, "briefing_pack.html", context | more)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def pack_words(request: StaffRequest, briefing_id: UUID) -> HttpResponse:
    """Writes the next version, beginning with what the newest says."""
    by, one, context = one_briefing(request, briefing_id)
    documents = documents_on_offer(one.circle_id)
    form = PackForm(typed(request), documents=documents, before=_before(request, one))
    if carried_out(
        form, lambda: once(PackVersion, form.id, lambda: write_pack(briefing_id, form.new, by=by, at=by.now))
    ):
        say(request, "The pack is kept. Volunteers see this version as soon as the pack is open to them.")
        return redirect("casework:briefing", briefing_id)
    said = "" if documents else (
        "No document of the core member can be put into the pack: on a document’s own page, record that its agency "
        "lets volunteers read it."
    )  # fmt: skip
    back = reverse_to("briefing", briefing_id)
    return about_briefing(request, context, form, "Write the briefing pack", "Keep this version", back, said=said)


def _before(request: StaffRequest, one: Briefing) -> OpenPack | None:
    """Not when the form comes back: then it says what was typed."""
    newest = PackVersion.objects.filter(briefing=one).order_by("-number").first()
    return open_version(newest, by=request.actor) if newest is not None and request.method != "POST" else None


@require_safe
@for_staff
def pack_page(request: StaffRequest, pack_page_id: UUID) -> HttpResponse:
    return page_response(page_for_staff(pack_page_id, by=request.actor, at=request.actor.now))


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def pack_opening(request: StaffRequest, briefing_id: UUID) -> HttpResponse:
    by, one, context = one_briefing(request, briefing_id)
    form = PackOpeningForm(typed(request))

    def act() -> None:
        given = form.cleaned_data
        moment = given["opens_at"] if given["since"] == FROM_MOMENT else None
        once(PackOpening, form.id, lambda: open_for_all(briefing_id, id=form.id, opens_at=moment, by=by, at=by.now))

    if carried_out(form, act):
        say(request, "It is set when the volunteers can read the pack.")
        return redirect("casework:briefing", briefing_id)
    said = (
        f"They can read it for {open_days(one.circle_id, by.now)} days. Each page bears the reader’s name and the "
        "time, and you see who opened what. That deters copying. It does not prevent it."
    )
    back = reverse_to("briefing", briefing_id)
    return about_briefing(request, context, form, "Open the pack to the volunteers", "Set this", back, said=said)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def pack_reopening(request: StaffRequest, briefing_id: UUID) -> HttpResponse:
    by, one, context = one_briefing(request, briefing_id)
    form = ReopeningForm(typed(request), seats=seats_of(one.circle_id, by.now).of(SeatPart.VOLUNTEER))

    def act() -> None:
        seat, reason = UUID(form.cleaned_data["seat"]), ReopenReason(form.cleaned_data["reason"])
        once(PackOpening, form.id, lambda: open_for_one(briefing_id, seat, reason, id=form.id, by=by, at=by.now))

    if carried_out(form, act):
        say(request, "The pack is open to this volunteer from now.")
        return redirect("casework:briefing", briefing_id)
    back = reverse_to("briefing", briefing_id)
    return about_briefing(request, context, form, "Open the pack again for one volunteer", "Open it", back)


@require_http_methods(["POST"])
@for_staff
def pack_closing(request: StaffRequest, pack_opening_id: UUID) -> HttpResponse:
    opening = close_opening(pack_opening_id, by=request.actor, at=request.actor.now)
    say(request, "The pack is closed. From now on it is not there for them.")
    return redirect("casework:briefing", opening.briefing_id)


@require_safe
@for_staff
def pack_readings(request: StaffRequest, briefing_id: UUID) -> HttpResponse:
    """Who opened what, and when, by the trace."""
    one = briefing_row(briefing_id)
    require_keeping(request.actor, one.area_id)
    number = number_in(request.GET.get("page"))
    found, has_older = readings(briefing_id, page=number)
    record(
        Verb.LISTED, "briefings.packversion", by=request.actor.acting, circle_id=one.circle_id, area_id=one.area_id,
        detail=str(len(found)),
    )  # fmt: skip
    context = circle_page(request, one.circle_id, "briefings")
    rows = [[date_and_time(line.at), line.by, line.what] for line in found]
    more = {"briefing": one, "rows": rows, "number": number, "has_older": has_older}
    return page(request, "briefing_readings.html", context | more)
