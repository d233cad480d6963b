"""Open scores early with a reason; agree on scores and the outcome, with feedback in words for the volunteer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed
from encircle.common.ids import new_id
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.foundations.post.models import NoticeKind
from encircle.foundations.post.notices import notify

from ..coordinators import coordinators_of, may_decide_with_fewer
from ..models import (
    AgreedScore,
    Assignment,
    Feedback,
    FewerCoordinators,
    Invitation,
    Moderation,
    ModerationWords,
    Outcome,
    Sheet,
)
from ..queries import are_complete, are_open
from ..rules import require_keeping
from ..vocabulary import Result, WhyFewer

SHORTEST_REASON, SHORTEST_FEEDBACK, LONGEST_WORDS = 10, 20, 4_000


@dataclass(frozen=True)
class Decided:
    result: Result
    feedback: str
    agreed: Mapping[UUID, int]  # criterion -> 1 to 4
    why_fewer: WhyFewer | None = None  # where fewer coordinators scored them than the charity asks


@transaction.atomic
def open_early(invitation: Invitation, reason: str, *, by: Actor, at: datetime) -> None:
    """Not for who has still to score that person: the database goes on hiding the others' from them."""
    require_keeping(by, invitation.area_id, invitation.volunteer)
    if len(reason.strip()) < SHORTEST_REASON:
        raise Invalid({"reason": f"Say why, in {SHORTEST_REASON} characters or more"})
    if Moderation.objects.filter(invitation=invitation).exists():
        return
    if not Sheet.objects.filter(invitation=invitation).exists():
        raise NotAllowed("Nobody has sent any scores yet, so there is nothing to open.")
    if Assignment.objects.filter(invitation=invitation, assessor=by.user_id, sheet__isnull=True).exists():
        raise NotAllowed("You have still to score this person yourself. Send your own scores first.")
    common = {"volunteer_id": invitation.volunteer_id, "area_id": invitation.area_id}
    moderation = Moderation(id=new_id(), invitation=invitation, by_id=by.user_id, at=at, **common)
    Moderation.objects.bulk_create([moderation])
    ModerationWords.objects.bulk_create([ModerationWords(moderation=moderation, text=reason.strip(), **common)])
    record(Verb.DECIDED, "training.moderation", moderation.pk, by=by.acting, area_id=invitation.area_id)


@transaction.atomic
def decide_outcome(invitation: Invitation, decided: Decided, *, id: UUID, by: Actor, at: datetime) -> None:
    """Once for an event: what was said to somebody stands. Raises NotAllowed, or Invalid with the fields at fault."""
    require_keeping(by, invitation.area_id, invitation.volunteer)
    if not (are_open(invitation.pk) and are_complete(invitation.pk)):
        raise NotAllowed("The scores of this person are not open yet: not every assessor has sent theirs.")
    if Outcome.objects.filter(event=invitation.event_id, volunteer=invitation.volunteer_id).exists():
        raise NotAllowed("The outcome of this event is decided.")
    _check(decided)
    _require_coordinators(invitation, decided, by=by, at=at)
    common = {"volunteer_id": invitation.volunteer_id, "area_id": invitation.area_id}
    AgreedScore.objects.bulk_create(
        AgreedScore(invitation=invitation, criterion_id=pk, value=value, by_id=by.user_id, at=at, **common)
        for pk, value in decided.agreed.items()
    )
    outcome = Outcome(
        id=id, event_id=invitation.event_id, result=decided.result, decided_on=in_london(at).date(),
        by_id=by.user_id, at=at, **common,
    )  # fmt: skip
    Outcome.objects.bulk_create([outcome])
    Feedback.objects.bulk_create([Feedback(outcome=outcome, text=decided.feedback.strip(), **common)])
    record(Verb.DECIDED, "training.outcome", id, by=by.acting, area_id=invitation.area_id, detail=decided.result)
    if invitation.volunteer.user_id is not None:
        notify(invitation.volunteer.user_id, NoticeKind.WAITING, at=at, item_id=id, area_id=invitation.area_id)


def _require_coordinators(invitation: Invitation, decided: Decided, *, by: Actor, at: datetime) -> None:
    """Enough of them, or an exception that stands beside the outcome. Raises NotAllowed or Invalid."""
    found = coordinators_of(invitation)
    if found.are_enough:
        return
    if not may_decide_with_fewer(by, invitation):
        raise NotAllowed(
            f"{found.there} of {found.asked} coordinators scored this person. A senior coordinator or an operations "
            "manager can decide it all the same, and say why."
        )
    if decided.why_fewer is None:
        raise Invalid({"why_fewer": "Select why fewer coordinators scored them"})
    row = FewerCoordinators(
        id=new_id(), invitation=invitation, volunteer_id=invitation.volunteer_id, area_id=invitation.area_id,
        there=found.there, why=decided.why_fewer, by_id=by.user_id, at=at,
    )  # fmt: skip
    FewerCoordinators.objects.bulk_create([row])
    record(
        Verb.DECIDED, "training.fewercoordinators", row.pk, by=by.acting, area_id=row.area_id, detail=decided.why_fewer
    )


def _check(decided: Decided) -> None:
    if len(decided.feedback.strip()) < SHORTEST_FEEDBACK:
        raise Invalid({"feedback": f"Write feedback they can use, in {SHORTEST_FEEDBACK} characters or more"})
    if len(decided.feedback) > LONGEST_WORDS:
        raise Invalid({"feedback": f"Use {LONGEST_WORDS:,} characters or fewer"})
