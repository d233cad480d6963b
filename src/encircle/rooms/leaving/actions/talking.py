"""Keep the conversation after a Circle: how it was, and whether they rest, sit again or would rather stop."""

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
from encircle.rooms.circles.models import Seat
from encircle.rooms.support.actions.being_away import SteppingOut, step_out
from encircle.rooms.volunteers.models import Volunteer

from ..models import EndTalk, EndTalkWords
from ..rules import require_keeping
from ..vocabulary import Next
from .exits import not_to_come
from .wishing import told_in_talk

LONGEST_WORDS = 10_000


@dataclass(frozen=True)
class Talk:
    on: date
    next: Next
    free_from: date | None = None
    words: str = ""


@transaction.atomic
def keep_talk(seat: Seat, volunteer: Volunteer, talk: Talk, *, id: UUID, by: Actor, at: datetime) -> None:
    """Of a seat that has ended, once. A rest is noted as being away, and that they would rather stop as their wish.

    Raises NotAllowed, or Invalid with what to mend.
    """
    require_keeping(by, volunteer)
    _check(seat, talk, at)
    of = {"volunteer": volunteer, "area_id": volunteer.area_id}
    row = EndTalk(
        id=id, seat=seat, on=talk.on, next=talk.next, free_from=talk.free_from, by_id=by.user_id, at=at, **of
    )  # fmt: skip
    EndTalk.objects.bulk_create([row])
    if talk.words.strip():
        EndTalkWords.objects.bulk_create([EndTalkWords(talk=row, text=talk.words.strip(), **of)])
    if talk.next is Next.REST:
        _rest(volunteer, talk, by=by, at=at)
    if talk.next is Next.STOP:
        told_in_talk(row, by=by, at=at)
    record(Verb.CREATED, "leaving.endtalk", id, by=by.acting, area_id=volunteer.area_id, detail=talk.next)


def _check(seat: Seat, talk: Talk, at: datetime) -> None:
    if seat.ends_at is None or seat.ends_at > at:
        raise NotAllowed("Their seat has not ended.")
    if EndTalk.objects.filter(seat=seat).exists():
        raise NotAllowed("The conversation is kept.")
    not_to_come(talk.on, at, "on")
    if talk.on < in_london(seat.starts_at).date():
        raise Invalid({"on": "The day must be after their seat began"})
    if talk.next is Next.STOP and talk.free_from is not None:
        raise Invalid({"free_from": "Leave this empty where they would rather stop"})
    if talk.next is Next.REST and talk.free_from is not None and talk.free_from <= in_london(at).date():
        raise Invalid({"free_from": "The rest must end after today"})
    if len(talk.words) > LONGEST_WORDS:
        raise Invalid({"words": f"This must be {LONGEST_WORDS:,} characters or fewer. It has {len(talk.words):,}"})


def _rest(volunteer: Volunteer, talk: Talk, *, by: Actor, at: datetime) -> None:
    """Until the day before they are free again; without such a day, until they say that they are back."""
    until = talk.free_from - timedelta(days=1) if talk.free_from else None
    out = SteppingOut(starts_on=in_london(at).date(), until=until)
    step_out(volunteer, out, id=new_id(), by=by, at=at)
