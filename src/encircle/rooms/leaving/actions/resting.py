"""Keep the conversation about coming back: they come back, rest for longer, or would rather stop."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed
from encircle.common.ids import new_id
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.support.actions.being_away import SteppingOut, note_back, step_out
from encircle.rooms.support.models import Away

from ..models import RestTalk, RestTalkWords
from ..rules import require_keeping
from ..vocabulary import AfterRest
from .exits import not_to_come
from .talking import LONGEST_WORDS
from .wishing import told_in_talk


@dataclass(frozen=True)
class ComingBack:
    on: date
    outcome: AfterRest
    rests_until: date | None = None
    words: str = ""


@transaction.atomic
def keep_rest_talk(away: Away, talk: ComingBack, *, id: UUID, by: Actor, at: datetime) -> None:
    """Of one time away, once. A longer rest is noted as being away, and that they would rather stop as their wish.

    Raises NotAllowed, or Invalid with what to mend.
    """
    volunteer = away.volunteer
    require_keeping(by, volunteer)
    _check(away, talk, at)
    of = {"volunteer": volunteer, "area_id": volunteer.area_id}
    row = RestTalk(
        id=id, away=away, on=talk.on, outcome=talk.outcome, rests_until=talk.rests_until, by_id=by.user_id, at=at, **of
    )  # fmt: skip
    RestTalk.objects.bulk_create([row])
    if talk.words.strip():
        RestTalkWords.objects.bulk_create([RestTalkWords(talk=row, text=talk.words.strip(), **of)])
    if talk.outcome is AfterRest.BACK and away.until is None:
        note_back(away, by=by, at=at)
    if talk.outcome is AfterRest.LONGER:
        _rest_on(away, talk, by=by, at=at)
    if talk.outcome is AfterRest.STOP:
        told_in_talk(row, by=by, at=at)
    record(Verb.CREATED, "leaving.resttalk", id, by=by.acting, area_id=volunteer.area_id, detail=talk.outcome)


def _check(away: Away, talk: ComingBack, at: datetime) -> None:
    if RestTalk.objects.filter(away=away).exists():
        raise NotAllowed("The conversation is kept.")
    not_to_come(talk.on, at, "on")
    if talk.on < away.starts_on:
        raise Invalid({"on": "The day must be after their rest began"})
    if talk.outcome is not AfterRest.LONGER and talk.rests_until is not None:
        raise Invalid({"rests_until": "Leave this empty where they do not rest for longer"})
    if talk.rests_until is not None and talk.rests_until < _first_day(away, at):
        raise Invalid({"rests_until": "The last day must be after the day on which their rest would have ended"})
    if len(talk.words) > LONGEST_WORDS:
        raise Invalid({"words": f"This must be {LONGEST_WORDS:,} characters or fewer. It has {len(talk.words):,}"})


def _first_day(away: Away, at: datetime) -> date:
    """Of the longer rest: after the last day of the first, or today."""
    today = in_london(at).date()
    return max(today, away.until + timedelta(days=1)) if away.until else today


def _rest_on(away: Away, talk: ComingBack, *, by: Actor, at: datetime) -> None:
    """Of two rows one always says when they are back: a rest without a last day ends as the next begins."""
    if away.until is None:
        note_back(away, by=by, at=at)
    step_out(away.volunteer, SteppingOut(_first_day(away, at), talk.rests_until), id=new_id(), by=by, at=at)
