"""What was sent: that it arrived, where it stands, and the copy, which is never another than the one that was sent."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_safe

from encircle.common.errors import NotFound
from encircle.doors.referral_form.papers import lines_of, paper_context, paper_image
from encircle.doors.referral_form.rows import rows_of
from encircle.rooms.referrals.documents import paper, papers
from encircle.rooms.referrals.drafts import held
from encircle.rooms.referrals.for_referrers import Stands, open_sent_referral, open_words_of_decision, sent_referral
from encircle.rooms.referrals.models import ReferralDocument
from encircle.rooms.referrals.sections import Frozen, Line, hidden

from .guard import ReferrerRequest, for_referrers
from .words import TAGS, next_step


@require_safe
@for_referrers
def state(request: ReferrerRequest, referral_id: UUID) -> HttpResponse:
    """What was decided is told here, and that it was read is noted."""
    by = request.actor
    own = sent_referral(referral_id, by=by)
    context = {
        "own": own,
        "tag": TAGS[own.stands],
        "next_step": next_step(own),
        "told": open_words_of_decision(own, by=by) if request.method == "GET" else "",
    }
    return render(request, "referring/state.html", context)


@require_safe
@for_referrers
def sent(request: ReferrerRequest, referral_id: UUID) -> HttpResponse:
    """What happens next. Withdrawn since, there is nothing to await."""
    own = sent_referral(referral_id, by=request.actor)
    if own.received_at is None:
        raise NotFound()
    if own.stands is Stands.WITHDRAWN:
        return redirect("referring:state", referral_id)
    return render(request, "referring/sent.html", {"own": own})


@require_GET
@for_referrers
def copy(request: ReferrerRequest, referral_id: UUID) -> HttpResponse:
    return _copy(request, referral_id, "referring/copy.html", shown=request.GET.get("show", ""))


@require_GET
@for_referrers
def copy_print(request: ReferrerRequest, referral_id: UUID) -> HttpResponse:
    """Everything, with the reader's name and the time on it."""
    return _copy(request, referral_id, "referring/copy_print.html", shown="all")


@require_GET
@for_referrers
def copy_paper(request: ReferrerRequest, paper_id: UUID) -> HttpResponse:
    """A document that went with it, as it was sent. While a draft it is read with the form, and not here."""
    found = _sent_paper(paper_id)
    context = paper_context(found, request, request.actor)
    context |= {
        "referral": found.referral,
        "back_url": reverse("referring:copy", args=[found.referral_id]),
        "here": reverse("referring:copy_paper", args=[paper_id]),
        "image": reverse("referring:copy_paper_page", args=[paper_id, context["number"]]),
    }
    return render(request, "referral_form/paper.html", context)


@require_GET
@for_referrers
def copy_paper_page(request: ReferrerRequest, paper_id: UUID, number: int) -> HttpResponse:
    return paper_image(_sent_paper(paper_id), number, request.actor)


def _sent_paper(paper_id: UUID) -> ReferralDocument:
    found = paper(paper_id)
    if found.referral_id in held():
        raise NotFound()
    return found


def _copy(request: ReferrerRequest, referral_id: UUID, template: str, *, shown: str) -> HttpResponse:
    own, sections = open_sent_referral(referral_id, by=request.actor)
    lines = [_section(section, shows=shown in ("all", code)) for code, section in sections]
    context = {
        "own": own,
        "sections": [(code, *parts, shown == code) for (code, _), parts in zip(sections, lines, strict=True)],
        "rows_of": rows_of,
        "papers": [(one, reverse("referring:copy_paper", args=[one.id])) for one in lines_of(papers(referral_id))],
        "reader": request.actor.name,
    }
    return render(request, template, context)


def _section(one: Frozen, *, shows: bool) -> tuple[str, list[Line], list[tuple[str, list[Line]]], bool]:
    """Title, lines, entries, and whether something in it is hidden at first."""
    every = [*one.lines, *(line for _, of_entry in one.entries for line in of_entry)]
    entries = [(title, _masked(of_entry, shows=shows)) for title, of_entry in one.entries]
    return one.title, _masked(one.lines, shows=shows), entries, any(line.masked for line in every)


def _masked(found: tuple[Line, ...], *, shows: bool) -> list[Line]:
    return [line._replace(shown=hidden(line.shown)) if line.masked and not shows else line for line in found]
