"""A volunteer's exit interview, and what they were lent: offered, recorded, keyed, given back."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from encircle.common.clock import in_london
from encircle.design.answering import carried_out, say, typed
from encircle.rooms.leaving.actions.exits import answer_exit_questions, offer_exit_interview, record_exit_interview
from encircle.rooms.leaving.actions.lending import end_loan, lend
from encircle.rooms.leaving.exit_queries import lent_row, offer_row
from encircle.rooms.leaving.models import ExitOffer, ExitOutcome, ExitReply, Lent, LentOver
from encircle.rooms.leaving.vocabulary import AtTheEnd, Became
from encircle.rooms.volunteers.queries import volunteer as found_volunteer

from .answers import once
from .coming_in_pages import about_volunteer
from .exit_forms import ExitOfferForm, ExitOutcomeForm, ExitReplyForm, LendingForm, LentOverForm
from .guard import StaffRequest, for_staff
from .staying_page import BACK, page_of


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def exit_offer(request: StaffRequest, volunteer_id: UUID) -> HttpResponse:
    by, one = request.actor, found_volunteer(volunteer_id)
    back = page_of(request, one)
    form = ExitOfferForm(typed(request), initial={"offered_on": in_london(by.now).date()})

    def act() -> None:
        day = form.cleaned_data["offered_on"]
        once(ExitOffer, form.id, lambda: offer_exit_interview(one, day, id=form.id, by=by, at=by.now))

    if carried_out(form, act):
        say(request, "The offer is noted. While they have access, the questions stand on their own page.")
        return redirect(back)
    return about_volunteer(request, form, one, "An exit interview was offered", back=back, back_words=BACK)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def exit_outcome(request: StaffRequest, exit_offer_id: UUID) -> HttpResponse:
    by, offer = request.actor, offer_row(exit_offer_id)
    back = page_of(request, offer.volunteer)
    form = ExitOutcomeForm(typed(request), initial={"on": in_london(by.now).date()})

    def act() -> None:
        given = form.cleaned_data
        outcome = AtTheEnd(given["outcome"])
        once(
            ExitOutcome,
            form.id,
            lambda: record_exit_interview(
                offer, outcome, given["on"], given["words"], id=form.id, by=by, at=by.now
            ),
        )  # fmt: skip

    if carried_out(form, act):
        say(request, "What came of the exit interview is recorded.")
        return redirect(back)
    return about_volunteer(request, form, offer.volunteer, "The exit interview", back=back, back_words=BACK)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def exit_reply(request: StaffRequest, exit_offer_id: UUID) -> HttpResponse:
    """Keyed for them: they told us, or wrote it on paper."""
    by, offer = request.actor, offer_row(exit_offer_id)
    back, form = page_of(request, offer.volunteer), ExitReplyForm(typed(request))

    def act() -> None:
        once(
            ExitReply,
            form.id,
            lambda: answer_exit_questions(offer, form.reply, id=form.id, by=by, at=by.now),
        )

    if carried_out(form, act):
        say(request, "Their answers are kept.")
        return redirect(back)
    return about_volunteer(request, form, offer.volunteer, "Key their answers", back=back, back_words=BACK)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def lending(request: StaffRequest, volunteer_id: UUID) -> HttpResponse:
    by, one = request.actor, found_volunteer(volunteer_id)
    back = page_of(request, one)
    form = LendingForm(typed(request), initial={"lent_on": in_london(by.now).date()})

    def act() -> None:
        once(Lent, form.id, lambda: lend(one, form.new, id=form.id, by=by, at=by.now))

    if carried_out(form, act):
        say(request, "It is noted that they have it.")
        return redirect(back)
    return about_volunteer(request, form, one, "Note what they were lent", back=back, back_words=BACK)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def lent_over(request: StaffRequest, lent_id: UUID) -> HttpResponse:
    by, lent = request.actor, lent_row(lent_id)
    back = page_of(request, lent.volunteer)
    form = LentOverForm(typed(request), initial={"on": in_london(by.now).date()})

    def act() -> None:
        given = form.cleaned_data
        became = Became(given["became"])
        once(LentOver, form.id, lambda: end_loan(lent, became, given["on"], id=form.id, by=by, at=by.now))

    if carried_out(form, act):
        say(request, "It is noted what became of it.")
        return redirect(back)
    return about_volunteer(request, form, lent.volunteer, "What became of it", back=back, back_words=BACK)
