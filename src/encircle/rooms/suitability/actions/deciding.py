"""Decide on a referral: what the referrer is told and, where somebody is accepted, their place on the waiting list."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed
from encircle.common.ids import new_id
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.foundations.post.models import NoticeKind
from encircle.foundations.post.notices import notify_each
from encircle.rooms.organisation.models import KindStandard
from encircle.rooms.people.actions import Details, add_core_member, is_likely_birthday, record_home
from encircle.rooms.referrals.documents import take_over_papers
from encircle.rooms.referrals.models import Decision, DecisionWords, Referral
from encircle.rooms.referrals.queries import ReferralLine
from encircle.rooms.referrals.sections.answers import plain_date
from encircle.rooms.referrals.vocabulary import DeclineReason, Outcome

from ..known import present_hold
from ..models import Assessment
from ..rules import require_judging, why_not_decidable
from ..vocabulary import NextAction, Priority, WaitsFor
from .waiting import Looked, place_on_list

LEAST = 10  # characters of what the referrer is told


@dataclass(frozen=True, kw_only=True)
class Deciding:
    """`words` are what the referrer reads. `priority` and `waits_for` are asked where somebody is accepted."""

    outcome: Outcome
    words: str = ""
    reason: DeclineReason | None = None
    put_off_until: date | None = None
    priority: Priority = Priority.USUAL
    waits_for: WaitsFor = WaitsFor.VOLUNTEERS
    next_action: NextAction = NextAction.FIND_VOLUNTEERS
    review_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Known:
    """What the decision rests on, read before it: the person as referred, who decides, whose views are given."""

    person: Mapping[str, str]
    standard: KindStandard | None
    views: Collection[UUID]


@transaction.atomic
def decide(line: ReferralLine, deciding: Deciding, known: Known, *, id: UUID, by: Actor, at: datetime) -> None:
    """Raises Invalid or NotAllowed. The same form sent twice decides once; of two people the first one's counts."""
    if Decision.objects.filter(pk=id).exists():
        return
    require_judging(by, line)
    if refusal := why_not_decidable(by, line, known.standard, known.views):
        raise NotAllowed(refusal)
    _check(line, deciding, at)
    _write(line.referral, deciding, id, by, at)
    if deciding.outcome is Outcome.ACCEPT:
        _accept(line.referral, deciding, known.person, by, at)
    _tell_referrer(line.referral, at)


def _check(line: ReferralLine, deciding: Deciding, at: datetime) -> None:
    errors, today = {}, in_london(at).date()
    is_accepted = deciding.outcome is Outcome.ACCEPT
    if is_accepted and not Assessment.objects.filter(referral=line.referral).exists():
        raise NotAllowed("Assess whether the person is suitable before you accept the referral.")
    if is_accepted:
        _require_free_to_accept(line.referral.pk, today)
    if not is_accepted and len(deciding.words.strip()) < LEAST:
        errors["words"] = f"Tell the referrer why, in at least {LEAST} characters"
    if deciding.outcome is Outcome.DECLINE and deciding.reason is None:
        errors["reason"] = "Select a reason"
    if deciding.outcome is Outcome.DEFER and (deciding.put_off_until is None or deciding.put_off_until <= today):
        errors["put_off_until"] = "Enter a day after today"
    if is_accepted and (deciding.review_on is None or deciding.review_on <= today):
        errors["review_on"] = "Enter a day after today"
    if errors:
        raise Invalid(errors)


def _require_free_to_accept(referral_id: UUID, today: date) -> None:
    """A hold says whom to ask and never why; where there is none, a conflict changes nothing for whoever decides."""
    if hold := present_hold(referral_id, today):
        raise Invalid({"outcome": f"Do not accept before {plain_date(hold.row.not_before)}. Ask {hold.ask}"})


def _write(referral: Referral, deciding: Deciding, id: UUID, by: Actor, at: datetime) -> None:
    outcome = deciding.outcome
    row = Decision(
        id=id, referral=referral, area_id=referral.area_id, outcome=outcome,
        reason=(deciding.reason or "") if outcome is Outcome.DECLINE else "",
        put_off_until=deciding.put_off_until if outcome is Outcome.DEFER else None,
        decided_by_id=by.user_id, decided_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            Decision.objects.bulk_create([row])
    except IntegrityError:
        raise NotAllowed("This referral is decided already.") from None
    if words := deciding.words.strip():
        DecisionWords.objects.bulk_create(
            [DecisionWords(decision=row, referral=referral, area_id=referral.area_id, text=words)]
        )
    record(
        Verb.DECIDED, "referrals.referral", referral.pk, by=by.acting, area_id=referral.area_id,
        person_id=referral.subject_id, detail=outcome,
    )  # fmt: skip


def _accept(referral: Referral, deciding: Deciding, person: Mapping[str, str], by: Actor, at: datetime) -> None:
    """From here on the person is a core member: what the referrer wrote of who they are becomes their record."""
    details = Details(
        given_name=person.get("given_name", ""),
        family_name=person.get("family_name", ""),
        known_as=person.get("known_as", ""),
        born_on=_birthday(person.get("born_on", ""), in_london(at).date()),
    )
    core_member = add_core_member(referral.subject_id, referral.area_id, details, by=by, at=at)
    if address := person.get("address", "").strip():
        record_home(
            core_member, id=new_id(), address=" ".join(address.split())[:250], postcode="", phone="", by=by, at=at
        )
    take_over_papers(referral, by=by)
    looked = Looked(
        priority=deciding.priority,
        waits_for=deciding.waits_for,
        next_action=deciding.next_action,
        review_on=deciding.review_on or in_london(at).date(),
    )
    place_on_list(core_member, referral.kind, looked, referral=referral, by=by, at=at)


def _birthday(text: str, today: date) -> date | None:
    """Empty where it is not known, or plainly a slip of the pen in a form that cannot be changed any more."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if is_likely_birthday(day, today) else None


def _tell_referrer(referral: Referral, at: datetime) -> None:
    """Content-free, to whoever sent it. A paper form has nobody here to tell."""
    if not referral.on_paper:
        whom = [(referral.submission.submitted_by_id, referral.pk)]
        notify_each(whom, NoticeKind.WAITING, at=at, area_id=referral.area_id)
