"""What is owed to volunteers as they carry on: a call, the debrief that follows, supervision, their expenses.

Days and codes alone. Each stands in the area whose staff see the answer, or the seat, that it rests on.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from uuid import UUID

from encircle.rooms.expenses.models import Terms
from encircle.rooms.expenses.policy import decide_by
from encircle.rooms.expenses.shipped import TERMS
from encircle.rooms.expenses.vocabulary import Verdict
from encircle.rooms.support.policy import Sat, call_due, chased_after, debrief_due, stretches, supervision_due
from encircle.rooms.support.queries import call_clocks
from encircle.rooms.support.supervision_queries import months_between
from encircle.rooms.support.vocabulary import DEBRIEF_DONE, REACHED, Answer, Presence, SupervisionKind

from ..clock import Due
from ..facts import Owed, Practice, VolunteerFacts
from ..facts_looking_after import AskedFact, ClaimFact
from ..vocabulary import Rule
from .leaving import gone_at
from .owing import day_of, earliest, end_of, latest, owed, passed, working_days

SHIPPED = Terms(**TERMS).decide_days  # where no terms are kept
RULES = {SupervisionKind.ONE_TO_ONE: Rule.SUPERVISION, SupervisionKind.GROUP: Rule.GROUP_SUPERVISION}


def calls_back(volunteer: VolunteerFacts, practice: Practice) -> Iterator[Owed]:
    """To whoever said after a meeting that they would like a call, also when they have left since."""
    for one in volunteer.asked:
        clocks = call_clocks(practice.on(one.answered_at))
        due = call_due(one.answered_at, clocks, practice.calendar, is_today=one.answer == Answer.TODAY)
        reached = _first(one, REACHED)
        yield owed(Rule.CALL_BACK, one.id, one.answered_at, Due(due), met_at=reached, area_id=one.area_id)


def debriefs(volunteer: VolunteerFacts, practice: Practice) -> Iterator[Owed]:
    """Where somebody has spoken with them and the debrief is to follow."""
    for one in volunteer.asked:
        reached, done = _first(one, REACHED), _first(one, DEBRIEF_DONE)
        if reached is not None and done != reached:
            due = debrief_due(one.answered_at, call_clocks(practice.on(one.answered_at)), practice.calendar)
            yield owed(Rule.DEBRIEF, one.id, reached, Due(due), met_at=done, area_id=one.area_id)


def _first(one: AskedFact, outcomes: tuple[str, ...]) -> datetime | None:
    """A form says minutes and no seconds: a call is never before they asked for it."""
    found = earliest(*(call.called_at for call in one.calls if call.outcome in outcomes))
    return latest(found, one.answered_at) if found else None


def keeping_clear(volunteer: VolunteerFacts, practice: Practice) -> Iterator[Owed]:
    """What they said they must keep clear of is looked at once, or they take it back."""
    for one in volunteer.keeps_clear:
        met = earliest(one.looked_at, one.withdrawn_at)
        closed = passed(gone_at(volunteer), practice) if met is None else None
        if closed is None or closed > one.at:
            due = working_days(practice, practice.on(one.at).volunteer_answer_working_days, one.at)
            yield owed(Rule.KEEP_CLEAR, one.id, one.at, due, met_at=met, closed_at=closed)


# --- supervision ---


@dataclass(frozen=True)
class Turn:
    """From one supervision to the next, or from the day they first sat in a Circle of the area."""

    area_id: UUID | None
    since: datetime
    met_at: datetime | None
    over_at: datetime | None


def supervisions(volunteer: VolunteerFacts, practice: Practice) -> Iterator[Owed]:
    """One to one and in a group, while they sit in a Circle of an area, by the standard of the day it counts from."""
    for kind, rule in RULES.items():
        for turn in _turns(kind, volunteer, practice):
            since = day_of(turn.since)
            due_on = supervision_due(since, months_between(kind, practice.on(turn.since)))
            if turn.met_at is None and turn.over_at is None:
                due_on = chased_after(due_on, _planned_on(kind, volunteer, practice))
            yield owed(
                rule, volunteer.id, turn.since, Due(end_of(due_on)), met_at=turn.met_at, closed_at=turn.over_at,
                area_id=turn.area_id, turn=f"{turn.area_id} {turn.since.isoformat()}",
            )  # fmt: skip


def _turns(kind: str, volunteer: VolunteerFacts, practice: Practice) -> Iterator[Turn]:
    came = sorted(
        {one.starts_at for one in volunteer.supervisions if (one.kind, one.presence) == (kind, Presence.CAME)}
    )
    for area in sorted({one.area_id for one in volunteer.seats}, key=str):
        for one in stretches(Sat(seat.starts_at, seat.ends_at) for seat in volunteer.seats if seat.area_id == area):
            ended = passed(earliest(one.until, gone_at(volunteer)), practice)
            inside = [moment for moment in came if one.since < moment and (ended is None or moment < ended)]
            if one.since < practice.until and (ended is None or ended > one.since):
                for since, met in pairwise([one.since, *inside, None]):
                    if since is not None:
                        yield Turn(area, since, met, ended if met is None else None)


def _planned_on(kind: str, volunteer: VolunteerFacts, practice: Practice) -> date | None:
    today = day_of(practice.at)
    days = [day_of(one.starts_at) for one in volunteer.supervisions if one.kind == kind and not one.presence]
    return max((day for day in days if day >= today), default=None)


# --- expenses ---


def claims_decided(volunteer: VolunteerFacts, practice: Practice) -> Iterator[Owed]:
    """By the terms of the day the claim was sent, the second person's approval with it. Taken back, it is not owed."""
    for one in volunteer.claims:
        days = SHIPPED if one.decide_days is None else one.decide_days
        met = _decided_at(one)
        yield owed(
            Rule.EXPENSE_DECISION, one.id, one.sent_at, Due(decide_by(one.sent_at, days, practice.calendar)),
            met_at=met, closed_at=one.taken_back_at if met is None else None, area_id=one.area_id,
        )  # fmt: skip


def _decided_at(claim: ClaimFact) -> datetime | None:
    """Returned by anybody, or approved by as many as it needs."""
    last = 2 if claim.needs_second else 1
    return earliest(*(one.at for one in claim.decisions if one.verdict == Verdict.RETURNED or one.step == last))
