"""Reads about claims: how each stands, what waits for whom, and one opened with all an approver is shown."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from encircle.common.clock import in_london
from encircle.common.errors import NotFound
from encircle.foundations.access.actor import Actor, names_of
from encircle.foundations.audit.record import leave_receipt
from encircle.rooms.circles.models import Seat
from encircle.rooms.meetings.models import Attendance
from encircle.rooms.meetings.vocabulary import Presence
from encircle.rooms.organisation.clocks import WorkingCalendar
from encircle.rooms.organisation.queries import closure_days

from .models import Claim, Decision, DecisionWords, Line, Payment, PaymentFailed, Submission, TakenBack
from .policy import decide_by
from .terms import Known, known_terms
from .vocabulary import Purpose, Verdict

A_PAGE = 20
ITEM = "expenses.claim"


class Standing(StrEnum):
    DRAFT = "draft"
    WAITING = "waiting"
    SECOND = "second"  # approved once, and waits for a second person
    TAKEN_BACK = "taken_back"
    RETURNED = "returned"
    APPROVED = "approved"
    PAID = "paid"
    FELL_THROUGH = "fell_through"  # the payment did; the claim goes into a later one


# What waits for the volunteer, or will be of interest to them.
IN_HAND = (Standing.DRAFT, Standing.RETURNED, Standing.FELL_THROUGH)


@dataclass(frozen=True)
class ClaimLine:
    """A claim in a list. Never what was written about it."""

    claim: Claim
    standing: Standing
    pence: int
    lines: int
    sent_at: datetime | None
    paid_at: datetime | None
    is_mended: bool


@dataclass(frozen=True)
class Turn:
    """Which decision is to be made next, and who made the first."""

    step: int
    first_by: UUID | None = None


# --- one claim ---


def claim_row(claim_id: UUID) -> Claim:
    """Raises NotFound for absent and hidden alike."""
    found = Claim.objects.select_related("volunteer").filter(pk=claim_id).first()
    if found is None:
        raise NotFound()
    return found


def submission_of(claim: Claim) -> Submission:
    """Raises NotFound for a draft."""
    found = Submission.objects.filter(claim=claim).first()
    if found is None:
        raise NotFound()
    return found


def line_row(line_id: UUID) -> Line:
    found = Line.objects.select_related("claim").filter(pk=line_id).first()
    if found is None:
        raise NotFound()
    return found


def next_step(claim: Claim) -> Turn | None:
    """None: nothing is to be decided."""
    sent = Submission.objects.filter(claim=claim).first()
    if sent is None or TakenBack.objects.filter(claim=claim).exists():
        return None
    made = list(Decision.objects.filter(claim=claim).order_by("step"))
    if not made:
        return Turn(1)
    if len(made) == 1 and made[0].verdict == Verdict.APPROVED and sent.needs_second:
        return Turn(2, made[0].by_id)
    return None


def is_returned(claim: Claim) -> bool:
    """Or taken back: it does not stand, and may be mended."""
    return TakenBack.objects.filter(claim=claim).exists() or _returned(claim).exists()


def _returned(claim: Claim) -> QuerySet[Decision]:
    return Decision.objects.filter(claim=claim, verdict=Verdict.RETURNED)


# --- a volunteer's own ---


def own_draft(by: Actor) -> Claim | None:
    if by.volunteer_id is None:
        return None
    drafts = Claim.objects.filter(~Exists(Submission.objects.filter(claim=OuterRef("pk"))), volunteer=by.volunteer_id)
    return drafts.order_by("at").first()


@dataclass(frozen=True)
class OwnClaims:
    """One page of them, and whatever waits for the volunteer, however old it is."""

    shown: Sequence[ClaimLine]
    in_hand: Sequence[ClaimLine]
    has_more: bool


def own_claims(by: Actor, *, number: int = 1) -> OwnClaims:
    """The newest first, a page at a time. Eight reads."""
    if by.volunteer_id is None:
        return OwnClaims([], [], False)
    mine = Claim.objects.filter(volunteer=by.volunteer_id).order_by("-at", "-pk")
    page = list(mine[(number - 1) * A_PAGE : number * A_PAGE + 1])
    waits = list(_in_hand(mine)) if number == 1 else []
    lines = {one.claim.pk: one for one in lines_of({row.pk: row for row in (*page, *waits)}.values())}
    return OwnClaims(
        [lines[row.pk] for row in page[:A_PAGE]],
        [lines[row.pk] for row in waits if lines[row.pk].standing in IN_HAND],
        len(page) > A_PAGE,
    )


def _in_hand(mine: QuerySet[Claim]) -> QuerySet[Claim]:
    """A draft, what came back and is not mended, what fell through."""
    of = {"claim": OuterRef("pk")}
    return mine.filter(
        ~Exists(Submission.objects.filter(**of))
        | Exists(Decision.objects.filter(**of, verdict=Verdict.RETURNED))
        & ~Exists(Claim.objects.filter(mends=OuterRef("pk")))
        | Exists(PaymentFailed.objects.filter(**of))
    )


def own_counts(by: Actor) -> dict[Standing, int]:
    """How many of one's own stand how, of the newest and of all that wait for them: for the first page."""
    counted: defaultdict[Standing, int] = defaultdict(int)
    found = own_claims(by)
    for one in {line.claim.pk: line for line in (*found.shown, *found.in_hand)}.values():
        counted[one.standing] += not one.is_mended
    return counted


def lines_of(claims: Iterable[Claim]) -> list[ClaimLine]:
    """With how each stands: six reads for any number."""
    rows = list(claims)
    ids = [row.pk for row in rows]
    sent = {one.claim_id: one for one in Submission.objects.filter(claim__in=ids)}
    taken = set(TakenBack.objects.filter(claim__in=ids).values_list("claim", flat=True))
    decided: defaultdict[UUID, list[Decision]] = defaultdict(list)
    for decision in Decision.objects.filter(claim__in=ids):
        decided[decision.claim_id].append(decision)
    paid = {one.claim_id: one for one in Payment.objects.filter(claim__in=ids).order_by("attempt")}
    failed = set(PaymentFailed.objects.filter(claim__in=ids).values_list("payment", flat=True))
    totals = {
        pk: (pence, count)
        for pk, pence, count in Line.objects.filter(claim__in=ids).order_by().values_list("claim").annotate(
            Sum("pence"), Count("pk")
        )
    }  # fmt: skip
    mended = set(Claim.objects.filter(mends__in=ids).values_list("mends", flat=True))
    found = []
    for row in rows:
        payment, one = paid.get(row.pk), sent.get(row.pk)
        standing = _standing(
            one, row.pk in taken, decided[row.pk], payment, payment is not None and payment.pk in failed
        )
        pence, count = totals.get(row.pk, (0, 0))
        paid_at = payment.at if payment and standing is Standing.PAID else None
        found.append(ClaimLine(row, standing, pence, count, one.at if one else None, paid_at, row.pk in mended))
    return found


def _standing(
    sent: Submission | None, taken_back: bool, decided: Sequence[Decision], payment: Payment | None, failed: bool
) -> Standing:
    if sent is None:
        return Standing.DRAFT
    if taken_back:
        return Standing.TAKEN_BACK
    if any(one.verdict == Verdict.RETURNED for one in decided):
        return Standing.RETURNED
    if payment is not None:
        return Standing.FELL_THROUGH if failed else Standing.PAID
    if not decided:
        return Standing.WAITING
    return Standing.SECOND if sent.needs_second and len(decided) == 1 else Standing.APPROVED


def standing_of(claim: Claim) -> ClaimLine:
    return lines_of([claim])[0]


def standing_lines(volunteer_id: UUID) -> QuerySet[Line]:
    """Lines of claims that were sent and stand: neither taken back nor returned."""
    return Line.objects.filter(volunteer=volunteer_id).filter(
        Exists(Submission.objects.filter(claim=OuterRef("claim"))),
        ~Exists(TakenBack.objects.filter(claim=OuterRef("claim"))),
        ~Exists(Decision.objects.filter(claim=OuterRef("claim"), verdict=Verdict.RETURNED)),
    )


# --- what waits for the staff ---


@dataclass(frozen=True)
class Waiting:
    submission: Submission
    step: int
    names_own: bool  # the asker's own claim, which somebody else decides
    due: datetime  # by the terms of the day it was sent


def waiting(
    areas: Collection[UUID], by: Actor, *, after: tuple[datetime, UUID] | None = None, size: int = A_PAGE
) -> tuple[list[Waiting], bool]:
    """The oldest first, from after the last one shown; and whether more follow."""
    decisions = Decision.objects.filter(claim=OuterRef("claim"))
    found = Submission.objects.filter(
        ~Exists(TakenBack.objects.filter(claim=OuterRef("claim"))),
        ~Exists(decisions.filter(Q(verdict=Verdict.RETURNED) | Q(step=2))),
        area__in=areas,
    ).annotate(once=Exists(decisions.filter(step=1)))
    found = found.filter(Q(once=False) | Q(needs_second=True)).select_related("claim", "volunteer")
    if after is not None:
        found = found.filter(Q(at__gt=after[0]) | Q(at=after[0], pk__gt=after[1]))
    rows = list(found.order_by("at", "pk")[: size + 1])
    own, terms, calendar = by.volunteer_id, known_terms(), WorkingCalendar(closure_days())
    shown = [
        Waiting(row, 2 if row.once else 1, row.volunteer_id == own, _due(row.at, terms, calendar))
        for row in rows[:size]
    ]
    return shown, len(rows) > size


def _due(sent_at: datetime, terms: Known, calendar: WorkingCalendar) -> datetime:
    return decide_by(sent_at, terms.on(in_london(sent_at).date()).decide_days, calendar)


# --- one, opened ---


@dataclass(frozen=True)
class ShownLine:
    line: Line
    is_before: bool  # the same day, kind and amount in another claim that stands
    did_not_attend: bool  # the minutes say they were not at that meeting
    lacks_receipt: bool


@dataclass(frozen=True)
class OpenClaim:
    claim: Claim
    lines: Sequence[ShownLine]
    sent: Submission | None
    decisions: Sequence[tuple[Decision, str, str]]  # with who, and the words
    standing: ClaimLine


def open_claim(claim: Claim, *, by: Actor) -> OpenClaim:
    """With the words it came back with, under a receipt. Call at the top of the request."""
    leave_receipt(ITEM, claim.pk, by=by.acting, area_id=claim.area_id)
    words = dict(DecisionWords.objects.filter(claim=claim).values_list("decision", "text"))
    decisions = list(Decision.objects.filter(claim=claim).order_by("step"))
    names = names_of(one.by_id for one in decisions)
    return OpenClaim(
        claim=claim,
        lines=_shown(claim),
        sent=Submission.objects.filter(claim=claim).first(),
        decisions=[(one, names.get(one.by_id, "Somebody"), words.get(one.pk, "")) for one in decisions],
        standing=standing_of(claim),
    )


def _shown(claim: Claim) -> list[ShownLine]:
    lines = list(Line.objects.filter(claim=claim).select_related("meeting", "event", "supervision", "receipt__scan"))
    terms = known_terms()
    before = set(standing_lines(claim.volunteer_id).exclude(claim=claim).values_list("on", "kind", "pence"))
    missed = _missed(claim, lines)
    return [
        ShownLine(
            line,
            is_before=(line.on, line.kind, line.pence) in before,
            did_not_attend=line.meeting_id in missed,
            lacks_receipt=line.receipt_id is None and terms.asks_receipt(line.kind, line.pence, line.on),
        )
        for line in lines
    ]


def _missed(claim: Claim, lines: Sequence[Line]) -> set[UUID | None]:
    """Meetings of these lines whose recorded attendance does not have the volunteer there."""
    meetings = [line.meeting_id for line in lines if line.purpose == Purpose.MEETING]
    if not meetings:
        return set()
    seats = Seat.objects.filter(volunteer=claim.volunteer_id).values("pk")
    recorded = set(Attendance.objects.filter(meeting__in=meetings).values_list("meeting", flat=True))
    there = Attendance.objects.filter(meeting__in=meetings, seat__in=seats, presence=Presence.PRESENT)
    missed: set[UUID | None] = set(recorded - set(there.values_list("meeting", flat=True)))
    return missed
