"""Who is asked to ring a volunteer who needs a call today, and who comes next: the ladder of a concern, other clocks.
The coordinator and whoever is on call at once, then those above, until somebody has spoken with them."""

from collections.abc import Iterable
from datetime import datetime

from encircle.common.clock import in_london
from encircle.rooms.organisation.clocks import Clock, ClockKind
from encircle.rooms.organisation.models import PracticeStandard
from encircle.rooms.organisation.queries import standard_on
from encircle.rooms.risk.asking import Asking, asking
from encircle.rooms.risk.policy import ConcernFacts, ConcernStandard, Rung, Step, StepKind, Urgency


def whom_to_ask(
    answered_at: datetime, reached_at: datetime | None, at: datetime, nobody_on: Iterable[Rung]
) -> Asking | None:
    """None once somebody has spoken with them."""
    closed = [Step(StepKind.CLOSED, reached_at)] if reached_at else []
    return asking(
        ConcernFacts(answered_at, Urgency.IMMINENT),
        closed,
        _standard(standard_on(in_london(answered_at).date())),
        at=at,
        nobody_on=frozenset(nobody_on),
    )


def _standard(row: PracticeStandard) -> ConcernStandard:
    climbs = (
        Clock(ClockKind.HOURS, row.call_climb_to_senior_hours),
        Clock(ClockKind.HOURS, row.call_climb_to_manager_hours),
    )
    at_once = {Urgency.IMMINENT: Clock(ClockKind.AT_ONCE)}
    return ConcernStandard(
        triage=at_once,
        tell=at_once,
        acknowledge=at_once,
        climbs={Urgency.IMMINENT: climbs},
        ask_again_minutes=row.call_asked_again_minutes,
    )
