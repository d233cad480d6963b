"""Enquiries with what came of them; referrals with their drafts and with what was submitted."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Model

from encircle.rooms.organisation.starting import criteria
from encircle.rooms.referrals.models import (
    Enquiry,
    EnquiryCheck,
    EnquiryNote,
    EnquiryStep,
    Holder,
    Referral,
    ReferralWithdrawn,
    SectionDraft,
    Submission,
    SubmittedSection,
)

from ..plan import CharityPlan, shapes
from ..plan.register import coordinator_of
from .keys import Keys, sure


def rows(plan: CharityPlan) -> Iterator[Iterable[Model]]:
    keys = Keys(plan)
    yield [_enquiry(each, keys) for each in plan.enquiries]
    yield [_note(each, keys) for each in plan.enquiries]
    yield [check for each in plan.enquiries for check in _checks(each, keys)]
    yield [step for each in plan.enquiries for step in _steps(each, keys)]
    yield [_referral(each, keys) for each in plan.referrals]
    yield [_holder(each, keys) for each in plan.referrals]
    yield [draft for each in plan.referrals for draft in _drafts(each, keys)]
    yield [_submission(each, keys) for each in plan.referrals if each.submitted_at]
    yield [section for each in plan.referrals for section in _sections(each, keys)]
    yield [_withdrawn(each, keys) for each in plan.referrals if each.withdrawn_at]


def _of_enquiry(each: shapes.Enquiry, keys: Keys) -> dict[str, Any]:
    return {"enquiry_id": keys.often("enquiry", each.key), "area_id": keys.area(each.area)}


def _of_referral(each: shapes.Referral, keys: Keys) -> dict[str, Any]:
    return {"referral_id": keys.often("referral", each.key), "area_id": keys.area(each.area)}


def _enquiry(each: shapes.Enquiry, keys: Keys) -> Enquiry:
    return Enquiry(
        id=keys.often("enquiry", each.key), reference=each.reference, area_id=keys.area(each.area), kind=each.kind,
        agency_id=keys.often("agency", each.agency) if each.agency else None, agency_name=each.agency_name,
        asked_by_name=each.asked_by, phone=each.phone, email=each.email, taken_by_id=keys.user(each.taken_by),
        taken_at=each.taken_at,
    )  # fmt: skip


def _note(each: shapes.Enquiry, keys: Keys) -> EnquiryNote:
    return EnquiryNote(
        id=keys("enquiry note", each.key), **_of_enquiry(each, keys), text=each.note, by_id=keys.user(each.taken_by),
        at=each.taken_at,
    )  # fmt: skip


def _checks(each: shapes.Enquiry, keys: Keys) -> Iterator[EnquiryCheck]:
    """Of what was talked through, the criteria that are asked for this kind."""
    asked = {one.position for one in criteria() if each.kind in one.kinds}
    for position, answer in each.answers:
        if position not in asked:
            continue
        yield EnquiryCheck(
            id=keys("enquiry check", f"{each.key}/{position}"), **_of_enquiry(each, keys),
            criterion_id=keys("criterion", str(position)), answer=answer,
        )  # fmt: skip


def _steps(each: shapes.Enquiry, keys: Keys) -> Iterator[EnquiryStep]:
    for number, step in enumerate(each.steps):
        yield EnquiryStep(
            id=keys("enquiry step", f"{each.key}/{number}"), **_of_enquiry(each, keys), kind=step.kind,
            reason=step.reason, call_back_on=step.on, by_id=keys.user(each.taken_by), at=step.at,
        )  # fmt: skip


def _referral(each: shapes.Referral, keys: Keys) -> Referral:
    return Referral(
        id=keys.often("referral", each.key), reference=each.reference, area_id=keys.area(each.area), kind=each.kind,
        subject_id=keys.often("subject", each.key),
        enquiry_id=keys.often("enquiry", each.enquiry) if each.enquiry else None,
        agency_id=keys.often("agency", each.agency), invited_by_id=keys.user(each.invited_by),
        invited_at=each.invited_at, on_paper=each.on_paper,
    )  # fmt: skip


def _holder(each: shapes.Referral, keys: Keys) -> Holder:
    is_staff = each.on_paper
    return Holder(
        id=keys("holder", each.key), **_of_referral(each, keys),
        professional_id=None if is_staff else keys.often("professional", each.holder),
        staff_id=keys.user(each.holder) if is_staff else None, starts_at=each.invited_at,
        handed_by_id=keys.user(each.invited_by),
    )  # fmt: skip


def _drafts(each: shapes.Referral, keys: Keys) -> Iterator[SectionDraft]:
    for draft in each.drafts:
        yield SectionDraft(
            id=keys("section draft", f"{each.key}/{draft.section}"), **_of_referral(each, keys), section=draft.section,
            answers=dict(draft.kept), done=draft.done, saved_at=draft.saved_at, saved_by_id=keys.user(each.holder),
        )  # fmt: skip


def _submission(each: shapes.Referral, keys: Keys) -> Submission:
    at = sure(each.submitted_at)
    return Submission(
        id=keys("submission", each.key), **_of_referral(each, keys), submitted_at=at,
        submitted_by_id=keys.user(each.holder),
        professional_id=None if each.on_paper else keys.often("professional", each.holder),
        paper_received_on=each.invited_at.date() if each.on_paper else None,
    )  # fmt: skip


def _sections(each: shapes.Referral, keys: Keys) -> Iterator[SubmittedSection]:
    for position, (section, answers) in enumerate(each.sections):
        yield SubmittedSection(
            id=keys("submitted section", f"{each.key}/{section}"), **_of_referral(each, keys), section=section,
            answers=dict(answers), position=position,
        )  # fmt: skip


def _withdrawn(each: shapes.Referral, keys: Keys) -> ReferralWithdrawn:
    return ReferralWithdrawn(
        **_of_referral(each, keys), by_id=keys.user(coordinator_of(each.area, 0)), at=sure(each.withdrawn_at),
        reason=each.withdrawn_for,
    )  # fmt: skip
