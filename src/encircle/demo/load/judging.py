"""Assessments, panels, decisions; the core members they made, and the waiting list."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Model

from encircle.rooms.people.models import CoreMember
from encircle.rooms.referrals.models import Decision, DecisionWords, ReferralRead
from encircle.rooms.suitability.models import (
    Assessment,
    Evidence,
    Finding,
    PanelMember,
    View,
    ViewWords,
    WaitingLeft,
    WaitingPlace,
    WaitingReview,
)

from ..plan import CharityPlan, shapes
from .keys import Keys, sure

DECIDES = "sena"
READ_AFTER = timedelta(hours=3)


def rows(plan: CharityPlan) -> Iterator[Iterable[Model]]:
    keys, every = Keys(plan), plan.judgings
    decided = [each for each in every if each.decided_at]
    waiting = [each for each in every if each.waiting]
    referrals = {each.key: each for each in plan.referrals}
    yield [_read(each, referrals[each.referral], keys) for each in every]
    yield [_assessment(each, keys) for each in every]
    yield [_finding(each, one, keys) for each in every for one in each.evidence]
    yield [_evidence(each, one, keys) for each in every for one in each.evidence]
    yield [_whole(each, keys) for each in every]
    yield [_member(each, one, keys) for each in every for one in each.members]
    yield [_view(each, one, keys) for each in every for one in each.members if one.given_at]
    yield [_words(each, one, keys) for each in every for one in each.members if one.given_at]
    yield [_decision(each, keys) for each in decided]
    yield [_told(each, keys) for each in decided]
    yield [_core_member(each, referrals[each.referral], keys) for each in waiting]
    yield [_place(each, referrals[each.referral], keys) for each in waiting]
    yield [_review(each, each.waiting, keys) for each in waiting if each.waiting]
    yield [_left(each, each.waiting, keys) for each in waiting if each.waiting and each.waiting.left_at]


def _of(each: shapes.Judging, keys: Keys) -> dict[str, Any]:
    return {"referral_id": keys.often("referral", each.referral), "area_id": keys.area(each.area)}


def _read(each: shapes.Judging, referral: shapes.Referral, keys: Keys) -> ReferralRead:
    return ReferralRead(
        **_of(each, keys), read_by_id=keys.user(each.assessor),
        read_at=min(sure(referral.submitted_at) + READ_AFTER, each.assessed_at),
    )  # fmt: skip


def _assessment(each: shapes.Judging, keys: Keys) -> Assessment:
    return Assessment(
        id=keys.often("assessment", each.referral), **_of(each, keys), met_on=each.assessed_at.date(),
        by_id=keys.user(each.assessor), at=each.assessed_at,
    )  # fmt: skip


def _finding(each: shapes.Judging, one: tuple[str, str, str], keys: Keys) -> Finding:
    return Finding(
        id=keys.often("finding", f"{each.referral}/{one[0]}"), **_of(each, keys), check_made=one[0], found=one[1],
        assessment_id=keys.often("assessment", each.referral),
    )  # fmt: skip


def _evidence(each: shapes.Judging, one: tuple[str, str, str], keys: Keys) -> Evidence:
    return Evidence(
        id=keys("evidence", f"{each.referral}/{one[0]}"), **_of(each, keys), text=one[2],
        assessment_id=keys.often("assessment", each.referral),
        finding_id=keys.often("finding", f"{each.referral}/{one[0]}"),
    )  # fmt: skip


def _whole(each: shapes.Judging, keys: Keys) -> Evidence:
    return Evidence(
        id=keys("evidence", each.referral), **_of(each, keys), text=each.whole,
        assessment_id=keys.often("assessment", each.referral),
    )  # fmt: skip


def _member(each: shapes.Judging, one: shapes.Member, keys: Keys) -> PanelMember:
    return PanelMember(
        id=keys("panel member", f"{each.referral}/{one.person}"), **_of(each, keys), user_id=keys.user(one.person),
        asked_by_id=keys.user(each.assessor), asked_at=one.asked_at, wanted_by=one.wanted_by,
    )  # fmt: skip


def _view(each: shapes.Judging, one: shapes.Member, keys: Keys) -> View:
    return View(
        id=keys.often("view", f"{each.referral}/{one.person}"), **_of(each, keys), user_id=keys.user(one.person),
        opinion=one.opinion, at=sure(one.given_at),
    )  # fmt: skip


def _words(each: shapes.Judging, one: shapes.Member, keys: Keys) -> ViewWords:
    return ViewWords(
        id=keys("view words", f"{each.referral}/{one.person}"), **_of(each, keys), text=one.words,
        view_id=keys.often("view", f"{each.referral}/{one.person}"),
    )  # fmt: skip


def _decision(each: shapes.Judging, keys: Keys) -> Decision:
    return Decision(
        id=keys.often("decision", each.referral), **_of(each, keys), outcome=each.outcome, reason=each.reason,
        put_off_until=each.put_off_until, decided_by_id=keys.user(DECIDES), decided_at=sure(each.decided_at),
    )  # fmt: skip


def _told(each: shapes.Judging, keys: Keys) -> DecisionWords:
    return DecisionWords(decision_id=keys.often("decision", each.referral), **_of(each, keys), text=each.told)


def _core_member(each: shapes.Judging, referral: shapes.Referral, keys: Keys) -> CoreMember:
    """Who they are is what the referrer wrote."""
    person = dict(referral.sections)["person"]["values"]
    born_on = person.get("born_on", "")
    return CoreMember(
        id=keys.often("subject", each.referral), reference=referral.reference.replace("R", "P", 1),
        area_id=keys.area(each.area), given_name=person["given_name"], family_name=person["family_name"],
        known_as=person.get("known_as") or person["given_name"],
        born_on=date.fromisoformat(born_on) if born_on[:1].isdigit() else None,
        added_at=sure(each.decided_at), added_by_id=keys.user(DECIDES),
    )  # fmt: skip


def _place(each: shapes.Judging, referral: shapes.Referral, keys: Keys) -> WaitingPlace:
    return WaitingPlace(
        core_member_id=keys.often("subject", each.referral), **_of(each, keys), kind=referral.kind,
        since=sure(each.decided_at), by_id=keys.user(DECIDES),
    )  # fmt: skip


def _review(each: shapes.Judging, one: shapes.Waiting, keys: Keys) -> WaitingReview:
    return WaitingReview(
        id=keys("waiting review", each.referral), place_id=keys.often("subject", each.referral),
        area_id=keys.area(each.area), priority=one.priority, waits_for=one.waits_for, next_action=one.next_action,
        review_on=one.review_on, by_id=keys.user(DECIDES), at=sure(each.decided_at),
    )  # fmt: skip


def _left(each: shapes.Judging, one: shapes.Waiting, keys: Keys) -> WaitingLeft:
    return WaitingLeft(
        place_id=keys.often("subject", each.referral), area_id=keys.area(each.area), reason=one.left_for,
        by_id=keys.user(each.assessor), at=sure(one.left_at),
    )  # fmt: skip
