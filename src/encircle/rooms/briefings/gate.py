"""A Circle does not start before its briefing was held, unless somebody with the right says why.

The database holds the rule (`encircle.start_gate`); here it is said in words, and the exception is made. The rule
follows the founding documents: police and probation are expected at an initial briefing of the coordinator and the
volunteers before the Circle meets.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import leave_receipt, record
from encircle.rooms.circles.models import Circle, Ending, Phase
from encircle.rooms.circles.vocabulary import PhaseName

from .models import BriefingHeld, StartException, StartExceptionWords
from .rules import require_starting_unbriefed
from .vocabulary import ExceptionReason

ITEM = "briefings.startexception"
LONGEST_WORDS = 1000
NOT_BRIEFED = "This Circle cannot leave the phase “Forming” before its briefing was held"


@dataclass(frozen=True)
class Gate:
    """Whether a Circle may start, and what lets it."""

    has_started: bool
    is_briefed: bool
    exception: StartException | None

    @property
    def may_start(self) -> bool:
        return self.has_started or self.is_briefed or self.exception is not None


def gate_of(circle_id: UUID) -> Gate:
    return Gate(
        Phase.objects.filter(circle=circle_id).exclude(name=PhaseName.FORMING).exists(),
        BriefingHeld.objects.filter(circle=circle_id).exists(),
        StartException.objects.filter(circle=circle_id).first(),
    )


def why_not_startable(circle_id: UUID) -> str:
    """A sentence, or nothing where the Circle may be in another phase than forming."""
    return "" if gate_of(circle_id).may_start else NOT_BRIEFED


def require_startable(circle_id: UUID, phase: PhaseName) -> None:
    """Raises Invalid beside the phase that was chosen."""
    if phase is not PhaseName.FORMING and (reason := why_not_startable(circle_id)):
        raise Invalid({"phase": reason})


def require_not_ended(circle_id: UUID) -> None:
    """What has ended starts no more. Raises NotAllowed."""
    if Ending.objects.filter(circle=circle_id).exists():
        raise NotAllowed("This Circle has ended. It does not start any more.")


def start_without_briefing(circle_id: UUID, reason: ExceptionReason, words: str, *, by: Actor, at: datetime) -> None:
    """Says why, by name. Said once: the same again changes nothing. Raises NotAllowed or Invalid."""
    circle = Circle.objects.filter(pk=circle_id).first()
    if circle is None:
        raise NotFound()
    require_starting_unbriefed(by, circle.area_id)
    require_not_ended(circle_id)
    if not words.strip():
        raise Invalid({"words": "Say why this Circle may start without a briefing"})
    if len(words.strip()) > LONGEST_WORDS:
        raise Invalid({"words": f"It must be {LONGEST_WORDS:,} characters or fewer"})
    if gate_of(circle_id).may_start:
        raise Invalid("This Circle may start already")
    of = {"circle": circle, "area_id": circle.area_id}
    row = StartException(reason=reason, decided_by_id=by.user_id, decided_at=at, **of)
    try:
        with transaction.atomic():
            StartException.objects.bulk_create([row])
            StartExceptionWords.objects.bulk_create([StartExceptionWords(exception=row, text=words.strip(), **of)])
            record(Verb.DECIDED, ITEM, circle.pk, by=by.acting, circle_id=circle.pk, area_id=circle.area_id)
    except IntegrityError:
        return


def open_exception(circle_id: UUID, *, by: Actor) -> str:
    """Why, in words. Leaves a receipt; call at the top of the request."""
    found = StartException.objects.filter(circle=circle_id).first()
    if found is None:
        raise NotFound()
    leave_receipt(ITEM, found.circle_id, by=by.acting, circle_id=found.circle_id, area_id=found.area_id)
    return StartExceptionWords.objects.filter(pk=circle_id).values_list("text", flat=True).first() or ""
