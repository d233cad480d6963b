"""One section of an application: its questions, saved as they are, complete when nothing is missing."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from encircle.design.answering import say
from encircle.design.dates import clock_time
from encircle.design.questions import QuestionForm
from encircle.doors.referral_form.rows import rows_of
from encircle.doors.referral_form.section import LATER, is_autosave, posted_revision, stands_otherwise, typed_in
from encircle.rooms.recruiting.actions.applying import Clash, Saved, save_answers
from encircle.rooms.recruiting.application import faults_of
from encircle.rooms.recruiting.drafts import OpenSection, own_draft, read_section
from encircle.rooms.referrals.sections import Fault, Typed

from .guard import VolunteerRequest, for_applicants


@require_http_methods(["GET", "HEAD", "POST"])
@for_applicants
def section(request: VolunteerRequest, code: str) -> HttpResponse:
    found = read_section(own_draft().applicant, code, request.actor.now)
    if request.method == "POST":
        return _saving(request, found)
    return _page(request, found, found.draft.typed)


def _saving(request: VolunteerRequest, found: OpenSection) -> HttpResponse:
    by, by_itself, code = request.actor, is_autosave(request), found.code
    is_finished = request.POST.get("go") != "later" and not by_itself
    typed = typed_in(request, found.asked)
    base = posted_revision(request)
    saved = save_answers(code, typed, base=base, is_finished=is_finished, by=by, at=by.now)
    if by_itself:
        return _saved_by_itself(saved, code)
    if isinstance(saved, Clash):
        clash = stands_otherwise(found.asked.questions, saved.stands.draft.typed, typed)
        return _page(request, saved.stands, typed, clash=clash)
    if is_finished and (faults := faults_of(found.asked, typed)):
        return _page(request, OpenSection(found.asked, found.draft, saved.revision), typed, faults)
    if not is_finished:
        say(request, LATER)
    return redirect(_way_back(request))


def _saved_by_itself(saved: Saved | Clash, code: str) -> HttpResponse:
    """For the script on the page: when it was saved, and the revision that the next save goes by."""
    if isinstance(saved, Clash):
        return JsonResponse({"url": reverse("volunteering:application_section", args=[code])}, status=409)
    return JsonResponse({"saved_at": clock_time(saved.at), "fields": {"revision": str(saved.revision)}})


def _way_back(request: VolunteerRequest) -> str:
    name = "application_answers" if request.GET.get("from") == "answers" else "application"
    return reverse(f"volunteering:{name}")


def _page(
    request: VolunteerRequest, found: OpenSection, typed: Typed, faults: Sequence[Fault] = (), **more: Any
) -> HttpResponse:
    context = {
        "section": found.asked,
        "form": QuestionForm(found.asked.questions, typed, faults=faults),
        "revision": found.revision,
        "autosave_url": reverse("volunteering:application_section", args=[found.code]),
        "saved_at": clock_time(found.saved_at) if found.saved_at else "",
        "back_url": _way_back(request),
        "rows_of": rows_of,
        **more,
    }
    status = 422 if faults or "clash" in more else 200
    return render(request, "volunteering/application_section.html", context, status=status)
