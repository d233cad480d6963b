"""The same questionnaire inside a door: for a volunteer or a professional who signs in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from encircle.design.answering import carried_out, form_page, say, typed
from encircle.rooms.endings.actions.answering import SentBefore, answer_signed_in, own_questionnaire
from encircle.rooms.endings.for_respondents import is_sent
from encircle.rooms.endings.queries import questions_of
from encircle.rooms.endings.vocabulary import ASKED_AS
from encircle.rooms.organisation.vocabulary import Respondent

from .forms import AnswerForm

View = Callable[..., HttpResponse]
THANKS = "Thank you. Your answers are sent."


@dataclass(frozen=True)
class Mount:
    """The door it stands in: its guard, and the page to go back to."""

    guard: Callable[[View], View]
    home: str


def view_in(mount: Mount) -> View:
    @require_http_methods(["GET", "HEAD", "POST"])
    @mount.guard
    def questionnaire(request: HttpRequest, questionnaire_id: UUID) -> HttpResponse:
        return _answered(request, questionnaire_id, reverse(mount.home))

    return questionnaire


def _answered(request: HttpRequest, questionnaire_id: UUID, home: str) -> HttpResponse:
    by = request.actor  # type: ignore[attr-defined]
    row = own_questionnaire(questionnaire_id)
    context: dict[str, Any] = {"row": row, "asked_as": ASKED_AS[Respondent(row.respondent)], "home": home}
    if is_sent(row.pk):
        return render(request, "answering/sent_inside.html", context)
    form = AnswerForm(typed(request), questions=questions_of(row.question_set_id))
    try:
        if carried_out(form, lambda: answer_signed_in(row.pk, form.given, by=by, at=by.now)):
            say(request, THANKS)
            return redirect(home)
    except SentBefore:
        return redirect(request.path)
    return form_page(request, "answering/inside.html", context | {"form": form})
