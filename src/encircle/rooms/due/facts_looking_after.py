"""The facts of a volunteer by which looking after them is judged: moments and references, never a word they said."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True)
class EndedSeatFact:
    """A seat with an end, and when the conversation about it was kept."""

    id: UUID
    ends_at: datetime
    talked_at: datetime | None = None


@dataclass(frozen=True)
class RestFact:
    """They are, or were, away; and when the conversation about coming back was kept."""

    id: UUID
    starts_on: date
    said_at: datetime
    until: date | None = None
    back_on: date | None = None
    talked_at: datetime | None = None


@dataclass(frozen=True)
class WishFact:
    """They asked to stop."""

    id: UUID
    at: datetime
    withdrawn_at: datetime | None = None


@dataclass(frozen=True)
class KeepClearFact:
    """They said whom or what they must keep clear of. `looked_at`: when staff first looked at it."""

    id: UUID
    at: datetime
    withdrawn_at: datetime | None = None
    looked_at: datetime | None = None


@dataclass(frozen=True)
class LeavingFact:
    """Staff noted that they leave."""

    at: datetime
    called_off_at: datetime | None = None


@dataclass(frozen=True)
class CallFact:
    """Somebody rang. `outcome`: what came of it, as a code."""

    called_at: datetime
    outcome: str


@dataclass(frozen=True)
class AskedFact:
    """After a meeting they asked for a call, or for one today."""

    id: UUID
    area_id: UUID
    answer: str
    answered_at: datetime
    calls: tuple[CallFact, ...] = ()


@dataclass(frozen=True)
class SupervisionFact:
    """Their place in a supervision that was not called off. `presence` is empty until it is recorded."""

    kind: str
    starts_at: datetime
    presence: str = ""


@dataclass(frozen=True)
class ClaimDecisionFact:
    step: int
    verdict: str
    at: datetime


@dataclass(frozen=True)
class ClaimFact:
    """A claim that was sent. `decide_days`: working days by the terms of that day; None where none are kept."""

    id: UUID
    area_id: UUID
    sent_at: datetime
    needs_second: bool = False
    decide_days: int | None = None
    taken_back_at: datetime | None = None
    decisions: tuple[ClaimDecisionFact, ...] = ()


@dataclass(frozen=True)
class LentFact:
    """A thing they were lent, and when it came back or was written off."""

    id: UUID
    at: datetime
    over_at: datetime | None = None
