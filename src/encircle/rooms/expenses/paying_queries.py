"""Reads about payments: what waits to be paid, the runs, and what stands in one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from encircle.common.errors import NotFound
from encircle.foundations.access.actor import Actor, names_of

from .models import Claim, Decision, Payment, PaymentFailed, PaymentRun, Submission
from .rules import may_pay
from .vocabulary import Verdict


@dataclass(frozen=True)
class ToPay:
    claim: Claim
    pence: int
    attempt: int  # 2 where the first payment fell through


@dataclass(frozen=True)
class PaymentLine:
    payment: Payment
    approved_at: datetime
    approved_by: str  # one name, or two
    failed: PaymentFailed | None


def to_pay(by: Actor) -> list[ToPay]:
    """Approved to the end, and neither paid nor in a run that stands, but the payer's own. By area and name."""
    decided = Decision.objects.filter(claim=OuterRef("claim"), verdict=Verdict.APPROVED)
    stands = Payment.objects.filter(claim=OuterRef("claim")).filter(
        ~Exists(PaymentFailed.objects.filter(payment=OuterRef("pk")))
    )
    found = Submission.objects.filter(
        Q(needs_second=False) & Exists(decided.filter(step=1)) | Q(needs_second=True) & Exists(decided.filter(step=2)),
        ~Exists(stands),
    ).select_related("claim__volunteer", "claim__area")
    rows = list(found.order_by("area__name", "volunteer__family_name", "volunteer__given_name", "at"))
    failed: dict[UUID, int] = {}
    claims = [row.claim_id for row in rows]
    for claim, attempt in PaymentFailed.objects.filter(claim__in=claims).values_list("claim", "attempt"):
        failed[claim] = max(failed.get(claim, 0), attempt)
    return [ToPay(row.claim, row.pence, failed.get(row.claim_id, 0) + 1) for row in rows if may_pay(by, row.claim)]


def runs() -> QuerySet[PaymentRun]:
    """The newest first."""
    return PaymentRun.objects.order_by("-made_at", "-pk")


def run_row(run_id: UUID) -> PaymentRun:
    """Raises NotFound for absent and hidden alike."""
    found = PaymentRun.objects.filter(pk=run_id).first()
    if found is None:
        raise NotFound()
    return found


def payments_of(run: PaymentRun) -> list[PaymentLine]:
    """By area and name, each with who approved it: three reads."""
    found = Payment.objects.filter(run=run).select_related("claim__volunteer", "claim__area")
    rows = list(found.order_by("area__name", "volunteer__family_name", "volunteer__given_name", "claim__reference"))
    decisions = _decisions([row.claim_id for row in rows])
    names = names_of(one.by_id for made in decisions.values() for one in made)
    failed = {one.payment_id: one for one in PaymentFailed.objects.filter(payment__in=rows)}
    return [
        PaymentLine(
            row,
            decisions[row.claim_id][-1].at,
            " and ".join(names.get(one.by_id, "Somebody") for one in decisions[row.claim_id]),
            failed.get(row.pk),
        )
        for row in rows
    ]


def _decisions(claims: Sequence[UUID]) -> dict[UUID, list[Decision]]:
    found: dict[UUID, list[Decision]] = {}
    for one in Decision.objects.filter(claim__in=claims).order_by("step"):
        found.setdefault(one.claim_id, []).append(one)
    return found


def payment_row(payment_id: UUID) -> Payment:
    found = Payment.objects.select_related("claim__volunteer", "run").filter(pk=payment_id).first()
    if found is None:
        raise NotFound()
    return found
