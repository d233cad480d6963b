"""A reference by a personal link. Opening it changes nothing: mail servers open links too. The button sends."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from encircle.common.errors import Invalid
from encircle.design.questions import QuestionForm
from encircle.foundations.accounts import attempts
from encircle.foundations.accounts.afterwards import afterwards
from encircle.rooms.recruiting.actions.referring import give_by_link
from encircle.rooms.recruiting.application import ASKED_OF_REFEREES
from encircle.rooms.recruiting.references import Behind, NoLongerWorks, SentBefore, behind_link
from encircle.rooms.referrals.sections import Fault, tidy

from .link import TRIES


@require_http_methods(["GET", "HEAD", "POST"])
def reference(request: HttpRequest, token: str) -> HttpResponse:
    at = request.acting.at  # type: ignore[attr-defined]
    limits = [attempts.limit("reference from", attempts.client_address(request), most=TRIES)]
    if attempts.is_reached(limits, at):
        return render(request, "answering/too_many.html", status=429)
    try:
        behind = behind_link(token)
    except NoLongerWorks:
        afterwards(request, lambda acting: attempts.count(limits, acting.at))
        return render(request, "answering/no_longer_works.html", status=404)
    if behind.is_sent:
        return render(request, "answering/sent_before.html")
    return _given(request, token, behind) if request.method == "POST" else _page(request, behind, {}, [])


def _given(request: HttpRequest, token: str, behind: Behind) -> HttpResponse:
    typed = tidy(ASKED_OF_REFEREES, dict(request.POST.lists()))
    try:
        give_by_link(token, typed)
    except Invalid as refusal:
        return _page(request, behind, typed, [Fault(code, text) for code, text in refusal.errors.items()])
    except (SentBefore, NoLongerWorks):  # sent at this very moment from another page
        return render(request, "answering/sent_before.html")
    return render(request, "answering/sent.html")


def _page(request: HttpRequest, behind: Behind, typed: dict[str, str | list[str]], faults: list[Fault]) -> HttpResponse:
    form = QuestionForm(ASKED_OF_REFEREES, typed, faults=faults)
    context = {"form": form, "about": behind.about}
    return render(request, "answering/reference.html", context, status=422 if faults else 200)
