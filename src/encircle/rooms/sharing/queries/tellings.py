"""What agencies were told of a concern without a release: by telephone, outside the outer circle. They stand in the
ledger with the releases; those of walled concerns the database shows to their own people alone."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from encircle.common.clock import in_london
from encircle.foundations.access.actor import names_of
from encircle.rooms.risk.models import ConcernStep
from encircle.rooms.risk.vocabulary import StepKind

from ..vocabulary import GroundKind


@dataclass(frozen=True)
class ToldLine:
    """A call in which somebody was told. Whoever answered has acknowledged by it."""

    step: ConcernStep
    sender: str
    release: None = None
    item: str = "Concern"
    state: str = "Told by telephone"

    @property
    def recipient(self) -> str:
        return self.step.professional.name if self.step.professional else self.step.spoke_to

    @property
    def agency(self) -> str:
        return self.step.agency.name if self.step.agency else ""

    @property
    def rests_on(self) -> tuple[str, ...]:
        return (GroundKind(self.step.ground).label,) if self.step.ground in GroundKind.values else ()

    @property
    def told_at(self) -> datetime:
        return self.step.at

    @property
    def spoke_to(self) -> str:
        return self.step.spoke_to

    @property
    def about_on(self) -> date:
        concern = self.step.concern
        return in_london(concern.happened_at or concern.raised_at).date()


def tellings() -> QuerySet[ConcernStep]:
    return ConcernStep.objects.filter(kind=StepKind.TOLD, release_id__isnull=True)


def told_lines(steps: QuerySet[ConcernStep]) -> list[ToldLine]:
    rows = list(steps.select_related("concern", "professional", "agency"))
    names = names_of(row.by_id for row in rows)
    return [ToldLine(row, names.get(row.by_id, "") if row.by_id else "") for row in rows]
