"""Scores on paper: sheets to print for each assessor and person, and keying one; and who knows whom."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from encircle.common.clock import in_london
from encircle.common.errors import NotAllowed
from encircle.design.answering import carried_out, form_page, say, typed
from encircle.doors.answering.scoring import ScoreForm
from encircle.foundations.access.actor import names_of
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.training.actions.assessing import require_sending, send_scores
from encircle.rooms.training.actions.conflicting import note_who_know
from encircle.rooms.training.conflicts import who_know
from encircle.rooms.training.models import Assignment, Trainer
from encircle.rooms.training.paper import PaperSheet, owed_by_asker, paper_sheets
from encircle.rooms.training.queries import assignment, criteria_of, event, invitation
from encircle.rooms.training.rules import require_keeping
from encircle.rooms.training.vocabulary import Shown

from .guard import StaffRequest, for_staff
from .training import called
from .training_forms import KnowsForm

SCALE = [*Shown.labels, "Could not be seen"]


@require_safe
@for_staff
def training_sheets(request: StaffRequest, training_id: UUID) -> HttpResponse:
    """Of everything that is still to come. What was sent is on no sheet."""
    by, found = request.actor, event(training_id)
    require_keeping(by, found.area_id)
    if found.cancelled_at is not None:
        raise NotAllowed("This event is cancelled.")
    sheets, owed = paper_sheets(found), owed_by_asker()
    record(Verb.LISTED, "training.event", found.pk, by=by.acting, area_id=found.area_id, detail=str(len(sheets)))
    has_begun = found.first_on <= in_london(by.now).date()
    context = {
        "event": found,
        "title": called(found),
        "scale": SCALE,
        "sheets": [(one, _standing(one, by.user_id, owed)) for one in sheets],
        "has_begun": has_begun,
        "back": reverse("casework:training_event", args=[found.pk]),
    }
    return form_page(request, "casework/training_sheets.html", context)


def _standing(one: PaperSheet, asker: UUID, owed: set[UUID]) -> str:
    if one.assessor_id == asker:
        return "own"
    return "owed" if one.volunteer_id in owed else "key"


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def training_keyed(request: StaffRequest, assignment_id: UUID) -> HttpResponse:
    """What an assessor wrote on paper. Never by who has still to score that person themselves."""
    by, found = request.actor, assignment(assignment_id)
    require_sending(found, by=by, at=by.now)
    if found.assessor_id == by.user_id:
        return redirect("casework:training_score", found.pk)
    form = ScoreForm(typed(request), criteria=criteria_of(found.exercise_id, on=found.event.first_on))
    back = reverse("casework:training_sheets", args=[found.event_id])
    if carried_out(form, lambda: send_scores(found, form.scores, by=by, at=by.now)):
        say(request, "The sheet is keyed, with your name as the one who keyed it.")
        return redirect(back)
    context = {
        "form": form,
        "keyed": found,
        "name": found.volunteer.full_name,
        "assessor": names_of([found.assessor_id]).get(found.assessor_id, "the assessor"),
        "back": back,
    }
    return form_page(request, "casework/training_keyed.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def training_knows(request: StaffRequest, training_invitation_id: UUID) -> HttpResponse:
    """Which assessors know this person: they are taken off them."""
    by, asked = request.actor, invitation(training_invitation_id)
    require_keeping(by, asked.area_id, asked.volunteer)
    found, there = event(asked.event_id), who_know(asked.volunteer_id)
    trainers = set(Trainer.objects.filter(event=found).values_list("user", flat=True))
    people = names_of(trainers)
    form = KnowsForm(typed(request), people=people, initial={"know": [str(pk) for pk in there & trainers]})
    back = reverse("casework:training_event", args=[found.pk])

    def act() -> None:
        know = [UUID(pk) for pk in form.cleaned_data["know"]]
        note_who_know(asked, know, of=list(people), by=by, at=by.now)

    if carried_out(form, act):
        say(request, "It is noted who knows them. Whoever does scores them no more.")
        return redirect(back)
    sent = Assignment.objects.filter(invitation=asked, assessor__in=there, sheet__isnull=False).exists()
    context = {"form": form, "asked": asked, "back": back, "sent": sent, "trains": bool(people)}
    return form_page(request, "casework/training_knows.html", context)
