"""Releasing approved minutes: the preview of what goes to whom and what stays, and the button."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from encircle.common.errors import Invalid, NotFound
from encircle.design.answering import typed
from encircle.design.items import TagColour
from encircle.rooms.meetings.models import Passage
from encircle.rooms.sharing.actions.releasing import VerdictChanged, release_minutes
from encircle.rooms.sharing.policy import Reason, Verdict
from encircle.rooms.sharing.queries.ledger import releases_of_version
from encircle.rooms.sharing.sifting import Opened, Sifted, Sifting, held_back, open_for_release, sift

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

    passage: Passage
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


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def release(request: StaffRequest, version_id: UUID) -> HttpResponse:
    by = request.actor
    opened = open_for_release(version_id, by=by)
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
            release_minutes(opened, form.choices, token=request.POST.get("token", ""), by=by, at=by.now)
            return redirect("casework:released", version_id)
        except VerdictChanged:
            has_changed = True
        except Invalid as refusal:
            form.add_invalid(refusal)
    if has_changed:
        first = sift(opened, at=by.now)
    sifting = held_back(opened, first, form.choices.holds)
    context = circle_page(request, opened.circle.pk, "meetings") | _preview(opened, sifting, form)
    status = 409 if has_changed else 422 if form.errors else 200
    return render(request, "casework/release.html", context | {"has_changed": has_changed}, status=status)


@require_safe
@for_staff
def released(request: StaffRequest, version_id: UUID) -> HttpResponse:
    """What has been released of these minutes, and to whom."""
    lines = releases_of_version(version_id)
    if not lines:
        raise NotFound()
    context = circle_page(request, lines[0].release.circle_id, "meetings")
    standing = [line for line in lines if line.recall is None]
    return render(
        request,
        "casework/released.html",
        context | {"lines": standing, "about_on": lines[0].release.about_on, "colours": STATE_COLOURS},
    )


def _may_leave(opened: Opened, sifting: Sifting) -> list[Passage]:
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
        "version": opened.version,
        "meeting": opened.meeting,
        "form": form,
        "token": sifting.token,
        "recipients": [recipient_line(sifted) for sifted in sifting.recipients],
        "passages": [_passage_line(passage, sifting, form) for passage in form.offered],
        "inside": [passage.topic.name for passage in opened.passages if passage not in form.offered],
        "attendance": opened.attendance,
        "people": len(outstanding),
        "has_releases": sifting.has_releases,
        "without_agreement": _agencies(sifting, lapsed=True),
        "agreements_to_review": _agencies(sifting, lapsed=False),
    }


def _passage_line(passage: Passage, sifting: Sifting, form: ReleaseForm) -> PassageLine:
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


def _verdict(sifted: Sifted, passage: Passage) -> Verdict:
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
