"""Judge a referral: assess it, ask a panel, give a view. Everything is appended, nothing edited."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed
from encircle.common.ids import new_id
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.foundations.post.models import NoticeKind
from encircle.foundations.post.notices import notify_each
from encircle.rooms.referrals.models import Referral
from encircle.rooms.referrals.queries import ReferralLine

from ..judging import panel_candidates
from ..models import Assessment, Evidence, Finding, PanelMember, View, ViewWords
from ..rules import require_judging
from ..vocabulary import Check, Found, Opinion

LEAST = 10  # characters of a reason


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What was found on one criterion, or on one check; `field` is the form's name for it."""

    field: str
    found: Found
    evidence: str
    criterion_id: UUID | None = None
    check: Check | None = None


@dataclass(frozen=True, kw_only=True)
class Assessed:
    met_on: date | None
    findings: Sequence[Judged]
    words: str = ""


@transaction.atomic
def assess(line: ReferralLine, assessed: Assessed, *, id: UUID, by: Actor, at: datetime) -> None:
    """What is not met, or not sure, needs what it rests on. The same form sent twice is kept once."""
    if Assessment.objects.filter(pk=id).exists():
        return
    require_judging(by, line)
    _check(assessed, at)
    carried = {"referral": line.referral, "area_id": line.referral.area_id}
    row = Assessment(id=id, met_on=assessed.met_on, by_id=by.user_id, at=at, **carried)
    Assessment.objects.bulk_create([row])
    findings = [
        Finding(assessment=row, criterion_id=one.criterion_id, check_made=one.check or "", found=one.found, **carried)
        for one in assessed.findings
    ]
    Finding.objects.bulk_create(findings)
    said = [(finding, one.evidence) for finding, one in zip(findings, assessed.findings, strict=True)]
    Evidence.objects.bulk_create(
        Evidence(id=new_id(), assessment=row, finding=finding, text=text.strip(), **carried)
        for finding, text in [*said, (None, assessed.words)]
        if text.strip()
    )
    _record(Verb.CREATED, "suitability.assessment", id, line.referral, by)


def _check(assessed: Assessed, at: datetime) -> None:
    errors = {
        f"{one.field}_why": "Say what this rests on"
        for one in assessed.findings
        if one.found is not Found.MET and len(one.evidence.strip()) < LEAST
    }
    if assessed.met_on and assessed.met_on > in_london(at).date():
        errors["met_on"] = "The interview must be today or earlier"
    if errors:
        raise Invalid(errors)


@transaction.atomic
def ask_panel(line: ReferralLine, members: Collection[UUID], *, wanted_by: date, by: Actor, at: datetime) -> None:
    """Each is told that something waits. Who was asked already is not asked twice."""
    require_judging(by, line)
    _check_members(line, members, wanted_by, at)
    known = set(PanelMember.objects.filter(referral=line.referral).values_list("user", flat=True))
    new = [user_id for user_id in members if user_id not in known]
    PanelMember.objects.bulk_create(
        PanelMember(
            referral=line.referral, area_id=line.referral.area_id, user_id=user_id, asked_by_id=by.user_id,
            asked_at=at, wanted_by=wanted_by,
        )
        for user_id in new
    )  # fmt: skip
    if new:
        _record(Verb.CHANGED, "referrals.referral", line.referral.pk, line.referral, by, ["panel"])
        whom = [(user_id, line.referral.pk) for user_id in new if user_id != by.user_id]
        notify_each(whom, NoticeKind.WAITING, at=at, area_id=line.referral.area_id)


def _check_members(line: ReferralLine, members: Collection[UUID], wanted_by: date, at: datetime) -> None:
    errors = {}
    if not members:
        errors["members"] = "Select at least one member"
    elif set(members) - {user_id for user_id, _ in panel_candidates(line.referral.area_id, at)}:
        errors["members"] = "Select members from the list"
    if wanted_by < in_london(at).date():
        errors["wanted_by"] = "The day must be today or later"
    if errors:
        raise Invalid(errors)


@transaction.atomic
def give_view(line: ReferralLine, opinion: Opinion, words: str, *, id: UUID, by: Actor, at: datetime) -> None:
    """In one's own name, by whoever was asked. Who thinks again gives another view; the earlier one stays."""
    if View.objects.filter(pk=id).exists():
        return
    require_judging(by, line)
    if not PanelMember.objects.filter(referral=line.referral, user=by.user_id).exists():
        raise NotAllowed("You were not asked for your view on this referral.")
    if len(words.strip()) < LEAST:
        raise Invalid({"words": f"Say why, in at least {LEAST} characters"})
    carried = {"referral": line.referral, "area_id": line.referral.area_id}
    view = View(id=id, user_id=by.user_id, opinion=opinion, at=at, **carried)
    View.objects.bulk_create([view])
    ViewWords.objects.bulk_create([ViewWords(view=view, text=words.strip(), **carried)])
    _record(Verb.CREATED, "suitability.view", id, line.referral, by)


def _record(
    verb: Verb, item_type: str, item_id: UUID, referral: Referral, by: Actor, fields: Sequence[str] = ()
) -> None:
    record(
        verb, item_type, item_id, by=by.acting, area_id=referral.area_id, person_id=referral.subject_id,
        fields=list(fields),
    )  # fmt: skip
