"""What is done about a volunteer's readiness: exceptions, papers of before, a signature on paper."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from encircle.common.clock import in_london
from encircle.common.errors import NotAllowed
from encircle.design.answering import carried_out, say, typed
from encircle.design.dates import plain_date
from encircle.design.forms import GovForm
from encircle.rooms.organisation.vocabulary import CircleKind
from encircle.rooms.readiness.actions.excepting import end_exception, exception_row, latest_end, make_exception
from encircle.rooms.readiness.actions.noting import key_signing, note_paper, take_paper_back
from encircle.rooms.readiness.models import DatedException, Paper, PaperTakenBack, Signing
from encircle.rooms.readiness.queries import paper_row, wording_on
from encircle.rooms.readiness.rules import require_excepting, require_noting
from encircle.rooms.readiness.vocabulary import Condition, Mistaken
from encircle.rooms.volunteers.models import Volunteer
from encircle.rooms.volunteers.queries import volunteer as found_volunteer

from .answers import once
from .coming_in_pages import about_volunteer
from .guard import StaffRequest, for_staff
from .readiness_forms import EndingForm, ExceptionForm, MistakenForm, PaperForm, SignedForm


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def exception_new(request: StaffRequest, volunteer_id: UUID) -> HttpResponse:
    by, one = request.actor, found_volunteer(volunteer_id)
    require_excepting(by, one)
    today = in_london(by.now).date()
    form = ExceptionForm(typed(request), today=today, latest=latest_end(today))

    def act() -> None:
        once(DatedException, form.id, lambda: make_exception(one, form.new, id=form.id, by=by, at=by.now))

    return _step(
        request, form, act, one, "Make an exception", "The exception holds from today.", button="Make the exception"
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def exception_ending(request: StaffRequest, exception_id: UUID) -> HttpResponse:
    by, row = request.actor, exception_row(exception_id)
    require_excepting(by, row.volunteer)
    form = EndingForm(typed(request))
    about = (
        f"{Condition(row.condition).label}, {CircleKind(row.kind).label}. Today is then its last day. It ends nobody’s "
        "seat, and lets nobody have a new one."
    )
    return _step(
        request, form, lambda: end_exception(row, by=by, at=by.now), row.volunteer, "End an exception today",
        "Today is the last day of the exception.", button="End it today", about=about,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def paper_noted(request: StaffRequest, volunteer_id: UUID) -> HttpResponse:
    by, one = request.actor, _noted(request, volunteer_id)
    form = PaperForm(typed(request))

    def act() -> None:
        given = form.cleaned_data
        what = Condition(given["condition"])
        once(Paper, form.id, lambda: note_paper(one, what, dated_on=given["dated_on"], id=form.id, by=by, at=by.now))

    about = "For what the charity did before it used Encircle, and keeps on paper."
    return _step(request, form, act, one, "A paper from before Encircle", "It is noted what you saw.", about=about)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def paper_taken_back(request: StaffRequest, noted_paper_id: UUID) -> HttpResponse:
    by, row = request.actor, paper_row(noted_paper_id)
    require_noting(by, row.volunteer)
    form = MistakenForm(typed(request))

    def act() -> None:
        because = Mistaken(form.cleaned_data["because"])
        once(PaperTakenBack, form.id, lambda: take_paper_back(row, because, id=form.id, by=by, at=by.now))

    about = (
        f"{Condition(row.condition).label}, on a paper of {plain_date(row.dated_on)}. It counts no more now. It "
        "ends nobody’s seat, and can be noted rightly afterwards. What was noted stays to be seen."
    )
    return _step(
        request, form, act, row.volunteer, "A paper noted by mistake", "It is taken back.", button="Take it back",
        about=about,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def agreement_keyed(request: StaffRequest, volunteer_id: UUID) -> HttpResponse:
    by, one = request.actor, _noted(request, volunteer_id)
    today = in_london(by.now).date()
    wording = wording_on(today)
    if wording is None:
        raise NotAllowed("The charity has set no agreement with its volunteers yet.")
    form = SignedForm(typed(request), initial={"signed_on": today})

    def act() -> None:
        signed_on = form.cleaned_data["signed_on"]
        once(
            Signing,
            form.id,
            lambda: key_signing(one, wording.pk, signed_on=signed_on, id=form.id, by=by, at=by.now),
        )

    about = f"“{wording.title}”, in the words that hold since {wording.in_force_from:%Y}."
    return _step(request, form, act, one, "An agreement signed on paper", "The signature is noted.", about=about)


def _noted(request: StaffRequest, volunteer_id: UUID) -> Volunteer:
    one = found_volunteer(volunteer_id)
    require_noting(request.actor, one)
    return one


def _step(
    request: StaffRequest, form: GovForm, act: Callable[[], object], volunteer: Volunteer, title: str, done: str,
    *, button: str = "Save", about: str = "",
) -> HttpResponse:  # fmt: skip
    back = reverse("casework:volunteer_readiness", args=[volunteer.pk])
    if form.is_bound and carried_out(form, act):
        say(request, done)
        return redirect(back)
    return about_volunteer(
        request, form, volunteer, title, button, back=back, back_words="Ready for a Circle?", said=about
    )
