"""Coming in: calls promised, referrals decided on, views of a panel, people who wait looked at again."""

from collections.abc import Iterator
from datetime import datetime

from encircle.rooms.organisation.clocks import Clock, ClockKind, start_of_day
from encircle.rooms.referrals.standard import UNSAID
from encircle.rooms.referrals.vocabulary import Outcome

from ..clock import Due, Still, due_by
from ..facts import CoreMemberFacts, DecisionFact, EnquiryFacts, Owed, PanelFact, Practice, ReferralFacts
from ..vocabulary import Rule
from .owing import earliest, end_of, owed, working_days


def calls_promised(enquiry: EnquiryFacts, practice: Practice) -> Iterator[Owed]:
    """Each day something was promised for; whatever was noted next fulfils it."""
    steps = sorted(enquiry.steps, key=lambda step: (step.at, step.id))
    for number, step in enumerate(steps):
        if step.call_back_on is not None:
            later = steps[number + 1].at if number + 1 < len(steps) else None
            due = Due(end_of(step.call_back_on))
            yield owed(Rule.ENQUIRY_CALL_BACK, enquiry.id, step.at, due, met_at=later, turn=str(step.id))


def read_first(referral: ReferralFacts, practice: Practice) -> Iterator[Owed]:
    """By anybody of the staff who may. Whoever keyed a form that came on paper has read it, and so has who judges."""
    if referral.submitted_at is None or referral.on_paper:
        return
    days = practice.on(referral.submitted_at).referral_read_working_days
    asked = (one.asked_at for one in referral.panel)
    met = earliest(referral.read_at, referral.assessed_at, *asked, *(one.decided_at for one in referral.decisions))
    yield owed(
        Rule.REFERRAL_READ,
        referral.id,
        referral.submitted_at,
        working_days(practice, days, referral.submitted_at),
        met_at=met,
        closed_at=referral.withdrawn_at if met is None else None,
    )


def decision(referral: ReferralFacts, practice: Practice) -> Iterator[Owed]:
    """Probation contracts expect ten working days [field]. While a decision is put off, its clock stands still."""
    if referral.submitted_at is None:
        return
    standard = practice.of_kind(referral.kind, referral.submitted_at)
    days = standard.decision_working_days if standard else UNSAID
    clock = Clock(ClockKind.WORKING_DAYS, days)
    put_off = [still for one in referral.decisions if (still := _put_off(one)) is not None]
    decided = earliest(*(one.decided_at for one in referral.decisions if one.outcome != Outcome.DEFER))
    yield owed(
        Rule.REFERRAL_DECISION,
        referral.id,
        referral.submitted_at,
        due_by(clock, referral.submitted_at, put_off, practice.calendar),
        met_at=decided,
        closed_at=referral.withdrawn_at if decided is None else None,
    )


def _put_off(one: DecisionFact) -> Still | None:
    if one.put_off_until is None:
        return None
    until = start_of_day(one.put_off_until)
    return Still(one.decided_at, until) if until > one.decided_at else None


def panel_views(referral: ReferralFacts, practice: Practice) -> Iterator[Owed]:
    over = earliest(
        referral.withdrawn_at, *(one.decided_at for one in referral.decisions if one.outcome != Outcome.DEFER)
    )
    for member in referral.panel:
        yield _view(referral, member, over)


def _view(referral: ReferralFacts, member: PanelFact, over: datetime | None) -> Owed:
    return owed(
        Rule.PANEL_VIEW,
        referral.id,
        member.asked_at,
        Due(end_of(member.wanted_by)),
        met_at=member.answered_at,
        closed_at=over if member.answered_at is None else None,
        owner_user_id=member.user_id,
        turn=str(member.user_id),
    )


def waiting_reviews(person: CoreMemberFacts, practice: Practice) -> Iterator[Owed]:
    """Each day set for looking again; a seat in a Circle, or leaving the list, ends the waiting."""
    reviews = sorted(person.waiting_reviews, key=lambda one: (one.at, one.id))
    if not reviews:
        return
    seated = earliest(*(one.starts_at for one in person.seats if one.ends_at is None or one.ends_at > reviews[0].at))
    over = earliest(seated, person.left_at)
    for number, one in enumerate(reviews):
        later = reviews[number + 1].at if number + 1 < len(reviews) else None
        closed = max(over, one.at) if over is not None and later is None else None
        due = Due(end_of(one.review_on))
        yield owed(Rule.WAITING_REVIEW, person.id, one.at, due, met_at=later, closed_at=closed, turn=str(one.id))
