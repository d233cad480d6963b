"""An application to volunteer: its task list, its answers to check and send, its copy, and what is asked apart."""

from itertools import groupby

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from encircle.common.errors import NotFound
from encircle.design.answering import carried_out, form_page, typed
from encircle.design.forms import GovForm
from encircle.design.items import Row, TagColour, Task
from encircle.design.questions import QuestionForm
from encircle.rooms.recruiting.actions.applying import (
    ChangedSince,
    Incomplete,
    revisions,
    say_apart,
    send_application,
    withdraw_own,
)
from encircle.rooms.recruiting.application import APART
from encircle.rooms.recruiting.drafts import (
    OpenSection,
    is_asked_apart,
    open_application,
    own,
    own_draft,
    sections_of,
)
from encircle.rooms.recruiting.vocabulary import Reason, Stage
from encircle.rooms.referrals.sections import Frozen, tidy
from encircle.rooms.referrals.sections.answers import lines
from encircle.rooms.referrals.sections.checking import check

from .guard import VolunteerRequest, for_applicants

NOT_STARTED: tuple[str, TagColour | None] = ("Not started", "blue")
IN_PROGRESS: tuple[str, TagColour | None] = ("In progress", "teal")
COMPLETED: tuple[str, TagColour | None] = ("Completed", None)


@require_safe
@for_applicants
def application(request: VolunteerRequest) -> HttpResponse:
    """The task list while they write; afterwards what happens next."""
    found = own()
    if not found.is_open:
        context = {"own": found, "is_sent": found.stage is Stage.APPLIED, "asks_apart": False}
        context["is_withdrawn"] = found.stage is Stage.WITHDRAWN
        context["asks_apart"] = context["is_sent"] and not is_asked_apart(found.applicant)
        return render(request, "volunteering/application_state.html", context)
    sections = sections_of(found.applicant, request.actor.now)
    context = {
        "own": found,
        "completed": sum(one.is_complete for one in sections),
        "total": len(sections),
        "saved_at": max((one.saved_at for one in sections if one.saved_at), default=None),
        "groups": [(group, [_task(one) for one in of]) for group, of in groupby(sections, key=_group)],
        "last": [_last(all(one.is_complete for one in sections))],
    }
    return render(request, "volunteering/application.html", context)


def _group(one: OpenSection) -> str:
    return one.asked.group


def _task(one: OpenSection) -> Task:
    status, colour = COMPLETED if one.is_complete else IN_PROGRESS if one.revision else NOT_STARTED
    return Task(one.asked.title, status, reverse("volunteering:application_section", args=[one.code]), colour)


def _last(is_ready: bool) -> Task:
    url = reverse("volunteering:application_answers") if is_ready else ""
    return Task("Check your answers and send", "Not started" if is_ready else "Cannot start yet", url)


@require_safe
@for_applicants
def answers(request: VolunteerRequest) -> HttpResponse:
    return _answers(request, GovForm())


@require_http_methods(["POST"])
@for_applicants
def submission(request: VolunteerRequest) -> HttpResponse:
    form = GovForm(request.POST)
    try:
        send_application(checked=request.POST.get("checked", ""), by=request.actor, at=request.actor.now)
    except (Incomplete, ChangedSince) as refusal:
        form.add_error(None, str(refusal))
        return _answers(request, form)
    return redirect("volunteering:application")


def _answers(request: VolunteerRequest, form: GovForm) -> HttpResponse:
    found = own_draft()
    sections = sections_of(found.applicant, request.actor.now)
    context = {
        "form": form,
        "sections": [(one.asked.title, _rows(one)) for one in sections],
        "lacking": [one.asked.title for one in sections if not one.is_complete],
        "checked": revisions(sections),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "volunteering/application_answers.html", context, status=status)


def _rows(one: OpenSection) -> list[Row]:
    questions = one.asked.questions
    url = reverse("volunteering:application_section", args=[one.code]) + "?from=answers"
    found = {line.code: line.shown for line in lines(questions, check(questions, one.draft.typed))}
    return [Row(question.label, found.get(question.code, ""), url) for question in questions]


@require_http_methods(["GET", "HEAD", "POST"])
@for_applicants
def apart(request: VolunteerRequest) -> HttpResponse:
    """Once, after sending: kept without a name, and not shown again."""
    found = own()
    if found.stage is not Stage.APPLIED or is_asked_apart(found.applicant):
        raise NotFound()
    typed = tidy(APART, dict(request.POST.lists()))
    faults = check(APART, typed).faults
    if request.method == "POST" and not faults:
        say_apart(typed, by=request.actor, at=request.actor.now)
        return redirect("volunteering:application")
    form = QuestionForm(APART, typed, faults=faults if request.method == "POST" else ())
    return render(request, "volunteering/application_apart.html", {"form": form}, status=422 if faults else 200)


OWN_WORDS = {
    Reason.CHANGED_MIND: "I have changed my mind",
    Reason.TIME: "I have less time than I thought",
    Reason.MOVED: "I have moved, or will move away",
    Reason.ELSEWHERE: "I volunteer elsewhere",
    Reason.OTHER: "Another reason, or I would rather not say",
}


class WithdrawalForm(GovForm):
    called = {"reason": "a reason"}
    reason = forms.ChoiceField(
        label="Why? It helps us to ask better", choices=list(OWN_WORDS.items()), widget=forms.RadioSelect
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_applicants
def withdrawal(request: VolunteerRequest) -> HttpResponse:
    """They may think better of it at any time, by themselves."""
    found = own()
    if found.stage not in (Stage.INVITED, Stage.APPLIED) and request.method != "POST":
        raise NotFound()
    form = WithdrawalForm(typed(request))

    def act() -> None:
        withdraw_own(reason=Reason(form.cleaned_data["reason"]), by=request.actor, at=request.actor.now)

    if carried_out(form, act):
        return redirect("volunteering:application")
    return form_page(request, "volunteering/application_withdrawal.html", {"form": form, "own": found})


@require_safe
@for_applicants
def copy(request: VolunteerRequest) -> HttpResponse:
    """What they sent, with a receipt."""
    found = own()
    sections = open_application(found.applicant, by=request.actor)
    if not sections:
        raise NotFound()
    context = {"own": found, "sections": [(one.title, rows_of(one)) for one in sections]}
    return render(request, "volunteering/application_copy.html", context)


def rows_of(one: Frozen) -> list[Row]:
    return [Row(line.label, line.shown) for line in one.lines]
