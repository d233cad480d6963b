"""Write minutes: one page, saved as it is typed, with and without JavaScript."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.design.dates import clock_time
from encircle.foundations.access.actor import Actor, names_of
from encircle.rooms.meetings.actions.drafting import Held, MustChoose, Saved, TooLate, save_draft
from encircle.rooms.meetings.drafts import (
    OpenDraft,
    Written,
    has_draft,
    meeting_of,
    open_draft,
    refuse_unless_writable,
    starting_body,
    tidy,
    written,
)
from encircle.rooms.meetings.for_volunteers import reasons_returned
from encircle.rooms.meetings.models import Meeting
from encircle.rooms.meetings.policy import MeetingFacts, minutes_due
from encircle.rooms.meetings.queries import minutes_standard

from .guard import VolunteerRequest, for_volunteers
from .minutes_form import minutes_form
from .words import first_name, soon

NO_REVISION = 2_000_000_000


@require_http_methods(["GET", "HEAD", "POST"])
@for_volunteers
def draft(request: VolunteerRequest, meeting_id: UUID) -> HttpResponse:
    if request.method == "POST":
        return _saving(request, meeting_id)
    meeting = meeting_of(meeting_id, request.actor)
    minutes = written(meeting.pk)
    if not minutes.waits_for_writing:
        return redirect("volunteering:minutes", meeting_id=meeting.pk)
    refuse_unless_writable(meeting, request.actor.now)
    return draft_page(request, meeting, minutes)


def draft_page(
    request: VolunteerRequest,
    meeting: Meeting,
    minutes: Written,
    *,
    is_checked: bool = False,
    refused: Invalid | None = None,
) -> HttpResponse:
    """The page as the draft stands. Errors are shown only once its answers were asked to be checked."""
    by = request.actor
    found = open_draft(meeting, minutes, by=by)
    form = minutes_form(found.body, meeting, by.now)
    if refused is not None:
        form.add_invalid(refused)
    elif not is_checked:
        form.without_errors()
    standard = minutes_standard(by.now)
    context = {
        **_about(meeting, minutes, found, by),
        "form": form,
        "warnings": form.warnings(standard),
        "due": minutes_due(MeetingFacts(meeting.ends_at, meeting.held_until), standard),
        "soon": soon,
        "saved": request.GET.get("saved") == "yes",
    }
    is_refused = request.method == "POST" and bool(form.errors)
    return render(request, "volunteering/draft.html", context, status=422 if is_refused else 200)


def _about(meeting: Meeting, minutes: Written, found: OpenDraft, by: Actor) -> dict[str, Any]:
    others = found.waiting_of_others(by.user_id)
    reasons = reasons_returned(minutes, by=by)
    names = names_of([found.edited_by, *others, *(reason.remark.said_by_id for reason in reasons)])
    return {
        "meeting": meeting,
        "minutes": minutes,
        "draft": found,
        "saved_at": clock_time(found.edited_at) if found.edited_at else "",
        "saved_by": "you" if found.edited_by == by.user_id else first_name(names, found.edited_by),
        "own_words": found.waiting_of(by.user_id),
        "others_waiting": sorted(first_name(names, user_id) for user_id in others),
        "reasons": [
            (reason.text, first_name(names, reason.remark.said_by_id, "Your coordinator")) for reason in reasons
        ],
    }


# --- saving ---


def _saving(request: VolunteerRequest, meeting_id: UUID) -> HttpResponse:
    is_autosave = request.headers.get("X-Autosave") == "1"
    try:
        saved = _save(request, meeting_id, is_autosave=is_autosave)
    except (NotFound, NotAllowed) as refusal:
        if is_autosave:
            raise
        return _not_saved(request, refusal)
    return _autosaved(meeting_id, saved) if is_autosave else _answered(request, meeting_id, saved)


def _save(request: VolunteerRequest, meeting_id: UUID, *, is_autosave: bool) -> Saved | MustChoose | TooLate:
    by, typed = request.actor, tidy(request.POST.dict())
    meeting = meeting_of(meeting_id, by)
    start = {} if has_draft(meeting.pk) else starting_body(meeting, written(meeting.pk), by=by)
    return save_draft(
        meeting.pk,
        base=posted_revision(request),
        typed=typed,
        start=start,
        held=None if is_autosave else _held(typed, meeting, by),
        by=by,
        at=by.now,
    )


def _held(typed: dict[str, str], meeting: Meeting, by: Actor) -> Held | None:
    """How it went, only from a save somebody asked for: a slip of the finger must not reach the coordinator."""
    return minutes_form(typed, meeting, by.now).without_errors().held()


def posted_revision(request: HttpRequest) -> int:
    """One that was tampered with is a revision nobody has: every difference is then asked about."""
    given = request.POST.get("revision", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else NO_REVISION


def _autosaved(meeting_id: UUID, saved: Saved | MustChoose | TooLate) -> HttpResponse:
    if isinstance(saved, Saved):
        return JsonResponse(
            {
                "revision": saved.revision,
                "saved_at": clock_time(saved.at),
                "fields": {"revision": str(saved.revision)},
            }
        )
    return JsonResponse({"url": _page_of_words(meeting_id, saved)}, status=409)


def _page_of_words(meeting_id: UUID, saved: MustChoose | TooLate) -> str:
    name = "choice" if isinstance(saved, MustChoose) else "kept"
    return reverse(f"volunteering:{name}", args=[meeting_id, saved.words])


def _answered(request: VolunteerRequest, meeting_id: UUID, saved: Saved | MustChoose | TooLate) -> HttpResponse:
    if not isinstance(saved, Saved):
        return redirect(_page_of_words(meeting_id, saved))
    if request.POST.get("go") == "check":
        return redirect("volunteering:check", meeting_id=meeting_id)
    return redirect(reverse("volunteering:draft", args=[meeting_id]) + "?saved=yes")


def _not_saved(request: VolunteerRequest, refusal: NotFound | NotAllowed) -> HttpResponse:
    """The same for a meeting out of reach and for none at all; what was typed is given back to whoever typed it."""
    typed = tidy(request.POST.dict())
    context = {
        "passages": [text for key, text in typed.items() if key.startswith("passage_")],
        "reasons": refusal.reasons if isinstance(refusal, NotAllowed) else [],
    }
    return render(request, "volunteering/not_saved.html", context, status=403 if context["reasons"] else 404)
