"""Reads about references: who was asked, what came, whether it is time for another letter. Never for the applicant."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Count, Max

from encircle.common.clock import in_london
from encircle.common.errors import NotFound, Refusal
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.record import leave_receipt
from encircle.rooms.organisation.queries import standard_on
from encircle.rooms.referrals.sections import Frozen, thawed

from .models import Reference, ReferenceCame, ReferenceLetter, ReferenceTaken, ReferenceText, SubmittedSection

NEEDED = 2


class NoLongerWorks(Refusal):
    """Replaced by a newer letter, expired, over, or never made: all look the same."""


class SentBefore(Refusal):
    """The reference is here already; the first counts."""


@dataclass(frozen=True)
class Asked:
    """One reference as a line of a list."""

    row: Reference
    came: ReferenceCame | None
    taken: ReferenceTaken | None
    letters: int
    letter_at: datetime | None

    @property
    def is_to_read(self) -> bool:
        return self.came is not None and self.taken is None

    @property
    def is_satisfactory(self) -> bool:
        return self.taken is not None and self.taken.satisfactory

    def is_letter_due(self, after_days: int, today: date) -> bool:
        """While none went out, and so many days after the newest."""
        if self.came is not None:
            return False
        return self.letter_at is None or in_london(self.letter_at).date() + timedelta(days=after_days) <= today


def references_of(applicants: Collection[UUID]) -> dict[UUID, list[Asked]]:
    """By applicant, in the order in which they were asked: four reads, however many."""
    rows = list(Reference.objects.filter(applicant__in=applicants).order_by("asked_at", "pk"))
    ids = [row.pk for row in rows]
    came = {one.reference_id: one for one in ReferenceCame.objects.filter(reference__in=ids)}
    taken = {one.reference_id: one for one in ReferenceTaken.objects.filter(reference__in=ids)}
    counted = ReferenceLetter.objects.filter(reference__in=ids).values_list("reference")
    letters = {pk: (number, newest) for pk, number, newest in counted.annotate(Count("pk"), Max("made_at"))}
    found: dict[UUID, list[Asked]] = {}
    for row in rows:
        number, newest = letters.get(row.pk, (0, None))
        one = Asked(row, came.get(row.pk), taken.get(row.pk), number, newest)
        found.setdefault(row.applicant_id, []).append(one)
    return found


def reference(reference_id: UUID) -> Asked:
    """Raises NotFound."""
    row = Reference.objects.filter(pk=reference_id).first()
    if row is None:
        raise NotFound()
    return next(one for one in references_of([row.applicant_id])[row.applicant_id] if one.row.pk == reference_id)


def chase_days(at: datetime) -> int:
    """After how many days another letter is due: by the practice standard."""
    return standard_on(in_london(at).date()).reference_chase_days


def open_reference(reference_id: UUID, *, by: Actor) -> Frozen | None:
    """What the referee wrote, with a receipt; None before it came."""
    row = reference(reference_id).row
    leave_receipt("recruiting.reference", row.pk, by=by.acting, area_id=row.area_id)
    found = ReferenceText.objects.filter(reference=row.pk).first()
    return thawed(found.answers) if found else None


def named_by(applicant_id: UUID) -> Mapping[str, str]:
    """The referees the applicant named, by question, under the receipt of the application."""
    found = SubmittedSection.objects.filter(applicant=applicant_id, section="referees").first()
    return found.answers["values"] if found else {}


@dataclass(frozen=True)
class Behind:
    """What a personal link leads to: about whom somebody is asked."""

    reference_id: UUID
    about: str
    is_sent: bool


def behind_link(token: str) -> Behind:
    """Opening uses nothing up. Raises NoLongerWorks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM encircle.reference_behind(%s)", [token])
        found = cursor.fetchone()
    if found is None:
        raise NoLongerWorks()
    return Behind(*found)
