"""How meetings left volunteers: answers of the last weeks, calls that were made, and some that wait."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Model

from encircle.rooms.support.models import CallBack, CallBackWords, Check, CheckWords
from encircle.rooms.support.vocabulary import Answer, CallOutcome

from ..plan import CharityPlan
from ..plan.register import coordinator_of
from ..plan.shapes import Meeting
from .keys import Keys

WEEKS = 6
HARD = "It stays with me. I would like to talk it through with somebody who was not there."
SAID = "We went through the evening. They slept badly after it, and feel better for having said so."
# The volunteers who had hard evenings: how they answered their newest meetings, the newest first, and what came of it.
# None: nothing is said yet, so that the home page asks.
EVENINGS: dict[str, tuple[tuple[Answer | None, CallOutcome | None], ...]] = {
    "vic": ((Answer.TODAY, None),),
    "vera": ((None, None), (Answer.CALL, CallOutcome.DEBRIEFED)),
    "xena": ((None, None), (Answer.CALL, CallOutcome.LATER)),
}
THREE = (
    (Answer.CALL, CallOutcome.NOT_REACHED),
    (Answer.CALL, CallOutcome.ENOUGH),
    (Answer.TODAY, CallOutcome.DEBRIEFED),
)


@dataclass(frozen=True)
class Said:
    meeting: Meeting
    person: str
    answer: Answer
    outcome: CallOutcome | None
    at: datetime

    @property
    def key(self) -> str:
        return f"{self.meeting.key}/{self.person}"


def rows(plan: CharityPlan) -> Iterator[Iterable[Model]]:
    keys = Keys(plan)
    said = list(_said(plan, keys))
    asking = [one for one in said if one.answer.asks_for_a_call]
    called = [one for one in asking if one.outcome]
    yield (_check(one, keys) for one in said)
    yield (
        CheckWords(id=keys("check words", one.key), text=HARD, written_at=one.at, **_part(one, keys)) for one in asking
    )
    yield (_call(one, plan, keys) for one in called)
    yield (
        CallBackWords(call_id=keys("call back", one.key), text=SAID, **_part(one, keys))
        for one in called
        if one.outcome == CallOutcome.DEBRIEFED
    )


def _said(plan: CharityPlan, keys: Keys) -> Iterator[Said]:
    """Each volunteer's newest meetings. One in seven of the others says nothing."""
    met = _met(plan)
    for number, (person, meetings) in enumerate(sorted(met.items())):
        if person not in keys.with_login or (person not in EVENINGS and number % 7 == 3):
            continue
        hard = EVENINGS.get(person, THREE if number % 11 == 5 else ())
        for place, meeting in enumerate(meetings):
            answer, outcome = hard[place] if place < len(hard) else (Answer.FINE, None)
            if answer is not None:
                yield Said(meeting, person, answer, outcome, min(meeting.ends_at + timedelta(hours=1), plan.now))


def _met(plan: CharityPlan) -> dict[str, list[Meeting]]:
    """The meetings of the last weeks each volunteer was at, as far as is known, the newest first."""
    found: dict[str, list[Meeting]] = {}
    seats = [seat for seat in plan.seats if seat.part == "volunteer"]
    since = plan.now - timedelta(weeks=WEEKS)
    for meeting in sorted(plan.meetings, key=lambda one: one.starts_at, reverse=True):
        if since < meeting.ends_at < plan.now - timedelta(hours=2) and meeting.cancellation is None:
            elsewhere = {came.seat for came in meeting.attendance if came.presence != "present"}
            for seat in seats:
                if seat.circle == meeting.circle and seat.is_held_at(meeting.starts_at) and seat.key not in elsewhere:
                    found.setdefault(seat.person, []).append(meeting)
    return found


def _check(one: Said, keys: Keys) -> Check:
    return Check(
        id=keys("check", one.key), meeting_id=keys.often("meeting", one.meeting.key),
        **keys.of_circle(one.meeting.circle), volunteer_id=keys.often("volunteer", one.person),
        answer=one.answer, answered_by_id=keys.user(one.person), answered_at=one.at,
    )  # fmt: skip


def _part(one: Said, keys: Keys) -> dict[str, object]:
    return {"check_of_id": keys("check", one.key), **keys.of_circle(one.meeting.circle)}


def _call(one: Said, plan: CharityPlan, keys: Keys) -> CallBack:
    at = min(one.at + timedelta(hours=15), plan.now)
    by = coordinator_of(plan.circle(one.meeting.circle).area, 0)
    return CallBack(
        id=keys("call back", one.key), outcome=str(one.outcome), called_at=at, recorded_at=at, by_id=keys.user(by),
        **_part(one, keys),
    )  # fmt: skip
