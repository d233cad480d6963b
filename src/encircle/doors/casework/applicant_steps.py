"""What is done about somebody who came forward: information, a note, a letter that declines, a withdrawal."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from encircle.common.clock import in_london
from encircle.common.errors import NotFound
from encircle.design.answering import OnceForm, carried_out, say, typed
from encircle.foundations.access.actor import Actor, names_of
from encircle.rooms.recruiting.actions.applying import invite_to_apply
from encircle.rooms.recruiting.actions.stepping import add_note, decline, in_hand, send_information, withdraw
from encircle.rooms.recruiting.letter import first_words, letter_on_paper
from encircle.rooms.recruiting.models import Applicant, Step
from encircle.rooms.recruiting.queries import open_applicant, standing_of, words_of
from encircle.rooms.recruiting.rules import require_recruiting
from encircle.rooms.recruiting.vocabulary import About, Contact, Stage

from .answers import once, page
from .applicant_forms import ApplicantNoteForm, DeclineForm, InformationForm, ReasonForm
from .guard import StaffRequest, for_staff


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def information(request: StaffRequest, applicant_id: UUID) -> HttpResponse:
    by = request.actor
    who, today = in_hand(applicant_id, by=by).applicant, in_london(by.now).date()
    first = {"sent_by": who.prefers, "on": today}
    form = InformationForm(typed(request), asked_on=in_london(who.asked_at).date(), today=today, initial=first)

    def act() -> None:
        how, on = Contact(form.cleaned_data["sent_by"]), form.cleaned_data["on"]
        once(
            Step, form.id, lambda: send_information(applicant_id, sent_by=how, on=on, id=form.id, by=by, at=by.now)
        )  # fmt: skip

    if carried_out(form, act):
        return _done(request, who, "It is noted that the information was sent.")
    return _form(request, form, who, "Information was sent", "Note it")


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def notes(request: StaffRequest, applicant_id: UUID) -> HttpResponse:
    by, who = request.actor, standing_of(applicant_id).applicant
    require_recruiting(by, who)
    form = ApplicantNoteForm(typed(request))

    def act() -> None:
        _write(applicant_id, form, by)

    if carried_out(form, act):
        return _done(request, who, "What was said is noted.")
    return _form(request, form, who, "Note what was said", "Save")


def _write(applicant_id: UUID, form: ApplicantNoteForm, by: Actor) -> None:
    about, text = About(form.cleaned_data["about"]), form.cleaned_data["text"]
    add_note(applicant_id, text, about=about, id=form.id, by=by, at=by.now)


@require_http_methods(["POST"])
@for_staff
def invitation(request: StaffRequest, applicant_id: UUID) -> HttpResponse:
    by, standing = request.actor, standing_of(applicant_id)
    if standing.stage is not Stage.INVITED:
        invite_to_apply(applicant_id, by=by, at=by.now)
    return _done(request, standing.applicant, "The invitation is on its way. It works for seven days.")


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def declining(request: StaffRequest, applicant_id: UUID) -> HttpResponse:
    """The letter can be read as it will go before anything is done."""
    by, who = request.actor, in_hand(applicant_id, by=request.actor).applicant
    form = DeclineForm(typed(request), stage=Stage.DECLINED, initial={"letter": first_words(who)})
    reads = request.method == "POST" and request.POST.get("go") == "read"
    if not reads:

        def act() -> None:
            given = form.cleaned_data
            once(
                Step,
                form.id,
                lambda: decline(applicant_id, reason=form.why, letter=given["letter"], id=form.id, by=by, at=by.now),
            )

        if carried_out(form, act):
            return _done(request, who, "The letter is ready to be printed and sent.")
    letter = form.cleaned_data.get("letter", "") if reads and form.is_valid() else ""
    return page(request, "applicant_decline.html", {"form": form, "applicant": who, "letter": letter, "by": by})


@require_safe
@for_staff
def letter(request: StaffRequest, applicant_id: UUID) -> HttpResponse:
    """The letter that declined them, to be printed: opened, with a receipt."""
    who = open_applicant(applicant_id, by=request.actor).applicant
    found = next((one for one in words_of(applicant_id) if one.about == About.LETTER), None)
    if found is None:
        raise NotFound()
    name = names_of([found.by_id]).get(found.by_id, "")
    made = letter_on_paper(who, found.text, from_name=name, at=found.at)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="letter-{who.reference}.pdf"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def withdrawal(request: StaffRequest, applicant_id: UUID) -> HttpResponse:
    by, who = request.actor, in_hand(applicant_id, by=request.actor).applicant
    form = ReasonForm(typed(request), stage=Stage.WITHDRAWN)

    def act() -> None:
        once(Step, form.id, lambda: withdraw(applicant_id, reason=form.why, id=form.id, by=by, at=by.now))

    if carried_out(form, act):
        return _done(request, who, "It is noted that they withdrew.")
    return _form(request, form, who, "They withdraw", "Note it")


def _done(request: StaffRequest, who: Applicant, words: str) -> HttpResponse:
    say(request, words)
    return redirect("casework:applicant", who.pk)


def _form(request: StaffRequest, form: OnceForm, who: Applicant, title: str, button: str) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "window": title,
        "caption": who.full_name,
        "button": button,
        "back": reverse("casework:applicant", args=[who.pk]),
    }
    return page(request, "people_form.html", context)
