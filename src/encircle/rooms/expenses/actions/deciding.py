"""Approve a claim, or send it back with words."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from encircle.common.errors import Invalid, NotAllowed
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record

from ..locks import claim_lock
from ..models import Claim, Decision, DecisionWords
from ..queries import next_step, submission_of
from ..rules import require_deciding
from ..vocabulary import Verdict

ITEM = "expenses.claim"
LONGEST_WORDS = 2_000


@transaction.atomic
def approve_claim(claim: Claim, *, step: int, id: UUID, by: Actor, at: datetime) -> None:
    """`step`: the one whoever approves saw. Raises NotAllowed, also where somebody was quicker."""
    _decide(claim, Verdict.APPROVED, step=step, id=id, by=by, at=at)


@transaction.atomic
def return_claim(claim: Claim, words: str, *, step: int, id: UUID, by: Actor, at: datetime) -> None:
    """With words for the volunteer. Raises NotAllowed, or Invalid."""
    if not words.strip():
        raise Invalid({"words": "Enter what should be changed"})
    if len(words) > LONGEST_WORDS:
        raise Invalid({"words": f"This must be {LONGEST_WORDS:,} characters or fewer. It has {len(words):,}"})
    decision = _decide(claim, Verdict.RETURNED, step=step, id=id, by=by, at=at)
    DecisionWords.objects.bulk_create(
        [DecisionWords(decision=decision, claim=claim, volunteer_id=claim.volunteer_id, area_id=claim.area_id,
                       text=words.strip())]
    )  # fmt: skip


def _decide(claim: Claim, verdict: Verdict, *, step: int, id: UUID, by: Actor, at: datetime) -> Decision:
    claim_lock(claim.pk)
    turn = next_step(claim)
    if turn is None or turn.step != step:
        raise NotAllowed("Somebody has decided about this claim already, or its volunteer took it back.")
    require_deciding(by, claim, submission_of(claim), step=step, first_by=turn.first_by)
    row = Decision(
        id=id, claim=claim, volunteer_id=claim.volunteer_id, area_id=claim.area_id, step=step, verdict=verdict,
        by_id=by.user_id, at=at,
    )  # fmt: skip
    Decision.objects.bulk_create([row])
    record(Verb.DECIDED, ITEM, claim.pk, by=by.acting, area_id=claim.area_id, detail=f"{verdict} {step}")
    return row
