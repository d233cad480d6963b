"""What an application asks of convictions follows the recorded decision on what the role is eligible for."""

from datetime import timedelta

import pytest

from encircle.common.clock import in_london
from encircle.common.ids import new_id
from encircle.demo.words.applications import WRITTEN
from encircle.rooms.recruiting.actions.applying import (
    ChangedSince,
    Incomplete,
    revisions,
    save_answers,
    send_application,
)
from encircle.rooms.recruiting.application import DECLARATIONS, DECLARATIONS_UNSPENT, SECTIONS
from encircle.rooms.recruiting.declared import asks_not_protected
from encircle.rooms.recruiting.drafts import own, read_section, sections_of
from encircle.rooms.recruiting.models import SubmittedSection
from encircle.rooms.vetting import policy
from encircle.rooms.vetting.models import Eligibility
from tests.cast import acting, plant_cast
from tests.support.client import signed_in
from tests.support.database import as_owner

from .test_applying import invited, send, write

PAGE = "/volunteering/application/sections/declarations/"


@pytest.fixture
def cast(db):
    return plant_cast()


def decide(cast, level, kind="adult", days=-9):
    workforce = "adult" if level in ("enhanced", "barred") else ""
    with as_owner():
        Eligibility.objects.create(
            id=new_id(), kind=kind, level=level, workforce=workforce, grounds="Invented", decided_by=cast.users["olga"],
            in_force_from=in_london(cast.now).date() + timedelta(days=days), decided_at=cast.now,
        )  # fmt: skip


def asked(user):
    with acting(user) as actor:
        return read_section(own().applicant, "declarations", actor.now).asked


def kept():
    with as_owner():
        return SubmittedSection.objects.get(section="declarations").answers


def test_nothing_decided_asks_only_for_what_is_unspent(cast):
    _, user = invited(cast)
    assert asked(user) is DECLARATIONS_UNSPENT
    assert [one.code for one in DECLARATIONS_UNSPENT.questions] == ["unspent", "barred"]
    assert "spent you need not tell us" in DECLARATIONS_UNSPENT.intro
    assert "Exceptions" not in DECLARATIONS_UNSPENT.intro


@pytest.mark.parametrize(
    ("levels", "more"),
    [
        (["basic"], False), (["standard"], True), (["enhanced"], True), (["barred"], True),
        (["enhanced", "basic"], False), (["standard", "barred"], True),
    ],
)  # fmt: skip
def test_it_follows_the_decision_for_every_kind_of_circle(cast, levels, more):
    _, user = invited(cast)
    for kind, level in zip(("adult", "prison"), levels, strict=False):
        decide(cast, level, kind)
    assert (asked(user) is DECLARATIONS) == more == policy.asks_not_protected(levels)


def test_the_newest_decision_that_has_begun_counts(cast):
    _, user = invited(cast)
    decide(cast, "enhanced", days=-9)
    decide(cast, "basic", days=3)
    assert asked(user) is DECLARATIONS
    decide(cast, "basic", days=0)
    assert asked(user) is DECLARATIONS_UNSPENT
    with acting(user) as actor:
        assert not asks_not_protected(in_london(actor.now).date())
        assert Eligibility.objects.count() == 0, "an applicant reads no decision itself"


def test_what_was_asked_is_kept_with_the_answers(cast):
    _, user = invited(cast)
    write(user)
    send(user)
    answers = kept()
    assert answers["values"] == {"asked_for": "unspent", "unspent": "no", "barred": "no"}
    assert answers["lines"][0][1:3] == ["What was asked for", "Only what is unspent"]
    assert answers["intro"] == DECLARATIONS_UNSPENT.intro


def test_of_a_role_that_is_eligible_both_are_asked_and_kept(cast):
    decide(cast, "enhanced")
    _, user = invited(cast)
    write(user)
    send(user)
    answers = kept()
    assert answers["values"] == {"asked_for": "not_protected", "unspent": "no", "not_protected": "no", "barred": "no"}
    assert answers["intro"] == DECLARATIONS.intro
    with as_owner():
        assert "intro" not in SubmittedSection.objects.get(section="who").answers


def test_a_decision_meanwhile_opens_the_section_again_or_drops_the_answer(cast):
    _, user = invited(cast)
    write(user, *(set(SECTIONS) - {"declarations"}))
    with acting(user) as actor:
        asked_first = {"unspent": "no", "barred": "no"}
        save_answers("declarations", asked_first, base=0, is_finished=True, by=actor, at=actor.now)
        checked = revisions(sections_of(own().applicant, actor.now))
    decide(cast, "standard", days=-1)
    with acting(user) as actor, pytest.raises(Incomplete):
        send_application(checked=checked, by=actor, at=actor.now)
    with acting(user) as actor:
        save_answers("declarations", WRITTEN["declarations"], base=1, is_finished=True, by=actor, at=actor.now)
        checked = revisions(sections_of(own().applicant, actor.now))
    decide(cast, "basic", days=0)
    with acting(user) as actor, pytest.raises(ChangedSince):
        send_application(checked=checked, by=actor, at=actor.now)
    send(user)
    assert "not_protected" not in kept()["values"]


def test_the_page_shows_the_sentence_of_the_decision(cast):
    _, user = invited(cast)
    with as_owner():
        user.persona = "wilf"
        type(user).objects.filter(pk=user.pk).update(persona="wilf", password="!unusable")
    client = signed_in(user)
    first = client.get(PAGE).content.decode()
    assert "We ask only for what is unspent" in first
    assert "not_protected" not in first
    decide(cast, "enhanced")
    later = client.get(PAGE).content.decode()
    assert "Exceptions) Order 1975" in later
    assert "not_protected" in later
    assert SECTIONS["declarations"] is DECLARATIONS
