"""An application while it is written: its sections, how far each is, what was typed. The applicant's alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from encircle.common.clock import in_london
from encircle.common.errors import NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.record import leave_receipt
from encircle.rooms.referrals.sections import Draft, Frozen, Section, read_back, thawed

from .application import DECLARATIONS, SECTIONS, faults_of
from .declared import sections_on
from .models import Applicant, SectionDraft, Submission, SubmittedSection
from .vocabulary import Stage


@dataclass(frozen=True)
class Own:
    """The acting person's own application, where it stands and since when."""

    applicant: Applicant
    stage: Stage
    since: datetime

    @property
    def is_open(self) -> bool:
        return self.stage is Stage.INVITED


@dataclass(frozen=True)
class OpenSection:
    """One section of a draft. Its revision is 0 until something has been saved."""

    asked: Section
    draft: Draft
    revision: int = 0
    done: bool = False
    saved_at: datetime | None = None
    row_id: UUID | None = None

    @property
    def code(self) -> str:
        return self.asked.code

    @property
    def lacking(self) -> list[str]:
        return [fault.text for fault in faults_of(self.asked, self.draft.typed)]

    @property
    def is_complete(self) -> bool:
        """What they said and what still holds: a question asked anew opens the section again."""
        return self.done and not self.lacking


def own() -> Own:
    """Raises NotFound for anybody who was not invited to apply."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM encircle.own_standing_as_applicant()")
        found = cursor.fetchone()
    if found is None:
        raise NotFound()
    applicant_id, stage, since = found
    return Own(Applicant.objects.select_related("area").get(pk=applicant_id), Stage(stage), since)


def own_draft() -> Own:
    """Raises NotFound once it is sent or over."""
    found = own()
    if not found.is_open:
        raise NotFound()
    return found


def sections_of(applicant: Applicant, at: datetime) -> list[OpenSection]:
    rows = {row.section: row for row in SectionDraft.objects.filter(applicant=applicant)}
    return [_opened(section, rows) for section in sections_on(in_london(at).date()).values()]


def read_section(applicant: Applicant, code: str, at: datetime) -> OpenSection:
    """Raises NotFound for a section that nobody asks."""
    if code not in SECTIONS:
        raise NotFound()
    asked = sections_on(in_london(at).date())[code] if code == DECLARATIONS.code else SECTIONS[code]
    rows = SectionDraft.objects.filter(applicant=applicant, section=code)
    return _opened(asked, {row.section: row for row in rows})


def _opened(asked: Section, rows: Mapping[str, SectionDraft]) -> OpenSection:
    row = rows.get(asked.code)
    if row is None:
        return OpenSection(asked, Draft())
    return OpenSection(asked, read_back(row.answers), row.revision, row.done, row.saved_at, row.pk)


def open_application(applicant: Applicant, *, by: Actor) -> list[Frozen]:
    """As it was sent, with a receipt; nothing before it is sent."""
    leave_receipt("recruiting.applicant", applicant.pk, by=by.acting, area_id=applicant.area_id)
    return [thawed(row.answers) for row in SubmittedSection.objects.filter(applicant=applicant)]


def is_asked_apart(applicant: Applicant) -> bool:
    return Submission.objects.filter(applicant=applicant, asked_apart=True).exists()
