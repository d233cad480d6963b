"""The end-of-Circle report: drafted from the record, corrected in versions, approved, and taken out as PDF or Word.

These copies are for the charity's staff. What goes to an agency goes through the sieve: see `report_releases`.
"""

import re
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from encircle.common.clock import in_london
from encircle.design.answering import carried_out, say, typed
from encircle.design.dates import date_and_time, long_date, plain_date
from encircle.design.papers import Paper, Section, Table, pdf, word
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.circles.actions.goals import open_goals
from encircle.rooms.circles.models import Circle, Ending
from encircle.rooms.circles.vocabulary import EndingReason, ProgressKind
from encircle.rooms.endings.actions.reporting import approve_report, open_version, write_report
from encircle.rooms.endings.models import ReportPassage, ReportVersion
from encircle.rooms.endings.releasing import heading_of
from encircle.rooms.endings.report import (
    DraftGoal,
    VersionLine,
    drafted_goals,
    figures_of,
    open_until,
    passages_of,
    version_line,
    versions_of,
    words_to_take_over,
)
from encircle.rooms.endings.rules import may_approve_report, may_end_well, require_ending_well
from encircle.rooms.endings.vocabulary import ReportPart
from encircle.rooms.organisation.clocks import last_day
from encircle.rooms.sharing.queries.ledger import releases_of_report
from encircle.rooms.sharing.rules import may_release

from .after import ended_page
from .answers import once, page
from .ending_forms import ReportForm, Said
from .ending_words import figure_rows
from .guard import StaffRequest, for_staff
from .record import circle_page

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CONFIDENTIAL = "Confidential. For the charity’s staff."


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def report_new(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    """The first version is drafted from the goals; a correction from the version before it."""
    by, context = request.actor, ended_page(request, circle_id)
    require_ending_well(by, context["circle"].area_id)
    goals, said = _drafted(request, circle_id)
    agencies = words_to_take_over(circle_id, by=by)
    form = ReportForm(typed(request), goals=goals, said=said, agencies=agencies)

    def act() -> None:
        once(ReportVersion, form.id, lambda: write_report(circle_id, form.asked, by=by, at=by.now))

    if carried_out(form, act):
        say(request, "The version is kept. Read it through and approve it.")
        return redirect("casework:report", form.id)
    figures = figure_rows(figures_of(circle_id))
    return page(request, "report_form.html", context | {"form": form, "figures": figures, "agencies": agencies})


def _drafted(request: StaffRequest, circle_id: UUID) -> tuple[list[DraftGoal], Said]:
    plan = open_goals(circle_id, by=request.actor)
    drafted = drafted_goals(plan)
    latest = next(iter(versions_of(circle_id)), None)
    if latest is None:
        return drafted, Said()
    open_version(latest.version.pk, by=request.actor)
    passages = passages_of(latest.version.pk)
    written = {one.goal_id: one for one in passages if one.goal_id}
    own = [one for one in passages if one.part not in (ReportPart.GOAL, ReportPart.AGENCIES)]
    said = Said(
        texts={one.part: one.text for one in own},
        topics={one.part: one.topic_id for one in own if one.topic_id},
        taken_over={str(one.source_id) for one in passages if one.source_id},
    )
    return [_as_written(goal, written.get(goal.goal_id)) for goal in drafted], said


def _as_written(goal: DraftGoal, before: ReportPassage | None) -> DraftGoal:
    return DraftGoal(goal.goal_id, goal.heading, ProgressKind(before.outcome), before.text) if before else goal


@require_safe
@for_staff
def report(request: StaffRequest, report_id: UUID) -> HttpResponse:
    by, version = request.actor, open_version(report_id, by=request.actor)
    context = circle_page(request, version.circle_id, "after")
    versions = versions_of(version.circle_id)
    line = next(line for line in versions if line.version.pk == report_id)
    is_newest = versions[0].version.pk == report_id
    context |= {
        "line": line,
        "figures": figure_rows(version),
        "passages": [(one, heading_of(one), _outcome(one)) for one in passages_of(report_id)],
        "is_newest": is_newest,
        "may_approve": is_newest and not line.is_approved and may_approve_report(by, version.area_id),
        "may_correct": is_newest and may_end_well(by, version.area_id),
        "released": releases_of_report(report_id) if line.is_approved else [],
        "may_release": line.is_approved and may_release(by, version.area_id) and by.now < _closes(version),
        "closes_on": last_day(_closes(version)),
    }
    return page(request, "report.html", context)


def _closes(version: ReportVersion) -> datetime:
    return open_until(Ending.objects.get(pk=version.circle_id))


def _outcome(passage: ReportPassage) -> str:
    return str(ProgressKind(passage.outcome).label) if passage.outcome else ""


@require_POST
@for_staff
def report_approval(request: StaffRequest, report_id: UUID) -> HttpResponse:
    approve_report(report_id, by=request.actor, at=request.actor.now)
    say(request, "The report is approved.")
    return redirect("casework:report", report_id)


@require_safe
@for_staff
def report_pdf(request: StaffRequest, report_id: UUID) -> HttpResponse:
    return _file(request, pdf(_paper(request, report_id, "pdf")), "application/pdf", "pdf")


@require_safe
@for_staff
def report_word(request: StaffRequest, report_id: UUID) -> HttpResponse:
    return _file(request, word(_paper(request, report_id, "word")), WORD, "docx")


def _paper(request: StaffRequest, version_id: UUID, kind: str) -> Paper:
    by, version = request.actor, open_version(version_id, by=request.actor)
    record(
        Verb.EXPORTED, "endings.reportversion", version.pk, by=by.acting, circle_id=version.circle_id,
        area_id=version.area_id, detail=kind,
    )  # fmt: skip
    circle, ending = Circle.objects.get(pk=version.circle_id), Ending.objects.get(pk=version.circle_id)
    passages = passages_of(version_id)
    return Paper(
        title="Report at the end of a Circle",
        facts=_facts(version_line(version_id), circle, ending),
        sections=(
            *_sections([one for one in passages if one.part == ReportPart.SUMMARY]),
            Section("What the record counts", (), Table(("What", "How many"), tuple(figure_rows(version)))),
            *_sections([one for one in passages if one.part != ReportPart.SUMMARY]),
        ),
        header=f"Opened by {by.name} on {date_and_time(by.now)}",
        footer=CONFIDENTIAL,
    )


def _facts(line: VersionLine, circle: Circle, ending: Ending) -> tuple[tuple[str, str], ...]:
    approved = f"{plain_date(line.approved_at)} by {line.approved_by}" if line.approved_at else "not approved"
    return (
        ("Circle", circle.reference),
        ("Ended", f"{long_date(ending.ended_at)}: {EndingReason(ending.reason).label}"),
        ("Version", f"{line.version.number}, written {plain_date(line.version.written_at)} by {line.by}"),
        ("Approved", approved),
    )


def _sections(passages: list[ReportPassage]) -> tuple[Section, ...]:
    return tuple(Section(heading_of(one), tuple(_paragraphs(one))) for one in passages)


def _paragraphs(passage: ReportPassage) -> list[str]:
    written = [part.strip() for part in re.split(r"\n\s*\n", passage.text.replace("\r\n", "\n")) if part.strip()]
    outcome = _outcome(passage)
    return [*([outcome] if outcome else []), *written]


def _file(request: StaffRequest, made: bytes, content_type: str, ending: str) -> HttpResponse:
    """Named by the day alone: a file name travels further than the file."""
    response = HttpResponse(made, content_type=content_type)
    day = f"{in_london(request.actor.now):%Y-%m-%d}"
    response["Content-Disposition"] = f'attachment; filename="report-{day}.{ending}"'
    return response
