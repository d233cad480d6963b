"""What is recorded of a review: views side by side and taken down, what was held, what was decided."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from encircle.common.clock import in_london
from encircle.common.errors import NotFound
from encircle.design.answering import carried_out, say, typed
from encircle.design.fields import Option
from encircle.design.view_form import EASY_HEADINGS, HEADINGS, ViewForm
from encircle.foundations.access.actor import names_of
from encircle.rooms.circles.models import Seat
from encircle.rooms.circles.vocabulary import SeatPart
from encircle.rooms.organisation.queries import kind_standard
from encircle.rooms.reviews.actions.answering import NewView, answer_invitation, give_view
from encircle.rooms.reviews.actions.deciding import add_decision, hold_review, note_done
from encircle.rooms.reviews.actions.opening import open_review
from encircle.rooms.reviews.actions.planning import invite_also
from encircle.rooms.reviews.models import Decision, View
from encircle.rooms.reviews.queries.held import views_of
from encircle.rooms.reviews.queries.planned import review_row, seat_lines, seats_at_review
from encircle.rooms.reviews.rules import refuse_cancelled, require_keeping
from encircle.rooms.reviews.vocabulary import Coming, Onward, ViewHeading

from .answers import once, page
from .guard import StaffRequest, for_staff
from .record import circle_page
from .review_forms import DecisionForm, HoldingForm, InvitationsForm, SaidForm


@require_safe
@for_staff
def review_views(request: StaffRequest, review_id: UUID) -> HttpResponse:
    """Everybody's, side by side, as each gave it."""
    one = open_review(review_id, by=request.actor)
    lines = views_of(one)
    context = circle_page(request, one.circle_id, "circle_reviews")
    context |= {"review": one, "lines": lines, "names": names_of(line.view.sent_by_id for line in lines)}
    return page(request, "review_views.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def review_view_new(request: StaffRequest, review_id: UUID, seat_id: UUID) -> HttpResponse:
    """Somebody's view written down for them: the core member's, or what an agency said on the telephone."""
    by, one = request.actor, review_row(review_id)
    require_keeping(by, one.area_id)
    refuse_cancelled(one)
    context = circle_page(request, one.circle_id, "circle_reviews")
    seat = _seat(seat_id, one.circle_id)
    today = in_london(by.now).date()
    standard = kind_standard(context["circle"].kind, on=today)
    easy = standard is not None and standard.easy_read and seat.part == SeatPart.CORE_MEMBER
    form = ViewForm(
        typed(request),
        asked=EASY_HEADINGS if easy else HEADINGS,
        onward=onward_choices() if seat.professional_id else (),
        today=today,
        dated=True,
    )

    def act() -> None:
        onward = form.cleaned_data.get("onward")
        words = {ViewHeading(name): text for name, text in form.words.items()}
        new = NewView(form.id, one.pk, seat.pk, words, form.given_on, Onward(onward) if onward else None)
        once(View, form.id, lambda: give_view(new, by=by, at=by.now))

    if carried_out(form, act):
        say(request, "The view is written down.")
        return redirect("casework:review_views", review_id)
    context |= {"form": form, "title": "Write a view down", "button": "Save the view", "review": one}
    context |= {"said": f"The view of {seat.display_name}, in their own words. It is never changed afterwards."}
    return page(request, "review_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def review_invitations(request: StaffRequest, review_id: UUID) -> HttpResponse:
    """Whoever took a seat since, or was forgotten: invited as well, while the review is to come."""
    by, one = request.actor, review_row(review_id)
    require_keeping(by, one.area_id)
    refuse_cancelled(one)
    context = circle_page(request, one.circle_id, "circle_reviews")
    invited = {line.seat.pk for line in seat_lines(one) if line.invitation}
    seats = [seat for seat in seats_at_review(one.circle_id, by.now) if seat.pk not in invited]
    form = InvitationsForm(typed(request), seats=seats)
    if carried_out(form, lambda: invite_also(review_id, form.chosen, by=by, at=by.now)):
        say(request, "They are invited.")
        return redirect("casework:review", review_id)
    context |= {
        "form": form,
        "title": "Invite more people to the review",
        "button": "Invite them",
        "review": one,
        "seats": seats,
    }
    return page(request, "review_invitations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def review_answer(request: StaffRequest, review_id: UUID, seat_id: UUID) -> HttpResponse:
    """Somebody told the coordinator whether they come: who said it and when stands beside who keyed it and when."""
    by, one = request.actor, review_row(review_id)
    require_keeping(by, one.area_id)
    refuse_cancelled(one)
    context = circle_page(request, one.circle_id, "circle_reviews")
    seat = _seat(seat_id, one.circle_id)
    if not any(line.seat.pk == seat.pk and line.invitation for line in seat_lines(one)):
        raise NotFound()
    initial = {"said_by": seat.display_name, "said_on": in_london(by.now).date()}
    form = SaidForm(typed(request), initial=initial)

    def act() -> None:
        answer_invitation(review_id, seat_id, Coming(form.cleaned_data["coming"]), form.said, by=by, at=by.now)

    if carried_out(form, act):
        say(request, "The answer is recorded.")
        return redirect("casework:review", review_id)
    context |= {"form": form, "title": "Record an answer", "button": "Record it", "review": one}
    context |= {"said": f"The answer of {seat.display_name}. Earlier answers stay on record."}
    return page(request, "review_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def review_holding(request: StaffRequest, review_id: UUID) -> HttpResponse:
    by, one = request.actor, review_row(review_id)
    require_keeping(by, one.area_id)
    context = circle_page(request, one.circle_id, "circle_reviews")
    invited = {line.seat.pk for line in seat_lines(one) if line.invitation}
    seats = [seat for seat in seats_at_review(one.circle_id, one.starts_at) if seat.pk in invited]
    form = HoldingForm(typed(request), review=one, seats=seats)
    if carried_out(form, lambda: hold_review(review_id, form.held, by=by, at=by.now)):
        say(request, "It is recorded that the review was held. Add what was decided.")
        return redirect("casework:review", review_id)
    context |= {"form": form, "title": "Record the review", "button": "Save", "review": one}
    return page(request, "review_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def review_decision(request: StaffRequest, review_id: UUID) -> HttpResponse:
    by, one = request.actor, review_row(review_id)
    require_keeping(by, one.area_id)
    context = circle_page(request, one.circle_id, "circle_reviews")
    form = DecisionForm(typed(request), seats=seats_at_review(one.circle_id, by.now))
    if carried_out(form, lambda: once(Decision, form.id, lambda: add_decision(review_id, form.new, by=by, at=by.now))):
        say(request, "It is added.")
        return redirect("casework:review", review_id)
    context |= {"form": form, "title": "Add a decision or an open question", "button": "Add it", "review": one}
    return page(request, "review_form.html", context)


@require_POST
@for_staff
def decision_done(request: StaffRequest, decision_id: UUID) -> HttpResponse:
    decision = note_done(decision_id, by=request.actor, at=request.actor.now)
    say(request, "It is noted as done.")
    return redirect("casework:review", decision.review_id)


def onward_choices() -> list[tuple[str, Option]]:
    hints = {
        Onward.COORDINATOR_ONLY: "It is not passed on",
        Onward.OUTER_CIRCLE: "It may stand in what the other agencies get",
        Onward.WHOLE_CIRCLE: "It may be read out in the Circle",
    }
    return [(str(one), Option(one.label, hint=hints[one])) for one in Onward]


def _seat(seat_id: UUID, circle_id: UUID) -> Seat:
    found = Seat.objects.filter(pk=seat_id, circle=circle_id).exclude(part=SeatPart.COORDINATOR).first()
    if found is None:
        raise NotFound()
    return found
