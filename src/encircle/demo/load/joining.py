"""Who agreed to take part and who agrees no longer; capacity, what may be talked about; and a decision that is held."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Model

from encircle.rooms.joining.models import (
    Agreement,
    AgreementWithdrawn,
    AgreementWords,
    CapacityRecord,
    CapacityWords,
    DisclosureScope,
    ScopeForVolunteers,
    ScopeWords,
)
from encircle.rooms.suitability.models import DecisionHold

from ..plan import CharityPlan, shapes
from .keys import Keys

HELD = ("young-sent", "olga", 12)  # a referral, who is to be asked, and for how many days
NOT_YET = ("forming",)  # the Circle is being made, and somebody has still to agree
AFTER = timedelta(days=9)  # from the day somebody is added to the day they agree
GONE = timedelta(days=11)  # how long ago a carer agreed no longer


@dataclass(frozen=True)
class Given:
    """One party's agreement."""

    key: str
    circle: shapes.Circle
    carer: str | None
    at: datetime


def rows(plan: CharityPlan) -> Iterator[Iterable[Model]]:
    keys, given = Keys(plan), list(_given(plan))
    own = [one for one in given if one.carer is None]
    adapted = [one for one in own if one.circle.kind == "adapted"]
    young = [one for one in own if one.circle.kind == "young"]
    yield [_agreement(one, keys) for one in given]
    yield [_words(one, keys) for one in given]
    yield [_gone(one, plan.now, keys) for one in given if _agrees_no_longer(one)]
    yield [_looked(one, keys) for one in adapted]
    yield [_seen(one, keys) for one in adapted]
    yield [_scope(one, keys) for one in young]
    yield [_scope_words(one, keys) for one in young]
    yield [_told(one, keys) for one in young]
    yield [_hold(each, plan.now, keys) for each in plan.referrals if each.key == HELD[0]]


def _given(plan: CharityPlan) -> Iterator[Given]:
    added = {one.person: one.added_at for one in plan.core_members}
    carers: dict[str, list[shapes.Carer]] = {}
    for carer in plan.carers:
        carers.setdefault(carer.core_member, []).append(carer)
    for circle in plan.circles:
        person = circle.core_member
        at = added.get(person, plan.now) + AFTER
        if circle.state in NOT_YET or at >= plan.now or person not in added:
            continue
        yield Given(person, circle, None, at)
        for carer in carers.get(person, []):
            if carer.consent_required and carer.starts_at < plan.now - GONE - AFTER:
                yield Given(carer.person, circle, carer.person, max(at, carer.starts_at))


def _about(one: Given, keys: Keys) -> dict[str, object]:
    return {
        "core_member_id": keys.often("core member", one.circle.core_member), "area_id": keys.area(one.circle.area)
    }  # fmt: skip


def _agreement(one: Given, keys: Keys) -> Agreement:
    return Agreement(
        id=keys("joining agreement", one.key), **_about(one, keys), kind=one.circle.kind,
        carer_id=keys("carer", one.carer) if one.carer else None,
        style="easy_read" if one.circle.kind == "adapted" else "standard", agreed_on=one.at.date(), how="screen",
        is_voluntary=True, is_no_condition=True, taken_by_id=keys.user(one.circle.coordinator), recorded_at=one.at,
    )  # fmt: skip


def _words(one: Given, keys: Keys) -> AgreementWords:
    return AgreementWords(
        agreement_id=keys("joining agreement", one.key), **_about(one, keys), who_was_there="",
        help_given="We read the page together, line by line." if one.circle.kind == "adapted" else "",
    )  # fmt: skip


def _agrees_no_longer(one: Given) -> bool:
    return bool(one.carer and one.carer.endswith("-2"))


def _gone(one: Given, now: datetime, keys: Keys) -> AgreementWithdrawn:
    return AgreementWithdrawn(
        agreement_id=keys("joining agreement", one.key), **_about(one, keys), withdrawn_at=now - GONE, told="phone",
        by_id=keys.user(one.circle.coordinator), recorded_at=now - GONE,
    )  # fmt: skip


def _looked(one: Given, keys: Keys) -> CapacityRecord:
    return CapacityRecord(
        id=keys("capacity", one.key), **_about(one, keys), assessed_on=one.at.date(), understands=True, retains=True,
        weighs=True, communicates=True, by_id=keys.user(one.circle.coordinator), recorded_at=one.at,
    )  # fmt: skip


def _seen(one: Given, keys: Keys) -> CapacityWords:
    return CapacityWords(
        record_id=keys("capacity", one.key), **_about(one, keys), who_was_there="The key worker",
        seen="Said back what a Circle is, that it lasts about a year, and that saying no is all right.",
        help_given="Easy read with pictures, twice, a week apart, in the room that is known and quiet.",
    )  # fmt: skip


def _scope(one: Given, keys: Keys) -> DisclosureScope:
    return DisclosureScope(
        id=keys("scope", one.key), **_about(one, keys), agreed_on=one.at.date(),
        by_id=keys.user(one.circle.coordinator), recorded_at=one.at,
    )  # fmt: skip


def _scope_words(one: Given, keys: Keys) -> ScopeWords:
    return ScopeWords(
        scope_id=keys("scope", one.key), **_about(one, keys), agreed_with="The youth justice officer",
        may_be_spoken_of="School, friends, free time, and what helps to keep to the safety plan.",
        may_not_be_spoken_of="What happened. It is worked on with the therapist, and nowhere else.",
    )  # fmt: skip


def _told(one: Given, keys: Keys) -> ScopeForVolunteers:
    return ScopeForVolunteers(
        scope_id=keys("scope", one.key), **_about(one, keys),
        text="Talk about school, friends, free time and plans.\nDo not ask about the past.\n"
        "If it comes up, listen, and tell your coordinator.",
    )  # fmt: skip


def _hold(each: shapes.Referral, now: datetime, keys: Keys) -> DecisionHold:
    return DecisionHold(
        id=keys("hold", each.key), referral_id=keys.often("referral", each.key), area_id=keys.area(each.area),
        not_before=(now + timedelta(days=HELD[2])).date(), by_id=keys.user(HELD[1]), at=now - timedelta(hours=20),
    )  # fmt: skip
