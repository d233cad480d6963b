"""Supervision is planned and owed by the clock; what was said in it is its supervisor's and theirs who took part."""

from datetime import timedelta

import pytest

from encircle.common.errors import Invalid, NotAllowed
from encircle.common.ids import new_id
from encircle.rooms.meetings.models import Attendance
from encircle.rooms.organisation.models import PracticeStandard
from encircle.rooms.support.actions.supervising import (
    NewSupervision,
    offer_counselling,
    plan_supervision,
    record_presence,
    write_note,
)
from encircle.rooms.support.models import CounsellingOffer, SupervisionNote, SupervisionPlace
from encircle.rooms.support.patterns import Pattern, pattern_of, patterns
from encircle.rooms.support.supervision_queries import open_supervision, owed, supervision_row
from encircle.rooms.support.vocabulary import Answer, Presence, SupervisionKind
from tests.cast import acting, plant_cast
from tests.support.database import as_owner

from . import scene

DAY = timedelta(days=1)
FINE, CALL, TODAY = Answer


@pytest.fixture
def cast(db):
    return plant_cast()


def plan(cast, *who, kind=SupervisionKind.ONE_TO_ONE, days=-2, by="cora", supervisor="cora"):
    id = new_id()
    new = NewSupervision(
        kind=kind, area_id=cast.areas["a"].pk, starts_at=cast.now + days * DAY,
        supervisor_id=cast.users[supervisor].pk, volunteers=[cast.volunteers[one] for one in who],
    )  # fmt: skip
    with acting(cast.users[by]) as actor:
        plan_supervision(new, id=id, by=actor, at=actor.now)
    return id


def held(cast, id, **came):
    with acting(cast.cora) as cora:
        places = {place.volunteer_id: place.pk for place in SupervisionPlace.objects.filter(supervision=id)}
        presence = {places[cast.volunteers[who].pk]: value for who, value in came.items()}
        record_presence(supervision_row(id), presence, by=cora, at=cora.now)


def note(cast, id, text, who="cora"):
    with acting(cast.users[who]) as actor:
        write_note(supervision_row(id), text, id=new_id(), by=actor, at=actor.now)


def notes(cast, id, who):
    with acting(cast.users[who]) as actor:
        found = open_supervision(supervision_row(id), by=actor)
        return [one.text for one in found.notes]


def test_notes_are_the_supervisors_and_the_volunteers_and_no_other_coordinators_or_managers(cast):
    id = plan(cast, "vera")
    note(cast, id, "What they carry home: nightjar-9")
    assert {who: notes(cast, id, who) for who in ("cora", "vera", "cleo", "sena", "olga")} == {
        "cora": ["What they carry home: nightjar-9"],
        "vera": ["What they carry home: nightjar-9"],
        "cleo": [],
        "sena": [],
        "olga": [],
    }
    for who in ("vic", "xena", "petra", "adam", "dana"):
        with acting(cast.users[who]):
            assert SupervisionNote.objects.count() == 0
    with pytest.raises(NotAllowed):
        note(cast, id, "Mine", who="cleo")


def test_notes_of_a_group_are_theirs_who_took_part(cast):
    id = plan(cast, "vera", "vic", kind=SupervisionKind.GROUP)
    note(cast, id, "Together: nightjar-9")
    assert notes(cast, id, "vera") == []
    held(cast, id, vera=Presence.CAME, vic=Presence.APOLOGIES)
    assert notes(cast, id, "vera") == ["Together: nightjar-9"]
    assert notes(cast, id, "vic") == []


def test_it_is_owed_by_the_clock_until_it_is_held_or_planned(cast):
    with as_owner():
        PracticeStandard.objects.update(group_supervision_months=24)

    def late():
        with acting(cast.cora):
            return [
                (one.volunteer.given_name, one.kind.value, one.last_on) for one in owed(cast.areas["a"].pk, cast.now)
            ]

    assert late() == [("Vera", "one_to_one", None), ("Vic", "one_to_one", None)]
    held(cast, plan(cast, "vera"), vera=Presence.CAME)
    plan(cast, "vic", days=5)
    assert late() == []


def test_who_did_not_come_is_still_owed_it(cast):
    held(cast, plan(cast, "vera"), vera=Presence.MISSED)
    with acting(cast.cora):
        assert "Vera" in [one.volunteer.given_name for one in owed(cast.areas["a"].pk, cast.now)]


def test_one_to_one_is_with_one_and_a_group_with_several(cast):
    with pytest.raises(Invalid):
        plan(cast, "vera", "vic")
    with pytest.raises(Invalid):
        plan(cast, "vera", kind=SupervisionKind.GROUP)
    with pytest.raises(NotAllowed):
        plan(cast, "vera", by="colin")


def test_counselling_is_the_staffs_and_the_volunteers_and_nobodys_of_the_circle(cast):
    with acting(cast.cora) as cora:
        offer_counselling(cast.volunteers["vera"], cast.now.date(), id=new_id(), by=cora, at=cora.now)

    def seen(who):
        with acting(cast.users[who]):
            return CounsellingOffer.objects.count()

    assert [seen(who) for who in ("cora", "olga", "vera")] == [1, 1, 1]
    assert [seen(who) for who in ("vic", "xena", "colin", "petra", "adam")] == [0] * 5


@pytest.mark.parametrize(
    ("answers", "pattern"),
    [
        ([CALL, TODAY, CALL, FINE], Pattern.HARD),
        ([CALL, None, TODAY, CALL], Pattern.HARD),
        ([CALL, TODAY, FINE, CALL], None),
        ([None, None, None], Pattern.SILENT),
        ([None, None, FINE], None),
        ([None, None], None),
        ([], None),
    ],
)
def test_hard_meetings_in_a_row_and_silence_are_seen(answers, pattern):
    assert pattern_of(answers, hard=3, silent=3) == pattern


def test_patterns_of_an_area_are_read_from_what_was_said_after_the_meetings_they_were_at(cast):
    with as_owner():
        PracticeStandard.objects.update(hard_meetings=2, silent_meetings=1)
    for meeting in ("past_1", "yesterday_1"):
        scene.plant_check(cast, "vera", Answer.CALL, meeting=meeting)
    with as_owner():
        Attendance.objects.create(
            meeting=cast.meetings["yesterday_1"], circle=cast.circle_1, area=cast.areas["a"], seat=cast.seats["vera"],
            presence="present",
        )  # fmt: skip
    with acting(cast.cora):
        found = [(one.volunteer.given_name, one.pattern) for one in patterns(cast.areas["a"].pk, cast.now)]
    assert found == [("Vera", Pattern.HARD), ("Vic", Pattern.SILENT)]
