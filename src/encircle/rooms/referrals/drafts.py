"""A referral's form while it is being written: its sections, how far each is, and what has been typed so far.

Only the holder reads it: a professional in post, or one of the staff who keys a paper form. To anybody else, and to
the holder once it is handed over, sent or withdrawn, it is not there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db import connection

from encircle.common.clock import in_london
from encircle.common.errors import NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Entry as TraceEntry
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.organisation.queries import kind_standard

from .models import Referral, SectionDraft
from .sections import Draft, Section, missing, read_back, sections_asked


class Progress(StrEnum):
    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"


@dataclass(frozen=True)
class OpenSection:
    """One section of a draft. Its revision is 0 until something has been saved."""

    section: Section
    draft: Draft
    revision: int = 0
    done: bool = False
    saved_at: datetime | None = None
    row_id: UUID | None = None

    @property
    def progress(self) -> Progress:
        """Completed is what its writer said and what still holds: a question asked anew opens the section again."""
        if not self.revision:
            return Progress.NOT_STARTED
        return Progress.COMPLETED if self.done and not missing(self.section, self.draft) else Progress.IN_PROGRESS


@dataclass(frozen=True)
class OpenForm:
    """The whole form of a referral in hand."""

    referral: Referral
    sections: tuple[OpenSection, ...]

    @property
    def completed(self) -> int:
        return sum(one.progress is Progress.COMPLETED for one in self.sections)

    @property
    def is_complete(self) -> bool:
        return self.completed == len(self.sections)

    @property
    def saved_at(self) -> datetime | None:
        return max((one.saved_at for one in self.sections if one.saved_at), default=None)

    def unfinished(self) -> list[OpenSection]:
        return [one for one in self.sections if one.progress is not Progress.COMPLETED]


def held_referral(referral_id: UUID) -> Referral:
    """A referral whose form the acting person has in hand now. Raises NotFound for absent, hidden and sent alike."""
    if referral_id not in held():
        raise NotFound()
    return Referral.objects.select_related("area").get(pk=referral_id)


def sections_of(referral: Referral) -> list[Section]:
    """What its kind asks, by the practice standard of the day it was invited."""
    standard = kind_standard(referral.kind, on=in_london(referral.invited_at).date())
    return sections_asked(referral.kind, standard.referral_sections if standard else ())


def section_of(referral: Referral, code: str) -> Section:
    """Raises NotFound for a section that this referral does not ask."""
    found = next((section for section in sections_of(referral) if section.code == code), None)
    if found is None:
        raise NotFound()
    return found


def open_form(referral: Referral, *, by: Actor) -> OpenForm:
    """The form as far as it is written. One line of trace for each person, referral and hour."""
    trace_session(referral, by=by)
    rows = {row.section: row for row in SectionDraft.objects.filter(referral=referral.pk)}
    return OpenForm(referral, tuple(_opened(section, rows) for section in sections_of(referral)))


def open_section(referral: Referral, code: str, *, by: Actor) -> OpenSection:
    section = section_of(referral, code)
    trace_session(referral, by=by)
    return read_section(referral, section)


def read_section(referral: Referral, section: Section) -> OpenSection:
    rows = SectionDraft.objects.filter(referral=referral.pk, section=section.code)
    return _opened(section, {row.section: row for row in rows})


def trace_session(referral: Referral, *, by: Actor) -> None:
    """Drafts need no receipt; the trace says once an hour that this person has this one open."""
    hour = f"editing {by.now:%Y-%m-%dT%H}"
    seen = TraceEntry.objects.filter(item_id=referral.pk, actor_id=by.user_id, verb=Verb.CHANGED, detail=hour)
    if not seen.exists():
        record(
            Verb.CHANGED,
            "referrals.sectiondraft",
            referral.pk,
            by=by.acting,
            area_id=referral.area_id,
            person_id=referral.subject_id,
            detail=hour,
        )


def _opened(section: Section, rows: Mapping[str, SectionDraft]) -> OpenSection:
    row = rows.get(section.code)
    if row is None:
        return OpenSection(section, Draft())
    return OpenSection(section, read_back(row.answers), row.revision, row.done, row.saved_at, row.pk)


def held() -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT encircle.held_referrals()")
        (found,) = cursor.fetchone()
    return list(found)
