"""What a referrer sees: the forms in their hand, and what they sent and where it stands in plain words.

Where it stands is said from a few facts alone: invited, written in, received, withdrawn, decided. What the charity
finds out, who decides and what they think of it is not read here, so it cannot show, in wording or in time.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Max, Prefetch, QuerySet

from encircle.common.clock import in_london
from encircle.common.errors import NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.record import leave_receipt
from encircle.rooms.organisation.clocks import last_day
from encircle.rooms.organisation.models import Criterion
from encircle.rooms.organisation.queries import criteria_on

from .drafts import held
from .models import Decision, DecisionWords, Referral, SectionDraft, SubmittedSection
from .sections import Frozen, thawed
from .standard import DecisionClock, decision_clock
from .vocabulary import Outcome

PAGE = 20


class Stands(StrEnum):
    INVITED = "invited"
    BEING_WRITTEN = "being_written"
    RECEIVED = "received"
    PUT_OFF = "put_off"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


BY_OUTCOME = {
    Outcome.ACCEPT: Stands.ACCEPTED,
    Outcome.DECLINE: Stands.DECLINED,
    Outcome.DEFER: Stands.PUT_OFF,
}


@dataclass(frozen=True)
class OwnReferral:
    """A referral of the acting person's, and where it stands for them."""

    referral: Referral
    stands: Stands
    saved_at: datetime | None = None
    received_at: datetime | None = None
    due_on: date | None = None
    withdrawn_at: datetime | None = None
    decision: Decision | None = None  # the newest

    @property
    def is_closed(self) -> bool:
        """Nothing more will be decided, and there is nothing to withdraw."""
        return self.stands in (Stands.WITHDRAWN, Stands.ACCEPTED, Stands.DECLINED)


def in_hand() -> list[OwnReferral]:
    """Forms to be written, the longest waiting first."""
    rows = list(_rows().filter(pk__in=held()).order_by("invited_at", "pk"))
    saved = SectionDraft.objects.filter(referral__in=[row.pk for row in rows]).values("referral")
    newest = {found["referral"]: found["at"] for found in saved.annotate(at=Max("saved_at"))}
    return [
        OwnReferral(row, Stands.BEING_WRITTEN if row.pk in newest else Stands.INVITED, saved_at=newest.get(row.pk))
        for row in rows
    ]


def sent(by: Actor, *, page: int = 1) -> tuple[list[OwnReferral], bool]:
    """What was sent or withdrawn, the newest first, and whether there is more."""
    start = (max(page, 1) - 1) * PAGE
    found = list(_sent(by)[start : start + PAGE + 1])
    clock = decision_clock()
    return [_own(row, clock) for row in found[:PAGE]], len(found) > PAGE


def sent_referral(referral_id: UUID, *, by: Actor) -> OwnReferral:
    """Raises NotFound."""
    found = _sent(by).filter(pk=referral_id).first()
    if found is None:
        raise NotFound()
    return _own(found, decision_clock())


def open_sent_referral(referral_id: UUID, *, by: Actor) -> tuple[OwnReferral, list[tuple[str, Frozen]]]:
    """The copy as it was sent, section by section, while its sender is in post. Leaves a receipt."""
    own = sent_referral(referral_id, by=by)
    if own.received_at is None:
        raise NotFound()
    row = own.referral
    leave_receipt("referrals.referral", row.pk, by=by.acting, area_id=row.area_id, person_id=row.subject_id)
    rows = SubmittedSection.objects.filter(referral=row.pk).order_by("position")
    return own, [(one.section, thawed(one.answers)) for one in rows]


def open_words_of_decision(own: OwnReferral, *, by: Actor) -> str:
    """What the referrer is told of the decision, if anything: leaves a receipt. Call at the top of the request."""
    if own.decision is None or own.stands is Stands.WITHDRAWN:
        return ""
    row = own.referral
    leave_receipt("referrals.referral", row.pk, by=by.acting, area_id=row.area_id, person_id=row.subject_id)
    return DecisionWords.objects.filter(decision=own.decision).values_list("text", flat=True).first() or ""


def asked_of_referrals(kinds: set[str], at: datetime) -> list[Criterion]:
    """The charity's criteria for these kinds of Circle, each once, in order."""
    found = [one for one in criteria_on(in_london(at).date()) if kinds & set(one.kinds)]
    return sorted(found, key=lambda one: (one.position, one.words))


def _rows() -> QuerySet[Referral]:
    return Referral.objects.select_related("area", "submission", "withdrawn")


def _sent(by: Actor) -> QuerySet[Referral]:
    """Sent by this person; or withdrawn while this person held it."""
    own = Referral.objects.filter(submission__submitted_by=by.user_id, on_paper=False)
    gone = Referral.objects.filter(withdrawn__isnull=False, submission__isnull=True, on_paper=False)
    mine = gone.filter(holders__ends_at__isnull=True, holders__professional__in=by.professional_ids)
    newest = Prefetch("decisions", queryset=Decision.objects.order_by("-decided_at"), to_attr="decided")
    rows = _rows().filter(pk__in=own.values("pk").union(mine.values("pk")))
    return rows.prefetch_related(newest).order_by("-invited_at", "-pk")


def _own(row: Referral, clock: DecisionClock) -> OwnReferral:
    submission, withdrawn = getattr(row, "submission", None), getattr(row, "withdrawn", None)
    received_at = submission.submitted_at if submission else None
    if withdrawn is not None:
        return OwnReferral(row, Stands.WITHDRAWN, received_at=received_at, withdrawn_at=withdrawn.at)
    decision: Decision | None = next(iter(row.decided), None)  # type: ignore[attr-defined]
    if decision is not None:
        stands = BY_OUTCOME[Outcome(decision.outcome)]
        return OwnReferral(row, stands, received_at=received_at, decision=decision)
    due = clock.due(row.kind, received_at) if received_at else None
    return OwnReferral(row, Stands.RECEIVED, received_at=received_at, due_on=last_day(due) if due else None)
