"""Releasing earlier minutes anew to whoever has taken a seat: chosen one by one, under today's grounds."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from encircle.common.errors import Invalid, NotFound
from encircle.design.answering import say, typed
from encircle.design.dates import counted, long_date
from encircle.design.forms import GovForm
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.circles.models import Seat
from encircle.rooms.circles.vocabulary import SeatPart
from encircle.rooms.meetings.models import Approval
from encircle.rooms.sharing.actions.releasing import VerdictChanged, release_paper
from encircle.rooms.sharing.models import Release
from encircle.rooms.sharing.rules import require_releasing
from encircle.rooms.sharing.sifting import Opened, Sifted, open_for_release, sift

from .fields import offer
from .guard import StaffRequest, for_staff
from .record import circle_page
from .release_form import default_choices

PAGE = 20
AT_ONCE = 10  # each is opened and judged on its own
RELEASE = "release"


class ChosenForm(GovForm):
    versions = forms.MultipleChoiceField(
        label="Which minutes?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select the minutes to release"},
    )

    def __init__(self, data: Any, *, approvals: list[Approval]) -> None:
        super().__init__(data)
        offer(self, "versions", [(str(one.version_id), long_date(one.meeting.starts_at)) for one in approvals])

    def clean_versions(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["versions"]
        if len(chosen) > AT_ONCE:
            raise forms.ValidationError(f"Select {AT_ONCE} or fewer at a time")
        return chosen


@dataclass(frozen=True)
class Again:
    """One chosen set of minutes, judged for the one seat."""

    opened: Opened
    sifted: Sifted
    token: str
    must_be_looked_at: bool  # somebody may be named in it, and nobody has looked before

    @property
    def goes(self) -> list[str]:
        return [passage.heading for passage in self.opened.passages if self._verdict(passage.pk).goes]

    @property
    def stays(self) -> list[tuple[str, str]]:
        kept = [(p.heading, self._verdict(p.pk)) for p in self.opened.passages]
        return [(name, verdict.reason.sentence) for name, verdict in kept if not verdict.goes]

    @property
    def is_ready(self) -> bool:
        return self.sifted.is_outstanding and not self.must_be_looked_at

    def _verdict(self, passage_id: UUID) -> Any:
        return next(verdict for verdict in self.sifted.verdicts if verdict.passage_id == passage_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def earlier(request: StaffRequest, seat_id: UUID) -> HttpResponse:
    """Choose, look at what would go, press. Nothing earlier goes by itself."""
    by, seat = request.actor, _seat(seat_id)
    require_releasing(by, seat.area_id)
    context = circle_page(request, seat.circle_id, "seats") | {"seat": seat}
    number = number_in(request.GET.get("page"))
    found = list(_not_released(seat)[(number - 1) * PAGE : number * PAGE + 1])
    offered = _posted(seat, request) if request.method == "POST" else found[:PAGE]
    form = ChosenForm(typed(request), approvals=offered)
    if form.is_bound and form.is_valid():
        judged = [_judged(UUID(one), seat, by) for one in form.cleaned_data["versions"]]
        if request.POST.get("do") == RELEASE:
            return _release(request, seat, judged)
        return render(request, "casework/earlier_check.html", context | {"judged": judged, "form": form})
    record(Verb.LISTED, "meetings.approval", by=by.acting, circle_id=seat.circle_id, area_id=seat.area_id,
           detail=str(len(found[:PAGE])))  # fmt: skip
    context |= {"form": form, "approvals": found[:PAGE], "number": number, "has_older": len(found) > PAGE}
    return render(request, "casework/earlier.html", context, status=422 if form.errors else 200)


def _release(request: StaffRequest, seat: Seat, judged: list[Again]) -> HttpResponse:
    """Those that are ready; each under the lock, with the token of the page that was looked at."""
    by, done, changed = request.actor, 0, False
    for again in judged:
        if not again.is_ready:
            continue
        token = request.POST.get(f"token_{again.opened.paper.pk}", "")
        choices, _ = default_choices(again.opened)
        try:
            done += len(release_paper(again.opened, choices, token=token, by=by, at=by.now, only=[seat.pk]))
        except (VerdictChanged, Invalid):
            changed = True
    if changed:
        context = circle_page(request, seat.circle_id, "seats") | {"seat": seat, "has_changed": True}
        form = ChosenForm(None, approvals=[])
        fresh = [_judged(again.opened.paper.pk, seat, by) for again in judged]
        return render(request, "casework/earlier_check.html", context | {"judged": fresh, "form": form}, status=409)
    say(
        request, f"Released: {counted(done, 'set')} of earlier minutes." if done else "They have been released already."
    )
    return redirect("casework:ledger", seat.circle_id)


def _judged(version_id: UUID, seat: Seat, by: Actor) -> Again:
    opened = open_for_release(version_id, by=by)
    sifting = sift(opened, at=by.now)
    sifted = next((one for one in sifting.recipients if one.recipient.seat.pk == seat.pk), None)
    if sifted is None or opened.circle.pk != seat.circle_id:
        raise NotFound()
    _, unsure = default_choices(opened)
    return Again(opened, sifted, sifting.token, must_be_looked_at=unsure and not sifting.has_releases)


def _seat(seat_id: UUID) -> Seat:
    seats = Seat.objects.filter(pk=seat_id, part=SeatPart.OUTER_CIRCLE).select_related("professional__agency")
    found = seats.first()
    if found is None:
        raise NotFound()
    return found


def _not_released(seat: Seat) -> QuerySet[Approval]:
    """Approved minutes of the Circle of which this seat has nothing, the newest first."""
    sent = Release.objects.filter(version=OuterRef("version"), seat=seat, recall__isnull=True)
    return _approved(seat).exclude(Exists(sent))


def _posted(seat: Seat, request: StaffRequest) -> list[Approval]:
    """Those that were chosen, released meanwhile or not: a second press then finds that nothing is left to do."""
    return list(_approved(seat).filter(version__in=_ids(request.POST.getlist("versions"))))


def _approved(seat: Seat) -> QuerySet[Approval]:
    approvals = Approval.objects.filter(circle=seat.circle_id)
    return approvals.select_related("meeting").order_by("-meeting__starts_at", "-pk")


def _ids(posted: list[str]) -> list[UUID]:
    found = []
    for one in posted:
        with suppress(ValueError):
            found.append(UUID(one))
    return found


def number_in(typed_number: str | None) -> int:
    """The number of a page in an address; the first for anything else."""
    return int(typed_number) if typed_number and typed_number.isdecimal() and 0 < int(typed_number) < 10_000 else 1
