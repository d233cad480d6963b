"""Releasing approved minutes: what goes, what stays, what is written, and that nothing goes without a ground."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.foundations.audit.models import Entry
from encircle.foundations.post.models import Notice
from encircle.rooms.circles.models import Seat
from encircle.rooms.circles.vocabulary import SeatPart
from encircle.rooms.meetings.models import Passage
from encircle.rooms.organisation.models import Charity
from encircle.rooms.organisation.vocabulary import Part
from encircle.rooms.partners.models import AgencyAgreement
from encircle.rooms.sharing.actions.releasing import Choices, VerdictChanged
from encircle.rooms.sharing.models import PassageBasis, Release, ReleasePassage, Withheld
from encircle.rooms.sharing.sifting import open_for_release, sift
from tests.cast import acting, plant_cast, plant_minutes
from tests.support.database import as_owner

from .scene import approve, passages, release, release_to, stored, withdraw

SAID_WITH_MARK = {"How the week went", "Housing", "Health and wellbeing", "Relationships"}


@pytest.fixture
def cast(db):
    cast = plant_cast()
    approve(cast)
    return cast


def test_each_professional_gets_what_consent_covers_and_who_was_there(cast):
    released = release(cast)
    assert {r.professional_id for r in released} == {cast.professionals[who].pk for who in ("petra", "omar", "hana")}
    assert set(passages(cast, of="petra")) == SAID_WITH_MARK | {"Who was there"}
    assert set(passages(cast, of="omar")) == SAID_WITH_MARK | {"Who was there"}
    assert set(passages(cast, of="hana")) == {"Health and wellbeing", "Who was there"}


def test_the_preparation_and_the_debrief_stay_inside(cast):
    release(cast)
    everything = " ".join(text for who in ("petra", "omar", "hana") for text in passages(cast, of=who).values())
    assert "heron-week" in everything
    assert not {"heron-preparation", "heron-debrief", "heron-contact"} & set(everything.replace(".", "").split())


def test_attendance_names_seats_and_no_volunteer(cast):
    release(cast)
    assert passages(cast)["Who was there"] == "Present: Volunteer A, Volunteer B, the core member."


def test_what_goes_and_what_stays_are_together_the_whole(cast):
    release(cast)
    with as_owner():
        whole = set(Passage.objects.filter(version=cast.minutes_1).values_list("pk", flat=True))
        for sent in Release.objects.all():
            gone = list(sent.passages.filter(source_id__isnull=False).values_list("source_id", flat=True))
            stayed = list(sent.withheld.values_list("source_id", flat=True))
            assert sorted(gone + stayed) == sorted(whole)


def test_why_a_passage_stayed_is_kept(cast):
    release(cast)
    reasons = stored(
        "SELECT topic_id, reason FROM sharing_withheld w JOIN sharing_release r ON r.id = w.release_id "
        "WHERE r.seat_id = %s",
        cast.seats["hana"].pk,
    )
    assert reasons == {
        "preparation": "part_stays_inside",
        "debrief": "part_stays_inside",
        "contact": "part_stays_inside",
        "week": "no_consent",
        "housing": "no_consent",
        "relationships": "no_consent",
    }


def test_every_released_passage_rests_on_a_consent_or_ground(cast):
    release(cast)
    with as_owner():
        for passage in ReleasePassage.objects.exclude(source_id=None):
            (basis,) = passage.bases.all()
            assert basis.consent_subject.topic_id == passage.topic_id
            assert basis.consent_subject.consent.agency_id == passage.release.agency_id
        assert not ReleasePassage.objects.filter(bases=None).exists()


def test_the_database_refuses_a_passage_that_rests_on_nothing(cast):
    release(cast)
    sent = release_to(cast, "hana")
    with pytest.raises(IntegrityError, match="rests on no consent"), acting(cast.cora):
        ReleasePassage.objects.bulk_create(
            [
                ReleasePassage(
                    release_id=sent.pk,
                    seat_id=sent.seat_id,
                    circle_id=sent.circle_id,
                    area_id=sent.area_id,
                    position=99,
                    heading="Housing",
                    text="without a ground",
                )
            ]
        )
    with as_owner():
        assert not ReleasePassage.objects.filter(position=99).exists()


def test_sending_the_form_twice_releases_nothing_twice(cast):
    assert len(release(cast)) == 3
    assert release(cast) == []
    with as_owner():
        assert (Release.objects.count(), Notice.objects.count()) == (3, 3)


def test_each_recipient_is_told_that_something_is_waiting_and_nobody_else(cast):
    released = release(cast)
    told = stored("SELECT user_id, item_id FROM post_notice")
    assert told == {
        cast.users[who].pk: next(r.pk for r in released if r.professional_id == cast.professionals[who].pk)
        for who in ("petra", "omar", "hana")
    }


def test_the_trace_holds_who_released_what(cast):
    released = release(cast)
    with as_owner():
        lines = Entry.objects.filter(verb="shared").values_list("actor_id", "item_id", "circle_id")
        assert set(lines) == {(cast.cora.pk, r.pk, cast.circle_1.pk) for r in released}


def test_a_verdict_that_changed_since_the_preview_releases_nothing(cast):
    with acting(cast.cora) as cora:
        token = sift(open_for_release(cast.minutes_1.pk, by=cora), at=cora.now).token
    withdraw(cast, "police", "housing")
    with pytest.raises(VerdictChanged):
        release(cast, token=token)
    with as_owner():
        assert not Release.objects.exists()


def test_a_tampered_token_releases_nothing(cast):
    with pytest.raises(VerdictChanged):
        release(cast, token="0" * 64)
    assert passages(cast) == {}


def test_struck_words_are_not_in_what_is_stored(cast):
    with as_owner():
        week = Passage.objects.get(version=cast.minutes_1, topic_id="week")
    start = week.text.index("heron")
    release(cast, choices=Choices(strikes={week.pk: [(start, start + 5)]}))
    assert passages(cast)["How the week went"] == "Words about week with ▇▇▇-week."
    assert stored("SELECT heading, struck FROM sharing_releasepassage WHERE seat_id = %s", cast.seats["petra"].pk)[
        "How the week went"
    ]
    assert "heron-week" not in " ".join(text for who in ("petra", "omar") for text in passages(cast, of=who).values())


def test_a_place_outside_the_passage_releases_nothing(cast):
    with as_owner():
        week = Passage.objects.get(version=cast.minutes_1, topic_id="week")
    with pytest.raises(Invalid):
        release(cast, choices=Choices(strikes={week.pk: [(5, 5000)]}))
    assert passages(cast) == {}


def test_a_passage_held_back_from_one_goes_to_the_other(cast):
    with as_owner():
        housing = Passage.objects.get(version=cast.minutes_1, topic_id="housing")
    release(cast, choices=Choices(holds=frozenset({(housing.pk, cast.seats["omar"].pk)})))
    assert set(passages(cast, of="petra")) == SAID_WITH_MARK | {"Who was there"}
    assert set(passages(cast, of="omar")) == SAID_WITH_MARK - {"Housing"} | {"Who was there"}
    with as_owner():
        assert Withheld.objects.get(release__seat=cast.seats["omar"], topic="housing").reason == "held_back"


def test_who_gets_nothing_gets_no_release(cast):
    withdraw(cast, "health", "health")
    release(cast)
    with as_owner():
        assert not Release.objects.filter(seat=cast.seats["hana"]).exists()


def test_when_nothing_may_go_to_anybody_it_says_so(cast):
    with as_owner():
        Charity.objects.update(shared_parts=[])
    with pytest.raises(Invalid, match="Nothing of this may go"):
        release(cast)


def test_an_ended_seat_gets_nothing(cast):
    with as_owner():
        Seat.objects.filter(pk=cast.seats["petra"].pk).update(ends_at=cast.now - timedelta(hours=1))
    release(cast)
    assert passages(cast, of="petra") == {}
    assert passages(cast, of="omar") != {}


def test_a_suspended_professional_gets_nothing(cast):
    with as_owner():
        cast.omar.suspended_at, cast.omar.suspended_by = cast.now, cast.adam
        cast.omar.save()
    release(cast)
    assert passages(cast, of="omar") == {}


def test_a_lapsed_agreement_stops_only_where_the_charity_says_so(cast):
    with as_owner():
        AgencyAgreement.objects.filter(agency=cast.agencies["police"]).update(
            ends_on=(cast.now - timedelta(days=2)).date()
        )
    with acting(cast.cora) as cora:
        to_omar = next(
            s for s in sift(open_for_release(cast.minutes_1.pk, by=cora), at=cora.now).recipients
            if s.recipient.professional.pk == cast.professionals["omar"].pk
        )  # fmt: skip
        assert (to_omar.recipient.facts.agreement_in_force, len(to_omar.going)) == (False, 4)
    with as_owner():
        Charity.objects.update(blocks_without_agreement=True)
    release(cast)
    assert passages(cast, of="omar") == {}


def test_a_release_to_someone_without_a_login_waits(cast):
    with as_owner():
        cast.professionals["hana"].user = None
        cast.professionals["hana"].save()
    release(cast)
    assert set(passages(cast, of="hana")) == {"Health and wellbeing", "Who was there"}
    with as_owner():
        assert Notice.objects.filter(user=cast.hana).count() == 0


def test_minutes_that_are_not_approved_cannot_be_opened_for_release(db):
    cast = plant_cast()
    with acting(cast.cora) as cora, pytest.raises(NotAllowed, match="not been approved"):
        open_for_release(cast.minutes_1.pk, by=cora)


@pytest.mark.parametrize("who", ["colin", "xena", "omar", "adam", "dana", "tess", "nina"])
def test_for_those_who_may_not_see_the_circle_the_minutes_do_not_exist(cast, who):
    with acting(cast.users[who]) as actor, pytest.raises(NotFound):
        open_for_release(cast.minutes_1.pk, by=actor)


def test_a_volunteer_of_the_circle_cannot_release(cast):
    with acting(cast.vera) as vera, pytest.raises(NotAllowed):
        open_for_release(cast.minutes_1.pk, by=vera)


def test_a_successor_gets_nothing_until_it_is_released_to_them_anew(cast):
    release(cast)
    with as_owner():
        Seat.objects.filter(pk=cast.seats["petra"].pk).update(ends_at=cast.now - timedelta(minutes=5))
        cast.seats["paul"] = Seat.objects.create(
            circle=cast.circle_1,
            area=cast.circle_1.area,
            part=SeatPart.OUTER_CIRCLE,
            professional=cast.professionals["paul"],
            display_name="Paul Meadowsweet",
            position="Probation officer",
            starts_at=cast.now - timedelta(minutes=5),
        )
    with acting(cast.paul):
        assert not Release.objects.exists()
    (sent,) = release(cast, only=[cast.seats["paul"].pk])
    with acting(cast.paul):
        assert list(Release.objects.values_list("pk", flat=True)) == [sent.pk]
    with acting(cast.petra):
        assert not Release.objects.exists()


def test_the_part_between_meetings_goes_when_the_charity_shares_it_and_there_is_consent(cast):
    with as_owner():
        Charity.objects.update(shared_parts=[Part.WITH_CORE_MEMBER, Part.CONTACT])
    release(cast)
    assert "Contact between meetings" not in passages(cast)  # nobody consented to that


def test_each_version_is_released_on_its_own(cast):
    with as_owner():
        other = plant_minutes(cast, cast.meetings["yesterday_1"], by="vic", secret="dunlin")
    approve(cast, other)
    release(cast)
    release(cast, other)
    with as_owner():
        assert Release.objects.filter(seat=cast.seats["petra"]).count() == 2
        assert PassageBasis.objects.filter(release__version=other).count() == 18


@pytest.mark.parametrize("people", [1, 3])
def test_the_number_of_reads_does_not_grow_with_the_recipients(cast, people, django_assert_num_queries):
    with as_owner():
        for name in ("omar", "hana")[: 3 - people]:
            Seat.objects.filter(pk=cast.seats[name].pk).update(ends_at=cast.now - timedelta(days=30))
    with acting(cast.cora) as cora:
        with django_assert_num_queries(10):
            opened = open_for_release(cast.minutes_1.pk, by=cora)
        with django_assert_num_queries(10):
            sifting = sift(opened, at=cora.now)
    assert len(sifting.outstanding) == people
