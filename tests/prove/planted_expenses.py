"""Hours, claims and payments of a volunteer of each area: a draft, one that came back with words, one that waits, one
taken back, one paid with its receipt, one whose payment fell through.

Vic, in Vera's Circle, must see none of it.
"""

from datetime import timedelta

from encircle.common.ids import new_id
from encircle.foundations.accounts.secrets import seal
from encircle.foundations.files import vault
from encircle.foundations.files.intake import Taken
from encircle.foundations.files.keeping import person_key, sealed
from encircle.foundations.files.models import Verdict
from encircle.foundations.files.parsing.kinds import Kind
from encircle.rooms.expenses.files import PURPOSE
from encircle.rooms.expenses.models import (
    BuiltFile,
    Claim,
    Decision,
    DecisionWords,
    HoursTakenBack,
    Line,
    OtherHours,
    Payment,
    PaymentFailed,
    PaymentRun,
    Receipt,
    ReceiptScan,
    Submission,
    TakenBack,
    Terms,
)
from encircle.rooms.expenses.receipts import SHELF
from encircle.rooms.expenses.shipped import ship_terms
from tests.foundations.files.corpus import typeset

from .world import STAFF, WRITER, World


def plant(world: World, which: str) -> None:
    """Call as the owner."""
    ship_terms(Terms)
    one = _Planting(world, which)
    one.hours()
    one.drafts()
    one.sent()
    one.payments()


class _Planting:
    def __init__(self, world: World, which: str) -> None:
        cast = world.cast
        self.world, self.which, self.at = world, which, cast.now - timedelta(days=5)
        self.volunteer, self.user = cast.volunteers[WRITER[which]], cast.users[WRITER[which]]
        self.staff, self.olga = cast.users[STAFF[which]], cast.users["olga"]
        self.of = {"volunteer": self.volunteer, "area": self.volunteer.area}

    def by(self, user) -> dict:
        return {**self.of, "by": user, "at": self.at}

    def hours(self) -> None:
        day = self.at.date()
        wrong = OtherHours.objects.create(on=day, minutes=600, kind="other", **self.by(self.user))
        HoursTakenBack.objects.create(hours=wrong, **self.by(self.user))
        kept = OtherHours.objects.create(on=day, minutes=90, kind="preparing", **self.by(self.user))
        self.world.add("other_hours_id", self.which, kept.pk)

    def claim(self, receipt=None) -> Claim:
        pk = new_id()
        claim = Claim.objects.create(id=pk, reference=f"E-{pk.hex[-8:].upper()}", **self.by(self.user))
        self.line(claim, receipt)
        return claim

    def line(self, claim, receipt=None) -> Line:
        return Line.objects.create(
            claim=claim, on=self.at.date(), kind="parking", purpose="other", pence=420, receipt=receipt,
            added_at=self.at, **self.of,
        )  # fmt: skip

    def send(self, claim) -> Claim:
        Submission.objects.create(claim=claim, pence=420, needs_second=False, **self.by(self.user))
        return claim

    def decide(self, claim, verdict="approved") -> Decision:
        return Decision.objects.create(claim=claim, step=1, verdict=verdict, **self.by(self.staff))

    def drafts(self) -> None:
        draft, to_send = self.claim(), self.claim()
        for name in ("journey_new", "cost_new"):
            self.world.add_for(f"volunteering:{name}", "claim_id", self.which, draft.pk)
        self.world.add_for("volunteering:claim_submission", "claim_id", self.which, to_send.pk)
        self.world.add("line_id", self.which, self.line(draft).pk)
        self.world.add_for("volunteering:line_removal", "line_id", self.which, self.line(draft).pk)

    def sent(self) -> None:
        back = self.send(self.claim(self.receipt()))
        DecisionWords.objects.create(
            decision=self.decide(back, "returned"), claim=back, text=f"Which evening: hoatzin-{self.which}?", **self.of
        )
        self.world.behind[f"hoatzin-{self.which}"] = back.pk
        self.world.add("claim_id", self.which, back.pk)
        for address in ("casework:claim_approval", "casework:claim_return", "volunteering:claim_withdrawal"):
            self.world.add_for(address, "claim_id", self.which, self.send(self.claim()).pk)
        TakenBack.objects.create(claim=self.send(self.claim()), **self.by(self.user))

    def receipt(self) -> Receipt:
        words = Taken(f"motmot-{self.which}.pdf", Kind.PDF, 1, typeset(), None)
        row = Receipt(
            subject_id=self.volunteer.pk, file_kind=words.kind, size=len(words.content), pages=1,
            uploaded_by=self.user, uploaded_at=self.at, **self.of,
        )  # fmt: skip
        lock, locked = sealed(SHELF, words, row, person_key(self.volunteer.pk, self.at))
        row.save(force_insert=True)
        lock.save(force_insert=True)
        ReceiptScan.objects.create(document=row, verdict=Verdict.CLEAN, scanned_at=self.at, **self.of)
        vault.put(lock.place, locked)
        self.world.add("receipt_id", self.which, row.pk)
        self.world.behind[f"motmot-{self.which}"] = row.pk
        return row

    def payments(self) -> None:
        run = PaymentRun.objects.create(
            reference=f"P-20260101-000{self.which}", claims=2, pence=840, made_by=self.olga, made_at=self.at
        )
        for fails in (False, True):
            claim = self.send(self.claim())
            self.decide(claim)
            payment = Payment.objects.create(run=run, claim=claim, pence=420, **self.by(self.olga))
            if fails:
                PaymentFailed.objects.create(
                    payment=payment, claim=claim, attempt=1, reason="details", **self.by(self.olga)
                )
            else:
                self.world.add("payment_id", self.which, payment.pk)
        if self.which == "1":
            self.world.add("payment_run_id", "1", run.pk)
            self.file()

    def file(self) -> None:
        pk, now = new_id(), self.world.cast.now
        BuiltFile.objects.create(
            id=pk, user=self.olga, kind="payments", made_at=now, expires_at=now + timedelta(hours=1),
            content=seal(b"a,b\r\n", purpose=PURPOSE, place=str(pk)),
        )  # fmt: skip
        self.world.add("built_file_id", "1", pk)
