"""References we give about a volunteer, the conversation they are owed when a Circle has ended, and thanks."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from encircle.common.clock import in_london
from encircle.common.errors import NotFound
from encircle.design.answering import carried_out, say, typed
from encircle.rooms.leaving.actions.references import answer_reference, reference_asked, send_reference
from encircle.rooms.leaving.actions.resting import keep_rest_talk
from encircle.rooms.leaving.actions.talking import keep_talk
from encircle.rooms.leaving.actions.thanking import thank
from encircle.rooms.leaving.models import EndTalk, GivenReference, ReferenceAnswer, ReferenceSent, RestTalk, Thanks
from encircle.rooms.leaving.rest_queries import begun_rest
from encircle.rooms.leaving.service_queries import near_of
from encircle.rooms.leaving.talk_queries import ended_seat, reference_row
from encircle.rooms.leaving.vocabulary import SentBy, Thanked
from encircle.rooms.volunteers.queries import volunteer as found_volunteer

from .answers import once
from .coming_in_pages import about_volunteer
from .guard import StaffRequest, for_staff
from .reference_forms import (
    YES,
    ReferenceAgreedForm,
    ReferenceAskedForm,
    ReferenceSentForm,
    RestTalkForm,
    TalkForm,
    ThanksForm,
)
from .staying_page import BACK, page_of


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def given_reference(request: StaffRequest, volunteer_id: UUID) -> HttpResponse:
    by, one = request.actor, found_volunteer(volunteer_id)
    back = page_of(request, one)
    form = ReferenceAskedForm(typed(request), initial={"asked_on": in_london(by.now).date()})

    def act() -> None:
        given = form.cleaned_data
        once(
            GivenReference,
            form.id,
            lambda: reference_asked(one, given["asker"], given["asked_on"], id=form.id, by=by, at=by.now),
        )

    if carried_out(form, act):
        say(request, "It is noted. Nothing is sent before the volunteer has agreed.")
        return redirect(back)
    return about_volunteer(request, form, one, "Somebody asks for a reference", back=back, back_words=BACK)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def given_reference_answer(request: StaffRequest, given_reference_id: UUID) -> HttpResponse:
    """As the volunteer told us."""
    by, reference = request.actor, reference_row(given_reference_id)
    back, form = page_of(request, reference.volunteer), ReferenceAgreedForm(typed(request))

    def act() -> None:
        agrees = form.cleaned_data["agrees"] == YES
        once(ReferenceAnswer, form.id, lambda: answer_reference(reference, agrees, id=form.id, by=by, at=by.now))

    if carried_out(form, act):
        say(request, "The answer of the volunteer is noted.")
        return redirect(back)
    return about_volunteer(
        request, form, reference.volunteer, "Does the volunteer agree to a reference?", back=back, back_words=BACK
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def given_reference_sending(request: StaffRequest, given_reference_id: UUID) -> HttpResponse:
    by, reference = request.actor, reference_row(given_reference_id)
    back = page_of(request, reference.volunteer)
    form = ReferenceSentForm(typed(request), initial={"sent_on": in_london(by.now).date()})

    def act() -> None:
        given = form.cleaned_data
        channel = SentBy(given["channel"])
        once(
            ReferenceSent,
            form.id,
            lambda: send_reference(
                reference, given["text"], channel, given["sent_on"], id=form.id, by=by, at=by.now
            ),
        )  # fmt: skip

    if carried_out(form, act):
        say(request, "The reference is kept as it was sent.")
        return redirect(back)
    return about_volunteer(
        request, form, reference.volunteer, "Keep the reference that was sent", back=back, back_words=BACK
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def end_talk(request: StaffRequest, ended_seat_id: UUID) -> HttpResponse:
    by = request.actor
    seat = ended_seat(ended_seat_id, by.now)
    one = seat.volunteer
    if one is None:
        raise NotFound()
    back = page_of(request, one)
    form = TalkForm(typed(request), initial={"on": in_london(by.now).date()})

    def act() -> None:
        once(EndTalk, form.id, lambda: keep_talk(seat, one, form.talk, id=form.id, by=by, at=by.now))

    if carried_out(form, act):
        say(request, "The conversation is kept.")
        return redirect(back)
    return about_volunteer(request, form, one, "The conversation after a Circle", back=back, back_words=BACK)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def rest_talk(request: StaffRequest, rest_id: UUID) -> HttpResponse:
    by = request.actor
    away = begun_rest(rest_id, by.now)
    one = away.volunteer
    back = page_of(request, one)
    form = RestTalkForm(typed(request), initial={"on": in_london(by.now).date()})

    def act() -> None:
        once(RestTalk, form.id, lambda: keep_rest_talk(away, form.talk, id=form.id, by=by, at=by.now))

    if carried_out(form, act):
        say(request, "The conversation is kept.")
        return redirect(back)
    return about_volunteer(request, form, one, "The conversation about coming back", back=back, back_words=BACK)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def thanks(request: StaffRequest, volunteer_id: UUID) -> HttpResponse:
    """The years of service they are near stand there already."""
    by, one = request.actor, found_volunteer(volunteer_id)
    back, today = page_of(request, one), in_london(request.actor.now).date()
    near = near_of(one, by.now)
    form = ThanksForm(typed(request), initial={"on": today, "years": near.years if near else None})

    def act() -> None:
        given = form.cleaned_data
        how = Thanked(given["how"])
        once(Thanks, form.id, lambda: thank(one, how, given["on"], given["years"], id=form.id, by=by, at=by.now))

    if carried_out(form, act):
        say(request, "It is noted that they were thanked.")
        return redirect(back)
    return about_volunteer(request, form, one, "Note that they were thanked", back=back, back_words=BACK)
