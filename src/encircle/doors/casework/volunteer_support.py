"""How one volunteer is looked after: what they said, supervision, being away, counselling."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from encircle.common.clock import in_london
from encircle.common.errors import NotFound
from encircle.design.answering import carried_out, say, typed
from encircle.design.dates import long_date, long_date_and_time, plain_date
from encircle.design.items import Action, Row, WorkItem
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.support.actions.supervising import offer_counselling, record_counselling
from encircle.rooms.support.models import Away, Check, CounsellingOffer, CounsellingStep
from encircle.rooms.support.presence_queries import away_rows
from encircle.rooms.support.queries import checks_of
from encircle.rooms.support.rules import may_look_after, require_looking_after
from encircle.rooms.support.supervision_queries import Counselling, counselling_of, offer_row, places_of
from encircle.rooms.support.vocabulary import Answer, CounsellingOutcome, Presence, SupervisionKind
from encircle.rooms.volunteers.models import Volunteer
from encircle.rooms.volunteers.queries import volunteer as found_volunteer

from .answers import once, page
from .coming_in_pages import about_volunteer
from .guard import StaffRequest, for_staff
from .links import to
from .support_forms import CounsellingForm, OfferForm

BACK = "Looking after them"


@require_safe
@for_staff
def volunteer_support(request: StaffRequest, volunteer_id: UUID) -> HttpResponse:
    by, one = request.actor, _looked_after(request, volunteer_id)
    record(Verb.LISTED, "support.check", one.pk, by=by.acting, area_id=one.area_id)
    context = {
        "volunteer": one,
        "checks": [_check_item(check) for check in checks_of(one.pk)],
        "supervision": [
            Row(
                f"{SupervisionKind(place.supervision.kind).label}, {long_date_and_time(place.supervision.starts_at)}",
                Presence(place.presence).label if place.presence else "Not recorded yet",
            )
            for place in places_of(one.pk)
        ],
        "away": [_away_row(row, reason) for row, reason in away_rows(one.pk, by=by, area_id=one.area_id)],
        "counselling": [_counselling_row(each) for each in counselling_of(one.pk)],
        "may": may_look_after(by, one.area_id, volunteer_id=one.pk) and one.left_on is None,
    }
    return page(request, "volunteer_support.html", context)


def _check_item(check: Check) -> WorkItem:
    return WorkItem(
        title=f"After {long_date(check.meeting.starts_at)}",
        url=to("call_back", check.pk),
        facts=[],
        tag=Answer(check.answer).label,
        colour="green" if check.answer == Answer.FINE else "blue" if check.answer == Answer.CALL else "red",
    )


def _away_row(row: Away, reason: str) -> Row:
    until = f"until {plain_date(row.until)}" if row.until else "no last day said"
    back = f"Came back on {plain_date(row.back_on)}" if row.back_on else ""
    return Row(
        f"From {plain_date(row.starts_on)}, {until}",
        "\n".join(one for one in (reason, back) if one) or "No reason given",
    )


def _counselling_row(one: Counselling) -> Row:
    came = [f"{plain_date(step.on)}: {step.get_outcome_display()}" for step in one.steps]
    offered = plain_date(one.offer.offered_on)
    return Row(
        f"Offered {offered}",
        "\n".join(came) or "Nothing recorded yet",
        actions=[
            Action("Record what came of it", to("counselling_outcome", one.offer.pk), f"of the offer of {offered}")
        ],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def counselling_offer(request: StaffRequest, volunteer_id: UUID) -> HttpResponse:
    by, one = request.actor, _looked_after(request, volunteer_id)
    require_looking_after(by, one.area_id, volunteer_id=one.pk)
    form = OfferForm(typed(request), initial={"offered_on": in_london(by.now).date()})

    def act() -> None:
        day = form.cleaned_data["offered_on"]
        once(CounsellingOffer, form.id, lambda: offer_counselling(one, day, id=form.id, by=by, at=by.now))

    back = reverse("casework:volunteer_support", args=[one.pk])
    if carried_out(form, act):
        say(request, "The offer is recorded.")
        return redirect(back)
    return about_volunteer(request, form, one, "Counselling was offered", back=back, back_words=BACK)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def counselling_outcome(request: StaffRequest, offer_id: UUID) -> HttpResponse:
    by, offer = request.actor, offer_row(offer_id)
    require_looking_after(by, offer.area_id, volunteer_id=offer.volunteer_id)
    form = CounsellingForm(typed(request), initial={"on": in_london(by.now).date()})

    def act() -> None:
        given = form.cleaned_data
        outcome = CounsellingOutcome(given["outcome"])
        once(
            CounsellingStep,
            form.id,
            lambda: record_counselling(offer, outcome, given["on"], id=form.id, by=by, at=by.now),
        )

    back = reverse("casework:volunteer_support", args=[offer.volunteer_id])
    if carried_out(form, act):
        say(request, "What came of the offer is recorded.")
        return redirect(back)
    return about_volunteer(request, form, offer.volunteer, "What came of the offer", back=back, back_words=BACK)


def _looked_after(request: StaffRequest, volunteer_id: UUID) -> Volunteer:
    """For the staff of their area. Raises NotFound for anybody else, and for oneself."""
    one = found_volunteer(volunteer_id)
    if one.pk == request.actor.volunteer_id:
        raise NotFound()
    return one
