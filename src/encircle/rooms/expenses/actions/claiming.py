"""A volunteer puts a claim together, sends it, takes it back, and mends one that came back."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Sum

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.common.ids import new_id
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.meetings.models import Meeting
from encircle.rooms.volunteers.models import Volunteer

from ..locks import claim_lock, volunteer_lock
from ..models import Claim, Line, Submission, TakenBack
from ..policy import CAR, Journey, tax_year, worth_of
from ..queries import is_returned, own_draft, standing_lines
from ..rules import require_own
from ..terms import Known, known_terms
from ..vocabulary import CostKind, Purpose, Vehicle

ITEM = "expenses.claim"
MOST_LINES = 60
MOST_MILES = 10_000  # tenths, in one journey
MOST_PENCE = 500_000


@dataclass(frozen=True)
class WhatFor:
    """What an expense was for; with the id of the meeting, event or supervision where it was one."""

    purpose: Purpose
    item_id: UUID | None = None

    @property
    def columns(self) -> dict[str, object]:
        kept = {Purpose.MEETING: "meeting_id", Purpose.TRAINING: "event_id", Purpose.SUPERVISION: "supervision_id"}
        return {"purpose": self.purpose, **({kept[self.purpose]: self.item_id} if self.purpose in kept else {})}


@dataclass(frozen=True, kw_only=True)
class NewLine:
    """A journey (miles, vehicle) or a cost (kind, pence)."""

    on: date
    what_for: WhatFor
    kind: CostKind = CostKind.MILEAGE
    vehicle: Vehicle | None = None
    miles: int | None = None  # tenths
    passengers: int = 0
    pence: int = 0
    receipt_id: UUID | None = None


@transaction.atomic
def begin_claim(*, by: Actor, at: datetime) -> Claim:
    """One draft at a time: the one in hand, else a new one."""
    volunteer = _self(by)
    volunteer_lock(volunteer.pk)
    return own_draft(by) or _new(volunteer, by, at)


def _self(by: Actor) -> Volunteer:
    found = Volunteer.objects.filter(pk=by.volunteer_id).first() if by.volunteer_id else None
    if found is None:
        raise NotFound()
    return found


def _new(volunteer: Volunteer, by: Actor, at: datetime, mends: Claim | None = None) -> Claim:
    pk = new_id()
    claim = Claim(
        id=pk, reference=f"E-{pk.hex[-8:].upper()}", volunteer=volunteer, area_id=volunteer.area_id, by_id=by.user_id,
        at=at, mends=mends,
    )  # fmt: skip
    Claim.objects.bulk_create([claim])
    record(Verb.CREATED, ITEM, pk, by=by.acting, area_id=claim.area_id)
    return claim


@transaction.atomic
def add_line(claim: Claim, new: NewLine, *, id: UUID, by: Actor, at: datetime) -> Line:
    """Raises NotFound, NotAllowed, or Invalid with the field at fault."""
    _require_draft(claim, by)
    terms = known_terms()
    check_line(new, at=at)
    if Line.objects.filter(claim=claim).count() >= MOST_LINES:
        raise Invalid(f"A claim holds {MOST_LINES} lines at most. Send this one and begin another")
    line = Line(
        id=id, claim=claim, volunteer_id=claim.volunteer_id, area_id=claim.area_id, on=new.on, kind=new.kind,
        vehicle=new.vehicle or "", miles=new.miles, passengers=new.passengers, pence=new.pence,
        receipt_id=new.receipt_id, added_at=at, **new.what_for.columns,
    )  # fmt: skip
    Line.objects.bulk_create([line])
    _work_out(claim, terms)
    _changed(claim, by)
    return line


@transaction.atomic
def take_away_line(line: Line, *, by: Actor, at: datetime) -> None:
    """From a draft. Its receipt goes with it, unless another claim holds it."""
    claim = line.claim
    _require_draft(claim, by)
    if not Line.objects.filter(pk=line.pk).delete()[0]:
        raise NotFound()
    if line.receipt_id is not None:
        clear_receipt(line.receipt_id)
    _work_out(claim, known_terms())
    _changed(claim, by)


@transaction.atomic
def put_receipt(line: Line, receipt_id: UUID, *, by: Actor, at: datetime) -> None:
    """A photo with a line of a draft, in place of the one that was there."""
    _require_draft(line.claim, by)
    former = line.receipt_id
    if not Line.objects.filter(pk=line.pk).update(receipt_id=receipt_id):
        raise NotFound()
    if former is not None and former != receipt_id:
        clear_receipt(former)
    _changed(line.claim, by)


def clear_receipt(receipt_id: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT encircle.clear_expense_receipt(%s)", [receipt_id])


@transaction.atomic
def send_claim(claim: Claim, *, by: Actor, at: datetime) -> None:
    """Fixed from now on, at what each journey is worth now. Sent twice, sent once."""
    require_own(by, claim.volunteer_id)
    volunteer_lock(claim.volunteer_id)  # two claims at once would count the same miles
    claim_lock(claim.pk)
    if Submission.objects.filter(claim=claim).exists():
        return
    lines, terms = list(Line.objects.filter(claim=claim)), known_terms()
    if not lines:
        raise Invalid("Add a journey or a cost before you send the claim")
    _check_age(lines, terms, at)
    _work_out(claim, terms)
    pence = Line.objects.filter(claim=claim).aggregate(sum=Sum("pence"))["sum"]
    limit = terms.on(in_london(at).date()).second_above
    Submission.objects.bulk_create(
        [Submission(claim=claim, volunteer_id=claim.volunteer_id, area_id=claim.area_id, by_id=by.user_id, at=at,
                    pence=pence, needs_second=pence > limit)]
    )  # fmt: skip
    record(Verb.CHANGED, ITEM, claim.pk, by=by.acting, area_id=claim.area_id, detail="sent")


@transaction.atomic
def take_back_claim(claim: Claim, *, by: Actor, at: datetime) -> None:
    """Before anybody decided. Twice changes nothing."""
    require_own(by, claim.volunteer_id)
    claim_lock(claim.pk)
    if TakenBack.objects.filter(claim=claim).exists():
        return
    if not Submission.objects.filter(claim=claim).exists() or claim.decisions.exists():
        raise NotAllowed("A claim can be taken back after it was sent and before anybody has decided about it.")
    TakenBack.objects.bulk_create(
        [TakenBack(claim=claim, volunteer_id=claim.volunteer_id, area_id=claim.area_id, by_id=by.user_id, at=at)]
    )
    record(Verb.ENDED, ITEM, claim.pk, by=by.acting, area_id=claim.area_id)


@transaction.atomic
def mend_claim(claim: Claim, *, by: Actor, at: datetime) -> Claim:
    """A claim that came back, or was taken back, is copied to a new draft with its receipts. Twice gives the same."""
    volunteer = _self(by)
    require_own(by, claim.volunteer_id)
    volunteer_lock(volunteer.pk)
    if (made := Claim.objects.filter(mends=claim).first()) is not None:
        return made
    if not is_returned(claim):
        raise NotAllowed("A claim is mended after it came back or was taken back.")
    draft = _new(volunteer, by, at, mends=claim)
    Line.objects.bulk_create(_copied(claim, draft))
    return draft


def _copied(claim: Claim, draft: Claim) -> list[Line]:
    """A meeting of a Circle they have left since is no longer theirs to name."""
    lines = list(Line.objects.filter(claim=claim))
    seen = set(Meeting.objects.filter(pk__in=[line.meeting_id for line in lines]).values_list("pk", flat=True))
    for line in lines:
        line.pk, line.claim, line.area_id = new_id(), draft, draft.area_id
        if line.meeting_id is not None and line.meeting_id not in seen:
            line.meeting, line.purpose = None, Purpose.OTHER
    return lines


# --- what is checked, and what a journey is worth ---


def _require_draft(claim: Claim, by: Actor) -> None:
    require_own(by, claim.volunteer_id)
    claim_lock(claim.pk)
    if Submission.objects.filter(claim=claim).exists():
        raise NotAllowed("The claim was sent: it can no longer be changed.")


def check_line(new: NewLine, *, at: datetime) -> None:
    """Before a photo is taken in for it. Raises Invalid with the field at fault."""
    today, terms = in_london(at).date(), known_terms()
    if new.on > today:
        raise Invalid({"on": "The day must be today or in the past"})
    if (today - new.on).days > (oldest := terms.on(today).oldest_days):
        raise Invalid({"on": f"The day must be within the last {oldest} days"})
    if new.kind is CostKind.MILEAGE:
        if new.miles is None or not 1 <= new.miles <= MOST_MILES:
            raise Invalid({"miles": f"The miles must be between 0.1 and {MOST_MILES // 10:,}"})
        if new.passengers and new.vehicle is not Vehicle.CAR:
            raise Invalid({"passengers": "Only a car or van carries other volunteers"})
    elif not 1 <= new.pence <= MOST_PENCE:
        raise Invalid({"amount": f"The amount must be between £0.01 and £{MOST_PENCE // 100:,}"})


def _check_age(lines: list[Line], terms: Known, at: datetime) -> None:
    today = in_london(at).date()
    oldest = terms.on(today).oldest_days
    if any((today - line.on).days > oldest for line in lines):
        raise Invalid(f"A line is older than {oldest} days by now. Take it away, and speak to your coordinator")


def _work_out(claim: Claim, terms: Known) -> None:
    """What each journey of a draft is worth, beside the miles of the claims that stand."""
    lines = list(Line.objects.filter(claim=claim, kind=CostKind.MILEAGE))
    journeys = [Journey(line.on, line.vehicle, line.miles or 0, line.passengers) for line in lines]
    before = _miles_before(claim, {tax_year(line.on) for line in lines})
    for line, pence in zip(lines, worth_of(journeys, terms.rates_on, before), strict=True):
        if line.pence != pence:
            Line.objects.filter(pk=line.pk).update(pence=pence)


def _miles_before(claim: Claim, years: set[int]) -> dict[int, int]:
    counted: dict[int, int] = {}
    for on, miles in standing_lines(claim.volunteer_id).filter(vehicle=CAR).values_list("on", "miles"):
        if (year := tax_year(on)) in years:
            counted[year] = counted.get(year, 0) + (miles or 0)
    return counted


def _changed(claim: Claim, by: Actor) -> None:
    record(Verb.CHANGED, ITEM, claim.pk, by=by.acting, area_id=claim.area_id, fields=["lines"])
