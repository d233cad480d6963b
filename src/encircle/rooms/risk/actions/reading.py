"""Open a concern against a receipt. The first time one of those who handle it does, its chronology says so."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from encircle.foundations.access.actor import Actor, names_of
from encircle.foundations.audit.record import leave_receipt
from encircle.rooms.partners.models import Agency

from ..models import Concern, ConcernAccount, ConcernStep, StepReason
from ..queries import concern_row, is_on_call_for, steps_of
from ..rules import may_handle
from ..standing import Where, agency_of, clockwork, where
from ..vocabulary import StepKind
from .steps import wall


@dataclass(frozen=True)
class OpenedConcern:
    """A concern with its words: what was seen, and why each step was taken."""

    concern: Concern
    where: Where
    accounts: list[ConcernAccount]
    words: dict[UUID, StepReason]
    names: dict[UUID, str]
    agencies: dict[UUID, str]
    is_handler: bool
    on_call: bool = False  # sees it because they were on call, and not the Circle it is about
    own_only: bool = False  # raised it, and may see that it moves, no more

    @property
    def steps(self) -> tuple[ConcernStep, ...]:
        return self.where.steps


def open_concern(concern_id: UUID, *, by: Actor, at: datetime) -> OpenedConcern:
    """Raises NotFound. Call at the top of the request: the words need the receipt."""
    concern = concern_row(concern_id)
    handles = may_handle(by, concern)
    on_call = not handles and is_on_call_for(concern)
    leave_receipt(
        "risk.concern",
        concern.pk,
        by=by.acting,
        circle_id=None if concern.walled else concern.circle_id,
        area_id=None if concern.walled else concern.area_id,
    )
    if handles or on_call:
        _note_first_reading(concern, by, at)
    return _opened(concern, by, at, is_handler=handles or on_call, on_call=on_call)


def _note_first_reading(concern: Concern, by: Actor, at: datetime) -> None:
    """The database keeps one such step for each concern, whoever of two comes first."""
    step = ConcernStep(**wall(concern), kind=StepKind.READ, at=at, recorded_at=at, by_id=by.user_id)
    ConcernStep.objects.bulk_create([step], ignore_conflicts=True)


def _opened(concern: Concern, by: Actor, at: datetime, *, is_handler: bool, on_call: bool) -> OpenedConcern:
    steps = steps_of([concern])[concern.pk]
    accounts = list(ConcernAccount.objects.filter(concern=concern).order_by("written_at", "pk"))
    people = [concern.raised_by_id, *(one.written_by_id for one in accounts)]
    people += [who for step in steps for who in (step.by_id, step.to_user_id) if who is not None]
    return OpenedConcern(
        concern=concern,
        where=where(concern, steps, clockwork(), at=at),
        accounts=accounts,
        words={row.step_id: row for row in StepReason.objects.filter(concern=concern)},
        names=names_of(people),
        agencies=_agencies(steps),
        is_handler=is_handler,
        on_call=on_call,
        own_only=not is_handler and concern.raised_by_id == by.user_id,
    )


def _agencies(steps: list[ConcernStep]) -> dict[UUID, str]:
    ids = {agency for step in steps if (agency := agency_of(step)) is not None}
    return dict(Agency.objects.filter(pk__in=ids).values_list("pk", "name"))
