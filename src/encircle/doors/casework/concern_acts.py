"""What is done about a concern: taking it on, deciding, telephoning, adding, closing, opening again."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from encircle.common.errors import Invalid, NotAllowed
from encircle.design.answering import carried_out, say, typed
from encircle.design.forms import GovForm
from encircle.foundations.access.actor import Actor
from encircle.rooms.circles.models import Seat
from encircle.rooms.risk.actions.adding import add_account
from encircle.rooms.risk.actions.closing import close_concern, reopen_concern, why_not_closable
from encircle.rooms.risk.actions.phoning import record_call
from encircle.rooms.risk.actions.triage import TakenMeanwhile, decide, take_on
from encircle.rooms.risk.models import Concern
from encircle.rooms.risk.queries import concern_row, is_on_call_for, where_is
from encircle.rooms.risk.rules import may_handle, require_handling
from encircle.rooms.risk.standing import Where
from encircle.rooms.risk.vocabulary import Decision, Urgency
from encircle.rooms.sharing.whom_to_tell import whom_to_tell

from .answers import page
from .concern_forms import AdditionForm, CallForm, ClosingForm, ReopeningForm, TriageForm
from .concerns import concern_page
from .guard import StaffRequest, for_staff

IS_CLOSED = "This concern is closed. Open it again first."


@require_POST
@for_staff
def taking(request: StaffRequest, concern_id: UUID) -> HttpResponse:
    """`after` is whoever was dealing with it on the page the button stood on."""
    by = request.actor
    try:
        if take_on(concern_id, after=_id(request.POST.get("after", "")), by=by, at=by.now):
            say(request, "You are dealing with this concern. The clock goes on until somebody decides.")
    except TakenMeanwhile as refusal:
        messages.warning(request, " ".join(refusal.reasons))
    return redirect("casework:concern", concern_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def triage(request: StaffRequest, concern_id: UUID) -> HttpResponse:
    by, found = request.actor, to_handle(request, concern_id)
    where = _open(found, by) if typed(request) is None else where_is(found, at=by.now)
    form = TriageForm(typed(request), where=where)

    def act() -> None:
        decide(concern_id, form.triage(), by=by, at=by.now)

    if tried(form, act):
        if form.cleaned_data["decision"] == Decision.TELL_AGENCIES:
            say(request, "The decision is recorded. Now tell the agencies.")
            return redirect(_to_tell(found, by), concern_id)
        say(request, "The decision is recorded.")
        return _back(found, by)
    return form_page(request, found, form, "Decide what to do", "Record the decision")


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def call(request: StaffRequest, concern_id: UUID) -> HttpResponse:
    by, found = request.actor, to_handle(request, concern_id)
    if typed(request) is None:
        _open(found, by)
    form = CallForm(typed(request), seats=outer_seats(found, by), now=by.now)

    def act() -> None:
        record_call(concern_id, form.call(), by=by, at=by.now)

    return _done(
        request, found, form, act, "Record a telephone call", "Record the call", "The call is in the chronology."
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def addition(request: StaffRequest, concern_id: UUID) -> HttpResponse:
    by, found = request.actor, to_handle(request, concern_id)
    form = AdditionForm(typed(request))

    def act() -> None:
        add_account(concern_id, form.cleaned_data["text"], id=form.id, by=by, at=by.now)

    return _done(request, found, form, act, "Add to the account", "Add it", "What you added stands with the account.")


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def closing(request: StaffRequest, concern_id: UUID) -> HttpResponse:
    by, found = request.actor, to_handle(request, concern_id)
    where = where_is(found, at=by.now)
    if typed(request) is None and (refusal := why_not_closable(where)):
        raise NotAllowed(refusal)
    form = ClosingForm(typed(request))

    def act() -> None:
        close_concern(concern_id, form.cleaned_data["reason"], id=form.id, by=by, at=by.now)

    return _done(
        request, found, form, act, "Close this concern", "Close it", "The concern is closed. It can be opened again."
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def reopening(request: StaffRequest, concern_id: UUID) -> HttpResponse:
    by, found = request.actor, to_handle(request, concern_id)
    if typed(request) is None and not where_is(found, at=by.now).is_closed:
        raise NotAllowed("This concern is open.")
    form = ReopeningForm(typed(request))

    def act() -> None:
        reopen_concern(concern_id, form.cleaned_data["reason"], id=form.id, by=by, at=by.now)

    return _done(request, found, form, act, "Open this concern again", "Open it again", "The concern is open again.")


# --- what these pages need ---


def tried(form: GovForm, act: Callable[[], object]) -> bool:
    """Whether it was done. Where somebody else was quicker, that is said above the form: nothing typed is lost."""

    def gently() -> None:
        try:
            act()
        except NotAllowed as refusal:
            raise Invalid(" ".join(refusal.reasons)) from refusal

    return carried_out(form, gently)


def to_handle(request: StaffRequest, concern_id: UUID) -> Concern:
    """Raises NotFound, or NotAllowed with the reason, before a form is shown that could not be sent."""
    found = concern_row(concern_id)
    by = request.actor
    require_handling(by, found, on_call=not may_handle(by, found) and is_on_call_for(found))
    return found


def outer_seats(found: Concern, by: Actor) -> list[Seat]:
    """Whom the Circle's outer circle holds now; nobody where the reader may not tell them."""
    outside = whom_to_tell(found, at=by.now)
    return list(outside.seats) if outside else []


def form_page(
    request: StaffRequest, found: Concern, form: GovForm, title: str, button: str, **more: Any
) -> HttpResponse:
    context = concern_page(request, found) | {"form": form, "heading": title, "button": button, "hint": ""}
    return page(request, "concern_form.html", context | more)


def _done(
    request: StaffRequest, found: Concern, form: GovForm, act: Callable[[], object], title: str, button: str, said: str
) -> HttpResponse:
    """Carry it out and go back to the concern, or show the form again with what is wrong."""
    if tried(form, act):
        say(request, said)
        return _back(found, request.actor)
    return form_page(request, found, form, title, button)


def _back(found: Concern, by: Actor) -> HttpResponse:
    """To the concern, unless being on call was all that showed it and what was done has ended that."""
    if may_handle(by, found):
        return redirect("casework:concern", found.pk)
    where = where_is(found, at=by.now)
    stays = where.urgency == Urgency.IMMINENT and not where.is_closed
    return redirect("casework:concern", found.pk) if stays else redirect("casework:concerns")


def _open(found: Concern, by: Actor) -> Where:
    """Where it stands. A form about a closed concern is not shown; one sent before is answered by the action."""
    where = where_is(found, at=by.now)
    if where.is_closed:
        raise NotAllowed(IS_CLOSED)
    return where


def _to_tell(found: Concern, by: Actor) -> str:
    return "casework:concern_disclosure" if outer_seats(found, by) else "casework:concern_disclosure_outside"


def _id(given: str) -> UUID | None:
    try:
        return UUID(given)
    except ValueError:
        return None
