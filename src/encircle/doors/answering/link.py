"""The page behind a personal link. Opening it changes nothing: mail servers open links too. The button sends."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from encircle.design.answering import carried_out, typed
from encircle.foundations.accounts import attempts
from encircle.foundations.accounts.afterwards import afterwards
from encircle.rooms.endings.actions.answering import Behind, NoLongerWorks, SentBefore, answer_by_link, behind_link
from encircle.rooms.endings.vocabulary import ASKED_AS

from .forms import AnswerForm

TRIES = 30  # addresses that lead nowhere, from one place in a quarter of an hour


@require_http_methods(["GET", "HEAD", "POST"])
def questionnaire(request: HttpRequest, token: str) -> HttpResponse:
    at = request.acting.at  # type: ignore[attr-defined]
    limits = [attempts.limit("questionnaire from", attempts.client_address(request), most=TRIES)]
    if attempts.is_reached(limits, at):
        return _page(request, "too_many.html", 429)
    try:
        behind = behind_link(token)
    except NoLongerWorks:
        afterwards(request, lambda acting: attempts.count(limits, acting.at))
        return _page(request, "no_longer_works.html", 404)
    return _page(request, "sent_before.html", 200) if behind.is_sent else _asked(request, token, behind)


def _asked(request: HttpRequest, token: str, behind: Behind) -> HttpResponse:
    form = AnswerForm(typed(request), questions=behind.questions, easy_read=behind.easy_read)
    try:
        if carried_out(form, lambda: answer_by_link(token, form.given)):
            return _page(request, "sent.html", 200)
    except (SentBefore, NoLongerWorks):  # sent at this very moment from another page
        return _page(request, "sent_before.html", 200)
    context = {"form": form, "asked_as": ASKED_AS[behind.respondent], "easy_read": behind.easy_read}
    return _page(request, "questionnaire.html", 422 if form.is_bound else 200, context)


def _page(request: HttpRequest, template: str, status: int, context: dict[str, object] | None = None) -> HttpResponse:
    return render(request, f"answering/{template}", context or {}, status=status)
