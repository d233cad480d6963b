"""What somebody who raised a concern may know of it: where it stands and by when, and their own words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import leave_receipt, record
from encircle.rooms.organisation.clocks import Clock, due_at
from encircle.rooms.organisation.models import PracticeStandard

from . import policy
from .models import Concern, ConcernAccount, ConcernStep
from .standing import clockwork, concern_standard
from .vocabulary import StepKind, Urgency

# What the raiser is told of; every other step is between the staff and the agencies.
TOLD = (StepKind.READ, StepKind.TAKEN, StepKind.TRIAGED, StepKind.CLOSED, StepKind.REOPENED)
A_PAGE = 20


@dataclass(frozen=True)
class Raised:
    """A concern as the person who raised it sees it in a list."""

    concern: Concern
    steps: tuple[ConcernStep, ...]

    @property
    def state(self) -> StepKind | None:
        """The last of what they are told of; None while nobody has read it."""
        return StepKind(self.steps[-1].kind) if self.steps else None

    @property
    def is_decided(self) -> bool:
        return any(step.kind in (StepKind.TRIAGED, StepKind.CLOSED) for step in self.steps)


def concerns_raised(by: Actor, *, page: int = 1, size: int = A_PAGE) -> list[Raised]:
    """Newest first, one more than the page holds when there are older ones."""
    start = (page - 1) * size
    mine = Concern.objects.filter(raised_by=by.user_id, circle__in=by.volunteer_circles).select_related("circle")
    concerns = list(mine.order_by("-raised_at", "pk")[start : start + size + 1])
    steps = _steps(concerns)
    record(Verb.LISTED, "risk.concern", by=by.acting, detail=str(min(len(concerns), size)))
    return [Raised(one, tuple(step for step in steps if step.concern_id == one.pk)) for one in concerns]


def raised(concern: Concern) -> Raised:
    return Raised(concern, tuple(_steps([concern])))


def open_own_account(concern: Concern, *, by: Actor) -> list[ConcernAccount]:
    """What this person wrote, against a receipt; a walled concern's leaves neither Circle nor area in the trace."""
    leave_receipt(
        "risk.concern",
        concern.pk,
        by=by.acting,
        circle_id=None if concern.walled else concern.circle_id,
        area_id=None if concern.walled else concern.area_id,
    )
    written = ConcernAccount.objects.filter(concern=concern.pk, written_by=by.user_id)
    return list(written.order_by("written_at"))


def decided_by(concern: Concern) -> datetime:
    """By when somebody decides what to do, by the practice standard of the day it was raised."""
    clocks = clockwork()
    clock = clocks.standard_for(concern).triage[policy.Urgency(concern.urgency)]
    return due_at(clock, concern.raised_at, clocks.calendar)


def triage_clock(urgency: Urgency, standard: PracticeStandard) -> Clock:
    return concern_standard(standard).triage[policy.Urgency(urgency)]


def _steps(concerns: Iterable[Concern]) -> list[ConcernStep]:
    steps = ConcernStep.objects.filter(concern__in=[one.pk for one in concerns], kind__in=TOLD)
    return list(steps.order_by("recorded_at", "at"))
