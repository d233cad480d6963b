"""Tell agencies of a concern: the outer circle by a release, others by telephone; and what they answer."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from encircle.common.errors import NotAllowed
from encircle.design.answering import say, typed
from encircle.foundations.access.actor import Actor
from encircle.rooms.circles.models import Seat
from encircle.rooms.organisation.queries import present_topics
from encircle.rooms.partners.queries import professionals
from encircle.rooms.risk.actions.phoning import tell_by_telephone
from encircle.rooms.risk.models import Concern
from encircle.rooms.risk.queries import where_is
from encircle.rooms.sharing.actions.disclosing import tell_agency
from encircle.rooms.sharing.actions.reading import record_call
from encircle.rooms.sharing.queries.ledger import told_of_concern
from encircle.rooms.sharing.rules import require_telling_agencies
from encircle.rooms.sharing.vocabulary import Channel

from .concern_acts import IS_CLOSED, form_page, outer_seats, to_handle, tried
from .concern_forms import within_minute
from .concern_telling_forms import AcknowledgementForm, DisclosureForm, GroundDisclosureForm, OutsideForm
from .guard import StaffRequest, for_staff
from .links import to


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def disclosure(request: StaffRequest, concern_id: UUID) -> HttpResponse:
    """One release to each person chosen, on consent or on a ground decided for this concern."""
    by, found = request.actor, to_handle(request, concern_id)
    require_telling_agencies(by, found.area_id, walled=found.walled)
    seats = outer_seats(found, by)
    if not seats:
        raise NotAllowed("This Circle’s outer circle has nobody to tell. Tell somebody by telephone and record it.")
    form = _form(request, found, seats)

    def act() -> None:
        _refuse_closed(found, by)
        tell_agency(found, form.disclosure(), by=by, at=by.now)

    if tried(form, act):
        say(request, _said(form))
        return redirect("casework:concern", concern_id)
    hint = "Somebody else must know? Tell them by telephone and record it."
    outside = to("concern_disclosure_outside", concern_id)
    return form_page(request, found, form, "Tell agencies", "Tell them", hint=hint, hint_url=outside)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def disclosure_outside(request: StaffRequest, concern_id: UUID) -> HttpResponse:
    """By telephone, on a ground: the council, the police of another place, whoever must know."""
    by, found = request.actor, to_handle(request, concern_id)
    if typed(request) is None:
        _refuse_closed(found, by)
    form = OutsideForm(typed(request), professionals=list(professionals(by.now)), now=by.now)

    def act() -> None:
        tell_by_telephone(concern_id, form.telling(), by=by, at=by.now)

    if tried(form, act):
        say(request, "The call is in the chronology. Whoever answered counts as having acknowledged.")
        return redirect("casework:concern", concern_id)
    return form_page(request, found, form, "Tell somebody outside the outer circle", "Record what they were told")


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def acknowledgement(request: StaffRequest, concern_id: UUID) -> HttpResponse:
    """An agency said on the telephone that it has read what it was sent."""
    by, found = request.actor, to_handle(request, concern_id)
    lines = [line for line in told_of_concern(concern_id) if line.recall is None]
    waiting = [line for line in lines if line.acknowledged_at is None]
    if typed(request) is None and not waiting:
        raise NotAllowed("No agency that was told is waited for.")
    # What was acknowledged in the meantime stays a possible answer: the same form sent twice is no fault.
    form = AcknowledgementForm(typed(request), waiting=lines if request.method == "POST" else waiting, now=by.now)

    def act() -> None:
        given = form.cleaned_data
        moment = within_minute(given["moment"], by.now)
        record_call(UUID(given["release"]), spoke_to=given["spoke_to"], moment=moment, by=by, at=by.now)

    if tried(form, act):
        say(request, "The acknowledgement is recorded.")
        return redirect("casework:concern", concern_id)
    return form_page(request, found, form, "Record an acknowledgement", "Record it")


def _form(request: StaffRequest, found: Concern, seats: list[Seat]) -> GroundDisclosureForm:
    """Behind the wall there is no consent to rest on: whoever it is about would have to know."""
    if found.walled:
        return GroundDisclosureForm(typed(request), seats=seats, now=request.actor.now)
    return DisclosureForm(typed(request), seats=seats, now=request.actor.now, topics=present_topics())


def _refuse_closed(found: Concern, by: Actor) -> None:
    if where_is(found, at=by.now).is_closed:
        raise NotAllowed(IS_CLOSED)


def _said(form: GroundDisclosureForm) -> str:
    if form.cleaned_data["channel"] == Channel.PHONE:
        return "The call is in the chronology. Whoever answered counts as having acknowledged."
    return "They are told. The concern stays open until they acknowledge."
