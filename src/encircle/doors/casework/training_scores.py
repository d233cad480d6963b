"""All scores of one person side by side, opened early with a reason, and the outcome with feedback in words."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from encircle.design.answering import carried_out, form_page, say, typed
from encircle.design.dates import date_and_time
from encircle.foundations.access.actor import names_of
from encircle.rooms.training.actions.moderating import decide_outcome, open_early
from encircle.rooms.training.coordinators import Coordinators, coordinators_of, may_decide_with_fewer
from encircle.rooms.training.models import Assignment, Invitation, Outcome
from encircle.rooms.training.queries import Opened, are_open, invitation, open_scores
from encircle.rooms.training.rules import require_keeping
from encircle.rooms.training.vocabulary import Shown

from .answers import once, page
from .guard import StaffRequest, for_staff
from .training_forms import EarlyForm, OutcomeForm


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def training_scores(request: StaffRequest, training_invitation_id: UUID) -> HttpResponse:
    """While they are closed: who is waited for, and opening them early. Open: side by side, and the outcome."""
    by, asked = request.actor, invitation(training_invitation_id)
    require_keeping(by, asked.area_id, asked.volunteer)
    back = reverse("casework:training_event", args=[asked.event_id])
    if not are_open(asked.pk):
        return _closed(request, training_invitation_id, back)
    opened = open_scores(asked.pk, by=by)
    return _waiting(request, opened, back) if opened.waits else _moderated(request, opened, back)


def _waiting(request: StaffRequest, opened: Opened, back: str) -> HttpResponse:
    """To an assessor who has sent their own: what was sent until now. The outcome waits for the others."""
    form = EarlyForm(typed(request))
    return _opened_early(request, opened.invitation, form) or _side_by_side(request, opened, form, back)


def _moderated(request: StaffRequest, opened: Opened, back: str) -> HttpResponse:
    by, asked = request.actor, opened.invitation
    found = coordinators_of(asked)
    asks_why = not found.are_enough and may_decide_with_fewer(by, asked)
    form = OutcomeForm(typed(request), criteria=opened.criteria, asks_why=asks_why)

    def act() -> None:
        once(Outcome, form.id, lambda: decide_outcome(asked, form.decided, id=form.id, by=by, at=by.now))

    if carried_out(form, act):
        say(request, "The outcome is decided. They are told that something waits for them.")
        return redirect("casework:training_event", asked.event_id)
    return _side_by_side(request, opened, form, back, found)


def _side_by_side(
    request: StaffRequest, opened: Opened, form: EarlyForm | OutcomeForm, back: str, found: Coordinators | None = None
) -> HttpResponse:
    context = {
        "asked": opened.invitation,
        "tables": _tables(opened),
        "keyed": _keyed(opened),
        "words": [(one, opened.names.get(one.assessor_id, "An assessor")) for one in opened.sent if one.seen],
        "agreement": opened.agreement,
        "owed": opened.owed,
        "waits": opened.waits,
        "outcome": opened.outcome,
        "coordinators": found,
        "fewer": _fewer(found),
        "may_decide": found is None or found.are_enough or may_decide_with_fewer(request.actor, opened.invitation),
        "form": form,
        "back": back,
    }
    return page(request, "training_scores.html", context)


def _fewer(found: Coordinators | None) -> str:
    """Of an outcome that was decided with fewer coordinators: by whom and why."""
    if found is None or found.fewer is None:
        return ""
    row = found.fewer
    who = names_of([row.by_id]).get(row.by_id, "Somebody")
    were = f"{row.there} of {found.asked} coordinators had scored them."
    return f"{were} {who} decided it all the same: {row.get_why_display()}."


def _tables(opened: Opened) -> list[tuple[str, list[str], list[list[str]]]]:
    """One an exercise: its criteria down, its assessors across."""
    found = []
    for exercise in dict.fromkeys(one.exercise for one in opened.sent):
        sheets = [one for one in opened.sent if one.exercise == exercise]
        heads = ["Criterion", *(opened.names.get(one.assessor_id, "An assessor") for one in sheets)]
        rows = [
            [criterion.words, *(_shown(one.values.get(criterion.pk)) for one in sheets)]
            for criterion in opened.criteria
            if any(criterion.pk in one.values for one in sheets)
        ]
        found.append((exercise.words, heads, rows))
    return found


def _keyed(opened: Opened) -> list[list[str]]:
    """Exercise, whose paper it was, who keyed it and when."""
    return [
        [
            one.exercise.words,
            opened.names.get(one.assessor_id, "An assessor"),
            opened.names.get(one.keyed_by, "A colleague"),
            date_and_time(one.at),
        ]
        for one in opened.sent
        if one.keyed_by
    ]


def _shown(value: int | None) -> str:
    return "Not seen" if value is None else f"{value}: {Shown(value).label}"


def _closed(request: StaffRequest, invitation_id: UUID, back: str) -> HttpResponse:
    by, asked = request.actor, invitation(invitation_id)
    form = EarlyForm(typed(request))
    if done := _opened_early(request, asked, form):
        return done
    owed = Assignment.objects.filter(invitation=asked, sheet__isnull=True)
    context = {
        "asked": asked,
        "owed": owed.count(),
        "is_mine": owed.filter(assessor=by.user_id).exists(),
        "is_asked": Assignment.objects.filter(invitation=asked).exists(),
        "form": form,
        "back": back,
    }
    return form_page(request, "casework/training_closed.html", context)


def _opened_early(request: StaffRequest, asked: Invitation, form: EarlyForm) -> HttpResponse | None:
    by = request.actor
    if not carried_out(form, lambda: open_early(asked, form.cleaned_data["reason"], by=by, at=by.now)):
        return None
    say(request, "The scores are open, with your reason.")
    return redirect(request.path)
