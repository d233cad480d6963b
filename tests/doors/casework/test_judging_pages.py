"""Judging a referral on its pages: assessing, asking a panel, deciding, and the waiting list it leads to."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from encircle.common.clock import in_london
from encircle.common.ids import new_id
from encircle.rooms.organisation.models import Criterion, KindStandard
from encircle.rooms.people.models import CoreMember
from encircle.rooms.referrals.models import Decision
from encircle.rooms.suitability.models import Assessment, PanelMember, View, WaitingFree, WaitingLeft, WaitingReview
from encircle.rooms.suitability.vocabulary import Check
from tests.cast import plant_cast
from tests.rooms.referrals.test_what_was_submitted import submitted
from tests.rooms.suitability.test_judging import accepted, ask, judge, say, settle
from tests.support.client import signed_in
from tests.support.database import as_owner

FRAME = 9
WHY = "They said so themselves, by the wheatear’s nest."


@pytest.fixture
def cast(db):
    return plant_cast()


@pytest.fixture
def one(cast):
    with as_owner():
        Criterion.objects.create(words="Can row a boat", kinds=["adult"], position=1)
        return submitted(cast)


def at(name, *args):
    return reverse(f"casework:{name}", args=args)


def text(answer, status=200):
    assert answer.status_code == status
    return " ".join(BeautifulSoup(answer.content, "html.parser").main.get_text(" ").split())


def day(name, moment):
    return {f"{name}_day": moment.day, f"{name}_month": moment.month, f"{name}_year": moment.year}


def answers(**more):
    """The form of an assessment, everything met."""
    fields = [*(f"check_{check.value}" for check in Check), "criterion_0"]
    return {"once": new_id(), "words": "", **dict.fromkeys(fields, "met"), **{f"{f}_why": "" for f in fields}, **more}


def test_an_assessment_is_kept_once_and_read_on_the_referral(cast, one):
    cora = signed_in(cast.cora)
    assert "Can row a boat" in text(cora.get(at("referral_assessment", one.pk)))
    faulty = cora.post(at("referral_assessment", one.pk), answers(criterion_0="unsure"))
    assert "Say what this rests on" in text(faulty, 422)
    given = answers(criterion_0="unsure", criterion_0_why=WHY)
    for _ in range(2):
        assert cora.post(at("referral_assessment", one.pk), given).status_code == 302
    page = text(cora.get(at("referral", one.pk)))
    assert ("Can row a boat Unsure" in page, WHY in page) == (True, True)
    with as_owner():
        assert Assessment.objects.count() == 1


def test_a_panel_is_asked_and_each_gives_a_view_of_their_own(cast, one):
    cora, cleo = signed_in(cast.cora), signed_in(cast.cleo)
    coming = in_london(cast.now).date() + timedelta(days=3)
    assert "Select at least one member" in text(cora.post(at("referral_panel", one.pk), day("wanted_by", coming)), 422)
    cora.post(at("referral_panel", one.pk), {"members": [cast.cleo.pk], **day("wanted_by", coming)})
    with as_owner():
        assert PanelMember.objects.get().user_id == cast.cleo.pk
    assert "You were not asked" in text(cora.get(at("referral_view", one.pk)), 403)
    assert "Say what you think" in text(cleo.get(at("referral", one.pk)))
    cleo.post(at("referral_view", one.pk), {"once": new_id(), "opinion": "decline", "words": WHY})
    assert WHY in text(cora.get(at("referral", one.pk)))
    with as_owner():
        assert View.objects.get().opinion == "decline"


def decision(**more):
    return {"once": new_id(), "outcome": "accept", "words": "", "reason": "", **more}


def test_a_decision_tells_what_it_lacks_and_is_made_once(cast, one):
    judge(cast, one)
    sena, coming = signed_in(cast.sena), in_london(cast.now).date() + timedelta(days=30)
    assert "Decide" not in text(signed_in(cast.cora).get(at("referral", one.pk))).split("How it is judged")[1][:400]
    assert "A senior coordinator" in text(signed_in(cast.cora).get(at("referral_decision", one.pk)), 403)
    lacking = text(sena.post(at("referral_decision", one.pk), decision(outcome="decline")), 422)
    assert ("Tell the referrer why" in lacking, "Select a reason" in lacking) == (True, True)
    given = decision(priority="high", waits_for="volunteers", **day("review_on", coming))
    for _ in range(2):
        assert sena.post(at("referral_decision", one.pk), given).headers["location"] == at("referral", one.pk)
    with as_owner():
        assert Decision.objects.get().outcome == "accept"
        assert CoreMember.objects.filter(pk=one.subject_id).exists()
    page = text(sena.get(at("referral", one.pk)))
    assert ("Accepted" in page, "Their place on the waiting list" in page, "Withdraw" in page) == (True, True, False)
    assert "decided already" in text(sena.get(at("referral_assessment", one.pk)), 403)


def test_when_who_waits_can_meet_is_asked_and_what_was_said_before_is_kept(cast):
    one = accepted(cast)
    cora = signed_in(cast.cora)
    assert "Can meet Not asked yet: any day" in text(cora.get(at("waiting_place", one.subject_id)))
    times = at("waiting_times", one.subject_id)
    assert "Select at least one day" in text(cora.post(times, {"once": new_id()}), 422)
    once = new_id()
    for _ in range(2):
        assert cora.post(times, {"once": once, "evening": ["1_evening", "3_evening"]}).status_code == 302
    page = text(cora.get(at("waiting_place", one.subject_id)))
    assert "Can meet Tuesday evening Thursday evening" in page
    boxes = BeautifulSoup(cora.get(times).content, "html.parser").select("input[checked]")
    assert [box["value"] for box in boxes] == ["1_evening", "3_evening"]
    cora.post(times, {"once": new_id(), "morning": ["5_morning"]})
    assert "Can meet Saturday morning" in text(cora.get(at("waiting_place", one.subject_id)))
    with as_owner():
        assert WaitingFree.objects.count() == 2


def test_who_waits_is_looked_at_again_and_may_leave(cast):
    one = accepted(cast)
    cora, coming = signed_in(cast.cora), in_london(cast.now).date() + timedelta(days=30)
    assert "1 person waiting" in text(cora.get(at("waiting_list")))
    said = {"priority": "first", "waits_for": "release", "next_action": "wait", **day("review_on", coming)}
    once = new_id()
    for _ in range(2):
        cora.post(at("waiting_review", one.subject_id), {"once": once, **said})
    page = text(cora.get(at("waiting_place", one.subject_id)))
    assert "Release from prison" in page
    with as_owner():
        assert WaitingReview.objects.count() == 2
    with as_owner():
        waits = CoreMember.objects.get(pk=one.subject_id)
    leaving = cora.get(at("waiting_leaving", one.subject_id))
    assert f"{waits.given_name} {waits.family_name}" in text(leaving)
    assert waits.family_name not in BeautifulSoup(leaving.content, "html.parser").title.text
    assert "Select why they leave" in text(cora.post(at("waiting_leaving", one.subject_id), {}), 422)
    cora.post(at("waiting_leaving", one.subject_id), {"reason": "moved"})
    assert "They moved away" in text(cora.get(at("waiting_place", one.subject_id)))
    assert "Nobody waits" in text(cora.get(at("waiting_list")))
    with as_owner():
        assert WaitingLeft.objects.get().reason == "moved"


@pytest.mark.parametrize("name", ["referral_assessment", "referral_panel", "referral_view", "referral_decision"])
@pytest.mark.parametrize("who", ["colin", "vera", "petra", "adam", "dana"])
def test_outside_the_area_none_of_it_exists(cast, one, name, who):
    assert signed_in(cast.users[who]).get(at(name, one.pk)).status_code == 404


@pytest.mark.parametrize(("name", "count"), [("waiting_list", 12), ("waiting_place", 14), ("referral", 19)])
@pytest.mark.parametrize("number", [1, 3])
def test_pages_ask_as_often_for_three_as_for_one(cast, name, count, number):
    with as_owner():
        KindStandard.objects.update(decided_by="panel")
    ones = []
    for _ in range(number):
        with as_owner():
            ones.append(submitted(cast))
        for _ in range(number):
            judge(cast, ones[-1])
        ask(cast, ones[-1], *["cleo", "sena", "olga"][: number + 1])
        for who in ["cleo", "sena", "olga"][: number + 1]:
            say(cast, ones[-1], who)
        settle(cast, ones[-1])
    arguments = {"waiting_list": (), "waiting_place": (ones[0].subject_id,), "referral": (ones[0].pk,)}
    client = signed_in(cast.cora)
    client.get(at("waiting_list"))
    with CaptureQueriesContext(connection) as captured:
        assert client.get(at(name, *arguments[name])).status_code == 200
    assert len(captured) == FRAME + count
