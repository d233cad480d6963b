"""Urgent news rings like a concern; what an agency keeps to itself reaches nobody; its words for volunteers do."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction

from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.common.ids import new_id
from encircle.foundations.access.models import Appointment
from encircle.rooms.circles.models import Circle, Seat
from encircle.rooms.received.actions import (
    NewDevelopment,
    Rang,
    open_news_behind,
    record_development,
    send_development,
)
from encircle.rooms.received.models import Development, DevelopmentText, Onward, OnwardWords
from encircle.rooms.received.onward import change_own_onward, for_volunteer, open_for_volunteer, record_onward
from encircle.rooms.received.queries import one_news, unread_news, words_of
from encircle.rooms.received.vocabulary import DevelopmentKind, KnownTo, OnwardPermission
from encircle.rooms.risk.actions.climbing import climb_all
from encircle.rooms.risk.actions.raising import NewConcern, raise_concern
from encircle.rooms.risk.actions.triage import take_on
from encircle.rooms.risk.models import Concern, ConcernStep
from encircle.rooms.risk.queries import Wanted, open_by_kind
from encircle.rooms.risk.vocabulary import ConcernKind, Urgency
from encircle.rooms.sharing.actions.disclosing import Disclosure, tell_agency
from tests.cast import acting, plant_cast
from tests.rooms.risk import scene
from tests.support.database import as_owner, clock_shifted

SECRET = "He was arrested near the whimbrel works."
FOR_THEM = "He cannot come this week."


@pytest.fixture
def cast(db):
    return plant_cast()


def send(cast, who="omar", **more):
    with acting(cast.users[who]) as actor:
        given = {"id": new_id(), "seat_id": cast.seats[who].pk, "kind": DevelopmentKind.ARREST, "text": SECRET}
        return send_development(NewDevelopment(**given | more), by=actor, at=actor.now)


def concern_of(news):
    with as_owner():
        return Concern.objects.get(news=news)


# --- it rings ---


def test_urgent_news_climbs_from_the_coordinator_to_the_manager_until_somebody_takes_it(cast):
    scene.on_call(cast, "cleo")
    concern = concern_of(send(cast, urgent=True))
    assert (concern.kind, concern.urgency, concern.circle_id) == ("development", "imminent", cast.circle_1.pk)
    for minutes in (0, 11, 29):
        with clock_shifted(timedelta(minutes=minutes)):
            climb_all()
    assert sorted(set(scene.asked(concern))) == ["cleo", "cora", "olga", "sena"]
    with acting(cast.cleo) as cleo:
        take_on(concern.pk, after=None, by=cleo, at=cleo.now)
    before = len(scene.asked(concern))
    with as_owner():
        assert ConcernStep.objects.filter(concern=concern, kind="taken").count() == 1
    with clock_shifted(timedelta(minutes=30)):
        climb_all()
    assert len(scene.asked(concern)) == before


def test_news_that_is_not_urgent_rings_nobody(cast):
    send(cast)
    with as_owner():
        assert Concern.objects.count() == 0


def test_who_sent_it_sees_nothing_of_the_concern(cast):
    concern = concern_of(send(cast, urgent=True))
    with acting(cast.omar):
        assert list(Concern.objects.filter(pk=concern.pk)) == []


def test_whoever_was_on_call_reads_the_news_and_nothing_else_of_the_other_area(cast):
    scene.on_call(cast, "colin")
    news = send(cast, urgent=True)
    concern = concern_of(news)
    with acting(cast.colin) as colin:
        found = open_news_behind(concern, handles=True, by=colin, at=colin.now)
        assert words_of(found.development) == SECRET
        with pytest.raises(NotFound):
            one_news(news)
    with acting(cast.omar):
        assert hasattr(Development.objects.select_related("first_read").get(pk=news), "first_read")


def test_nobody_outside_rings_for_a_circle_that_is_not_theirs(cast):
    """Straight past the actions: the database refuses."""
    for circle, area in ((cast.circle_2, cast.circle_2.area_id), (cast.circle_1, cast.circle_2.area_id)):
        row = Concern(
            kind="development", reference=str(new_id())[:12], circle=circle, area_id=area, urgency="imminent",
            raised_by=cast.omar, raised_at=cast.now,
        )  # fmt: skip
        with acting(cast.omar), pytest.raises(ProgrammingError), transaction.atomic():
            Concern.objects.bulk_create([row])


# --- by telephone ---


def phoned(cast, by="cora", **more):
    with acting(cast.users[by]) as actor:
        rang = Rang(
            agency_id=cast.agencies["police"].pk, rang_at=actor.now - timedelta(minutes=5), name="Sergeant Lowe"
        )
        given = {"id": new_id(), "kind": DevelopmentKind.RECALL, "text": SECRET, "known_to": (KnownTo.CORE_MEMBER,)}
        news = NewDevelopment(**given | more)
        return record_development(Circle.objects.get(pk=cast.circle_1.pk), news, rang, by=actor, at=actor.now)


def test_a_call_is_written_down_with_who_rang_and_whose_news_it_is(cast):
    news = phoned(cast)
    with acting(cast.cora):
        found = one_news(news)
        assert (found.sender, found.agency) == ("Sergeant Lowe", cast.agencies["police"].name)
        assert (found.taken_down_by, found.read_by) == (cast.cora.name, cast.cora.name)
        assert found.who_knows == "The core member knows that we know"
        assert unread_news() == []


def test_once_she_works_there_no_longer_her_own_notes_of_calls_are_out_of_her_reach(cast):
    news = phoned(cast)
    with as_owner():
        Appointment.objects.filter(user=cast.cora).update(ends_at=cast.now - timedelta(days=1))
    with acting(cast.cora):
        assert list(Development.objects.filter(pk=news)) == []


def test_a_call_in_another_area_is_not_hers_to_write_down(cast):
    rang = Rang(agency_id=cast.agencies["police"].pk, rang_at=cast.now, name="Somebody")
    news = NewDevelopment(id=new_id(), kind=DevelopmentKind.RISK, text="…")
    with acting(cast.cora) as cora, pytest.raises(NotAllowed):
        record_development(cast.circle_2, news, rang, by=cora, at=cora.now)


def test_an_urgent_call_rings_the_others(cast):
    concern = concern_of(phoned(cast, urgent=True))
    assert (concern.raised_by_id, concern.kind) == (cast.cora.pk, "development")


# --- how far it goes ---


def test_volunteers_read_words_of_their_own_and_never_the_news(cast):
    news = send(cast, onward=OnwardPermission.VOLUNTEERS, volunteer_words=FOR_THEM)
    with acting(cast.vera) as vera:
        (given,) = for_volunteer()
        assert open_for_volunteer(given.pk, by=vera)[1] == FOR_THEM
        assert list(Development.objects.all()) == []
        assert list(DevelopmentText.objects.filter(pk=news)) == []
    for who in (cast.xena, cast.nina, cast.petra):
        with acting(who):
            assert for_volunteer() == []
            assert list(Onward.objects.all()) == []


def test_words_are_read_against_a_receipt_alone(cast):
    send(cast, onward=OnwardPermission.VOLUNTEERS, volunteer_words=FOR_THEM)
    with acting(cast.vera):
        assert list(OnwardWords.objects.all()) == []


def test_once_the_agency_takes_it_back_the_words_are_gone(cast):
    news = send(cast, onward=OnwardPermission.VOLUNTEERS, volunteer_words=FOR_THEM)
    with clock_shifted(timedelta(minutes=1)), acting(cast.omar) as omar:
        change_own_onward(news, new_id(), OnwardPermission.COORDINATOR_ONLY, by=omar, at=omar.now)
    with acting(cast.vera):
        assert for_volunteer() == []
    with acting(cast.cora):
        assert one_news(news).onward == OnwardPermission.COORDINATOR_ONLY


def test_a_volunteer_who_joins_later_sees_only_what_is_agreed_from_then_on(cast):
    send(cast, onward=OnwardPermission.VOLUNTEERS, volunteer_words=FOR_THEM)
    with as_owner():
        Seat.objects.filter(pk=cast.seats["vera"].pk).update(sees_from=cast.now + timedelta(days=1))
    with acting(cast.vera):
        assert for_volunteer() == []


def test_agreed_by_telephone_it_says_who_agreed(cast):
    news = send(cast)
    with acting(cast.cora) as cora:
        by_phone = {"agreed_by": "Omar", "by": cora, "at": cora.now}
        with pytest.raises(Invalid) as refused:
            record_onward(news, new_id(), OnwardPermission.VOLUNTEERS, "", **by_phone)
        assert list(refused.value.errors) == ["volunteer_words"]
        record_onward(news, new_id(), OnwardPermission.OUTER_CIRCLE, **by_phone)
        assert one_news(news).onward == OnwardPermission.OUTER_CIRCLE
    with acting(cast.petra) as petra, pytest.raises(NotFound):
        change_own_onward(news, new_id(), OnwardPermission.VOLUNTEERS, "x", by=petra, at=petra.now)


def test_other_agencies_are_told_of_urgent_news_only_with_the_word_of_the_agency(cast):
    news = send(cast, urgent=True)
    concern = concern_of(news)
    told = Disclosure(id=new_id(), seat_ids=[cast.seats["petra"].pk], text="…", topic="week")
    with acting(cast.cora) as cora, pytest.raises(Invalid) as refused:
        tell_agency(Concern.objects.get(pk=concern.pk), told, by=cora, at=cora.now)
    assert "coordinator only" in refused.value.errors["ground"]


# --- disclosures ---


def disclosed(cast, **more):
    with acting(cast.vera) as vera:
        given = {
            "id": new_id(), "circle_id": cast.circle_1.pk, "urgency": Urgency.SERIOUS, "text": "He told us of a job.",
            "kind": ConcernKind.DISCLOSURE, "told_to_id": cast.seats["vic"].pk, "own_words": True,
        }  # fmt: skip
        return raise_concern(NewConcern(**given | more), by=vera, at=vera.now)


def test_what_the_core_member_disclosed_is_handled_like_a_concern_and_counted_apart(cast):
    concern = disclosed(cast)
    scene.plant_concern(cast)
    with acting(cast.cora) as cora:
        assert open_by_kind(Wanted()) == {ConcernKind.CONCERN: 1, ConcernKind.DISCLOSURE: 1}
        take_on(concern.pk, after=None, by=cora, at=cora.now)
    assert scene.noticed(concern) == ["cora"]


def test_a_disclosure_says_who_heard_it_and_whose_words_they_are(cast):
    for more, field in (({"told_to_id": None}, "told_to"), ({"own_words": None}, "own_words")):
        with pytest.raises(Invalid) as refused:
            disclosed(cast, **more)
        assert list(refused.value.errors) == [field]
    with pytest.raises(Invalid):
        disclosed(cast, told_to_id=cast.seats["omar"].pk)


def test_no_volunteer_raises_urgent_news_of_an_agency(cast):
    with pytest.raises(NotFound):
        disclosed(cast, kind=ConcernKind.DEVELOPMENT, told_to_id=None, own_words=None)
