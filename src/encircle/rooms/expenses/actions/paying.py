"""Payment runs: every approved claim that is not paid, handed to the bookkeeper together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record

from ..files import as_csv, keep_file
from ..locks import payments_lock
from ..models import BuiltFile, Payment, PaymentFailed, PaymentRun
from ..paying_queries import PaymentLine, ToPay, payments_of, to_pay
from ..rules import require_paying, require_paying_another
from ..vocabulary import FellThrough, FileKind

ITEM = "expenses.paymentrun"
HEAD = (
    "Payment run", "Claim", "Volunteer", "Name", "Amount in pounds", "Area", "Cost code", "Approved on", "Approved by",
)  # fmt: skip


@dataclass(frozen=True)
class Agreed:
    """What whoever makes the run saw: it is not made of anything else."""

    claims: int
    pence: int


@transaction.atomic
def make_run(agreed: Agreed, *, id: UUID, by: Actor, at: datetime) -> PaymentRun:
    """All approved unpaid claims but the payer's own. Raises NotAllowed, or Invalid where it is not what was shown."""
    require_paying(by)
    payments_lock()
    found = to_pay(by)
    if not found:
        raise NotAllowed("No approved claim waits to be paid.")
    if Agreed(len(found), sum(one.pence for one in found)) != agreed:
        raise Invalid("What waits has changed since this page was shown. Look at it again, then make the run")
    run = PaymentRun(
        id=id, reference=f"P-{in_london(at):%Y%m%d}-{id.hex[-4:].upper()}", claims=agreed.claims, pence=agreed.pence,
        made_by_id=by.user_id, made_at=at,
    )  # fmt: skip
    PaymentRun.objects.bulk_create([run])
    Payment.objects.bulk_create(_payments(run, found, by, at))
    record(Verb.CREATED, ITEM, id, by=by.acting, detail=str(len(found)))
    return run


def _payments(run: PaymentRun, found: Sequence[ToPay], by: Actor, at: datetime) -> list[Payment]:
    return [
        Payment(
            run=run, claim=one.claim, volunteer_id=one.claim.volunteer_id, area_id=one.claim.area_id, pence=one.pence,
            attempt=one.attempt, by_id=by.user_id, at=at,
        )
        for one in found
    ]  # fmt: skip


def build_payment_file(run: PaymentRun, *, id: UUID, by: Actor, at: datetime) -> BuiltFile:
    """What stands in the run, whenever it is built: for the bookkeeper, without bank details."""
    require_paying(by)
    content = as_csv(HEAD, [_row(run, one) for one in payments_of(run)])
    return keep_file(FileKind.PAYMENTS, content, id=id, item_id=run.pk, by=by, at=at)


def _row(run: PaymentRun, one: PaymentLine) -> tuple[str, ...]:
    claim = one.payment.claim
    return (
        run.reference,
        claim.reference,
        claim.volunteer.reference,
        claim.volunteer.full_name,
        f"{one.payment.pence / 100:.2f}",
        claim.area.name,
        claim.area.cost_code,
        in_london(one.approved_at).date().isoformat(),
        one.approved_by,
    )


@transaction.atomic
def say_fell_through(payment: Payment, reason: FellThrough, *, id: UUID, by: Actor, at: datetime) -> None:
    """The money did not reach the volunteer: the claim goes into a later run. Said once."""
    require_paying_another(by, payment.claim)
    payments_lock()
    if PaymentFailed.objects.filter(payment=payment).exists():
        raise NotAllowed("It is said already that this payment fell through.")
    PaymentFailed.objects.bulk_create(
        [PaymentFailed(id=id, payment=payment, claim_id=payment.claim_id, attempt=payment.attempt, reason=reason,
                       volunteer_id=payment.volunteer_id, area_id=payment.area_id, by_id=by.user_id, at=at)]
    )  # fmt: skip
    record(Verb.ENDED, "expenses.payment", payment.pk, by=by.acting, area_id=payment.area_id, detail=reason)
