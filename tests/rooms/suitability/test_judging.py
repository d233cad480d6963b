"""A referral is judged by the staff of its area and decided once; the referrer learns the decision, nothing else."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed
from encircle.common.ids import new_id
from encircle.foundations.audit.models import Entry
from encircle.foundations.post.models import Notice
from encircle.rooms.circles.models import Circle, Seat
from encircle.rooms.organisation.models import Criterion, KindStandard
from encircle.rooms.people.models import CoreMember, HomeContact
from encircle.rooms.referrals.actions.opening import open_referral
from encircle.rooms.referrals.actions.withdrawing import withdraw_referral
from encircle.rooms.referrals.models import Decision, DecisionWords, ReferralWithdrawn
from encircle.rooms.referrals.queries import referral, referrals_waiting
from encircle.rooms.referrals.standard import decision_clock
from encircle.rooms.referrals.vocabulary import DeclineReason, Outcome, State, WithdrawalReason
from encircle.rooms.suitability.actions.deciding import Deciding, Known, decide
from encircle.rooms.suitability.actions.judging import Assessed, Judged, ask_panel, assess, give_view
from encircle.rooms.suitability.actions.waiting import Looked, leave_list, look_again
from encircle.rooms.suitability.judging import judging, panel_candidates, person_of
from encircle.rooms.suitability.models import Evidence, Finding, View, ViewWords, WaitingPlace
from encircle.rooms.suitability.vocabulary import (
    Check,
    Found,
    LeftReason,
    NextAction,
    Opinion,
    Priority,
    WaitsFor,
)
from encircle.rooms.suitability.waiting import Wanted, place, waiting_list
from tests.cast import acting, plant_cast
from tests.rooms.referrals.form import invited
from tests.rooms.referrals.test_what_was_submitted import submitted
from tests.support.database import as_owner

DISSENT = "I met them once, and the wheatear was not at ease."


@pytest.fixture
def cast(db):
    return plant_cast()


@pytest.fixture
def one(cast):
    with as_owner():
        return submitted(cast)


def standard(**fields):
    with as_owner():
        KindStandard.objects.filter(kind="adult").update(**fields)


def found(field, what, evidence="", **more):
    return Judged(field=field, found=what, evidence=evidence, **more)


def assessed(*more, words="", met_on=None):
    checks = [found(f"check_{check}", Found.MET, check=check) for check in Check]
    return Assessed(met_on=met_on, findings=[*checks, *more], words=words)


def judge(cast, one, who="cora", what=None, id=None):
    with acting(cast.users[who]) as actor:
        line = referral(one.pk, clock=decision_clock())
        assess(line, what or assessed(), id=id or new_id(), by=actor, at=actor.now)


def ask(cast, one, *members, who="cora", days=7):
    with acting(cast.users[who]) as actor:
        line = referral(one.pk, clock=decision_clock())
        wanted_by = in_london(actor.now).date() + timedelta(days=days)
        ask_panel(line, [cast.users[name].pk for name in members], wanted_by=wanted_by, by=actor, at=actor.now)


def say(cast, one, who, opinion=Opinion.ACCEPT, words=DISSENT, id=None):
    with acting(cast.users[who]) as actor:
        give_view(referral(one.pk, clock=decision_clock()), opinion, words, id=id or new_id(), by=actor, at=actor.now)


def deciding(cast, outcome=Outcome.ACCEPT, **more):
    later = in_london(cast.now).date() + timedelta(days=20)
    given = {
        Outcome.ACCEPT: {"review_on": later},
        Outcome.DECLINE: {"reason": DeclineReason.AREA, "words": "They will move away in spring."},
        Outcome.DEFER: {"put_off_until": later, "words": "We would like to meet the person again."},
    }
    return Deciding(**({"outcome": outcome} | given[outcome] | more))


def settle(cast, one, outcome=Outcome.ACCEPT, *, who="sena", id=None, **more):
    with acting(cast.users[who]) as actor:
        line, sections = open_referral(one.pk, by=actor, clock=decision_clock())
        before = judging(line, in_london(actor.now).date())
        known = Known(person=person_of(sections), standard=before.standard, views=before.views)
        decide(line, deciding(cast, outcome, **more), known, id=id or new_id(), by=actor, at=actor.now)


def state(cast, one):
    with acting(cast.cora):
        return referral(one.pk, clock=decision_clock()).state


# --- assessing ---


def test_each_criterion_is_met_or_not_with_what_that_rests_on(cast, one):
    with as_owner():
        boat = Criterion.objects.create(words="Can row a boat", kinds=["adult"], position=1)
    what = assessed(
        found("criterion_0", Found.UNSURE, "Nobody has asked yet.", criterion_id=boat.pk), words="A quiet person."
    )
    once = new_id()
    for _ in range(2):
        judge(cast, one, what=what, id=once)
    with acting(cast.cora) as cora:
        line, _ = open_referral(one.pk, by=cora, clock=decision_clock())
        (seen,) = judging(line, in_london(cora.now).date()).assessments
        assert (seen.by, seen.words, len(seen.findings)) == ("Cora Fernleigh", "A quiet person.", 4)
        assert [(row.asks, row.found, row.evidence) for row in seen.findings][-1] == (
            "Can row a boat", Found.UNSURE, "Nobody has asked yet.",
        )  # fmt: skip


def test_what_is_not_met_or_not_sure_says_why(cast, one):
    with pytest.raises(Invalid) as refusal:
        judge(cast, one, what=assessed(found("criterion_0", Found.NOT_MET, "No.")))
    assert refusal.value.errors == {"criterion_0_why": "Say what this rests on"}
    tomorrow = in_london(cast.now).date() + timedelta(days=1)
    with pytest.raises(Invalid) as refusal:
        judge(cast, one, what=assessed(met_on=tomorrow))
    assert list(refusal.value.errors) == ["met_on"]


def test_nothing_is_judged_before_it_is_submitted_or_after_it_is_over(cast, one):
    with as_owner():
        draft = invited(cast, "omar")
    with pytest.raises(NotAllowed, match="not been submitted"):
        judge(cast, draft)
    with acting(cast.cora) as cora:
        withdraw_referral(one, WithdrawalReason.OTHER, by=cora, at=cora.now)
    for attempt in (lambda: judge(cast, one), lambda: ask(cast, one, "cleo"), lambda: settle(cast, one)):
        with pytest.raises(NotAllowed, match="withdrawn"):
            attempt()


# --- a panel ---


def test_members_are_told_and_each_says_what_they_think_in_their_own_name(cast, one):
    ask(cast, one, "cleo", "sena")
    ask(cast, one, "cleo")
    with as_owner():
        assert sorted(Notice.objects.values_list("user", flat=True)) == sorted([cast.cleo.pk, cast.sena.pk])
    say(cast, one, "cleo", Opinion.DECLINE)
    say(cast, one, "sena", words="They would do well here.")
    say(cast, one, "sena", Opinion.DEFER, words="On second thoughts, meet them first.")
    with acting(cast.cora) as cora:
        line, _ = open_referral(one.pk, by=cora, clock=decision_clock())
        panel = judging(line, in_london(cora.now).date()).panel
        assert {(row.user_id, row.opinion, row.words) for row in panel} == {
            (cast.cleo.pk, Opinion.DECLINE, DISSENT),
            (cast.sena.pk, Opinion.DEFER, "On second thoughts, meet them first."),
        }
    with as_owner():
        assert View.objects.count() == 3


def test_only_those_asked_give_a_view_and_only_those_who_see_the_referral_are_asked(cast, one):
    with pytest.raises(NotAllowed, match="not asked"):
        say(cast, one, "cora")
    with acting(cast.cora) as cora:
        names = {user_id for user_id, _ in panel_candidates(one.area_id, cora.now)}
    assert names == {cast.users[who].pk for who in ("cora", "cleo", "sena", "olga")}
    with pytest.raises(Invalid) as refusal:
        ask(cast, one, "colin", days=-1)
    assert sorted(refusal.value.errors) == ["members", "wanted_by"]


def test_a_view_in_a_colleagues_name_is_refused_by_the_database(cast, one):
    ask(cast, one, "cleo")
    with acting(cast.cora) as cora, pytest.raises(Exception, match="row-level security"):
        View.objects.bulk_create(
            [View(referral=one, area_id=one.area_id, user=cast.cleo, opinion="accept", at=cora.now)]
        )


# --- the decision ---


def test_by_the_standard_a_senior_decides_a_coordinator_or_a_panel(cast, one):
    judge(cast, one)
    with pytest.raises(NotAllowed, match="senior coordinator"):
        settle(cast, one, who="cora")
    standard(decided_by="panel", panel_quorum=2)
    ask(cast, one, "cleo", "sena")
    say(cast, one, "cleo")
    with pytest.raises(NotAllowed, match="2 of its members"):
        settle(cast, one, who="cora")
    say(cast, one, "sena")
    settle(cast, one, who="cora")
    assert state(cast, one) is State.ACCEPTED


def test_a_coordinator_decides_where_the_standard_says_so(cast, one):
    standard(decided_by="coordinator")
    settle(cast, one, Outcome.DECLINE, who="cora")
    assert state(cast, one) is State.DECLINED


def test_who_is_accepted_becomes_a_core_member_and_waits(cast, one):
    with pytest.raises(NotAllowed, match="Assess"):
        settle(cast, one)
    judge(cast, one)
    once = new_id()
    for _ in range(2):
        settle(cast, one, priority=Priority.HIGH, id=once)
    with as_owner():
        member = CoreMember.objects.get(pk=one.subject_id)
        assert (member.area_id, member.family_name) == (one.area_id, "Quillon")
        assert HomeContact.objects.filter(core_member=member).count() == 1
        assert Decision.objects.count() == 1
        assert Entry.objects.filter(verb="decided", item_id=one.pk, detail="accept").count() == 1
        assert list(Notice.objects.values_list("user", "kind")) == [(cast.petra.pk, "waiting")]
    with acting(cast.cora):
        (line,), total = waiting_list(Wanted(), first=0, count=20)
        assert (line.place.pk, line.review.priority, total) == (one.subject_id, "high", 1)
        assert referrals_waiting(areas=None, count=9, clock=decision_clock())[1] == 0


def test_it_is_decided_once(cast, one):
    settle(cast, one, Outcome.DEFER)
    assert state(cast, one) is State.SUBMITTED
    settle(cast, one, Outcome.DECLINE)
    with pytest.raises(NotAllowed, match="decided already"):
        settle(cast, one)
    with as_owner(), pytest.raises(Exception, match="referrals_decision_once"):
        Decision.objects.create(
            referral=one, area_id=one.area_id, outcome="accept", decided_by=cast.olga, decided_at=cast.now
        )


@pytest.mark.parametrize(
    ("outcome", "missing", "field"),
    [
        (Outcome.DECLINE, {"reason": None}, "reason"),
        (Outcome.DECLINE, {"words": "No."}, "words"),
        (Outcome.DEFER, {"put_off_until": None}, "put_off_until"),
        (Outcome.ACCEPT, {"review_on": None}, "review_on"),
    ],
)
def test_a_decision_says_what_it_needs(cast, one, outcome, missing, field):
    judge(cast, one)
    with pytest.raises(Invalid) as refusal:
        settle(cast, one, outcome, **missing)
    assert list(refusal.value.errors) == [field]
    assert state(cast, one) is State.SUBMITTED


def test_the_referrer_learns_the_decision_and_nothing_else(cast, one):
    judge(cast, one, what=assessed(words="A quiet wheatear."))
    ask(cast, one, "cleo")
    say(cast, one, "cleo", Opinion.DECLINE)
    settle(cast, one, Outcome.DECLINE)
    tables = [table for table in connection.introspection.table_names() if table.startswith("suitability_")]
    assert len(tables) == len(list(apps.get_app_config("suitability").get_models()))
    with acting(cast.petra):
        assert Decision.objects.get().reason == DeclineReason.AREA
        assert list(DecisionWords.objects.all()) == []  # against a receipt alone
        with connection.cursor() as cursor:
            for table in tables:
                cursor.execute(f"SELECT count(*) FROM {table}")
                assert cursor.fetchone() == (0,)
    with acting(cast.omar):
        assert not Decision.objects.exists()


def test_words_are_read_against_the_referrals_receipt(cast, one):
    judge(cast, one, what=assessed(words="A quiet wheatear."))
    ask(cast, one, "cleo")
    say(cast, one, "cleo")
    with acting(cast.cora) as cora:
        assert (Evidence.objects.count(), ViewWords.objects.count(), Finding.objects.count()) == (0, 0, 3)
        open_referral(one.pk, by=cora, clock=decision_clock())
        assert (Evidence.objects.count(), ViewWords.objects.count()) == (1, 1)
    with acting(cast.colin):
        assert not Finding.objects.exists()


# --- the waiting list ---


def accepted(cast, **more):
    with as_owner():
        one = submitted(cast, **more)
    judge(cast, one)
    settle(cast, one)
    return one


def looked(cast, **more):
    later = in_london(cast.now).date() + timedelta(days=30)
    given = {"priority": Priority.FIRST, "waits_for": WaitsFor.RELEASE, "next_action": NextAction.WAIT}
    return Looked(**({**given, "review_on": later} | more))


def test_the_most_urgent_stand_first_and_then_the_longest_waiting(cast):
    first, second = accepted(cast), accepted(cast)
    with acting(cast.cora) as cora:
        look_again(place(second.subject_id).place, looked(cast), id=new_id(), by=cora, at=cora.now)
        lines, _ = waiting_list(Wanted(), first=0, count=20)
        assert [line.place.pk for line in lines] == [second.subject_id, first.subject_id]
        with pytest.raises(Invalid):
            look_again(
                place(first.subject_id).place, looked(cast, review_on=in_london(cora.now).date()), id=new_id(),
                by=cora, at=cora.now,
            )  # fmt: skip


def test_a_seat_in_a_circle_ends_the_wait_by_itself(cast):
    one = accepted(cast)
    with as_owner():
        circle = Circle.objects.create(
            reference="C-9999", name="Wheatear", area_id=one.area_id, kind="adult", opened_at=cast.now
        )
        Seat.objects.create(
            circle=circle, area_id=one.area_id, part="core_member", core_member_id=one.subject_id, display_name="W",
            starts_at=cast.now + timedelta(hours=1),
        )  # fmt: skip
    with acting(cast.cora):
        assert waiting_list(Wanted(), first=0, count=20) == ([], 0)


def test_who_leaves_without_a_circle_leaves_once_and_with_a_reason(cast):
    one = accepted(cast)
    with acting(cast.cora) as cora:
        leave_list(place(one.subject_id).place, LeftReason.MOVED, by=cora, at=cora.now)
        assert waiting_list(Wanted(), first=0, count=20)[1] == 0
    with acting(cast.cora) as cora, pytest.raises(NotAllowed, match="left the waiting list already"):
        leave_list(place(one.subject_id).place, LeftReason.OTHER, by=cora, at=cora.now)


def test_it_is_the_areas_own(cast):
    accepted(cast)
    with acting(cast.colin):
        assert waiting_list(Wanted(), first=0, count=20) == ([], 0)
    with acting(cast.vera):
        assert not WaitingPlace.objects.exists()


def test_withdrawn_referrals_are_not_decided(cast, one):
    with as_owner():
        ReferralWithdrawn.objects.create(referral=one, area_id=one.area_id, by=cast.cora, at=cast.now, reason="other")
    with pytest.raises(NotAllowed, match="withdrawn"):
        settle(cast, one, Outcome.DECLINE)
