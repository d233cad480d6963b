"""Corrections stand beside the original; one version is approved, by somebody who may."""

from datetime import timedelta

import pytest

from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.common.ids import new_id
from encircle.rooms.meetings.actions.approving import (
    Keyed,
    approve_minutes,
    correct_minutes,
    key_minutes,
)
from encircle.rooms.meetings.actions.attendance import Came
from encircle.rooms.meetings.actions.reading import open_minutes
from encircle.rooms.meetings.models import Approval, Attendance, Meeting, MinutesVersion, Passage
from encircle.rooms.meetings.queries import Standing, meeting_page
from encircle.rooms.meetings.vocabulary import CorrectionKind, Outcome, Presence, VersionKind
from encircle.rooms.organisation.models import Charity
from tests.cast import acting, plant_cast
from tests.support.database import as_owner

SPELLING, MORE = CorrectionKind.NAMES_AND_SPELLING, CorrectionKind.MORE


def corrected(cast, kind=SPELLING, *, by="cora", version=None, **texts):
    with acting(cast.users[by]) as actor:
        opened = open_minutes(version or cast.minutes_1.pk, by=actor.acting)
        before = {passage.topic_id: passage.text for passage in opened.passages}
        return correct_minutes(opened, before | texts, kind, id=new_id(), by=actor, at=actor.now)


def approve(cast, version_id, by="cora"):
    with acting(cast.users[by]) as actor:
        approve_minutes(version_id, by=actor, at=actor.now)


def keyed(cast, **more):
    meeting = cast.meetings["yesterday_1"]
    return Keyed(
        **{
            "id": new_id(),
            "held_from": meeting.starts_at,
            "held_until": meeting.ends_at,
            "outcome": Outcome.HELD,
            "attendance": {
                cast.seats["mark"].pk: Came(Presence.PRESENT),
                cast.seats["vera"].pk: Came(Presence.PRESENT, 120, 30),
            },
            "texts": {"week": "A quiet week.", "housing": " ", "unknown": "?"},
            **more,
        }
    )


def key(cast, by="cora", **more):
    with acting(cast.users[by]) as actor:
        return key_minutes(cast.meetings["yesterday_1"].pk, keyed(cast, **more), by=actor, at=actor.now)


# --- corrections ---


def test_a_correction_stands_beside_the_original_that_nobody_changed(db):
    cast = plant_cast()
    second = corrected(cast, week="A better week.", contact="")
    with acting(cast.cora) as cora:
        opened = open_minutes(second, by=cora.acting)
        assert (opened.version.number, opened.version.kind) == (2, VersionKind.CORRECTION)
        assert {passage.topic_id: passage.text for passage in opened.passages}["week"] == "A better week."
        assert "contact" not in {passage.topic_id for passage in opened.passages}
        assert len(opened.passages_before) == 7
        assert [one.pk for one in opened.versions] == [cast.minutes_1.pk, second]


def test_a_correction_changes_something(db):
    cast = plant_cast()
    with pytest.raises(Invalid) as refused:
        corrected(cast)
    assert refused.value.errors == {"": "You have not changed anything"}


def test_a_passage_is_not_longer_than_the_volunteers_may_write(db):
    cast = plant_cast()
    with pytest.raises(Invalid) as refused:
        corrected(cast, week="x" * 20_001)
    assert list(refused.value.errors) == ["topic_week"]


def test_what_was_approved_is_never_changed(db):
    cast = plant_cast()
    approve(cast, cast.minutes_1.pk)
    with pytest.raises(NotAllowed):
        corrected(cast, week="Too late")


def test_a_volunteer_corrects_nothing(db):
    cast = plant_cast()
    with pytest.raises(NotAllowed):
        corrected(cast, by="vera", week="Mine")
    with as_owner():
        assert MinutesVersion.objects.filter(meeting=cast.meetings["past_1"]).count() == 1


# --- approval ---


def test_a_coordinator_approves_a_volunteers_minutes_and_twice_is_once(db):
    cast = plant_cast()
    approve(cast, cast.minutes_1.pk)
    approve(cast, cast.minutes_1.pk)
    with as_owner():
        assert list(Approval.objects.values_list("version", "approved_by")) == [(cast.minutes_1.pk, cast.cora.pk)]
    with acting(cast.cora) as cora:
        assert meeting_page(cast.meetings["past_1"].pk, cora.now).line.standing is Standing.APPROVED


def test_only_one_version_of_a_meeting_is_approved(db):
    cast = plant_cast()
    second = corrected(cast, week="A better week.")
    approve(cast, second)
    with pytest.raises(NotAllowed):
        approve(cast, cast.minutes_1.pk)


def test_she_may_approve_her_own_correction_of_a_volunteers_minutes(db):
    cast = plant_cast()
    approve(cast, corrected(cast, MORE, week="A better week."))
    with as_owner():
        assert Approval.objects.count() == 1


def test_the_charity_can_ask_for_a_second_person_beyond_names_and_spelling(db):
    cast = plant_cast()
    with as_owner():
        Charity.objects.update(second_person_for_corrections=True)
    spelling, more = corrected(cast, SPELLING, week="Spelt."), corrected(cast, MORE, week="Other.")
    with pytest.raises(NotAllowed) as refused:
        approve(cast, more)
    assert refused.value.reasons == ("You changed more than names and spelling. A second person has to approve this.",)
    upon = corrected(cast, SPELLING, version=more, week="Other!")
    with pytest.raises(NotAllowed):
        approve(cast, upon)
    approve(cast, spelling)


def test_a_volunteer_the_next_area_and_the_outer_circle_approve_nothing(db):
    cast = plant_cast()
    for who, error in (("vera", NotAllowed), ("vic", NotAllowed), ("colin", NotFound), ("omar", NotFound)):
        with pytest.raises(error):
            approve(cast, cast.minutes_1.pk, by=who)
    with as_owner():
        assert not Approval.objects.exists()


# --- keyed from paper ---


def test_her_own_minutes_need_a_colleague(db):
    cast = plant_cast()
    version = key(cast)
    with pytest.raises(NotAllowed) as refused:
        approve(cast, version)
    assert refused.value.reasons == (
        "You wrote these minutes. Ask a colleague or a senior coordinator to approve them.",
    )
    approve(cast, version, by="cleo")


def test_a_correction_of_her_own_minutes_is_still_her_own(db):
    cast = plant_cast()
    version = key(cast)
    upon = corrected(cast, version=version, by="cleo", week="As Cleo puts it.")
    with pytest.raises(NotAllowed):
        approve(cast, upon)
    approve(cast, upon, by="sena")


def test_keyed_minutes_record_who_came_and_how_it_went(db):
    cast = plant_cast()
    version = key(cast)
    with as_owner():
        meeting = Meeting.objects.get(pk=cast.meetings["yesterday_1"].pk)
        assert (meeting.outcome, meeting.held_until) == ("held", meeting.ends_at)
        came = Attendance.objects.filter(meeting=meeting).values_list("seat", "presence", "minutes_given")
        assert set(came) == {
            (cast.seats["mark"].pk, "present", None),
            (cast.seats["vera"].pk, "present", 120),
        }
        passages = Passage.objects.filter(version=version).values_list("topic", "text", "part")
        assert list(passages) == [("week", "A quiet week.", "with_core_member")]


def test_seats_of_another_circle_have_no_place_in_the_attendance(db):
    cast = plant_cast()
    key(cast, attendance={cast.seats["xena"].pk: Came(Presence.PRESENT)})
    with as_owner():
        assert not Attendance.objects.filter(meeting=cast.meetings["yesterday_1"]).exists()


def test_minutes_are_keyed_once_and_never_over_the_volunteers(db):
    cast = plant_cast()
    key(cast)
    with pytest.raises(NotAllowed):
        key(cast)
    with acting(cast.cora) as cora, pytest.raises(NotAllowed):
        key_minutes(cast.meetings["past_1"].pk, keyed(cast), by=cora, at=cora.now)


def test_the_end_lies_between_the_start_and_now(db):
    cast = plant_cast()
    meeting = cast.meetings["yesterday_1"]
    for until in (meeting.starts_at, cast.now + timedelta(days=1)):
        with pytest.raises(Invalid) as refused:
            key(cast, held_until=until)
        assert list(refused.value.errors) == ["held_until"]
