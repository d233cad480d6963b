"""Recalling a release: closed at once, a breach opened, the data-protection lead told, nothing done twice."""

import pytest

from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.common.ids import new_id
from encircle.foundations.access.models import Appointment
from encircle.foundations.audit.models import Entry
from encircle.foundations.post.models import Notice
from encircle.rooms.records.actions import add_account, close_breach, open_breach, recall_release
from encircle.rooms.records.models import Breach, BreachAccount
from encircle.rooms.records.queries import accounts_of, breaches
from encircle.rooms.sharing.actions.disclosing import Disclosure, tell_agency
from encircle.rooms.sharing.actions.reading import open_own_release, record_call
from encircle.rooms.sharing.models import Recall, Release, ReleasePassage
from encircle.rooms.sharing.vocabulary import Channel, GroundKind, RecallReason
from tests.cast import acting, plant_cast
from tests.rooms.sharing.scene import approve, raise_concern, release, release_to
from tests.support.database import as_owner

ACCOUNT = "It went to Hana although it was meant for the plover team."


@pytest.fixture
def cast(db):
    cast = plant_cast()
    approve(cast)
    release(cast)
    return cast


def recall(cast, sent, by="cora", account=ACCOUNT):
    with acting(cast.users[by]) as actor:
        return recall_release(sent.pk, reason=RecallReason.WRONG_PERSON, account=account, by=actor, at=actor.now)


def test_it_is_closed_for_its_recipient_at_once(cast):
    sent = release_to(cast, "hana")
    with acting(cast.hana) as hana:
        open_own_release(sent.pk, by=hana, at=hana.now)
        assert ReleasePassage.objects.count() == 2
    recall(cast, sent)
    with acting(cast.hana) as hana:
        assert not Release.objects.exists()
        with pytest.raises(NotFound):
            open_own_release(sent.pk, by=hana, at=hana.now)
    with acting(cast.omar):
        assert Release.objects.count() == 1


@pytest.mark.parametrize("opened", [True, False])
def test_it_says_whether_it_had_been_opened(cast, opened):
    sent = release_to(cast, "hana")
    if opened:
        with acting(cast.hana) as hana:
            open_own_release(sent.pk, by=hana, at=hana.now)
    recall(cast, sent)
    with acting(cast.dana):
        (line,) = breaches()[0]
        assert (line.was_read, line.reason, line.area) == (
            opened,
            "Released to the wrong person",
            "Devon and Cornwall",
        )
        assert Recall.objects.get().was_opened is opened


def test_a_breach_is_opened_with_its_account_and_the_lead_is_told(cast):
    breach = recall(cast, release_to(cast, "hana"))
    with as_owner():
        assert set(Notice.objects.filter(item_id=breach.pk).values_list("user__persona", "kind")) == {
            ("dana", "concern")
        }
    with acting(cast.dana) as dana:
        assert not BreachAccount.objects.exists()
        found = open_breach(breach.pk, by=dana)
        assert [account.text for account in accounts_of(found)] == [ACCOUNT]
        assert not Release.objects.exists()


def test_while_nobody_is_the_lead_the_operations_manager_is_told(cast):
    with as_owner():
        Appointment.objects.filter(user=cast.dana).update(ends_at=cast.now)
    breach = recall(cast, release_to(cast, "hana"))
    with as_owner():
        assert set(Notice.objects.filter(item_id=breach.pk).values_list("user__persona", flat=True)) == {"olga"}


def test_recalling_twice_opens_one_breach(cast):
    sent = release_to(cast, "hana")
    assert recall(cast, sent).pk == recall(cast, sent, by="cleo").pk
    with as_owner():
        assert (Breach.objects.count(), Recall.objects.count(), BreachAccount.objects.count()) == (1, 1, 1)


def test_what_happened_has_to_be_said(cast):
    with pytest.raises(Invalid) as refusal:
        recall(cast, release_to(cast, "hana"), account="oops")
    assert set(refusal.value.errors) == {"account"}
    with as_owner():
        assert not Recall.objects.exists()


@pytest.mark.parametrize("who", ["colin", "vera", "omar", "adam", "dana", "xena"])
def test_nobody_else_can_recall(cast, who):
    with pytest.raises((NotFound, NotAllowed)):
        recall(cast, release_to(cast, "hana"), by=who)
    with as_owner():
        assert not Recall.objects.exists()


def test_a_recalled_release_can_be_replaced_by_a_better_one(cast):
    sent = release_to(cast, "hana")
    recall(cast, sent)
    (again,) = release(cast)
    assert (again.replaces_id, again.professional_id) == (sent.pk, sent.professional_id)
    with acting(cast.hana):
        assert list(Release.objects.values_list("pk", flat=True)) == [again.pk]
    assert release(cast) == []


def test_the_account_is_added_to_and_the_lead_closes_it(cast):
    breach = recall(cast, release_to(cast, "hana"))
    for name, words in (("cora", "Hana has confirmed that she deleted it."), ("dana", "Assessed: no risk to anybody.")):
        with acting(cast.users[name]) as actor:
            add_account(breach.pk, words, by=actor, at=actor.now)
    with acting(cast.cora) as cora, pytest.raises(NotAllowed):
        close_breach(breach.pk, by=cora, at=cora.now)
    with acting(cast.dana) as dana:
        close_breach(breach.pk, by=dana, at=dana.now)
        close_breach(breach.pk, by=dana, at=dana.now)
    with acting(cast.cora) as cora:
        found = open_breach(breach.pk, by=cora)
        assert [account.by for account in accounts_of(found)] == [
            "Cora Fernleigh",
            "Cora Fernleigh",
            "Dana Pebblebrook",
        ]
        with pytest.raises(NotAllowed):
            add_account(breach.pk, "Something more that comes too late.", by=cora, at=cora.now)


@pytest.mark.parametrize("who", ["colin", "vera", "omar", "adam"])
def test_for_others_the_breach_does_not_exist(cast, who):
    breach = recall(cast, release_to(cast, "hana"))
    with acting(cast.users[who]) as actor:
        assert breaches()[0] == []
        with pytest.raises(NotFound):
            open_breach(breach.pk, by=actor)


def test_the_recall_of_a_walled_disclosure_does_not_exist_for_its_subject(cast):
    concern = raise_concern(cast, walled_from="cora")
    with acting(cast.sena) as sena:
        (sent,) = tell_agency(
            concern,
            Disclosure(
                id=new_id(),
                seat_ids=[cast.seats["omar"].pk],
                text="About the bittern file.",
                ground=GroundKind.SAFEGUARDING,
                reason="A volunteer may have been put at risk.",
            ),
            by=sena,
            at=sena.now,
        )
    breach = recall(cast, sent, by="sena")
    with acting(cast.cora) as cora:
        assert breaches()[0] == []
        assert not Entry.objects.filter(item_id__in=[sent.pk, breach.pk, concern.pk]).exists()
        with pytest.raises(NotFound):
            open_breach(breach.pk, by=cora)
    with acting(cast.dana) as dana:
        assert [line.was_read for line in breaches()[0]] == [False]
        open_breach(breach.pk, by=dana)
    with acting(cast.cora):
        assert not Entry.objects.filter(item_id=breach.pk).exists()


def test_a_telephone_call_cannot_be_called_back(cast):
    concern = raise_concern(cast)
    with acting(cast.cora) as cora:
        (sent,) = tell_agency(
            concern,
            Disclosure(
                id=new_id(),
                seat_ids=[cast.seats["omar"].pk],
                text="Seen by the pond.",
                ground=GroundKind.SERIOUS_HARM,
                reason="Somebody may be at risk this evening.",
                channel=Channel.PHONE,
                spoke_to="Sergeant Whinchat",
                told_at=cora.now,
            ),
            by=cora,
            at=cora.now,
        )
    with pytest.raises(NotAllowed):
        recall(cast, sent)


def test_a_call_about_a_release_counts_as_acknowledged_once(cast):
    sent = release_to(cast, "petra")
    for spoke_to in ("Petra", "The duty officer"):
        with acting(cast.cora) as cora:
            record_call(sent.pk, spoke_to=spoke_to, moment=cora.now, by=cora, at=cora.now)
    with as_owner():
        (event,) = sent.events.all()
        assert (event.kind, event.spoke_to) == ("acknowledged", "Petra")


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_reads_does_not_grow_with_the_log(cast, count, django_assert_num_queries):
    for name in ("petra", "omar", "hana")[:count]:
        recall(cast, release_to(cast, name))
    with acting(cast.cora), django_assert_num_queries(4):
        assert len(breaches()[0]) == count
