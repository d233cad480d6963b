"""Hours and expenses: Vera's draft, one that came back and one that was paid; two claims that wait in area A, one of
them above the limit; a payment run of last month."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Model

from encircle.common.clock import in_london
from encircle.foundations.files import envelope, vault
from encircle.foundations.files.intake import Taken
from encircle.foundations.files.keeping import sealed
from encircle.foundations.files.models import PersonKey, Verdict
from encircle.foundations.files.parsing.kinds import Kind
from encircle.rooms.expenses.models import (
    Claim,
    Decision,
    DecisionWords,
    Line,
    OtherHours,
    Payment,
    PaymentRun,
    Receipt,
    ReceiptScan,
    Submission,
    Terms,
)
from encircle.rooms.expenses.receipts import SHELF
from encircle.rooms.expenses.shipped import ship_terms

from ..plan import CharityPlan
from ..plan.register import coordinator_of
from .keys import Keys
from .papers import MAKE

BACK = "The receipt is for another evening. Please add the one that belongs to this day."
WORDS = ("Car park. Paid: £4.20. Thank you.",)
# Kind, days before it was claimed, pence; of a journey tenths of a mile.
PARKING = ("parking", 6, 420, None)
JOURNEY = ("mileage", 6, 558, 124)  # 12.4 miles at 45 pence
CARE = ("care", 9, 13_600, None)
BUS = ("transport", 4, 380, None)
HOURS = (("preparing", 12, 45), ("talks", 20, 120), ("training", 33, 240), ("travelling", 5, 50))


@dataclass(frozen=True)
class Story:
    """One claim: whose, when it was sent, and what became of it."""

    key: str
    who: str
    days: int
    lines: tuple[tuple[str, int, int, int | None], ...]
    ends: str  # draft, waiting, returned, paid
    receipt: bool = False

    @property
    def pence(self) -> int:
        return sum(line[2] for line in self.lines)


def rows(plan: CharityPlan) -> Iterator[Iterable[Model]]:
    ship_terms(Terms)
    told = _Telling(plan)
    yield from told.hours()
    yield from told.claims()
    yield from told.decisions()
    yield from told.payments()


class _Telling:
    def __init__(self, plan: CharityPlan) -> None:
        self.plan, self.keys = plan, Keys(plan)
        self.areas = {one.person: one.area for one in plan.volunteers}
        home = self.areas["vera"]
        other = next(
            one.person for one in plan.volunteers if one.area == home and one.person not in ("vera", "vic", "nina")
            and one.person in self.keys.with_login and one.left_on is None
        )  # fmt: skip
        self.stories = [
            Story("vera-draft", "vera", 1, (JOURNEY, BUS), "draft"),
            Story("vera-back", "vera", 8, (PARKING, BUS), "returned", receipt=True),
            Story("vera-paid", "vera", 40, (JOURNEY, PARKING), "paid"),
            Story("vic-waits", "vic", 6, (JOURNEY,), "waiting"),
            Story("large", other, 3, (CARE, JOURNEY), "waiting"),
        ]

    def at(self, days: int) -> datetime:
        return self.plan.now - timedelta(days=days, hours=2)

    def day(self, days: int) -> date:
        return in_london(self.at(days)).date()

    def of(self, who: str) -> dict[str, Any]:
        return {"volunteer_id": self.keys.often("volunteer", who), "area_id": self.keys.area(self.areas[who])}

    def claim_id(self, one: Story) -> Any:
        return self.keys("claim", one.key)

    def hours(self) -> Iterator[Iterable[Model]]:
        yield [
            OtherHours(
                id=self.keys("hours", f"{who}/{kind}"), on=self.day(days), minutes=minutes, kind=kind,
                by_id=self.keys.user(who), at=self.at(days), **self.of(who),
            )
            for who in ("vera", "xena")
            for kind, days, minutes in HOURS
        ]  # fmt: skip

    def claims(self) -> Iterator[Iterable[Model]]:
        yield [
            Claim(
                id=self.claim_id(one), reference=f"E-{self.claim_id(one).hex[-8:].upper()}",
                by_id=self.keys.user(one.who), at=self.at(one.days), **self.of(one.who),
            )
            for one in self.stories
        ]  # fmt: skip
        yield from self._receipts()
        yield [self._line(one, number, line) for one in self.stories for number, line in enumerate(one.lines)]
        yield [
            Submission(
                id=self.keys("sent claim", one.key), claim_id=self.claim_id(one), pence=one.pence,
                needs_second=one.pence > 10_000, by_id=self.keys.user(one.who), at=self.at(one.days),
                **self.of(one.who),
            )
            for one in self.stories
            if one.ends != "draft"
        ]  # fmt: skip

    def _line(self, one: Story, number: int, line: tuple[str, int, int, int | None]) -> Line:
        kind, days, pence, miles = line
        has_receipt = one.receipt and kind == "parking"
        return Line(
            id=self.keys("claim line", f"{one.key}/{number}"), claim_id=self.claim_id(one),
            on=self.day(one.days + days), kind=kind, purpose="other", vehicle="car" if miles else "", miles=miles,
            pence=pence, receipt_id=self.keys("expense receipt", one.key) if has_receipt else None,
            added_at=self.at(one.days), **self.of(one.who),
        )  # fmt: skip

    def _receipts(self) -> Iterator[Iterable[Model]]:
        """Of Vera's parking: really made, and locked with a key of her own."""
        one = next(each for each in self.stories if each.receipt)
        subject, key, made = self.of(one.who)["volunteer_id"], envelope.new_key(), MAKE["pdf"](WORDS)
        name, wrapped = envelope.wrap_person_key(key, subject)
        row = Receipt(
            id=self.keys("expense receipt", one.key), subject_id=subject, file_kind="pdf", size=len(made),
            pages=len(WORDS), uploaded_by_id=self.keys.user(one.who), uploaded_at=self.at(one.days),
            **self.of(one.who),
        )  # fmt: skip
        lock, locked = sealed(SHELF, Taken("Car park.pdf", Kind.PDF, len(WORDS), made, None), row, key)
        vault.put(lock.place, locked)
        yield [PersonKey(subject_id=subject, master=name, wrapped=wrapped, made_at=self.keys.long_ago)]
        yield [row]
        yield [lock]
        scanned = {"verdict": Verdict.NOT_SCANNED, "scanned_at": row.uploaded_at}
        yield [ReceiptScan(document=row, **scanned, **self.of(one.who))]

    def decisions(self) -> Iterator[Iterable[Model]]:
        decided = [one for one in self.stories if one.ends in ("returned", "paid")]
        yield [
            Decision(
                id=self.keys("claim decided", one.key), claim_id=self.claim_id(one), step=1,
                verdict="returned" if one.ends == "returned" else "approved",
                by_id=self.keys.user(coordinator_of(self.areas[one.who], 0)), at=self.at(one.days - 2),
                **self.of(one.who),
            )
            for one in decided
        ]  # fmt: skip
        yield [
            DecisionWords(
                decision_id=self.keys("claim decided", one.key), claim_id=self.claim_id(one), text=BACK,
                **self.of(one.who),
            )
            for one in decided
            if one.ends == "returned"
        ]  # fmt: skip

    def payments(self) -> Iterator[Iterable[Model]]:
        paid = [one for one in self.stories if one.ends == "paid"]
        at, olga = self.at(30), self.keys.user("olga")
        run = self.keys("payment run", "1")
        yield [
            PaymentRun(
                id=run, reference=f"P-{in_london(at):%Y%m%d}-{run.hex[-4:].upper()}", claims=len(paid),
                pence=sum(one.pence for one in paid), made_by_id=olga, made_at=at,
            )
        ]  # fmt: skip
        yield [
            Payment(
                id=self.keys("payment", one.key), run_id=run, claim_id=self.claim_id(one), pence=one.pence, by_id=olga,
                at=at, **self.of(one.who),
            )
            for one in paid
        ]  # fmt: skip
