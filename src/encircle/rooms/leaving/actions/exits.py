"""Offer an exit interview, record what came of it, and keep what the leaver answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.foundations.post.models import NoticeKind
from encircle.foundations.post.notices import notify
from encircle.rooms.volunteers.models import Volunteer

from ..exit_queries import newest_offer
from ..models import ExitOffer, ExitOutcome, ExitReply, ExitReplyWords, ExitWords
from ..queries import standing
from ..rules import require_keeping, require_own_or_keeping
from ..vocabulary import AtTheEnd, Back, Question, Reason

LONGEST_WORDS = 10_000
LONGEST_ANSWER = 2_000


@transaction.atomic
def offer_exit_interview(volunteer: Volunteer, offered_on: date, *, id: UUID, by: Actor, at: datetime) -> None:
    """To whoever leaves or has left, once for each time. Whoever still has access is told that something waits."""
    require_keeping(by, volunteer)
    leaving = standing(volunteer.pk)
    if leaving is None:
        raise NotAllowed("Note first that they leave.")
    if leaving.reason == Reason.DIED:
        raise NotAllowed("Nobody can be asked.")
    if newest_offer(volunteer.pk) is not None:
        raise NotAllowed("It has been offered.")
    not_to_come(offered_on, at, "offered_on")
    row = ExitOffer(
        id=id, volunteer=volunteer, area_id=volunteer.area_id, leaving=leaving, offered_on=offered_on,
        by_id=by.user_id, at=at,
    )  # fmt: skip
    ExitOffer.objects.bulk_create([row])
    if volunteer.user_id is not None and leaving.ends_at > at:
        notify(volunteer.user_id, NoticeKind.WAITING, at=at, item_id=id, area_id=volunteer.area_id)
    record(Verb.CREATED, "leaving.exitoffer", id, by=by.acting, area_id=volunteer.area_id)


@transaction.atomic
def record_exit_interview(
    offer: ExitOffer, outcome: AtTheEnd, on: date, words: str, *, id: UUID, by: Actor, at: datetime
) -> None:
    """Taken, declined or unanswered; once. Raises NotAllowed, or Invalid with what to mend."""
    require_keeping(by, offer.volunteer)
    if ExitOutcome.objects.filter(offer=offer).exists():
        raise NotAllowed("What came of it is recorded.")
    not_to_come(on, at, "on")
    if on < offer.offered_on:
        raise Invalid({"on": "The day must be the day it was offered or later"})
    if len(words) > LONGEST_WORDS:
        raise Invalid({"words": f"This must be {LONGEST_WORDS:,} characters or fewer. It has {len(words):,}"})
    if outcome is AtTheEnd.TAKEN and not words.strip():
        raise Invalid({"words": "Enter what was said"})
    of = {"volunteer_id": offer.volunteer_id, "area_id": offer.area_id}
    row = ExitOutcome(id=id, offer=offer, outcome=outcome, on=on, by_id=by.user_id, at=at, **of)
    ExitOutcome.objects.bulk_create([row])
    if words.strip():
        ExitWords.objects.bulk_create([ExitWords(outcome=row, text=words.strip(), **of)])
    record(Verb.CREATED, "leaving.exitoutcome", id, by=by.acting, area_id=offer.area_id, detail=outcome)


@dataclass(frozen=True)
class Reply:
    back: Back
    answers: Mapping[Question, str]


@transaction.atomic
def answer_exit_questions(offer: ExitOffer, reply: Reply, *, id: UUID, by: Actor, at: datetime) -> None:
    """By whoever leaves, while they are here; or keyed for them by staff. Once. Raises NotAllowed or Invalid."""
    require_own_or_keeping(by, offer.volunteer)
    if ExitReply.objects.filter(offer=offer).exists():
        raise NotAllowed("The questions have been answered.")
    said = {question: text.strip() for question, text in reply.answers.items() if text.strip()}
    for question, text in said.items():
        if len(text) > LONGEST_ANSWER:
            wrong = f"This must be {LONGEST_ANSWER:,} characters or fewer. It has {len(text):,}"
            raise Invalid({str(question.value): wrong})
    of = {"volunteer_id": offer.volunteer_id, "area_id": offer.area_id}
    row = ExitReply(id=id, offer=offer, back=reply.back, by_id=by.user_id, at=at, **of)
    ExitReply.objects.bulk_create([row])
    ExitReplyWords.objects.bulk_create(
        ExitReplyWords(reply=row, question=question, text=text, **of) for question, text in said.items()
    )
    record(Verb.CREATED, "leaving.exitreply", id, by=by.acting, area_id=offer.area_id)


def not_to_come(day: date, at: datetime, field: str) -> None:
    if day > in_london(at).date():
        raise Invalid({field: "The day must be today or earlier"})
