"""An outright no: apart from never asked, stronger than any yes before it, and open to a change of mind."""

from datetime import date, timedelta

import pytest

from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.common.ids import new_id
from encircle.foundations.audit.models import Entry
from encircle.rooms.circles.models import Circle
from encircle.rooms.organisation.models import Topic
from encircle.rooms.organisation.vocabulary import CircleKind
from encircle.rooms.people.models import Carer, CoreMember
from encircle.rooms.sharing.actions.consenting import NewConsent, record_consent
from encircle.rooms.sharing.actions.refusing import NewRefusal, record_refusal
from encircle.rooms.sharing.actions.releasing import Choices, release_paper
from encircle.rooms.sharing.models import Consent, ConsentSubject, PassageClosure, Withheld
from encircle.rooms.sharing.queries.standing import standing_of
from encircle.rooms.sharing.sifting import open_for_release, sift
from encircle.rooms.sharing.vocabulary import Evidence
from tests.cast import acting, plant_cast
from tests.support.database import as_owner

from .scene import approve, consent_of, passages, release, withdraw
from .test_withdrawing import Alongside, readable


@pytest.fixture
def cast(db):
    cast = plant_cast()
    approve(cast)
    return cast


def say_no(cast, agency, *topics, by="cora", **more):
    """No topics: to everything."""
    with acting(cast.users[by]) as actor:
        new = NewRefusal(
            **{
                "id": new_id(),
                "core_member_id": cast.mark.pk,
                "agency_id": cast.agencies[agency].pk,
                "subjects": topics or None,
                "evidence": Evidence.IN_PERSON,
                "said_at": actor.now,
                **more,
            }
        )
        return record_refusal(new, by=actor, at=actor.now)


def say_yes(cast, agency, *topics, **more):
    with acting(cast.cora) as cora:
        new = NewConsent(
            id=new_id(),
            core_member_id=cast.mark.pk,
            agency_id=cast.agencies[agency].pk,
            subjects=topics,
            evidence=Evidence.SIGNED_FORM,
            starts_at=cora.now,
            **more,
        )
        return record_consent(new, by=cora, at=cora.now)


def why_it_stays(cast, name):
    """Heading -> reason, as the consents page shows it today."""
    with acting(cast.cora) as cora:
        standing = standing_of(Circle.objects.get(pk=cast.circle_1.pk), at=cora.now)
        (reach,) = [each for each in standing.reaches if each.recipient.professional.name == cast.users[name].name]
        return {topic.code: stopped.reason for stopped in reach.stays for topic in stopped.topics}


def test_an_older_yes_to_the_same_agency_and_subject_carries_nothing_more(cast):
    say_no(cast, "police", "health")
    release(cast)
    assert set(passages(cast, of="omar")) == {"How the week went", "Housing", "Relationships", "Who was there"}
    assert "Health and wellbeing" in passages(cast, of="petra")
    with as_owner():
        stayed = Withheld.objects.filter(topic="health", release__seat=cast.seats["omar"]).values_list("reason")
        assert list(stayed) == [("said_no",)]


def test_a_no_to_everything_stops_the_whole_agency(cast):
    say_no(cast, "police")
    release(cast)
    assert passages(cast, of="omar") == {}


def test_what_was_released_on_the_older_yes_closes(cast):
    release(cast)
    assert readable(cast, "hana") == {"Health and wellbeing", "Who was there"}
    say_no(cast, "health", "health")
    assert readable(cast, "hana") == set()
    assert set(passages(cast, of="hana")) == {"Health and wellbeing", "Who was there"}  # the copy itself stays
    assert "Health and wellbeing" in readable(cast, "petra")


def test_a_no_is_told_apart_from_never_asked(cast):
    say_no(cast, "health", "housing")
    stays = why_it_stays(cast, "hana")
    assert (stays["week"], stays["housing"]) == ("no_consent", "said_no")


def test_a_later_yes_opens_it_again(cast):
    release(cast)
    say_no(cast, "health")
    say_yes(cast, "health", "health")
    assert readable(cast, "hana") == set()  # what closed stays closed
    release(cast)
    assert readable(cast, "hana") == {"Health and wellbeing", "Who was there"}
    with acting(cast.cora) as cora:
        (line,) = standing_of(Circle.objects.get(pk=cast.circle_1.pk), at=cora.now).refusals
        assert {one.topic.code for one in line.topics if one.agreed_later} == {"health"}
        assert line.everything
        assert line.stands
        assert line.asked_by == "Cora Fernleigh"


def test_a_no_told_of_late_counts_from_when_it_was_said(cast):
    release(cast)
    say_no(cast, "health", "health", said_at=cast.now - timedelta(days=3))
    assert readable(cast, "hana") == set()
    with as_owner():
        assert Consent.objects.get(answer="no").starts_at == cast.now - timedelta(days=3)


def test_a_no_before_the_yes_changes_nothing(cast):
    say_no(cast, "health", "health", said_at=cast.now - timedelta(days=300))
    release(cast)
    assert "Health and wellbeing" in passages(cast, of="hana")


def test_recording_it_twice_records_it_once(cast):
    release(cast)
    same = new_id()
    assert say_no(cast, "health", "health", id=same) == say_no(cast, "health", "health", id=same)
    with as_owner():
        assert Consent.objects.filter(answer="no").count() == 1
        assert PassageClosure.objects.count() == 2


def test_a_no_is_nothing_to_withdraw(cast):
    refusal = say_no(cast, "health", "health")
    with as_owner():
        Consent.objects.filter(answer="yes", agency=cast.agencies["health"]).update(agency=cast.agencies["police"])
        assert consent_of(cast, "health").pk == refusal
    with pytest.raises(NotFound):
        withdraw(cast, "health", "health")


def test_a_carers_no_stops_and_closes_and_says_whose_it_is(cast):
    pam = _young_with_a_carer(cast)
    say_yes(cast, "health", "health", carer_id=pam)
    release(cast)
    assert readable(cast, "hana") == {"Health and wellbeing", "Who was there"}
    say_no(cast, "health", "health", carer_id=pam)
    assert readable(cast, "hana") == set()
    assert why_it_stays(cast, "hana")["health"] == "carer_said_no"


def _young_with_a_carer(cast):
    with as_owner():
        CoreMember.objects.filter(pk=cast.mark.pk).update(born_on=date(cast.now.year - 15, 1, 1))
        cast.circle_1.kind = CircleKind.YOUNG
        cast.circle_1.save()
        return Carer.objects.create(
            core_member=cast.mark, area=cast.mark.area, name="Pam Hazelgrove", starts_at=cast.now - timedelta(days=200)
        ).pk


def test_everything_means_retired_topics_too(cast):
    """An older release may rest on a topic that is no longer used."""
    release(cast)
    with as_owner():
        Topic.objects.filter(code="health").update(retired_at=cast.now)
    say_no(cast, "health")
    assert readable(cast, "hana") == set()
    with as_owner():
        assert ConsentSubject.objects.filter(consent__answer="no").count() == Topic.objects.count()


@pytest.mark.parametrize(
    ("more", "field"),
    [
        (lambda now: {"said_at": now + timedelta(days=1)}, "moment"),
        (lambda now: {"subjects": []}, "subjects"),
        (lambda now: {"carer_id": new_id()}, "given_by"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_recorded(cast, more, field):
    with pytest.raises(Invalid) as refused:
        say_no(cast, "health", "health", **more(cast.now))
    assert list(refused.value.errors) == [field]
    with as_owner():
        assert not Consent.objects.filter(answer="no").exists()


@pytest.mark.parametrize("who", ["colin", "vera", "omar", "adam", "dana"])
def test_others_cannot_record_one(cast, who):
    with pytest.raises((NotFound, NotAllowed)):
        say_no(cast, "health", "health", by=who)


def test_it_leaves_a_trace_without_words(cast):
    refusal = say_no(cast, "health", "health")
    with as_owner():
        line = Entry.objects.get(item_id=refusal)
        assert (line.verb, line.item_type, line.detail) == ("created", "sharing.consent", "no")
        assert (line.actor_id, line.person_id) == (cast.cora.pk, cast.mark.pk)


def test_a_no_that_comes_during_a_release_closes_what_it_released(cast):
    def releasing(me):
        with acting(cast.cora) as cora:
            opened = open_for_release(cast.minutes_1.pk, by=cora)
            release_paper(opened, Choices(), token=sift(opened, at=cora.now).token, by=cora, at=cora.now)
            me.pause()  # released, not yet committed

    first = Alongside(releasing)
    assert first.has_come_so_far.wait(20)
    second = Alongside(lambda me: say_no(cast, "health", "health", by="cleo"))
    assert second.is_waiting()
    first.finish()
    second.finish()
    assert (first.failure, second.failure) == (None, None)
    assert set(passages(cast, of="hana")) == {"Health and wellbeing", "Who was there"}
    assert readable(cast, "hana") == set()
