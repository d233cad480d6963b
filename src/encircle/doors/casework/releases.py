"""Releasing minutes, a review's pack or the report at the end: what goes to whom and what stays, and the button."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from encircle.common.errors import Invalid, NotFound
from encircle.design.answering import typed
from encircle.design.dates import long_date
from encircle.design.items import TagColour
from encircle.rooms.sharing.actions.releasing import VerdictChanged, release_paper
from encircle.rooms.sharing.policy import Reason, Verdict
from encircle.rooms.sharing.queries.ledger import LedgerLine, releases_of_version
from encircle.rooms.sharing.sifting import Opened, PaperPassage, Sifted, Sifting, held_back, open_for_release, sift

from .guard import StaffRequest, for_staff
from .record import circle_page
from .release_form import Piece, ReleaseForm

STATE_COLOURS: dict[str, TagColour] = {
    "Recalled": "red",
    "Closed": "grey",
    "Told by telephone": "green",
    "Acknowledged": "green",
    "Opened": "blue",
    "Waiting for sign-up": "yellow",
    "Reminded": "orange",
    "Not opened": "yellow",
}
RELEASE = "release"  # the value of the one main button; the other only shows the preview again


@dataclass(frozen=True)
class PassageLine:
    """One passage on the preview."""

    passage: PaperPassage
    pieces: list[Piece]
    goes_to: list[str]
    stays_for: list[tuple[str, str]]  # (names, why)
    fields: list[str]
    struck: int  # places struck out
    is_open: bool


@dataclass(frozen=True)
class RecipientLine:
    name: str
    where: str
    going: int
    tag: str
    colour: TagColour
    note: str = ""


@dataclass(frozen=True)
class About:
    """How the preview names what is released, and where it leads: minutes, a review's pack, the report."""

    title: str
    caption: str
    of: str  # "these minutes"
    them: str
    item: str  # of the record's tabs
    done: str  # address once it has been released
    back: tuple[str, str]  # address and words of the way back
    to_know: str = ""  # what whoever releases it should know first
    taken_back: Sequence[str] = ()  # headings of what an agency no longer lets go on


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def release(request: StaffRequest, version_id: UUID) -> HttpResponse:
    opened = open_for_release(version_id, by=request.actor)
    about = About(
        title="Release the minutes",
        caption=f"Meeting of {long_date(opened.paper.moment)}",
        of="these minutes",
        them="them",
        item="meetings",
        done=reverse("casework:released", args=[version_id]),
        back=(reverse("casework:minutes", args=[version_id]), "The minutes"),
    )
    return preview(request, opened, about)


def preview(request: StaffRequest, opened: Opened, about: About) -> HttpResponse:
    """What goes to whom and what stays, and the button. The only way anything of a paper leaves the inner circle."""
    by = request.actor
    first = sift(opened, at=by.now)
    form = ReleaseForm(
        typed(request),
        opened=opened,
        passages=_may_leave(opened, first),
        by_law=first.recipients,
    )
    has_changed = False
    if form.is_bound and form.is_valid() and request.POST.get("do") == RELEASE:
        try:
            release_paper(opened, form.choices, token=request.POST.get("token", ""), by=by, at=by.now)
            return redirect(about.done)
        except VerdictChanged:
            has_changed = True
        except Invalid as refusal:
            form.add_invalid(refusal)
    if has_changed:
        first = sift(opened, at=by.now)
    sifting = held_back(opened, first, form.choices.holds)
    context = circle_page(request, opened.circle.pk, about.item) | _preview(opened, sifting, form) | {"about": about}
    status = 409 if has_changed else 422 if form.errors else 200
    return render(request, "casework/release.html", context | {"has_changed": has_changed}, status=status)


@require_safe
@for_staff
def released(request: StaffRequest, version_id: UUID) -> HttpResponse:
    """What has been released of these minutes, and to whom."""
    back = (reverse("casework:minutes", args=[version_id]), "The minutes")
    return what_went(request, releases_of_version(version_id), "Minutes", item="meetings", back=back)


def what_went(
    request: StaffRequest, lines: list[LedgerLine], what: str, *, item: str, back: tuple[str, str]
) -> HttpResponse:
    if not lines:
        raise NotFound()
    context = circle_page(request, lines[0].release.circle_id, item)
    standing = [line for line in lines if line.recall is None]
    return render(
        request,
        "casework/released.html",
        context
        | {
            "what": what,
            "lines": standing,
            "about_on": lines[0].release.about_on,
            "colours": STATE_COLOURS,
            "back": back,
        },
    )


def _may_leave(opened: Opened, sifting: Sifting) -> list[PaperPassage]:
    """Passages of the parts that may leave the inner circle; the others are only named."""
    inside = {
        verdict.passage_id
        for sifted in sifting.recipients
        for verdict in sifted.verdicts
        if verdict.reason is Reason.PART_STAYS_INSIDE
    }
    return [passage for passage in opened.passages if passage.pk not in inside]


def _preview(opened: Opened, sifting: Sifting, form: ReleaseForm) -> dict[str, Any]:
    outstanding = sifting.outstanding
    return {
        "form": form,
        "token": sifting.token,
        "recipients": [recipient_line(sifted) for sifted in sifting.recipients],
        "passages": [_passage_line(passage, sifting, form) for passage in form.offered],
        "inside": [passage.heading for passage in opened.passages if passage not in form.offered],
        "attendance": opened.attendance,
        "people": len(outstanding),
        "has_releases": sifting.has_releases,
        "without_agreement": _agencies(sifting, lapsed=True),
        "agreements_to_review": _agencies(sifting, lapsed=False),
    }


def _passage_line(passage: PaperPassage, sifting: Sifting, form: ReleaseForm) -> PassageLine:
    goes_to: list[str] = []
    stays_for: dict[str, list[str]] = {}
    for sifted in sifting.recipients:
        if sifted.release is not None:
            continue
        verdict = _verdict(sifted, passage)
        name = sifted.recipient.professional.name
        if verdict.goes:
            goes_to.append(name)
        else:
            stays_for.setdefault(verdict.reason.sentence, []).append(name)
    return PassageLine(
        passage=passage,
        pieces=form.pieces(passage),
        goes_to=goes_to,
        stays_for=[(" and ".join(names), why) for why, names in stays_for.items()],
        fields=form.strikable_names(passage),
        struck=len(form.choices.strikes.get(passage.pk, ())),
        is_open=form.is_touched(passage),
    )


def _verdict(sifted: Sifted, passage: PaperPassage) -> Verdict:
    return next(verdict for verdict in sifted.verdicts if verdict.passage_id == passage.pk)


def recipient_line(sifted: Sifted) -> RecipientLine:
    seat, professional = sifted.recipient.seat, sifted.recipient.professional
    tag, colour, note = _state(sifted)
    where = ", ".join(filter(None, [seat.position or professional.job_title, sifted.recipient.agency.name]))
    return RecipientLine(professional.name, where, len(sifted.going), tag, colour, note)


def _state(sifted: Sifted) -> tuple[str, TagColour, str]:
    if sifted.release is not None:
        return "Released", "green", ""
    if not sifted.going:
        reasons = {verdict.reason for verdict in sifted.verdicts} - {Reason.PART_STAYS_INSIDE}
        return "Nothing goes", "grey", " ".join(sorted(reason.sentence for reason in reasons))
    waits = "They have not signed up yet. It waits for them." if sifted.waits_for_sign_up else ""
    again = "It replaces a release that was recalled or closed." if sifted.replaced else ""
    return "Ready", "blue", " ".join(filter(None, [again, waits]))


def _agencies(sifting: Sifting, *, lapsed: bool) -> list[str]:
    return sorted(
        {
            sifted.recipient.agency.name
            for sifted in sifting.outstanding
            if (not sifted.recipient.facts.agreement_in_force if lapsed else sifted.recipient.agreement_to_review)
        }
    )
