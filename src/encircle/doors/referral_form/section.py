"""One section of the form: its questions, saved as they are, complete when nothing is missing."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from encircle.design.answering import say
from encircle.design.dates import clock_time
from encircle.design.questions import QuestionForm
from encircle.rooms.referrals.actions.drafting import Clash, Saved, save_answers
from encircle.rooms.referrals.drafts import OpenSection, held_referral, open_section
from encircle.rooms.referrals.models import Referral
from encircle.rooms.referrals.sections import Checked, Fault, Line, Question, Section, Typed, tidy
from encircle.rooms.referrals.sections.answers import asks_for_entries, lines
from encircle.rooms.referrals.sections.checking import check

from .mount import FormRequest, Mount

LATER = "Saved. You can come back to this section when you like."


def section(mount: Mount, request: FormRequest, referral_id: UUID, code: str) -> HttpResponse:
    if request.method == "POST":
        return _saving(mount, request, referral_id, code)
    referral = held_referral(referral_id)
    found = open_section(referral, code, by=request.actor)
    return _page(mount, request, referral, found, found.draft.typed, Checked())


def _saving(mount: Mount, request: FormRequest, referral_id: UUID, code: str) -> HttpResponse:
    by, by_itself = request.actor, is_autosave(request)
    is_finished = request.POST.get("go") != "later" and not by_itself
    referral = held_referral(referral_id)
    found = open_section(referral, code, by=by)
    typed, base = typed_in(request, found.section), posted_revision(request)
    saved = save_answers(referral_id, code, typed, base=base, is_finished=is_finished, by=by, at=by.now)
    if by_itself:
        return saved_by_itself(saved, mount.url("section", referral_id, code))
    if isinstance(saved, Clash):
        return _page(
            mount,
            request,
            referral,
            saved.stands,
            typed,
            Checked(),
            clash=stands_otherwise(saved.stands.section.questions, saved.stands.draft.typed, typed),
        )
    if not is_finished:
        say(request, LATER)
        return redirect(mount.url("form", referral_id))
    checked = check(found.section.questions, typed)
    if checked.faults:
        now = OpenSection(found.section, found.draft, saved.revision)
        return _page(mount, request, referral, now, typed, checked)
    return redirect(after(mount, request, referral_id, found.section, typed))


def is_autosave(request: HttpRequest) -> bool:
    """Sent by the page itself after a pause in typing; nobody said that the section is complete."""
    return request.headers.get("X-Autosave") == "1"


def saved_by_itself(saved: Saved | Clash, here: str) -> HttpResponse:
    """For the script on the page: when it was saved, and the revision that the next save goes by."""
    if isinstance(saved, Clash):
        return JsonResponse({"url": here}, status=409)
    return JsonResponse({"saved_at": clock_time(saved.at), "fields": {"revision": str(saved.revision)}})


def after(mount: Mount, request: HttpRequest, referral_id: UUID, done: Section, typed: Typed) -> str:
    """The list a section asks for, else where the person came from: the answers to check, or the task list."""
    back = "?from=answers" if request.GET.get("from") == "answers" else ""
    if asks_for_entries(done, typed):
        return mount.url("entries", referral_id, done.code) + back
    return way_back(mount, request, referral_id)


def way_back(mount: Mount, request: HttpRequest, referral_id: UUID) -> str:
    return mount.url("answers" if request.GET.get("from") == "answers" else "form", referral_id)


def typed_in(request: HttpRequest, of: Section) -> dict[str, str | list[str]]:
    return tidy(of.questions, dict(request.POST.lists()))


def posted_revision(request: HttpRequest) -> int:
    """One that was tampered with is a revision nobody has."""
    given = request.POST.get("revision", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else -1


def stands_otherwise(questions: Sequence[Question], saved: Typed, typed: Typed) -> list[Line]:
    """The saved answers that differ from what somebody typed over them without seeing them."""
    mine = lines(questions, check(questions, typed))
    return [line for line in lines(questions, check(questions, saved)) if line not in mine]


def _page(
    mount: Mount,
    request: HttpRequest,
    referral: Referral,
    found: OpenSection,
    typed: Typed,
    checked: Checked,
    **more: Any,
) -> HttpResponse:
    form = QuestionForm(found.section.questions, typed, faults=checked.faults)
    context = mount.context(
        referral,
        section=found.section,
        form=form,
        revision=found.revision,
        autosave_url=mount.url("section", referral.pk, found.section.code),
        saved_at=clock_time(found.saved_at) if found.saved_at else "",
        back_url=way_back(mount, request, referral.pk),
        **more,
    )
    status = 422 if checked.faults or "clash" in more else 200
    return render(request, "referral_form/section.html", context, status=status)


def whole_page(text: str) -> Fault:
    """A fault of the page and of no one question."""
    return Fault("", text)
