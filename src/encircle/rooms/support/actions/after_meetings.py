"""A volunteer says how a meeting left them, and somebody rings back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.common.ids import new_id
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.meetings.models import Meeting

from ..models import CallBack, CallBackWords, Check, CheckWords
from ..queries import may_answer, may_ring_back
from ..queue import ring_now
from ..vocabulary import Answer, CallOutcome

LONGEST_WORDS = 2_000


@dataclass(frozen=True)
class Called:
    outcome: CallOutcome
    called_at: datetime
    words: str = ""


def answer_check(meeting: Meeting, answer: Answer, words: str = "", *, by: Actor, at: datetime) -> None:
    """Said once for each meeting; pressing again changes nothing. Raises NotAllowed, or Invalid for too many words."""
    if not may_answer(by, meeting, at):
        raise NotAllowed("You can say how a meeting left you once it is over, if you were there.")
    _check_words(words)
    try:
        _answer(meeting, answer, words, by, at)
    except IntegrityError:  # said already
        return


@transaction.atomic
def _answer(meeting: Meeting, answer: Answer, words: str, by: Actor, at: datetime) -> None:
    if by.volunteer_id is None:
        raise NotFound()
    check = Check(
        meeting=meeting,
        circle_id=meeting.circle_id,
        area_id=meeting.area_id,
        volunteer_id=by.volunteer_id,
        answer=answer,
        answered_by_id=by.user_id,
        answered_at=at,
    )
    Check.objects.bulk_create([check])
    _write(check, words, at)
    record(Verb.CREATED, "support.check", check.pk, by=by.acting, area_id=check.area_id)
    if answer is Answer.TODAY:
        ring_now(check.pk)


@transaction.atomic
def add_words(check: Check, words: str, *, id: UUID, by: Actor, at: datetime) -> None:
    """What a volunteer adds to their own answer. Raises Invalid where nothing is typed."""
    if check.volunteer_id != by.volunteer_id:
        raise NotFound()
    if not words.strip():
        raise Invalid({"words": "Enter what you want to add"})
    _check_words(words)
    _write(check, words, at, id)
    record(Verb.CHANGED, "support.check", check.pk, by=by.acting, area_id=check.area_id)


@transaction.atomic
def record_call(check: Check, call: Called, *, id: UUID, by: Actor, at: datetime) -> None:
    """That somebody rang, and what came of it. Raises NotAllowed, or Invalid with the field at fault."""
    if not may_ring_back(by, check):
        raise NotAllowed("Volunteers are rung back by the staff of their area, or whoever is on call.")
    if not Answer(check.answer).asks_for_a_call:
        raise NotAllowed("They did not ask for a call.")
    _check_words(call.words)
    # A form says minutes and no seconds.
    if not check.answered_at.replace(second=0, microsecond=0) <= call.called_at <= at:
        raise Invalid({"called_at": "The call must be after they asked for it, and not in the future"})
    common = {"check_of": check, "circle_id": check.circle_id, "area_id": check.area_id}
    row = CallBack(id=id, outcome=call.outcome, called_at=call.called_at, by_id=by.user_id, recorded_at=at, **common)
    CallBack.objects.bulk_create([row])
    if call.words.strip():
        CallBackWords.objects.bulk_create([CallBackWords(call=row, text=call.words.strip(), **common)])
    record(Verb.CREATED, "support.callback", id, by=by.acting, area_id=check.area_id, detail=call.outcome)


def _write(check: Check, words: str, at: datetime, id: UUID | None = None) -> None:
    if words.strip():
        row = CheckWords(
            id=id or new_id(),
            check_of=check,
            circle_id=check.circle_id,
            area_id=check.area_id,
            text=words.strip(),
            written_at=at,
        )
        CheckWords.objects.bulk_create([row])


def _check_words(words: str) -> None:
    if len(words) > LONGEST_WORDS:
        raise Invalid({"words": f"This must be {LONGEST_WORDS:,} characters or fewer. It has {len(words):,}"})
