"""The ledger of a Circle, one release in it, its exports, and what staff do about a release."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from encircle.common.clock import in_london
from encircle.common.errors import NotFound
from encircle.design.answering import carried_out, say, typed
from encircle.design.forms import DateTimeLondon, GovForm, LongTextField
from encircle.foundations.access.actor import Actor, names_of
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.circles.models import Circle
from encircle.rooms.records.actions import LONGEST, recall_release
from encircle.rooms.records.queries import breach_of
from encircle.rooms.records.rules import may_recall
from encircle.rooms.sharing.actions.reading import open_release, record_call
from encircle.rooms.sharing.exports import export_ledger_csv, export_ledger_pdf
from encircle.rooms.sharing.models import PassageClosure
from encircle.rooms.sharing.printing import print_release
from encircle.rooms.sharing.queries.ledger import PAGE, LedgerLine, ledger_line, stayed_of
from encircle.rooms.sharing.queries.ledger import ledger as lines_of_circle
from encircle.rooms.sharing.queries.own import text_of
from encircle.rooms.sharing.rules import may_release, require_releasing, require_seeing_ledger
from encircle.rooms.sharing.vocabulary import Channel, RecallReason, ReleaseKind

from .answers import page
from .earlier import number_in
from .guard import StaffRequest, for_staff
from .links import to
from .record import circle_page
from .releases import STATE_COLOURS


class RecallForm(GovForm):
    reason = forms.ChoiceField(label="Why is it recalled?", choices=RecallReason.choices, widget=forms.RadioSelect)
    account = LongTextField(
        label="What happened",
        help_text="The data-protection lead reads this. Say what went wrong and what you have done about it",
        max_length=LONGEST,
        called="what happened",
    )
    called = {"reason": "why it is recalled"}


class CallForm(GovForm):
    spoke_to = forms.CharField(label="Who did you speak to?", max_length=120)
    moment = DateTimeLondon(label="When was the call?", called="when the call was")
    called = {"spoke_to": "the name of the person you spoke to"}


@require_safe
@for_staff
def ledger(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    by, context = request.actor, _context(request, circle_id)
    circle: Circle = context["circle"]
    number = number_in(request.GET.get("page"))
    lines, has_older = lines_of_circle(circle.pk, page=number)
    record(
        Verb.LISTED,
        "sharing.release",
        by=by.acting,
        circle_id=circle.pk,
        area_id=circle.area_id,
        # Without concerns: a count of all would tell a reader of the trace that there are some they cannot see.
        detail=str(sum(line.release is not None and line.release.kind != ReleaseKind.CONCERN for line in lines)),
    )
    context |= {"lines": lines, "colours": STATE_COLOURS, "number": number, "has_older": has_older, "a_page": PAGE}
    return page(request, "ledger.html", context)


@require_safe
@for_staff
def ledger_csv(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    circle: Circle = _context(request, circle_id)["circle"]
    return _file(export_ledger_csv(circle, by=request.actor), "text/csv; charset=utf-8", "csv", request.actor)


@require_safe
@for_staff
def ledger_pdf(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    circle: Circle = _context(request, circle_id)["circle"]
    made = export_ledger_pdf(circle, by=request.actor, at=request.actor.now)
    return _file(made, "application/pdf", "pdf", request.actor)


@require_safe
@for_staff
def ledger_entry(request: StaffRequest, release_id: UUID) -> HttpResponse:
    """One release: what went, what stayed and why, and what became of it. The words leave a receipt."""
    by = request.actor
    release = open_release(release_id, by=by)
    require_seeing_ledger(by, release.area_id)
    line = _line(release_id)
    context = circle_page(request, release.circle_id, "ledger")
    closed = set(PassageClosure.objects.filter(release=release).values_list("passage_id", flat=True))
    recall, breach = line.recall, breach_of(release_id)
    text = text_of(release)
    names = names_of([recall.recalled_by_id] if recall else [])
    context |= {
        "line": line,
        "release": release,
        "colour": STATE_COLOURS[line.state],
        "text": text,
        "closed": closed,
        "stayed": stayed_of([release_id])[release_id],
        "recalled_by": names.get(recall.recalled_by_id, "") if recall else "",
        "recall_reason": RecallReason(recall.reason).label if recall else "",
        "breach": breach,
        "concern_url": to("concern", release.concern_id) if release.concern_id else "",
        "is_online": release.channel == Channel.ONLINE,
        "may_recall": may_recall(by, release.area_id) and release.channel == Channel.ONLINE and recall is None,
        "may_print": recall is None and bool(text.passages),
        "may_record_call": may_release(by, release.area_id) and recall is None and line.acknowledged_at is None,
    }
    return page(request, "ledger_entry.html", context)


@require_GET
@for_staff
def release_pdf(request: StaffRequest, release_id: UUID) -> HttpResponse:
    by = request.actor
    return _file(print_release(release_id, by=by, at=by.now), "application/pdf", "pdf", by, name="release")


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def recall(request: StaffRequest, release_id: UUID) -> HttpResponse:
    by, line = request.actor, _line(release_id)
    require_releasing(by, line.release.area_id)
    if line.recall is not None:
        return _to_breach(release_id)
    form = RecallForm(typed(request))

    def act() -> None:
        given = form.cleaned_data
        recall_release(release_id, reason=RecallReason(given["reason"]), account=given["account"], by=by, at=by.now)

    if carried_out(form, act):
        say(request, "The release is recalled. Its recipient can no longer read it. The data-protection lead is told.")
        return _to_breach(release_id)
    return page(request, "recall.html", _one(request, line) | {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def call(request: StaffRequest, release_id: UUID) -> HttpResponse:
    """The agency said on the telephone that it has read it."""
    by, line = request.actor, _line(release_id)
    require_releasing(by, line.release.area_id)
    form = CallForm(typed(request), initial={"moment": by.now})

    def act() -> None:
        given = form.cleaned_data
        record_call(release_id, spoke_to=given["spoke_to"], moment=given["moment"], by=by, at=by.now)

    if carried_out(form, act):
        say(request, "The call is recorded as an acknowledgement.")
        return redirect("casework:ledger_entry", release_id)
    return page(request, "call.html", _one(request, line) | {"form": form})


def _context(request: StaffRequest, circle_id: UUID) -> dict[str, Any]:
    context = circle_page(request, circle_id, "ledger")
    require_seeing_ledger(request.actor, context["circle"].area_id)
    return context


def _one(request: StaffRequest, line: LedgerLine) -> dict[str, Any]:
    return circle_page(request, line.release.circle_id, "ledger") | {"line": line, "release": line.release}


def _line(release_id: UUID) -> LedgerLine:
    found = ledger_line(release_id)
    if found is None:
        raise NotFound()
    return found


def _to_breach(release_id: UUID) -> HttpResponse:
    breach = breach_of(release_id)
    return redirect("casework:breach", breach.pk) if breach else redirect("casework:ledger_entry", release_id)


def _file(made: bytes, kind: str, ending: str, by: Actor, *, name: str = "ledger") -> HttpResponse:
    """Named by the day alone: a file name travels further than the file."""
    response = HttpResponse(made, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}-{in_london(by.now):%Y-%m-%d}.{ending}"'
    response["Cache-Control"] = "no-store"
    return response
