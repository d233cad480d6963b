"""Reads of enquiries and referrals for the staff of the area. No narrative: that is opened against a receipt."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Subquery

from encircle.common.errors import NotFound
from encircle.foundations.access.actor import names_of
from encircle.foundations.access.models import Appointment
from encircle.foundations.access.vocabulary import Role

from .models import Decision, Enquiry, EnquiryCheck, EnquiryStep, Holder, Referral
from .standard import DecisionClock
from .vocabulary import TO_DO, Outcome, State, StepKind

OUTCOMES = {State.ACCEPTED: Outcome.ACCEPT, State.DECLINED: Outcome.DECLINE}
WAITING, NOT_SENT = "waiting", "not_sent"  # what a list may be narrowed to beside one state


@dataclass(frozen=True)
class Wanted:
    """What a list is narrowed to; empty: everything in reach."""

    area_id: UUID | None = None
    kind: str = ""
    state: str = ""


@dataclass(frozen=True)
class Page:
    first: int = 0
    count: int = 20


# --- enquiries ---


@dataclass(frozen=True)
class EnquiryLine:
    """An enquiry and what it came to."""

    enquiry: Enquiry
    step: EnquiryStep
    agency: str

    @property
    def kind(self) -> StepKind:
        return StepKind(self.step.kind)

    @property
    def to_do_on(self) -> date | None:
        return self.step.call_back_on


def enquiries(wanted: Wanted, page: Page) -> tuple[list[EnquiryLine], int]:
    """The newest first, and how many there are in all."""
    rows = _narrowed(Enquiry.objects.annotate(step_kind=Subquery(_newest().values("kind")[:1])), wanted)
    if wanted.state == WAITING:
        rows = rows.filter(step_kind__in=TO_DO)
    elif wanted.state:
        rows = rows.filter(step_kind=wanted.state)
    shown = rows.order_by("-taken_at", "-pk")[page.first : page.first + page.count]
    return _enquiry_lines(list(shown.select_related("agency", "area"))), rows.count()


def enquiries_due(day: date, *, areas: Iterable[UUID] | None, count: int) -> tuple[list[EnquiryLine], int]:
    """Those to ring back or to invite by `day`, the longest waiting first; `areas` None is all of them."""
    later = EnquiryStep.objects.filter(enquiry=OuterRef("enquiry"), at__gt=OuterRef("at"))
    due = EnquiryStep.objects.filter(~Exists(later), call_back_on__lte=day)
    if areas is not None:
        due = due.filter(area__in=list(areas))
    found = list(
        due.order_by("call_back_on", "at").select_related("enquiry", "enquiry__agency", "enquiry__area")[:count]
    )
    lines = [EnquiryLine(step.enquiry, step, _agency(step.enquiry)) for step in found]
    return lines, len(lines) if len(lines) < count else due.count()


def enquiry(enquiry_id: UUID) -> EnquiryLine:
    """Raises NotFound."""
    found = list(Enquiry.objects.filter(pk=enquiry_id).select_related("agency", "area"))
    if not found:
        raise NotFound()
    return _enquiry_lines(found)[0]


def steps_of(enquiry_id: UUID) -> list[EnquiryStep]:
    return list(EnquiryStep.objects.filter(enquiry=enquiry_id).order_by("-at"))


def checks_of(enquiry_id: UUID) -> list[EnquiryCheck]:
    """The criteria that were talked through, as they were worded, in their order."""
    rows = EnquiryCheck.objects.filter(enquiry=enquiry_id).select_related("criterion")
    return list(rows.order_by("criterion__position", "criterion__starts_on"))


def referrals_of(enquiry_id: UUID) -> list[Referral]:
    return list(Referral.objects.filter(enquiry=enquiry_id).order_by("-invited_at"))


def _newest() -> QuerySet[EnquiryStep]:
    return EnquiryStep.objects.filter(enquiry=OuterRef("pk")).order_by("-at")


def _enquiry_lines(rows: list[Enquiry]) -> list[EnquiryLine]:
    """With the newest step of each: one read."""
    steps = EnquiryStep.objects.filter(enquiry__in=[row.pk for row in rows]).order_by("enquiry", "-at")
    newest = {step.enquiry_id: step for step in steps.distinct("enquiry")}
    return [EnquiryLine(row, newest[row.pk], _agency(row)) for row in rows]


def _agency(row: Enquiry) -> str:
    return row.agency.name if row.agency else row.agency_name


# --- referrals ---

KEYERS = (Role.COORDINATOR, Role.SENIOR_COORDINATOR, Role.OPERATIONS_MANAGER)  # who takes referrals: see `roles`


def keyers(area_id: UUID, at: datetime) -> list[tuple[UUID, str]]:
    """Who may key a paper form of an area: its coordinators, and those who look after all areas. By name."""
    present = Appointment.objects.filter(role__in=KEYERS, starts_at__lte=at).exclude(ends_at__lte=at)
    ids = [one.user_id for one in present if one.area_id in (area_id, None)]
    return sorted(names_of(ids).items(), key=lambda pair: pair[1])


@dataclass(frozen=True)
class ReferralLine:
    """A referral, where it stands, who holds it, and its clock."""

    referral: Referral
    state: State
    holder: str  # empty: nobody now
    begun_at: datetime | None  # when the form was last saved; what stands in it is the holder's
    submitted_at: datetime | None = None
    due: datetime | None = None
    read_at: datetime | None = None  # by whoever of the staff was first
    withdrawn_at: datetime | None = None
    decision: Decision | None = None  # the newest: one for good, or that it was put off

    @property
    def is_decided(self) -> bool:
        return self.decision is not None and self.decision.outcome != Outcome.DEFER

    def is_held_by(self, user_id: UUID) -> bool:
        """Whether one of the staff keys it now."""
        return any(holder.staff_id == user_id for holder in self.referral.present)  # type: ignore[attr-defined]


def referrals(wanted: Wanted, page: Page, *, clock: DecisionClock) -> tuple[list[ReferralLine], int]:
    """The newest first, and how many there are in all."""
    rows = _narrowed(Referral.objects.all(), wanted)
    if wanted.state == State.WITHDRAWN:
        rows = rows.filter(withdrawn__isnull=False)
    elif wanted.state == State.SUBMITTED:
        rows = _undecided(rows)
    elif wanted.state in OUTCOMES:
        rows = rows.filter(decisions__outcome=OUTCOMES[State(wanted.state)])
    elif wanted.state == NOT_SENT:
        rows = rows.filter(submission__isnull=True, withdrawn__isnull=True)
    shown = rows.order_by("-invited_at", "-pk")[page.first : page.first + page.count]
    return _referral_lines(shown, clock), rows.count()


def referrals_waiting(
    *, areas: Iterable[UUID] | None, count: int, clock: DecisionClock
) -> tuple[list[ReferralLine], int]:
    """Submitted and not decided on: the oldest first."""
    rows = _undecided(Referral.objects.all())
    if areas is not None:
        rows = rows.filter(area__in=list(areas))
    lines = _referral_lines(rows.order_by("submission__submitted_at")[:count], clock)
    return lines, len(lines) if len(lines) < count else rows.count()


def referral(referral_id: UUID, *, clock: DecisionClock) -> ReferralLine:
    """Raises NotFound."""
    found = _referral_lines(Referral.objects.filter(pk=referral_id), clock)
    if not found:
        raise NotFound()
    return found[0]


def _undecided(rows: QuerySet[Referral]) -> QuerySet[Referral]:
    """Submitted, and neither withdrawn nor decided on for good; one that was put off is to be decided still."""
    final = Decision.objects.filter(referral=OuterRef("pk")).exclude(outcome=Outcome.DEFER)
    return rows.filter(~Exists(final), submission__isnull=False, withdrawn__isnull=True)


def _narrowed(rows: QuerySet, wanted: Wanted) -> QuerySet:
    given = {"area": wanted.area_id, "kind": wanted.kind}
    return rows.filter(**{name: value for name, value in given.items() if value})


def _referral_lines(rows: QuerySet[Referral], clock: DecisionClock) -> list[ReferralLine]:
    """Five reads, however many there are."""
    holders = Holder.objects.filter(ends_at__isnull=True).select_related("professional")
    found = list(
        rows.select_related("area", "agency", "submission", "withdrawn", "first_read").prefetch_related(
            Prefetch("holders", queryset=holders, to_attr="present"),
            Prefetch("decisions", queryset=Decision.objects.order_by("-decided_at"), to_attr="decided"),
        )
    )
    staff = names_of(holder.staff_id for row in found for holder in row.present)  # type: ignore[attr-defined]
    begun = _begun([row.pk for row in found if not hasattr(row, "submission") and not hasattr(row, "withdrawn")])
    return [_referral_line(row, staff, begun.get(row.pk), clock) for row in found]


def _referral_line(
    row: Referral, staff: dict[UUID, str], begun_at: datetime | None, clock: DecisionClock
) -> ReferralLine:
    submission, withdrawn = getattr(row, "submission", None), getattr(row, "withdrawn", None)
    submitted_at = submission.submitted_at if submission else None
    decision = next(iter(row.decided), None)  # type: ignore[attr-defined]
    state = _state(row, begun_at, decision)
    return ReferralLine(
        row,
        state,
        _holder_name(row, staff),
        begun_at,
        submitted_at,
        clock.due(row.kind, submitted_at) if submitted_at and state is State.SUBMITTED else None,
        row.first_read.read_at if hasattr(row, "first_read") else None,
        withdrawn.at if withdrawn else None,
        decision,
    )


def _state(row: Referral, begun_at: datetime | None, decision: Decision | None) -> State:
    if hasattr(row, "withdrawn"):
        return State.WITHDRAWN
    if decision is not None and decision.outcome != Outcome.DEFER:
        return State.ACCEPTED if decision.outcome == Outcome.ACCEPT else State.DECLINED
    if hasattr(row, "submission"):
        return State.SUBMITTED
    return State.DRAFT if begun_at else State.INVITED


def _holder_name(row: Referral, staff: dict[UUID, str]) -> str:
    holder = next(iter(row.present), None)  # type: ignore[attr-defined]
    if holder is None:
        return ""
    return holder.professional.name if holder.professional else staff.get(holder.staff_id, "")


def _begun(ids: list[UUID]) -> dict[UUID, datetime]:
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT referral_id, saved_at FROM encircle.begun_referrals(%s::uuid[])", [ids])
        return dict(cursor.fetchall())
