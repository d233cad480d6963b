"""What people answered when they were asked, as the facts the sieve judges: consents, and outright noes.

Each subject of a consent becomes one consent fact of its own, since each can be withdrawn alone: a basis that names
a consent names a `ConsentSubject`.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from .models import ConsentNarrowing, ConsentSubject
from .policy import ConsentFacts, GiverId, Stop
from .vocabulary import Answer


@dataclass(frozen=True)
class Answers:
    consents: list[ConsentFacts] = field(default_factory=list)
    noes: list[Stop] = field(default_factory=list)

    @property
    def stopped_at(self) -> list[datetime]:
        """The moments from which something could no longer go."""
        withdrawn = (consent.withdrawn_at for consent in self.consents if consent.withdrawn_at is not None)
        return [*withdrawn, *(no.at for no in self.noes)]


def answers_about(core_members: Collection[UUID]) -> dict[UUID, Answers]:
    """Of each of these core members. Two reads, however many."""
    narrowed: dict[UUID, set[UUID]] = defaultdict(set)
    for narrowing in ConsentNarrowing.objects.filter(consent__core_member__in=core_members):
        narrowed[narrowing.consent_id].add(narrowing.professional_id)
    found: dict[UUID, Answers] = defaultdict(Answers)
    subjects = ConsentSubject.objects.filter(consent__core_member__in=core_members)
    for subject in subjects.select_related("consent", "withdrawal").order_by("pk"):
        answers = found[subject.consent.core_member_id]
        if subject.consent.answer == Answer.NO:
            answers.noes.append(_no(subject))
        else:
            answers.consents.append(_consent(subject, narrowed[subject.consent_id]))
    return found


def _no(subject: ConsentSubject) -> Stop:
    said = subject.consent
    return Stop(_giver(subject), said.agency_id, frozenset({subject.topic_id}), said.starts_at)


def _consent(subject: ConsentSubject, narrowed_to: set[UUID]) -> ConsentFacts:
    consent = subject.consent
    withdrawal = getattr(subject, "withdrawal", None)
    return ConsentFacts(
        id=subject.pk,
        given_by=_giver(subject),
        agency_id=consent.agency_id,
        professional_ids=frozenset(narrowed_to),
        subjects=frozenset({subject.topic_id}),
        starts_at=consent.starts_at,
        ends_at=consent.ends_at,
        withdrawn_at=withdrawal.withdrawn_at if withdrawal else None,
    )


def _giver(subject: ConsentSubject) -> GiverId:
    return GiverId(subject.consent.carer_id or subject.consent.core_member_id)
