"""What agencies' assessments came to: recorded, listed, superseded by the next of the same tool, never edited."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from encircle.common.clock import in_london
from encircle.common.errors import Invalid
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record

from .models import PersonDocument, ReportedAssessment
from .rules import require_documents
from .vocabulary import TERMS, Tool

PAGE = 20


@dataclass(frozen=True, kw_only=True)
class NewAssessment:
    """`id` comes with the form, so that sending it twice records it once."""

    id: UUID
    subject_id: UUID
    area_id: UUID
    tool: Tool
    result: str
    assessed_on: date
    other_tool: str = ""
    version: str = ""
    agency_id: UUID | None = None
    assessor: str = ""
    document_id: UUID | None = None


@dataclass(frozen=True)
class Reported:
    assessment: ReportedAssessment
    is_superseded: bool

    @property
    def tool(self) -> str:
        one = self.assessment
        return f"{one.other_tool or one.get_tool_display()} {one.version}".strip()

    @property
    def called(self) -> str:
        """Band, level, work priority: the tool's own word."""
        return TERMS[Tool(self.assessment.tool)].result

    @property
    def whose(self) -> str:
        return self.assessment.agency.name if self.assessment.agency else self.assessment.assessor


@transaction.atomic
def record_assessment(new: NewAssessment, *, by: Actor, at: datetime) -> ReportedAssessment:
    require_documents(by, new.area_id)
    _check(new, at)
    row = ReportedAssessment(
        id=new.id,
        subject_id=new.subject_id,
        area_id=new.area_id,
        tool=new.tool,
        other_tool=new.other_tool.strip() if new.tool == Tool.OTHER else "",
        version=new.version.strip(),
        result=new.result.strip(),
        assessed_on=new.assessed_on,
        agency_id=new.agency_id,
        assessor="" if new.agency_id else new.assessor.strip(),
        document_id=new.document_id,
        recorded_by_id=by.user_id,
        recorded_at=at,
    )
    ReportedAssessment.objects.bulk_create([row])
    record(
        Verb.CREATED,
        "people.reportedassessment",
        row.pk,
        by=by.acting,
        area_id=row.area_id,
        person_id=row.subject_id,
        detail=row.tool,
    )
    return row


def assessments(subject_id: UUID, *, page: int = 1) -> tuple[list[Reported], bool]:
    """The newest first, and whether there are more."""
    start = (max(page, 1) - 1) * PAGE
    rows = _with_newer().filter(subject_id=subject_id).order_by("-assessed_on", "-recorded_at", "-pk")
    found = list(rows[start : start + PAGE + 1])
    return [Reported(row, vars(row)["has_newer"]) for row in found[:PAGE]], len(found) > PAGE


def _with_newer() -> QuerySet[ReportedAssessment]:
    """Superseded: the same tool was used on a later day, or the same day was recorded anew."""
    same = ReportedAssessment.objects.filter(
        subject_id=OuterRef("subject_id"), tool=OuterRef("tool"), other_tool__iexact=OuterRef("other_tool")
    )
    newer = same.filter(
        Q(assessed_on__gt=OuterRef("assessed_on"))
        | Q(assessed_on=OuterRef("assessed_on"), recorded_at__gt=OuterRef("recorded_at"))
    )
    return ReportedAssessment.objects.select_related("agency").annotate(has_newer=Exists(newer))


def _check(new: NewAssessment, at: datetime) -> None:
    errors = {}
    if not new.result.strip():
        errors["result"] = "Enter what the assessment came to"
    if new.assessed_on > in_london(at).date():
        errors["assessed_on"] = "The day of the assessment must be today or in the past"
    if new.tool == Tool.OTHER and not new.other_tool.strip():
        errors["other_tool"] = "Enter the name of the tool"
    if not new.agency_id and not new.assessor.strip():
        errors["assessor"] = "Enter who made the assessment"
    if new.document_id and not _is_theirs(new.document_id, new.subject_id):
        errors["document"] = "Select a document of this person"
    if errors:
        raise Invalid(errors)


def _is_theirs(document_id: UUID, subject_id: UUID) -> bool:
    return PersonDocument.objects.filter(pk=document_id, subject_id=subject_id).exists()
