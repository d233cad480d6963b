"""What a no changed (the last withdrawal of a consent, or an outright one): what it closed for whom, and how much of it
had been opened before."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ..models import PassageClosure, ReleaseEvent, Withdrawal
from ..vocabulary import EventKind


@dataclass(frozen=True)
class Closed:
    """One professional, and how much of what they were sent can no longer be read."""

    professional: str
    passages: int
    releases: int
    opened: int  # of those releases, how many had been opened; the ledger keeps it


@dataclass(frozen=True)
class Effect:
    topics: tuple[str, ...]
    withdrawn_at: datetime
    closed: tuple[Closed, ...]


def effect_of_withdrawal(consent_id: UUID) -> Effect | None:
    """Of the subjects withdrawn together last; None while nothing of this consent has been withdrawn."""
    rows = list(
        Withdrawal.objects.filter(subject__consent=consent_id)
        .select_related("subject__topic")
        .order_by("-recorded_at", "subject__topic__position")
    )
    last = [row for row in rows if row.recorded_at == rows[0].recorded_at]
    if not last:
        return None
    return Effect(
        tuple(row.subject.topic.name for row in last),
        last[0].withdrawn_at,
        _closed([row.subject_id for row in last]),
    )


def _closed(subject_ids: list[UUID]) -> tuple[Closed, ...]:
    closures = list(
        PassageClosure.objects.filter(withdrawal__in=subject_ids).select_related("release__professional").order_by("pk")
    )
    opened = set(
        ReleaseEvent.objects.filter(
            release__in={closure.release_id for closure in closures}, kind=EventKind.OPENED
        ).values_list("release_id", flat=True)
    )
    people: dict[tuple[str, UUID], list[UUID]] = {}
    for closure in closures:
        professional = closure.release.professional
        people.setdefault((professional.name, professional.pk), []).append(closure.release_id)
    return tuple(
        Closed(name, len(releases), len(set(releases)), len(set(releases) & opened))
        for (name, _), releases in sorted(people.items())
    )
