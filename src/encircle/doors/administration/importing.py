"""Bring in a caseload by page: the workbook to fill, sending it in, what a try found, bringing it in, the answer."""

from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from encircle.design.answering import OnceForm, carried_out, say, typed
from encircle.design.dates import clock_time, counted
from encircle.design.items import WorkItem
from encircle.foundations.access.guards import needs
from encircle.foundations.access.roles import May
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.organisation.models import Area
from encircle.rooms.organisation.queries import present_topics
from encircle.rooms.records.importing import runs
from encircle.rooms.records.importing.gaps import what_stops_sharing
from encircle.rooms.records.importing.models import ImportRun
from encircle.rooms.records.importing.reading import MOST_BYTES, Done
from encircle.rooms.records.importing.sheets import SHEETS
from encircle.rooms.records.importing.writing import template as empty_workbook

from .answers import page
from .guard import OfficeRequest

IMPORTS = needs(May.IMPORT)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TOO_LARGE = f"The file must be smaller than {MOST_BYTES // 1_000_000} MB"
GAPS_SHOWN = 100


class WorkbookForm(OnceForm):
    workbook = forms.FileField(
        label="The filled workbook",
        allow_empty_file=True,  # told apart by its content, as every file is
        help_text=f"An Excel workbook (.xlsx) without macros or a password, up to {MOST_BYTES // 1_000_000} MB.",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )

    def clean_workbook(self) -> bytes:
        sent: UploadedFile = self.cleaned_data["workbook"]
        if sent.size is None or sent.size > MOST_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        content: bytes = sent.read()
        return content


@require_http_methods(["GET", "HEAD", "POST"])
@IMPORTS
def imports(request: OfficeRequest) -> HttpResponse:
    """What is sent in is read into memory, never laid on a disk in the clear."""
    by = request.actor
    form = WorkbookForm(typed(request), request.FILES if request.method == "POST" else None)
    if form.is_bound and _is_too_large(request):
        form.errors["workbook"] = form.error_class([TOO_LARGE])

    def act() -> None:
        runs.send_in(form.cleaned_data["workbook"], id=form.id, by=by, at=by.now)

    if form.is_bound and carried_out(form, act):
        return redirect("administration:import", form.id)
    context = {
        "form": form,
        "runs": [_item(run) for run in runs.runs_of(by.user_id)],
        "sheets": [(sheet.title, sheet.says) for sheet in SHEETS],
    }
    return page(request, "imports.html", "imports", context)


def _is_too_large(request: OfficeRequest) -> bool:
    """A body that is too large reaches no form: say why instead of asking for a file."""
    length = request.META.get("CONTENT_LENGTH") or ""
    return not request.FILES and length.isdecimal() and int(length) > MOST_BYTES


def _item(run: ImportRun) -> WorkItem:
    state = _state(run)
    words = {
        "trying": "Being checked",
        "tried": "Checked",
        "bringing in": "Being brought in",
        "done": "Brought in",
        "failed": "Broke off",
    }[state]
    return WorkItem(
        title=f"Workbook with {counted(run.rows, 'row')}",
        url=reverse("administration:import", args=[run.pk]),
        facts=[f"Sent in at {clock_time(run.sent_at)}"],
        tag=words,
        colour="green" if state == "done" else "red" if state == "failed" else "blue",
        hidden=words.lower(),
    )


def _state(run: ImportRun) -> str:
    if run.failed_at is not None:
        return "failed"
    if run.done_at is not None:
        return "done"
    if run.confirmed_at is not None:
        return "bringing in"
    return "tried" if run.checked_at is not None else "trying"


@require_safe
@IMPORTS
def one_import(request: OfficeRequest, run_id: UUID) -> HttpResponse:
    """The page of one workbook, whatever state it is in. The sender's alone, for an hour."""
    run = runs.open_run(run_id)
    report = runs.report_of(run)
    rows = [
        [title, *(f"{counts.get(done, 0):,}" for done in (Done.NEW, Done.CHANGED, Done.SAME, Done.REFUSED))]
        for title, counts in report.counts
    ]
    record(Verb.LISTED, runs.ITEM, run_id, by=request.acting, detail=str(run.rows))
    context = {
        "run": run,
        "state": _state(run),
        "report": report,
        "rows": rows,
        "refusals": [[f"{sheet}, row {number}", why] for sheet, number, why in report.refusals],
    }
    return page(request, "import.html", "imports", context)


@require_POST
@IMPORTS
def import_confirmation(request: OfficeRequest, run_id: UUID) -> HttpResponse:
    runs.confirm(run_id, by=request.actor, at=request.actor.now)
    return redirect("administration:import", run_id)


@require_POST
@IMPORTS
def import_removal(request: OfficeRequest, run_id: UUID) -> HttpResponse:
    runs.let_go(run_id, by=request.actor)
    say(request, "The workbook and the answer to it are gone from Encircle.")
    return redirect("administration:imports")


@require_safe
@IMPORTS
def import_answer(request: OfficeRequest, run_id: UUID) -> HttpResponse:
    return _workbook(runs.answer_of(run_id, by=request.actor), "import-answer.xlsx")


@require_safe
@IMPORTS
def import_template(request: OfficeRequest) -> HttpResponse:
    names = list(Area.objects.order_by("name").values_list("name", flat=True))
    return _workbook(empty_workbook(names, [topic.name for topic in present_topics()]), "import-workbook.xlsx")


def _workbook(content: bytes, name: str) -> HttpResponse:
    """A file name that says nothing about anybody; kept by no browser and no proxy."""
    answer = HttpResponse(content, content_type=XLSX)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_safe
@IMPORTS
def gaps(request: OfficeRequest) -> HttpResponse:
    """What still stops sharing."""
    found = what_stops_sharing(request.actor.now)
    record(Verb.LISTED, "sharing.gap", by=request.acting, detail=str(len(found.circles)))
    context = {"gaps": found, "shown": found.circles[:GAPS_SHOWN], "more": max(0, len(found.circles) - GAPS_SHOWN)}
    return page(request, "gaps.html", "imports", context)
