"""Telling agencies of a concern: on consent or another ground, online or by telephone, and behind the wall."""

from datetime import timedelta

import pytest

from encircle.common.errors import Invalid, NotAllowed
from encircle.common.ids import new_id
from encircle.foundations.audit.models import Entry
from encircle.rooms.risk.models import Concern
from encircle.rooms.sharing.actions.disclosing import Disclosure, tell_agency
from encircle.rooms.sharing.actions.reading import acknowledge_release, open_own_release, open_release
from encircle.rooms.sharing.models import GroundReason, OtherGround, Release, ReleaseEvent, ReleasePassage
from encircle.rooms.sharing.vocabulary import Channel, GroundKind
from tests.cast import acting, plant_cast
from tests.support.database import as_owner

from .scene import raise_concern, stored, withdraw


@pytest.fixture
def cast(db):
    return plant_cast()


def tell(cast, concern, *names, by="cora", **more):
    more.setdefault("text", "He was seen near the kingfisher pond.")
    more.setdefault("id", new_id())
    with acting(cast.users[by]) as actor:
        return tell_agency(
            Concern.objects.get(pk=concern.pk),
            Disclosure(seat_ids=[cast.seats[name].pk for name in names], **more),
            by=actor,
            at=actor.now,
        )


GROUND = {"ground": GroundKind.SERIOUS_HARM, "reason": "A child may be at risk this evening."}


def test_on_another_ground_it_goes_to_whom_no_consent_reaches(cast):
    (sent,) = tell(cast, raise_concern(cast), "hana", **GROUND)
    with acting(cast.hana) as hana:
        assert list(Release.objects.values_list("pk", "kind")) == [(sent.pk, "concern")]
        open_own_release(sent.pk, by=hana, at=hana.now)
        assert ReleasePassage.objects.get().text == "He was seen near the kingfisher pond."
        acknowledge_release(sent.pk, by=hana, at=hana.now)
    with acting(cast.cora):
        assert set(ReleaseEvent.objects.values_list("kind", flat=True)) == {"opened", "acknowledged"}


def test_the_ground_is_kept_with_its_reason_and_carries_nothing_else(cast):
    (sent,) = tell(cast, raise_concern(cast), "hana", **GROUND)
    with as_owner():
        ground = OtherGround.objects.get()
        assert (ground.kind, ground.agency_id, ground.concern_id) == (
            "serious_harm",
            cast.agencies["health"].pk,
            sent.concern_id,
        )
        assert GroundReason.objects.get().text == GROUND["reason"]
        assert [basis.ground_id for basis in sent.bases.all()] == [ground.pk]
        assert not ground.subjects.exists()


def test_on_consent_it_goes_only_where_consent_for_the_subject_reaches(cast):
    concern = raise_concern(cast)
    with pytest.raises(Invalid, match="Hana Willowherb: There is no consent"):
        tell(cast, concern, "petra", "hana", topic="housing")
    assert stored("SELECT id, kind FROM sharing_release") == {}
    assert len(tell(cast, concern, "petra", "omar", topic="housing")) == 2


def test_a_disclosure_on_consent_closes_with_it(cast):
    (sent,) = tell(cast, raise_concern(cast), "omar", topic="housing")
    withdraw(cast, "police", "housing")
    with acting(cast.omar) as omar:
        open_own_release(sent.pk, by=omar, at=omar.now)
        assert not ReleasePassage.objects.exists()


def test_a_call_counts_as_acknowledged_by_whoever_answered_and_is_not_to_be_read_online(cast):
    (sent,) = tell(
        cast,
        raise_concern(cast),
        "omar",
        channel=Channel.PHONE,
        spoke_to="Sergeant Whinchat",
        told_at=cast.now - timedelta(hours=1),
        **GROUND,
    )
    with acting(cast.cora):
        event = ReleaseEvent.objects.get(release=sent)
        assert (event.kind, event.spoke_to, event.at) == (
            "acknowledged",
            "Sergeant Whinchat",
            cast.now - timedelta(hours=1),
        )
    with acting(cast.omar):
        assert not Release.objects.exists()


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"ground": GroundKind.SERIOUS_HARM, "reason": "too short"}, "reason"),
        ({}, "topic"),
        ({**GROUND, "text": "  "}, "text"),
        ({**GROUND, "channel": Channel.PHONE, "told_at": None, "spoke_to": "X"}, "told_at"),
        ({**GROUND, "channel": Channel.PHONE, "spoke_to": ""}, "spoke_to"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(cast, more, field):
    concern = raise_concern(cast)
    with pytest.raises(Invalid) as refusal:
        tell(cast, concern, "omar", **more)
    assert set(refusal.value.errors) == {field}


def test_sending_the_form_twice_tells_nobody_twice(cast):
    concern, once = raise_concern(cast), new_id()
    first = tell(cast, concern, "petra", "omar", id=once, **GROUND)
    again = tell(cast, concern, "petra", "omar", id=once, **GROUND)
    assert {r.pk for r in first} == {r.pk for r in again}
    with as_owner():
        assert (Release.objects.count(), OtherGround.objects.count()) == (2, 2)


# --- a concern about somebody who works here ---


def test_a_walled_disclosure_does_not_exist_for_its_subject_nor_for_the_other_coordinator(cast):
    concern = raise_concern(cast, walled_from="cora", by="vera")
    tell(cast, concern, "omar", by="sena", **GROUND)
    for name in ("cora", "cleo"):
        with acting(cast.users[name]):
            assert not Release.objects.exists()
            assert not OtherGround.objects.exists()
            assert not ReleaseEvent.objects.exists()
    with acting(cast.sena):
        assert (Release.objects.count(), OtherGround.objects.count()) == (1, 1)


def test_nothing_in_the_trace_of_a_walled_disclosure_is_seen_by_its_subject(cast):
    concern = raise_concern(cast, walled_from="cora", by="vera")
    (sent,) = tell(cast, concern, "omar", by="sena", **GROUND)
    with acting(cast.omar) as omar:
        open_own_release(sent.pk, by=omar, at=omar.now)
    with acting(cast.sena) as sena:
        open_release(sent.pk, by=sena)
    with acting(cast.cora):
        assert not Entry.objects.exists()


def test_a_walled_concern_needs_a_ground_other_than_consent(cast):
    concern = raise_concern(cast, walled_from="cora", by="vera")
    with pytest.raises(Invalid, match="ground other than consent"):
        tell(cast, concern, "omar", by="sena", topic="housing")


def test_those_who_do_not_handle_it_cannot_tell(cast):
    concern = raise_concern(cast)
    with acting(cast.vera) as vera, pytest.raises(NotAllowed):
        tell_agency(concern, Disclosure(id=new_id(), seat_ids=[], text="x", **GROUND), by=vera, at=vera.now)
    walled = raise_concern(cast, walled_from="cleo")
    with acting(cast.cora) as cora, pytest.raises(NotAllowed):
        tell_agency(walled, Disclosure(id=new_id(), seat_ids=[], text="x", **GROUND), by=cora, at=cora.now)
