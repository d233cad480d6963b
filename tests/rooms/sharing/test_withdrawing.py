"""Withdrawing consent: nothing new goes, what rests only on it closes, what rests on more stays, and nothing slips
between a withdrawal and a release that happen at the same time."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection

from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.common.ids import new_id
from encircle.rooms.organisation.vocabulary import CircleKind
from encircle.rooms.people.models import Carer, CoreMember
from encircle.rooms.sharing.actions.consenting import NewConsent, NewGround, decide_ground, record_consent
from encircle.rooms.sharing.actions.reading import open_own_release
from encircle.rooms.sharing.actions.releasing import Choices, VerdictChanged, release_paper
from encircle.rooms.sharing.actions.withdrawing import withdraw_consent
from encircle.rooms.sharing.models import Consent, PassageClosure, Release, ReleasePassage, Withdrawal
from encircle.rooms.sharing.sifting import open_for_release, sift
from encircle.rooms.sharing.vocabulary import Evidence, GroundKind
from tests.cast import acting, plant_cast
from tests.support.database import as_owner

from .scene import approve, consent_of, passages, release, release_to, withdraw


@pytest.fixture
def cast(db):
    cast = plant_cast()
    approve(cast)
    return cast


def readable(cast, name):
    """Headings the professional can read now, opening what was released."""
    found = set()
    with acting(cast.users[name]) as who:
        for sent in Release.objects.all():
            open_own_release(sent.pk, by=who, at=who.now)
            found |= set(ReleasePassage.objects.filter(release=sent).values_list("heading", flat=True))
    return found


def test_what_rests_only_on_it_can_no_longer_be_read_opened_or_not(cast):
    release(cast)
    assert readable(cast, "hana") == {"Health and wellbeing", "Who was there"}
    assert withdraw(cast, "health", "health") == ["health"]
    assert readable(cast, "hana") == set()
    assert set(passages(cast, of="hana")) == {"Health and wellbeing", "Who was there"}  # the copy itself stays


def test_other_subjects_and_other_agencies_stay(cast):
    release(cast)
    withdraw(cast, "police", "health", "housing")
    assert readable(cast, "omar") == {"How the week went", "Relationships", "Who was there"}
    assert "Health and wellbeing" in readable(cast, "petra")


def test_who_was_there_closes_with_the_last_passage(cast):
    release(cast)
    withdraw(cast, "police", "health", "housing", "week")
    assert readable(cast, "omar") == {"Relationships", "Who was there"}
    withdraw(cast, "police", "relationships")
    assert readable(cast, "omar") == set()


def test_a_passage_on_another_ground_as_well_stays(cast):
    with acting(cast.cora) as cora:
        decide_ground(
            NewGround(
                id=new_id(),
                core_member_id=cast.mark.pk,
                kind=GroundKind.SAFEGUARDING,
                agency_id=cast.agencies["health"].pk,
                subjects=["health"],
                reason="A nurse must know about the change of medicine.",
                starts_at=cora.now,
            ),
            by=cora,
            at=cora.now,
        )
    release(cast)
    withdraw(cast, "health", "health")
    assert readable(cast, "hana") == {"Health and wellbeing", "Who was there"}


def test_nothing_new_goes_from_that_second(cast):
    withdraw(cast, "health", "health")
    release(cast)
    assert passages(cast, of="hana") == {}


def test_the_recipient_learns_that_something_closed_and_not_what(cast):
    release(cast)
    withdraw(cast, "health", "health")
    with acting(cast.hana):
        assert PassageClosure.objects.count() == 2
        assert not Withdrawal.objects.exists()


def test_what_was_opened_stays_in_the_ledger(cast):
    release(cast)
    readable(cast, "hana")
    withdraw(cast, "health", "health")
    with acting(cast.cora):
        sent = Release.objects.get(professional=cast.professionals["hana"])
        assert sent.events.filter(kind="opened").count() == 1


def test_withdrawing_twice_changes_nothing_more(cast):
    release(cast)
    withdraw(cast, "health", "health")
    with as_owner():
        before = Withdrawal.objects.get().withdrawn_at
    assert withdraw(cast, "health", "health") == []
    with as_owner():
        assert (Withdrawal.objects.get().withdrawn_at, PassageClosure.objects.count()) == (before, 2)


def test_a_withdrawal_told_of_late_closes_what_went_in_between(cast):
    release(cast)
    withdraw(cast, "health", "health", moment=cast.now - timedelta(days=2))
    assert readable(cast, "hana") == set()


@pytest.mark.parametrize(("days", "words"), [(1, "not be in the future"), (-200, "after the consent began")])
def test_the_moment_must_be_within_the_consent_and_not_to_come(cast, days, words):
    with pytest.raises(Invalid, match=words):
        withdraw(cast, "health", "health", moment=cast.now + timedelta(days=days))


def test_a_consent_given_again_opens_only_what_is_released_anew(cast):
    release(cast)
    withdraw(cast, "health", "health")
    with acting(cast.cora) as cora:
        record_consent(
            NewConsent(
                id=new_id(),
                core_member_id=cast.mark.pk,
                agency_id=cast.agencies["health"].pk,
                subjects=["health"],
                evidence=Evidence.SIGNED_FORM,
                starts_at=cora.now,
            ),
            by=cora,
            at=cora.now,
        )
    assert readable(cast, "hana") == set()
    (anew,) = release(cast)
    with as_owner():
        assert anew.replaces.professional_id == cast.professionals["hana"].pk
    assert readable(cast, "hana") == {"Health and wellbeing", "Who was there"}


def test_one_carers_no_closes_what_rested_on_several(cast):
    with as_owner():
        CoreMember.objects.filter(pk=cast.mark.pk).update(born_on=date(cast.now.year - 15, 1, 1))
        cast.circle_1.kind = CircleKind.YOUNG
        cast.circle_1.save()
        pam, pete = (
            Carer.objects.create(
                core_member=cast.mark, area=cast.mark.area, name=name, starts_at=cast.now - timedelta(days=200)
            )
            for name in ("Pam Hazelgrove", "Pete Hazelgrove")
        )
    for carer in (pam, pete):
        with acting(cast.cora) as cora:
            record_consent(
                NewConsent(
                    id=new_id(),
                    core_member_id=cast.mark.pk,
                    agency_id=cast.agencies["health"].pk,
                    subjects=["health"],
                    evidence=Evidence.SIGNED_FORM,
                    starts_at=cora.now - timedelta(days=3),
                    carer_id=carer.pk,
                ),
                by=cora,
                at=cora.now,
            )
    release(cast)
    assert passages(cast, of="petra") == {}  # no carer said yes to probation
    assert readable(cast, "hana") == {"Health and wellbeing", "Who was there"}
    with acting(cast.cora) as cora:
        withdraw_consent(
            Consent.objects.get(carer=pete).pk,
            ["health"],
            moment=cora.now,
            evidence=Evidence.TELEPHONE,
            by=cora,
            at=cora.now,
        )
    assert readable(cast, "hana") == set()


@pytest.mark.parametrize("who", ["colin", "vera", "omar", "adam", "dana"])
def test_for_others_the_consent_does_not_exist(cast, who):
    consent_id = _id(cast)
    with acting(cast.users[who]) as actor, pytest.raises((NotFound, NotAllowed)):
        withdraw_consent(consent_id, ["health"], moment=actor.now, evidence=Evidence.IN_PERSON, by=actor, at=actor.now)


def _id(cast):
    with as_owner():
        return consent_of(cast, "health").pk


# --- at the same time: two connections, both orders ---


class Alongside:
    """Something done on a connection of its own, which waits where it is told to."""

    def __init__(self, work):
        self.goes_on, self.has_come_so_far = threading.Event(), threading.Event()
        self.failure = None
        self.thread = threading.Thread(target=self._run, args=(work,))
        self.thread.start()

    def _run(self, work):
        try:
            work(self)
        except Exception as failure:
            self.failure = failure
        finally:
            self.has_come_so_far.set()
            connection.close()

    def pause(self):
        self.has_come_so_far.set()
        assert self.goes_on.wait(20)

    def is_waiting(self):
        self.thread.join(0.6)
        return self.thread.is_alive()

    def finish(self):
        self.goes_on.set()
        self.thread.join(20)
        assert not self.thread.is_alive()


def test_a_withdrawal_that_comes_during_a_release_closes_what_it_released(cast):
    def releasing(me):
        with acting(cast.cora) as cora:
            opened = open_for_release(cast.minutes_1.pk, by=cora)
            token = sift(opened, at=cora.now).token
            release_paper(opened, Choices(), token=token, by=cora, at=cora.now)
            me.pause()  # released, not yet committed

    first = Alongside(releasing)
    assert first.has_come_so_far.wait(20)
    second = Alongside(lambda me: withdraw(cast, "health", "health", by="cleo"))
    assert second.is_waiting()
    first.finish()
    second.finish()
    assert (first.failure, second.failure) == (None, None)
    assert set(passages(cast, of="hana")) == {"Health and wellbeing", "Who was there"}
    assert readable(cast, "hana") == set()


def test_a_release_that_comes_during_a_withdrawal_finds_that_the_verdict_changed(cast):
    with acting(cast.cora) as cora:
        token = sift(open_for_release(cast.minutes_1.pk, by=cora), at=cora.now).token

    def withdrawing(me):
        with acting(cast.cleo) as cleo:
            withdraw_consent(
                _visible(cast), ["health"], moment=cleo.now, evidence=Evidence.IN_PERSON, by=cleo, at=cleo.now
            )
            me.pause()

    first = Alongside(withdrawing)
    assert first.has_come_so_far.wait(20)
    second = Alongside(lambda me: release(cast, token=token))
    assert second.is_waiting()
    first.finish()
    second.finish()
    assert first.failure is None
    assert isinstance(second.failure, VerdictChanged)
    with as_owner():
        assert not ReleasePassage.objects.exists()


def test_a_release_begun_before_a_withdrawal_and_pressed_after_it_sends_nothing_on_it(cast):
    """The release's transaction is the older one: its own clock stands before the moment of the withdrawal."""

    def releasing(me):
        with acting(cast.cora) as cora:
            opened = open_for_release(cast.minutes_1.pk, by=cora)
            me.pause()
            late = sift(opened, at=cora.now, lock=True)
            release_paper(opened, Choices(), token=late.token, by=cora, at=cora.now)

    first = Alongside(releasing)
    assert first.has_come_so_far.wait(20)
    withdraw(cast, "health", "health", by="cleo")
    first.finish()
    assert first.failure is None
    assert passages(cast, of="hana") == {}
    assert "Health and wellbeing" in passages(cast, of="petra")
    assert release_to(cast, "petra").released_at < _moment()


def _visible(cast):
    return Consent.objects.get(agency=cast.agencies["health"]).pk


def _moment():
    with as_owner():
        return Withdrawal.objects.get().withdrawn_at
